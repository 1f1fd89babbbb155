"""Watch: compare what a crawl brought with what its sites usually bring, and tell when that changes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import signals

from newscrawl.archive import PageVisit
from newscrawl.archive.records import site_of
from newscrawl.extensions.crawl_log import archive_of, ending_without_archive
from newscrawl.pipelines import as_article
from newscrawl.watching import states
from newscrawl.watching.alerts import DeliveryError, MailServer, post, send_mail
from newscrawl.watching.checks import check
from newscrawl.watching.figures import Tally, figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newscrawl.archive import Archive
    from newscrawl.watching.alerts import Channels

logger = logging.getLogger(__name__)
_BROKEN: Final = "newscrawl/watch/broken"
_NO_CRAWL: Final = frozenset({"archive"})  # spiders that read saved pages: when these came in says nothing of a site


def watch_failure(stats: Mapping[str, Any]) -> str | None:
    """Say what the monitors found broken, for a command that is to fail on it; None where all is well."""
    found: dict[str, list[str]] = stats.get(_BROKEN, {})
    return "; ".join(f"{site}: {', '.join(messages)}" for site, messages in found.items()) or None


class Watch:
    """Run the monitors when a crawl ends. It has to stand before CrawlLog, which closes the archive then."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.started_at = datetime.now(UTC)
        self._tallies: dict[str, Tally] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect the monitors to the crawl's signals."""
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.item_done, signals.item_scraped)
        crawler.signals.connect(extension.item_done, signals.item_dropped)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self) -> None:
        """Note when the crawl begins."""
        self.started_at = datetime.now(UTC).replace(microsecond=0)

    def item_done(self, item: Any) -> None:
        """Count a page that was read, or refused, for its site."""
        if isinstance(item, PageVisit):
            self._tallies.setdefault(site_of(item.url, item.site), Tally())
            return
        try:
            article = as_article(item)
        except TypeError:  # no article of ours
            return
        tally = self._tallies.setdefault(site_of(article.url, article.site), Tally())
        tally.read += 1
        if article.reject is not None:
            tally.rejects[article.reject.reason] += 1

    def closed(self, spider: Spider) -> None:
        """Check every site that the crawl read something of, note what is broken, and tell what changed."""
        with ending_without_archive(self.crawler):
            self._check_sites(spider)

    def _check_sites(self, spider: Spider) -> None:
        if spider.name in _NO_CRAWL or not self._tallies or _is_of_chosen_days(spider):
            return
        archive = archive_of(self.crawler)
        now = datetime.now(UTC).replace(microsecond=0)
        channels = channels_of(self.crawler.settings)
        found: dict[str, list[str]] = {}
        for site, tally in sorted(self._tallies.items()):
            if messages := self._check(archive, site, tally, spider=spider.name, channels=list(channels), now=now):
                found[site] = messages
        if found:
            self.crawler.stats.set_value(_BROKEN, found)
        deliver(archive, channels, now)

    def _check(
        self, archive: Archive, site: str, tally: Tally, *, spider: str, channels: Sequence[str], now: datetime
    ) -> list[str]:
        """Check one site; gives what is broken of it."""
        connection, settings = archive.connection, self.crawler.settings
        stats = self.crawler.stats.get_stats()
        read = figures(connection, site, tally, spider=spider, started_at=self.started_at, now=now, stats=stats)
        before = states.broken(connection, site)
        findings = check(read, dead_after=settings.getint("NEWSCRAWL_WATCH_POLLS", 3), broken=before)
        with archive.transaction():
            alert = states.update(connection, site, findings, now=now)
            if alert is not None:
                states.enqueue(connection, alert, channels)
        if alert is not None:
            level = logging.WARNING if alert.state == "broken" else logging.INFO
            logger.log(level, "%s", alert.text)
        return list(states.broken(connection, site).values())


def _is_of_chosen_days(spider: Spider) -> bool:
    """Tell whether the crawl was asked for certain days: what those bring is no measure of today."""
    window = getattr(spider, "window", None)
    return window is not None and window.strict and (window.since is not None or window.until is not None)


def channels_of(settings: BaseSettings) -> Channels:
    """Give the channels that the settings name: `mail` where NEWSCRAWL_ALERT_MAIL has recipients, and `webhook`."""
    channels: dict[str, Any] = {}
    if to := settings.getlist("NEWSCRAWL_ALERT_MAIL"):
        server = MailServer(
            host=settings["MAIL_HOST"],
            port=settings.getint("MAIL_PORT"),
            sender=settings["MAIL_FROM"],
            user=settings["MAIL_USER"],
            password=settings["MAIL_PASS"],
            is_tls=settings.getbool("MAIL_TLS"),
            is_ssl=settings.getbool("MAIL_SSL"),
        )
        channels["mail"] = partial(send_mail, server=server, to=to)
    if url := settings["NEWSCRAWL_ALERT_WEBHOOK"]:
        channels["webhook"] = partial(post, url=url)
    return channels


def deliver(archive: Archive, channels: Channels, now: datetime) -> None:
    """Deliver what waits in the post. What cannot be delivered stays for the next crawl; a channel is tried once.

    No transaction is open while a server is waited for.
    """
    with archive.transaction():
        letters = states.waiting(archive.connection, now=now)
    archive.flush()
    down: set[str] = set()
    for number, channel, alert in letters:
        if channel not in channels or channel in down:
            continue
        try:
            channels[channel](alert)
        except DeliveryError as error:
            logger.error("%s; it is tried again after the next crawl", error)
            down.add(channel)
            continue
        with archive.transaction():
            states.delivered(archive.connection, number)

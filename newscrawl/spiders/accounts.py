"""CrawlAccounts: what every spider of ours keeps account of: its sites, its visits, and what failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from scrapy import Spider

from newscrawl.archive import PageVisit
from newscrawl.discovery.schedule import next_poll
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.line import site_name
from newscrawl.sites import Site, for_url
from newscrawl.urls import identity

if TYPE_CHECKING:
    from scrapy.http import Response

    from newscrawl.archive import PageRow

_AHEAD: Final = timedelta(minutes=5)  # clocks of machines that share an archive differ


class CrawlAccounts(Spider):
    """Know which site a URL belongs to, and turn every answer into a visit that the archive keeps."""

    sites: ClassVar[tuple[Site, ...]] = ()
    """All sites that one crawl of the spider reads."""

    def now(self) -> datetime:
        """Give the crawl's clock, aware; tests set another."""
        return datetime.now(UTC).replace(microsecond=0)

    def count(self, what: str, count: int = 1) -> None:
        """Add to the figure `newscrawl/<what>`."""
        self.crawler.stats.inc_value(f"newscrawl/{what}", count)

    def owns(self, url: str) -> bool:
        """Tell whether a URL belongs to one of the crawl's sites."""
        return any(site.owns(url) for site in self.sites)

    def site_of(self, url: str) -> Site | None:
        """Give that of the crawl's sites which owns a URL, else the declared one, else None."""
        return next((site for site in self.sites if site.owns(url)), None) or for_url(url)

    def site_name(self, url: str) -> str:
        """Give the name of the site that a URL belongs to."""
        return site_name(url, self.site_of(url)) or ""

    def identity_of(self, url: str) -> str:
        """Give the key under which a URL is one article, by its site's rules."""
        site = self.site_of(url)
        return identity(url, keep_query=site.keep_query) if site and site.keep_query else identity(url)

    def fetched_at(self, response: Response) -> datetime:
        """Give when an answer came: now, unless a crawl that was killed had fetched it."""
        moment = response.meta.get("fetched_at")
        return moment if isinstance(moment, datetime) else self.now()

    def seen_at(self, known: PageRow | None) -> datetime | None:
        """Give the moment that an announcement of a page is compared with, None for a page that is not known.

        The server's own clock is compared with itself where it was heard before; else it is when the page was read. A
        time to come tells only that our clock was ahead: then anything that is announced may be news.
        """
        if known is None or (known.announced_at or known.fetched_at) is None:
            return None
        if known.announced_at:
            return datetime.fromisoformat(known.announced_at)
        moment = datetime.fromisoformat(known.fetched_at or "")
        return moment if moment <= self.now() + _AHEAD else datetime.min.replace(tzinfo=UTC)

    def page_visit(self, response: Response, url: str) -> PageVisit:
        """Give the visit that an answer to `url` is."""
        warc_file, warc_offset = response.meta.get("warc", (None, None))
        return PageVisit(
            url=url,
            kind=response.meta.get("kind", "article"),
            fetched_at=self.fetched_at(response),
            site=site_name(url, self.site_of(url)),
            status=response.status,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            warc_file=warc_file,
            warc_offset=warc_offset,
        )

    def answered(self, response: Response, *, listed: int = 0, new: int = 0) -> PageVisit:
        """Account for an answer that was of use: `listed` links, of which `new` are to be fetched."""
        visit = self.page_visit(response, response.request.url if response.request else response.url)
        if visit.kind == "article":
            self.count("pages/not-modified")
            return visit
        if response.meta.get("entry"):
            self.count("entry/answered")
        known = archive_of(self.crawler).page(visit.url)
        last = timedelta(seconds=known.interval_s) if known and known.interval_s else None
        interval = next_poll(last, listed=listed, new=new)
        visit.interval_s = int(interval.total_seconds())
        visit.next_visit_at = self.now() + interval
        visit.announced_at = response.meta.get("announced")
        for url in response.meta.get("redirect_urls", ()):
            # When the address that is declared is due again; what it is compared by belongs to where it leads.
            archive_of(self.crawler).visit(replace(visit, url=url, etag=None, last_modified=None))
        return visit

    def failed_entry(self, response: Response, why: str) -> PageVisit:
        """Account for an entry point whose answer is no use, and give the visit to record."""
        self.note_failure(response.url, why, entry=bool(response.meta.get("entry")))
        visit = self.page_visit(response, response.url)
        return replace(visit, etag=None, last_modified=None, failures=self.failures(visit.url))

    def failures(self, url: str) -> int:
        """Give how often in a row a page failed, this time included."""
        known = archive_of(self.crawler).page(url)
        return (known.failures if known else 0) + 1

    def note_failure(self, url: str, why: str, *, entry: bool) -> None:
        """Say in the log and, for an entry point, in the summary why an address gave nothing."""
        self.logger.info("%s: %s", url, why)
        if entry:
            self.count("entry/failed")
            failures = self.crawler.stats.get_value("newscrawl/entry/failures", {})
            self.crawler.stats.set_value("newscrawl/entry/failures", {**failures, url: why})


def content_type(response: Response) -> str | None:
    """Give the Content-Type header as sent."""
    return header(response, "Content-Type")


def header(response: Response, name: str) -> str | None:
    """Give one header as sent, None where it is missing."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None

"""Overruns: a feed that lists nothing but news may have dropped some, which other lists of the site still show."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from newscrawl.archive.gaps import Gap
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.items import utc_text
from newscrawl.line import site_name
from newscrawl.spiders.accounts import CrawlAccounts
from newscrawl.urls import normalize_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from scrapy.http import Response

    from newscrawl.discovery.links import Link

_FEW: Final = 5  # entries; a smaller feed may be all new on any morning


class OverrunAccounts(CrawlAccounts):
    """Record the gap behind a feed that has overrun, and close it when a list reaches back beyond it."""

    began_at: datetime
    """When the crawl began, by its own clock."""

    def has_overrun(self, response: Response, links: Sequence[Link], new: int) -> bool:
        """Tell whether all entries of a feed that gave something before are new."""
        known = archive_of(self.crawler).page(response.url)
        return new == len(links) >= _FEW and known is not None and known.status == 200

    def note_overrun(self, response: Response, links: Sequence[Link]) -> None:
        """Record the gap between the last reading of a feed and the oldest entry that it lists."""
        archive = archive_of(self.crawler)
        known = archive.page(response.url)
        times = [link.published.astimezone(UTC) for link in links if link.published is not None]
        gap = Gap(
            url=normalize_url(response.url),
            site=self._site_name(response.url),
            since=(known.fetched_at if known else None) or utc_text(self.now()),
            until=utc_text(min(times)) if times else None,
        )
        archive.open_gap(gap, self.now())
        self.count("feeds/overrun")
        self.logger.info("%s: all of its %d entries are new; it may have dropped some", response.url, len(links))

    def note_reach(self, url: str, links: Sequence[Link]) -> None:
        """Close the site's gaps where a list shows a page that was stored before this crawl."""
        archive = archive_of(self.crawler)
        site = self._site_name(url)
        if not archive.open_gaps(site):
            return
        began = utc_text(self.began_at)
        for link in links:
            page = archive.page(link.url)
            if page is not None and page.article_id is not None and (page.fetched_at or began) < began:
                closed = archive.close_gaps(site, self.now())
                self.crawler.stats.inc_value("newscrawl/feeds/gaps-filled", closed)
                return

    def _site_name(self, url: str) -> str:
        return site_name(url, self.site_of(url)) or ""

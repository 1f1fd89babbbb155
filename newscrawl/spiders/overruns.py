"""Overruns: a feed that lists nothing but news may have dropped some, which other lists of the site still show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive.gaps import Gap, first_seen, has_articles_before
from newscrawl.discovery.sitemaps import Sitemap
from newscrawl.discovery.window import url_period
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.items import utc_text
from newscrawl.spiders.accounts import CrawlAccounts
from newscrawl.urls import normalize_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.http import Response

    from newscrawl.discovery.links import Link

_FEW: Final = 5  # entries; a smaller feed may be all new on any morning
_PINNED: Final = 2  # entries that a listing may show at its top for weeks
_ANSWERED: Final = frozenset({200, 304})
_A_DAY: Final = timedelta(days=1)  # a lastmod may be a day without a zone
_MOST_UNDATED: Final = 1000
"""Links without a date that a gap's sitemap may have; with more it is one of the whole archive, in no order."""


class OverrunAccounts(CrawlAccounts):
    """Record the gap behind a feed that has overrun, and close it when a list reaches back beyond it."""

    began_at: datetime
    """When the crawl began, by its own clock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unfilled: set[str] = set()
        """Feeds behind which earlier crawls left a gap."""

    def read_gaps(self) -> None:
        """Take up the gaps that earlier crawls left open: their feeds and the lists beside them are read whole."""
        archive = archive_of(self.crawler)
        self._unfilled = {url for site in self.sites for url in archive.gaps_to_fill(site.name)}

    def is_unfilled(self, url: str) -> bool:
        """Tell whether this crawl is to look again for what a feed dropped before an earlier one."""
        return bool(self._unfilled) and normalize_url(url) in self._unfilled

    def has_overrun(self, response: Response, links: Sequence[Link], new: int) -> bool:
        """Tell whether all the site's entries of a feed that was read before are new to the archive."""
        archive = archive_of(self.crawler)
        known = archive.page(response.url)
        own = [link for link in links if self.owns(link.url)]
        if known is None or not new == len(own) >= _FEW or any(archive.page(link.url) for link in own):
            return False
        # A feed that failed for hours has dropped all the more.
        site, began = self.site_name(response.url), utc_text(self.began_at)
        return known.status in _ANSWERED or has_articles_before(archive.connection, site, began)

    def note_overrun(self, response: Response, links: Sequence[Link]) -> None:
        """Record the gap between the last reading of a feed and the oldest entry that it lists."""
        archive = archive_of(self.crawler)
        known = archive.page(response.url)
        times = [link.published.astimezone(UTC) for link in links if link.published is not None]
        began = utc_text(self.began_at)
        gap = Gap(
            url=normalize_url(response.url),
            site=self.site_name(response.url),
            since=(known.fetched_at if known else None) or began,
            until=utc_text(min(times)) if times else None,
            found_at=began,
        )
        archive.open_gap(gap)
        self.count("feeds/overrun")
        self.logger.info("%s: all of its %d entries are new; it may have dropped some", response.url, len(links))

    def note_reach(self, url: str, links: Sequence[Link], *, pinned: bool = False) -> None:
        """Close the site's gaps that were found after one of a list's pages was read first.

        Where something may be `pinned` to the list's top, one or two such pages say nothing.
        """
        archive = archive_of(self.crawler)
        site = self.site_name(url)
        if not links or not archive.open_gaps(site):
            return
        seen = sorted(filter(None, (first_seen(archive.connection, link.url) for link in links)))
        needed = min(_PINNED + 1, len(links)) if pinned else 1
        if len(seen) >= needed and (closed := archive.close_gaps(site, seen[needed - 1], self.now())):
            self.crawler.stats.inc_value("newscrawl/feeds/gaps-filled", closed)

    def has_gap(self, response: Response) -> bool:
        """Tell whether a list is read to fill a gap that is still open, so that its next page is wanted."""
        is_meant = bool(response.meta.get("filling"))
        return is_meant and bool(archive_of(self.crawler).open_gaps(self.site_name(response.url)))

    def near_gap(self, sitemap: Sitemap, url: str) -> Sitemap:
        """Give what may fill a gap of all that a sitemap lists, which may be the whole archive.

        An index whose sitemaps tell no time has them in order, by age or the reverse: the first and the last are near.
        Undated links are followed where they are few.
        """
        gaps = archive_of(self.crawler).open_gaps(self.site_name(url))
        since = min((datetime.fromisoformat(gap.since) for gap in gaps), default=self.began_at) - _A_DAY
        undated = [part for part in sitemap.sitemaps if part.lastmod is None and url_period(part.url) is None]
        far = {part.url for part in undated[1:-1]}
        far |= {part.url for part in sitemap.sitemaps if part.lastmod is not None and part.lastmod < since}
        links = sitemap.links
        if sum(link.day is None and link.lastmod is None for link in links) > _MOST_UNDATED:
            links = [link for link in links if link.day is not None or link.lastmod is not None]
        return Sitemap(links, [part for part in sitemap.sitemaps if part.url not in far])

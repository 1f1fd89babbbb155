"""StripPipeline: boilerplate, sign-offs and datelines out of the body, lost letters back; all of it recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from newscrawl import line
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.pipelines import on_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from newscrawl.items import Article


class StripPipeline:
    """Take out what the author did not write; `learned_lines` gives the lines that a site is known to repeat."""

    def __init__(self, stats: StatsCollector, learned_lines: Callable[[str], Collection[str]]) -> None:
        self.stats = stats
        self.learned_lines = learned_lines
        self._by_site: dict[str, Collection[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline with the lines that the archive has learned."""
        return cls(crawler.stats, lambda site: archive_of(crawler).learned_lines(site))

    def process_item(self, item: Any) -> Any:
        """Give the item back without boilerplate."""
        return on_unfinished(item, self._strip)

    def _strip(self, article: Article) -> None:
        before = len(article.removals)
        line.strip(article, learned=self.learned(article.site) if article.site else ())
        for removal in article.removals[before:]:
            self.stats.inc_value(f"newscrawl/strip/{removal.kind}")

    def learned(self, site: str) -> Collection[str]:
        """Give a site's learned lines, asked for once a crawl: what this crawl counts counts for the next one."""
        if site not in self._by_site:
            self._by_site[site] = self.learned_lines(site)
        return self._by_site[site]

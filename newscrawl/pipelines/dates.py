"""DatesPipeline: one publication time out of all that a page says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from newscrawl import line
from newscrawl.items import Article, DateCandidate
from newscrawl.pipelines import on_unfinished
from newscrawl.sites import for_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class DatesPipeline:
    """Choose the publication and modification time among the candidates, in the zone that the site declares."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline for a crawl."""
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Give the item back with its dates chosen."""
        return on_unfinished(item, self._date)

    def _date(self, article: Article) -> None:
        if article.reject is not None:
            return
        if not article.dates and article.published_raw:
            article.dates.append(DateCandidate(article.published_raw, "item", role="published"))
        site = for_url(article.url)
        line.date(article, timezone=site.timezone if site else None)
        if article.published is None:
            self.stats.inc_value("newscrawl/dates/unknown")

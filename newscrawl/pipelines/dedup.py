"""DedupPipeline: which stored articles an article repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from newscrawl.extensions.crawl_log import archive_of
from newscrawl.pipelines import on_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from newscrawl.dedup import DuplicateIndex
    from newscrawl.items import Article


class DedupPipeline:
    """Note on the article which stored ones it shares text with; StorePipeline acts on it."""

    def __init__(self, stats: StatsCollector, index: Callable[[], DuplicateIndex]) -> None:
        self.stats = stats
        self.index = index

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline over the archive's index."""
        return cls(crawler.stats, lambda: archive_of(crawler).index)

    def process_item(self, item: Any) -> Any:
        """Give the item back with its matches."""
        return on_article(item, self._find)

    def _find(self, article: Article) -> None:
        if article.reject is not None or not article.body:
            return
        article.matches = self.index().find(
            article.body, title=article.title, published=article.published, site=article.site
        )
        if article.matches:
            self.stats.inc_value("newscrawl/dedup/matched")

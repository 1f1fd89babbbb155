"""ValidatePipeline: what lacks a title or a body is marked as a reject."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from newscrawl import line
from newscrawl.items import Reject, published_columns
from newscrawl.pipelines import on_article

if TYPE_CHECKING:
    from collections.abc import Collection

    from scrapy.crawler import Crawler

    from newscrawl.discovery.window import Window
    from newscrawl.items import Article


class ValidatePipeline:
    """Mark as rejects the items that are no whole article; StorePipeline records them."""

    def __init__(self, languages: Collection[str], crawler: Crawler | None = None) -> None:
        self.languages = languages
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline from the setting NEWSCRAWL_LANGUAGES and the crawl's days."""
        return cls(frozenset(crawler.settings.getlist("NEWSCRAWL_LANGUAGES")), crawler)

    def process_item(self, item: Any) -> Any:
        """Give the item back, marked where it is refused."""
        return on_article(item, self._validate)

    def _validate(self, article: Article) -> None:
        line.validate(article, languages=self.languages)
        window: Window | None = getattr(self.crawler.spider, "window", None) if self.crawler else None
        day = published_columns(article.published)["published_date"]
        if window and window.strict and day and article.reject is None and not window.holds(date.fromisoformat(day)):
            article.reject = Reject("outside-window", f"published on {day}")
            article.visits = []  # another crawl may want it: it does not count as seen

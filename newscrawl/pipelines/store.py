"""StorePipeline: the only writer; an article, copy or reject with all that belongs to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from newscrawl.arabic.learned_boilerplate import line_observations
from newscrawl.archive import PageVisit
from newscrawl.discovery.schedule import next_article_visit, next_retry
from newscrawl.extensions.crawl_log import CrawlLog, archive_of, ending_without_archive
from newscrawl.items import published_columns
from newscrawl.pipelines import as_article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from newscrawl.archive import Archive, Outcome
    from newscrawl.items import Article


_GONE: Final = frozenset({"http-404", "http-410"})


class StorePipeline:
    """Write what the stations before decided, and let go on only what became or already was an article's row."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.stats: StatsCollector = crawler.stats
        self._candidates: dict[str, frozenset[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline over the crawl's archive."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Find the crawl's row, and group what is written into few transactions."""
        self.log = self.crawler.get_extension(CrawlLog)
        # A fetched page is the site's latest; of a saved page, its date tells whether it is later than what is stored.
        self.reason: Literal["updated"] | None = "updated" if self.crawler.spidercls.name != "archive" else None
        self.archive.begin_batch()

    @property
    def archive(self) -> Archive:
        """The crawl's archive."""
        return archive_of(self.crawler)

    def process_item(self, item: Any) -> Any:
        """Store the item; raises DropItem for a reject, a copy, and for a visit that brought no article."""
        now = datetime.now(UTC)
        if isinstance(item, PageVisit):
            self.archive.visit(item)
            self._let_others_write()
            raise DropItem("a visit", log_level="DEBUG")
        if not ItemAdapter(item).get("url"):
            return item
        article = as_article(item)
        with self.archive.transaction():
            outcome = self._store(article, now)
        self._let_others_write()
        self.stats.inc_value(f"newscrawl/store/{outcome.kind}")
        if article.reject is None:
            self.stats.inc_value(f"newscrawl/layout/{article.site}/read")
        for rule in article.stale_rules:
            self.stats.inc_value(f"newscrawl/layout/{article.site}/{rule}")
        if article.reject is not None:
            self.stats.inc_value(f"newscrawl/rejects/{article.reject.reason}")
        if outcome.kind in ("rejected", "copy"):
            raise DropItem(f"{outcome.kind}: {article.url}", log_level="DEBUG")
        return item

    def close_spider(self) -> None:
        """Write what is still open."""
        with ending_without_archive(self.crawler):
            self.archive.flush()

    def _let_others_write(self) -> None:
        """Commit, unless another page has arrived already: a crawl must not hold the write lock while it waits."""
        try:
            slot = self.crawler.engine.scraper.slot
        except RuntimeError:  # no crawl is running: a script that uses the pipeline
            slot = None
        if slot is None or len(slot.active) <= 1:
            self.archive.flush()

    @property
    def crawl_id(self) -> int | None:
        """The id of the crawl's row."""
        return self.log.crawl_id if self.log is not None else None

    def _store(self, article: Article, now: datetime) -> Outcome:
        for visit in article.visits:
            visit.next_visit_at = (
                next_article_visit(article.published, now=now)
                if article.reject is None
                else next_retry(self.archive.attempts(visit.url) + 1, now=now)
            )
        own = article.visits[0] if article.visits else None
        if article.reject and article.reject.reason in _GONE and self.archive.holds(article.url):
            self.archive.mark_gone(article.url, now)
            self.stats.inc_value("newscrawl/pages/gone")
        outcome = self.archive.store(article, crawl_id=self.crawl_id, now=now, page=own, reason=self.reason)
        for visit in article.visits[1:]:
            self.archive.visit(visit)
        if outcome.kind in ("new", "copy") and article.site and outcome.article_id is not None:
            self._count_lines(article, article.site, outcome.article_id, now)
        return outcome

    def _count_lines(self, article: Article, site: str, article_id: int, now: datetime) -> None:
        """Count the lines at the ends of the body, from which the site's own boilerplate is learned."""
        if site not in self._candidates:
            self._candidates[site] = self.archive.candidate_lines(site)
        day = published_columns(article.published)["published_date"] or now.date().isoformat()
        observations = line_observations(article.unlearned, self._candidates[site])
        self.archive.observe_lines(site, article_id, day, observations)

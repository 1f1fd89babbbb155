"""ReplayStorePipeline: stores what a replay reads, with how far it came, in the same transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from scrapy.exceptions import DropItem

from newscrawl.archive import PageVisit, replays
from newscrawl.discovery.schedule import next_poll
from newscrawl.extensions.crawl_log import ending_without_archive
from newscrawl.items import utc_text
from newscrawl.pipelines.store import StorePipeline

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.archive import Outcome, PageRow
    from newscrawl.items import Article
    from newscrawl.spiders.archive import ArchiveSpider


class ReplayStorePipeline(StorePipeline):
    """Write as a crawl does, but leave what later visits found of a page, and note which records are done."""

    @property
    def _spider(self) -> ArchiveSpider:
        return cast("ArchiveSpider", self.crawler.spider)

    def process_item(self, item: Any) -> Any:
        """Store the item; raises DropItem for a reject, a copy, and for a visit."""
        if not isinstance(item, PageVisit):
            return super().process_item(item)
        with self.archive.transaction():
            before = self.archive.page(item.url)
            _schedule(item, before)
            self.archive.visit(item)
            self._keep_later(before, item)
            for url, when in self._spider.changes.pop(id(item), ()):
                self.archive.announce(url, when)
            self._note(item)
        raise DropItem("a visit", log_level="DEBUG")

    def close_spider(self) -> None:
        """Write how far the replay came after its last item, and what is still open."""
        with ending_without_archive(self.crawler):
            self._spider.write_reached(self.archive)
        super().close_spider()

    def _store(self, article: Article, now: datetime) -> Outcome:
        known = [(self.archive.page(visit.url), visit) for visit in article.visits]
        outcome = super()._store(article, now)
        for before, visit in known:
            self._keep_later(before, visit)
        self._note(article)
        return outcome

    def _keep_later(self, before: PageRow | None, visit: PageVisit) -> None:
        """Undo what a visit wrote over a later one, or over itself: only the article that it gave is news."""
        if before is None or before.fetched_at is None or visit.fetched_at is None:
            return
        if utc_text(visit.fetched_at) <= before.fetched_at:
            replays.restore_page(self.archive.connection, before)

    def _note(self, item: Any) -> None:
        self._spider.ledger.done(item)
        self._spider.write_reached(self.archive)

    def _let_others_write(self) -> None:
        """Do nothing: a replay waits for no server, so a transaction is full or due before it keeps anybody waiting."""


def _schedule(visit: PageVisit, before: PageRow | None) -> None:
    """Say when a feed or list is due, as far as one visit tells it, or that it was no use."""
    if visit.failures:
        visit.failures += before.failures if before is not None else 0
        return
    last = (
        timedelta(seconds=before.interval_s)
        if before is not None and before.interval_s
        else next_poll(None, listed=0, new=0)
    )
    visit.interval_s = int(last.total_seconds())
    visit.next_visit_at = visit.fetched_at + last if visit.fetched_at is not None else None

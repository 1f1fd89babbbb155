"""PageReader: fetched pages read in this process, or in worker processes where NEWSCRAWL_WORKERS names some."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.utils.asyncio import is_asyncio_available

from newscrawl.items import Article, FinishedArticle, Reject
from newscrawl.line import site_name
from newscrawl.pipelines.strip import StripPipeline
from newscrawl.reading import PageRead, PageTask, read_page
from newscrawl.spiders.stations import line_of, may_be_done_elsewhere, settle
from newscrawl.urls import normalize_url
from newscrawl.workers import Failed, Pool, WorkersError

if TYPE_CHECKING:
    from collections.abc import Collection

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
_pools: Final[WeakKeyDictionary[Crawler, Pool[PageTask, PageRead]]] = WeakKeyDictionary()
"""The one pool of this process, by the crawls that use it."""


class PageReader:
    """Turns fetched pages into articles; where workers do it, the stations up to the duplicates' are done too."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.jobs = crawler.settings.getint("NEWSCRAWL_WORKERS")
        self.languages = frozenset(crawler.settings.getlist("NEWSCRAWL_LANGUAGES"))
        self.is_finishing = self.jobs > 0 and may_be_done_elsewhere(line_of(crawler.settings))
        self._said: set[str] = set()
        crawler.signals.connect(self.close, signals.spider_closed)

    async def read(self, task: PageTask) -> Article:
        """Give the article of one page; a page at which worker processes ended comes marked as a reject."""
        if self.jobs < 1:
            return read_page(task).article
        if not is_asyncio_available():
            self._say_once("pages are read in the crawl's own process: workers need Twisted's asyncio reactor")
            return read_page(task).article
        try:
            answer = await self._pool().call(self._whole(task))
        except WorkersError as error:
            self._say_once(f"pages are read in the crawl's own process: {error}")
            return read_page(task).article
        if isinstance(answer, Failed):
            return self._failed(task, answer)
        article = settle(answer, self.crawler, learned=self._learned, languages=self.languages)
        return FinishedArticle.of(article) if self.is_finishing else article

    def close(self) -> None:
        """End the workers after the last crawl of this process."""
        pool = _pools.pop(self.crawler, None)
        if pool is not None and not any(other is pool for other in _pools.values()):
            pool.close()

    def _pool(self) -> Pool[PageTask, PageRead]:
        pool = _pools.get(self.crawler)
        if pool is None:
            pool = next(iter(_pools.values()), None) or Pool(
                read_page, jobs=self.jobs, preload=["newscrawl.replaying.preload"]
            )
            _pools[self.crawler] = pool
        return pool

    def _whole(self, task: PageTask) -> PageTask:
        """Add to a task what the stations need, where they are done with it."""
        if not self.is_finishing:
            return task
        site = site_name(task.url, task.site)
        learned = {site: self._learned(site)} if site else {}
        return replace(task, learned=learned, languages=self.languages, is_finished=True)

    def _learned(self, site: str) -> Collection[str]:
        """Give what the station itself knows: a page is stripped of the same lines whoever reads it."""
        station = self.crawler.get_item_pipeline(StripPipeline)
        assert isinstance(station, StripPipeline)  # noqa: S101 - it is in the line, else nothing is finished elsewhere
        return station.learned(site)

    def _failed(self, task: PageTask, failed: Failed) -> Article:
        if failed.kind == "raised":
            # If it fails here too, the log and the reject are those of a crawl without workers.
            article = read_page(task).article
            self._say_once(f"the crawl's own process can read what no worker can: {failed.detail}")
            return article
        self.crawler.stats.inc_value("newscrawl/errors")
        logger.error("%s: %s", task.url, failed.detail)
        return Article(
            normalize_url(task.url),
            site=site_name(task.url, task.site),
            fetched_at=task.fetched_at,
            reject=Reject("killed", failed.detail),
        )

    def _say_once(self, what: str) -> None:
        """Say why pages are read in this process though workers were asked for; of a thousand pages, once."""
        if what not in self._said:
            self._said.add(what)
            logger.warning("%s", what)

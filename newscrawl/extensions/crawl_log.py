"""CrawlLog: opens the archive for a crawl, keeps the crawl's row in table `crawls`, and accounts for what broke."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import deferred_from_coro

from newscrawl.archive import Archive, ArchiveError, open_archive
from newscrawl.items import Article, Reject
from newscrawl.pipelines import as_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.utils.asyncio import AsyncioLoopingCall
    from twisted.internet.task import LoopingCall
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)
_COMMIT_EVERY: Final = 0.5  # seconds; an open transaction keeps other crawls on the same archive waiting
_archives: Final[WeakKeyDictionary[Crawler, Archive]] = WeakKeyDictionary()


def archive_of(crawler: Crawler) -> Archive:
    """Give the process's one connection to the crawl's archive, opened when first asked for; raises ArchiveError.

    Crawls of one process share it: a second connection would wait for the first one's open batch, in the very thread
    that has to end that batch.
    """
    archive = _archives.get(crawler)
    if archive is None:
        path = crawler.settings["NEWSCRAWL_DB"]
        others = (other for other in _archives.values() if other.path == path != ":memory:")
        archive = _archives[crawler] = next(others, None) or open_archive(path)
    return archive


@contextmanager
def ending_without_archive(crawler: Crawler) -> Iterator[None]:
    """Let a crawl end where the archive cannot be written inside: said once, in one line."""
    try:
        yield
    except ArchiveError as error:
        log = crawler.get_extension(CrawlLog)
        if log is None:
            raise
        log.archive_lost(error)


def _is_not_said_yet(record: logging.LogRecord) -> bool:
    """Let a record pass, unless it is the traceback of an ArchiveError, which `archive_lost` says."""
    return not (record.exc_info and isinstance(record.exc_info[1], ArchiveError))


def _in_one_line(record: logging.LogRecord) -> bool:
    """Take the traceback off a log record: the message says it, and a host that is down is no fault of ours."""
    record.exc_info = record.exc_text = None
    return True


class CrawlLog:
    """Write the crawl's row, and a reject for every page on which our own code failed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.crawl_id: int | None = None
        self._timer: AsyncioLoopingCall | LoopingCall | None = None
        self._is_archive_lost = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect the extension to the crawl's signals."""
        extension = cls(crawler)
        for name in ("scrapy.addons", "scrapy.middleware", "scrapy.crawler"):
            logging.getLogger(name).setLevel(logging.WARNING)  # lists of components and settings at every start
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").addFilter(_in_one_line)
        for name in ("scrapy.core.scraper", "scrapy.core.engine"):
            logging.getLogger(name).addFilter(_is_not_said_yet)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        crawler.signals.connect(extension.spider_error, signals.spider_error)
        crawler.signals.connect(extension.item_error, signals.item_error)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Begin the crawl's row."""
        try:
            archive = archive_of(self.crawler)
            self.crawl_id = archive.begin_crawl(spider.name, datetime.now(UTC))
        except ArchiveError as error:
            logger.error("%s", error)
            self._is_archive_lost = True
            raise CloseSpider("archive-error") from None
        self._timer = create_looping_call(self._commit_if_due)
        self._timer.start(_COMMIT_EVERY, now=False)

    def _commit_if_due(self) -> None:
        with ending_without_archive(self.crawler):
            archive_of(self.crawler).commit_if_due()

    def archive_lost(self, error: ArchiveError) -> None:
        """End the crawl, since nothing that it goes on to read could be stored; the error is logged the first time."""
        if self._is_archive_lost:
            return
        self._is_archive_lost = True
        self.crawler.stats.set_value("newscrawl/archive_lost", str(error))
        logger.error("%s", error)
        if self.crawler.engine is not None and self.crawler.engine.spider is not None:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="archive-lost"))

    def spider_closed(self, reason: str) -> None:
        """Finish the crawl's row with its statistics, and close the archive after the last crawl."""
        if self._timer is not None and self._timer.running:
            self._timer.stop()
        archive = _archives.pop(self.crawler, None)
        if archive is None or self.crawl_id is None:
            return
        stats = {key: value for key, value in self.crawler.stats.get_stats().items() if _is_plain(value)}
        with ending_without_archive(self.crawler):
            archive.finish_crawl(self.crawl_id, finished_at=datetime.now(UTC), reason=reason, stats=stats)
        with ending_without_archive(self.crawler):
            if any(other is archive for other in _archives.values()):
                archive.flush()
            else:
                archive.close()

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        """Record a page on which the spider failed."""
        if isinstance(failure.value, ArchiveError):
            self.archive_lost(failure.value)
        elif response is not None:
            self._reject(Article(response.url), failure)

    def item_error(self, item: Any, failure: Failure) -> None:
        """Record an item on which a pipeline failed."""
        if isinstance(failure.value, ArchiveError):
            self.archive_lost(failure.value)
            return
        try:
            article = as_article(item)
        except TypeError:  # no article: it has no `url`
            return
        self._reject(Article(article.url, site=article.site), failure)

    def _reject(self, article: Article, failure: Failure) -> None:
        self.crawler.stats.inc_value("newscrawl/errors")
        article.reject = Reject("error", f"{type(failure.value).__name__}: {failure.getErrorMessage()}"[:500])
        with ending_without_archive(self.crawler):
            archive_of(self.crawler).store(article, crawl_id=self.crawl_id, now=datetime.now(UTC))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool | dict)

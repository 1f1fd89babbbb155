"""Saved pages through the same line: `scrapy crawl archive -a path=FILE_OR_FOLDER`."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast

from scrapy import Spider, signals
from scrapy.exceptions import CloseSpider
from scrapy.utils.asyncio import create_looping_call

from newscrawl.archive import PageVisit, replays
from newscrawl.archive.saved_pages import SavedRecord, saved_files
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.items import Article, Reject
from newscrawl.line import site_name
from newscrawl.pipelines.replay import ReplayStorePipeline
from newscrawl.pipelines.store import StorePipeline
from newscrawl.replaying.ledger import Ledger
from newscrawl.replaying.reading import ReadingTask, RecordRead, read_task
from newscrawl.replaying.source import Source
from newscrawl.sites import for_url
from newscrawl.spiders.item_source import breathe, end_if_idle
from newscrawl.spiders.stations import STATIONS, line_of, may_be_done_elsewhere, settle
from newscrawl.urls import urn_for
from newscrawl.workers import Failed, Workers, WorkersError, cores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterator
    from datetime import datetime

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from scrapy.utils.asyncio import AsyncioLoopingCall
    from twisted.internet.task import LoopingCall

    from newscrawl.archive import Archive
    from newscrawl.replaying.source import Step

_LARGE: Final = 8 << 20
"""Bytes of input from which on starting other processes (a second or two) pays: some 500 pages as WARC."""
_GLANCE: Final = 0.05  # seconds that the event loop waits for an answer, while nothing else has its turn
_NOTHING: Final = ReadingTask(SavedRecord(Path()))
"""Stands for a step at which there is nothing to read."""


class ArchiveSpider(Spider):
    """Read saved `.html` and `.txt` files and WARC files as if they had just been fetched.

    `-a jobs=N` reads in N processes besides this one, which alone writes; the archive is the same for any number. A
    replay that was stopped goes on where it was, and one that ran to its end has nothing left to do, until the rules
    change; `-a again=1` starts over. `-a hosts=a.com,b.net` and `-a languages=ar` pass over all other pages.
    """

    name = "archive"
    custom_settings = {"ROBOTSTXT_OBEY": False, "CLOSESPIDER_TIMEOUT": 0}  # nothing is fetched; it takes its time

    def __init__(
        self,
        *args: Any,
        path: str,
        hosts: str = "",
        languages: str = "",
        jobs: str = "",
        again: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.path = Path(path)
        self.hosts = tuple(sorted(_words(hosts)))
        self.only = frozenset(_words(languages))
        self.jobs = int(jobs) if jobs else None
        self.again = again not in ("", "0")
        self.ledger = Ledger()
        self.changes: dict[int, list[tuple[str, datetime]]] = {}
        """What a list, whose visit has that id, tells of pages that may be stored by now."""
        self._learned: dict[str, Collection[str]] = {}
        self._workers: Workers[ReadingTask, RecordRead] | None = None
        self._timer: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def check_arguments(cls, **arguments: str) -> None:
        """Raise ValueError, in one line, for a path that is missing or holds no saved page, or an impossible number."""
        if not arguments.get("path"):
            raise ValueError("say which pages to read: -a path=FILE_OR_FOLDER")
        saved_files(Path(arguments["path"]))
        jobs = arguments.get("jobs") or "1"
        if not jobs.isdecimal() or not int(jobs):
            raise ValueError(f"jobs={jobs}: give the number of processes, 1 or more")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider, and put its own way of storing into the line; the stations before it are its workers'."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.languages = frozenset(crawler.settings.getlist("NEWSCRAWL_LANGUAGES"))
        spider.choice = " ".join(
            f"{name}={','.join(sorted(values))}"
            for name, values in (("hosts", spider.hosts), ("only", spider.only), ("languages", spider.languages))
            if values
        )
        spider.is_finishing = _take_stations(crawler.settings)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.item_done, signal)
        return spider

    choice: str
    """The hosts and languages that were asked for, as one word; see `replays`."""
    languages: frozenset[str]
    is_finishing: bool
    """Whether the workers do the stations up to the duplicates'; not where somebody's own pipeline is among them."""

    async def start(self) -> AsyncIterator[Any]:
        """Give an Article, or a reject with its reason, for every saved page, and the visits of feeds and lists."""
        self._timer = create_looping_call(end_if_idle, self.crawler)
        self._timer.start(_GLANCE, now=False)
        archive = archive_of(self.crawler)
        files = saved_files(self.path)
        if self.again:
            with archive.transaction():
                replays.start_over(archive.connection, files)
        folder = self.path if self.path.is_dir() else self.path.parent
        source = Source(files, folder, archive.connection, choice=self.choice, hosts=self.hosts)
        jobs = self.jobs or (cores() if source.bytes_left >= _LARGE else 1)
        self.logger.info("%s: %d bytes to read with %d processes", self.path, source.bytes_left, jobs)
        self._workers = Workers(read_task, jobs=jobs, preload=["newscrawl.replaying.preload"])
        try:
            async for step, answer in self._answers(source.steps(), self._workers):
                items = [*step.visits, *self._read(step, answer)]
                if step.changes:
                    self.changes[id(step.visits[0])] = step.changes
                self.ledger.enter(step.path, step.end, items, list_at=step.list_at)
                for item in items:
                    yield item
                if step.record is None:
                    self.write_reached(archive)
        except WorkersError as error:
            self.logger.error("%s", error)
            raise CloseSpider("workers-error") from None
        finally:
            self._workers.close()

    async def _answers(
        self, steps: Iterator[Step | None], workers: Workers[ReadingTask, RecordRead]
    ) -> AsyncIterator[tuple[Step, RecordRead | Failed]]:
        """Give each step with what was read, in order; the event loop goes on meanwhile."""
        waiting: deque[Step] = deque()
        more = True
        while more or waiting:
            while more and workers.has_room:
                try:
                    step = next(steps)
                except StopIteration:
                    more = False
                    continue
                if step is None:
                    await breathe()
                    continue
                waiting.append(step)
                task = self._task(step)
                if task is None:
                    workers.put_answered(_NOTHING, RecordRead())
                else:
                    workers.put(task)
            if waiting:
                while not workers.wait(_GLANCE):
                    await breathe()
                yield waiting.popleft(), workers.take()[1]

    def _task(self, step: Step) -> ReadingTask | None:
        if step.record is None:
            return None
        site = site_name(step.record.url, for_url(step.record.url))
        return ReadingTask(
            step.record,
            step.link,
            learned={site: self._learned_lines(site)} if site else {},
            languages=self.languages,
            only=self.only,
            is_finished=self.is_finishing,
        )

    def _learned_lines(self, site: str) -> Collection[str]:
        """Give a site's learned lines, asked for once a replay, as a crawl does."""
        if site not in self._learned:
            self._learned[site] = archive_of(self.crawler).learned_lines(site)
        return self._learned[site]

    def _read(self, step: Step, answer: RecordRead | Failed) -> Iterator[Article]:
        """Give what was read as items of the line."""
        stats = self.crawler.stats
        if isinstance(answer, Failed):
            stats.inc_value("newscrawl/pages/read")
            yield self._failed(step, answer)
            return
        if answer.passed:
            stats.inc_value("newscrawl/pages/other-language", answer.passed)
        for extracted in answer.pages:
            stats.inc_value("newscrawl/pages/read")
            yield settle(extracted, self.crawler, learned=self._learned_lines, languages=self.languages)

    def _failed(self, step: Step, failed: Failed) -> Article:
        """Give the reject of a page on which our own code failed, or at which the process was killed."""
        record = cast("SavedRecord", step.record)
        self.crawler.stats.inc_value("newscrawl/errors")
        self.logger.error("%s: %s\n%s", record.url or record.path, failed.detail, failed.trace)
        reason = "error" if failed.kind == "raised" else "killed"
        url = record.url or urn_for(f"{record.path.name}:{record.offset}".encode())
        site = site_name(url, for_url(url))
        article = Article(url, site=site, fetched_at=record.fetched_at, reject=Reject(reason, failed.detail[:500]))
        if record.fetched_at is not None:
            article.visits = [
                PageVisit(
                    url,
                    "article",
                    fetched_at=record.fetched_at,
                    site=site,
                    status=200,
                    warc_file=record.path.name if record.offset is not None else None,
                    warc_offset=record.offset,
                )
            ]
        return article

    def write_reached(self, archive: Archive) -> None:
        """Write how far the files are done, in the open transaction or one of its own."""
        if reached := self.ledger.reached():
            with archive.transaction():
                for part in reached:
                    replays.reach(archive.connection, part.path, self.choice, part.offset, lists=part.lists)

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """End the workers of a replay that was stopped."""
        if self._timer is not None and self._timer.running:
            self._timer.stop()
        if self._workers is not None:
            self._workers.close()

    def item_done(self, item: Any) -> None:
        """Note an item that some pipeline let go before it was stored."""
        self.ledger.done(item)


def _take_stations(settings: BaseSettings) -> bool:
    """Leave to the workers what they do of the line, and store in a replay's way; tell whether they do the stations."""
    line = line_of(settings)
    is_finishing = may_be_done_elsewhere(line)
    changed = dict.fromkeys(STATIONS) if is_finishing else {}
    if StorePipeline in line:
        changed |= {StorePipeline: None, ReplayStorePipeline: line[StorePipeline]}
    settings.set("ITEM_PIPELINES", {**line, **changed}, priority="cmdline")
    return is_finishing


def _words(text: str) -> list[str]:
    return [word.strip().lower() for word in text.split(",") if word.strip()]

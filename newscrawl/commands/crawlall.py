"""`scrapy crawlall`: every declared site that is due, a few at a time, in one process."""

from __future__ import annotations

import logging
import sys
from collections import deque
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.table import Table
from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from newscrawl.archive import ArchiveError, open_archive
from newscrawl.commands.countries import find_country
from newscrawl.commands.options import add_db_option, db_path, fail
from newscrawl.discovery import schedule
from newscrawl.extensions.summary import crawl_failure
from newscrawl.extensions.watch import watch_failure
from newscrawl.sharding import Shard
from newscrawl.spiders.base import NewsSpider
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse
    import asyncio
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

    from newscrawl.archive import Archive

logger = logging.getLogger(__name__)

# One bar and one block of text a site would drown each other: the table at the end says it.
_QUIET: Final = {
    "newscrawl.extensions.progress.Progress": None,
    "newscrawl.extensions.summary.Summary": None,
}
_COLUMNS: Final = ("new", "updated", "copy", "rejected")


class SiteResult(NamedTuple):
    """How one site's crawl went."""

    name: str
    stats: dict[str, Any]
    failure: str | None
    note: str = ""
    """What went wrong with a part of it."""


class Command(BaseRunSpiderCommand):
    """Crawl all declared sites that are due; a slow or broken one neither holds nor ends the others."""

    requires_project = True

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] [site ...]"

    def short_desc(self) -> str:
        """Give the line of `scrapy -h`."""
        return "Crawl every declared site that is due, in one process"

    def long_desc(self) -> str:
        """Give the text of `scrapy crawlall --help`."""
        return (
            "Crawl the named sites, else every declared site that has an entry point or an article due for a visit. "
            "The exit status is 1 where all of them failed; with -s NEWSCRAWL_STRICT=1, where any did. "
            "Several crawlers share the sites out: scrapy crawlall --shard 0/4 --db data/shard0.db, and so on to 3/4."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--country", action="append", metavar="MA", help="only sites of this country (repeatable)")
        parser.add_argument(
            "--shard", metavar="I/N", help="only the sites of one of N crawlers, 0/N to N-1/N (docs/scaling.md)"
        )
        add_db_option(self, parser)
        parser.add_argument("--jobs", type=int, default=8, metavar="N", help="sites at a time (default: %(default)s)")
        parser.add_argument("--all", action="store_true", help="also the sites that are not due yet")
        parser.add_argument(
            "--minutes", type=float, default=60.0, help="time for one site, after which it ends (default: %(default)s)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Choose the sites, crawl them, and say how it went."""
        assert self.settings is not None
        if opts.jobs < 1:
            raise UsageError("--jobs is a number of sites, at least 1")
        self.settings.set("NEWSCRAWL_DB", db_path(self, opts), priority="cmdline")
        try:
            shard = Shard.parse(opts.shard) if opts.shard is not None else None
            chosen = self._chosen(args, opts, shard)
            names = self._due(chosen, every=bool(args or opts.all))
        except (ValueError, ArchiveError) as error:
            fail(self, str(error))
            return
        if not names:
            why = "no site is due; --all crawls them all the same"
            if shard is not None:
                why = f"no site of shard {shard} is due; --all crawls its sites all the same"
                if not chosen:
                    why = f"shard {shard} has none of these sites"
            print(f"newscrawl: {why}", file=sys.stderr)
            return
        self.settings.set("NEWSCRAWL_ONLY_DUE", not (args or opts.all), priority="cmdline")
        self.settings.set("CLOSESPIDER_TIMEOUT", opts.minutes * 60, priority="cmdline")
        self.settings.set("EXTENSIONS", {**self.settings.getdict("EXTENSIONS"), **_QUIET}, priority="cmdline")
        results = self._crawl(deque(names), opts)
        show(results)
        failed = sum(result.failure is not None for result in results)
        if failed == len(results) or (failed and self.settings.getbool("NEWSCRAWL_STRICT")):
            self.exitcode = 1

    def _chosen(self, args: list[str], opts: argparse.Namespace, shard: Shard | None) -> dict[str, type[NewsSpider]]:
        """Give the sites that are meant, due or not; raises ValueError for a name or country that is not there."""
        assert self.settings is not None
        declared = dict(self._declared())
        if unknown := [name for name in args if name not in declared]:
            raise ValueError(f"no site is called {', '.join(unknown)}: `scrapy list` shows them")
        chosen = {name: declared[name] for name in args} if args else declared
        if opts.country:
            chosen = _of_countries(chosen, opts.country)
        if shard is not None:
            chosen = {name: spider for name, spider in chosen.items() if shard.has(spider.site.hosts[0])}
        NewsSpider.check_arguments(**opts.spargs)
        return chosen

    def _due(self, sites: dict[str, type[NewsSpider]], *, every: bool) -> list[str]:
        """Give the names of the sites to crawl now."""
        assert self.settings is not None
        with open_archive(self.settings["NEWSCRAWL_DB"]) as archive:
            now = datetime.now(UTC)
            return [name for name, spider in sites.items() if every or is_due(spider, archive, now)]

    def _declared(self) -> Iterator[tuple[str, type[NewsSpider]]]:
        assert self.crawler_process is not None
        for name in sorted(self.crawler_process.spider_loader.list()):
            spider = self.crawler_process.spider_loader.load(name)
            if issubclass(spider, NewsSpider) and "site" in vars(spider):
                yield name, spider

    def _crawl(self, waiting: deque[str], opts: argparse.Namespace) -> list[SiteResult]:
        """Run the crawls, `--jobs` at a time; a site that ends makes room for the next."""
        assert self.crawler_process is not None
        process = self.crawler_process
        results: list[SiteResult] = []

        def start_next() -> None:
            if waiting:
                name = waiting.popleft()
                try:
                    crawler = self._create_crawler(name)
                except ValueError as error:  # what the site needs is not installed
                    results.append(SiteResult(name, {}, str(error)))
                    start_next()
                    return
                task: asyncio.Task[None] = process.crawl(crawler, **opts.spargs)  # type: ignore[assignment]  # a task where asyncio runs, which is always
                task.add_done_callback(partial(ended, crawler))

        def ended(crawler: Crawler, task: asyncio.Task[None]) -> None:
            result = _result(crawler, task)
            results.append(result)
            logger.info("%s ended (%d sites wait)", result.name, len(waiting))
            if result.stats.get("finish_reason") == "shutdown":
                waiting.clear()  # somebody pressed Ctrl-C
            start_next()

        for _ in range(opts.jobs):
            start_next()
        process.start()
        return results


def is_due(spider: type[NewsSpider], archive: Archive, now: datetime) -> bool:
    """Tell whether an entry point of a site, or one of its articles, is due for a visit."""
    if archive.due_articles(spider.site.name, now=now):
        return True
    apis = [api.first() for api in spider.json_apis]
    for url in (*spider.feed_urls, *spider.sitemap_urls, *spider.listing_urls, *apis):
        page = archive.page(url)
        if page is None or _is_past(page.next_visit_at, now):
            return True
    if not spider.rest_urls:
        return False
    # The address of an API names the days that are asked for, so it is another one every day.
    return _is_past(archive.last_due(spider.site.name, "rest"), now)


def show(results: list[SiteResult]) -> None:
    """Print a table of what each site gave, the failed ones last with their reasons."""
    table = Table("site", "pages", "new", "updated", "copies", "rejected", "seconds", "", box=None)
    for result in sorted(results, key=lambda result: (result.failure is not None, result.name)):
        get = result.stats.get
        counts = [get("response_received_count", 0), *(get(f"newscrawl/store/{kind}", 0) for kind in _COLUMNS)]
        seconds = f"{get('elapsed_time_seconds') or 0:.0f}"
        table.add_row(result.name, *map(str, counts), seconds, result.failure or result.note)
    console = safe_console(stderr=True, soft_wrap=True, highlight=False)
    console.print(table)
    failed = sum(result.failure is not None for result in results)
    console.print(f"{len(results)} sites, {failed} failed")


def _result(crawler: Crawler, task: asyncio.Task[None]) -> SiteResult:
    stats = dict(crawler.stats.get_stats()) if crawler.spider is not None else {}
    name = crawler.spidercls.name
    if task.cancelled():
        return SiteResult(name, stats, "it was cancelled")
    if (error := task.exception()) is not None:
        return SiteResult(name, stats, f"{type(error).__name__}: {error}")
    reason = stats.get("finish_reason", "start_error")
    failure = crawl_failure(stats, reason)
    if failure is None and reason == "closespider_timeout":
        failure = "its time was over; what it had read is stored (--minutes)"
    if failure is None and crawler.settings.getbool("NEWSCRAWL_STRICT"):
        failure = watch_failure(stats)
    failures: dict[str, str] = stats.get("newscrawl/entry/failures", {})
    note = "; ".join(f"{url}: {why}" for url, why in failures.items())
    return SiteResult(name, stats, failure and (note or failure), note)


def _of_countries(sites: dict[str, type[NewsSpider]], wanted: list[str]) -> dict[str, type[NewsSpider]]:
    folders = set()
    for name in wanted:
        country = find_country(name)
        if country is None:
            raise ValueError(f"--country {name} is no known country: write MA or morocco")
        folders.add(country.folder)
    return {name: spider for name, spider in sites.items() if spider.__module__.split(".")[-2] in folders}


def _is_past(moment: str | None, now: datetime) -> bool:
    return schedule.is_due(datetime.fromisoformat(moment) if moment else None, now=now)

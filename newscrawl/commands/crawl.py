"""`scrapy crawl SPIDER`: Scrapy's own command, with checks before the start and an exit status that tells the truth."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl.archive import ArchiveError, open_archive
from newscrawl.commands.options import add_db_option, db_path
from newscrawl.extensions.summary import crawl_failure
from newscrawl.extensions.watch import watch_failure

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCrawl):
    """Run a spider; exit status 1 where it could not start, its entry points all failed, or every page did."""

    def long_desc(self) -> str:
        """Give the text of `scrapy crawl --help`."""
        return (
            "Crawl a site into the archive: `scrapy crawl hespress`, `scrapy crawl site -a url=https://example.com`, "
            "`scrapy crawl archive -a path=FOLDER`. Options of the spiders: -a since=2021-10-01 -a until=2021-10-31."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--db`."""
        super().add_options(parser)
        add_db_option(self, parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the spider, its arguments and the archive, crawl, and set the exit status."""
        if len(args) != 1:
            raise UsageError("name one spider; `scrapy list` shows them")
        assert self.crawler_process is not None
        assert self.settings is not None
        self.settings.set("NEWSCRAWL_DB", db_path(self, opts), priority="cmdline")
        try:
            spider_class = self.crawler_process.spider_loader.load(args[0])
        except KeyError:
            self._fail(f"there is no spider {args[0]}: `scrapy list` shows them; any site: scrapy crawl site -a url=…")
            return
        try:
            if hasattr(spider_class, "check_arguments"):
                spider_class.check_arguments(**opts.spargs)
            if self.settings["NEWSCRAWL_DB"]:
                open_archive(self.settings["NEWSCRAWL_DB"]).close()
            crawler = self._create_crawler(spider_class)
        except (ValueError, ArchiveError) as error:
            self._fail(str(error))
            return
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
            return
        stats = crawler.stats.get_stats()
        failed = crawl_failure(stats, stats.get("finish_reason", "start_error"))
        if failed or (self.settings.getbool("NEWSCRAWL_STRICT") and watch_failure(stats)):
            self.exitcode = 1

    def _fail(self, why: str) -> None:
        print(f"newscrawl: {why}", file=sys.stderr)
        self.exitcode = 1

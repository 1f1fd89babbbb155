"""`scrapy forget URL`: a page out of every table, the search index and the raw pages, for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.archive import ArchiveError, raw_forgetting
from newscrawl.archive.forgetting import pages_with_text_of, scrub
from newscrawl.commands.options import add_db_option, db_path, fail, open_or_explain
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Remove a page on request; a tombstone keeps it from being fetched again."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] URL [URL ...]"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Remove a page from the archive and the raw pages, for good"

    def long_desc(self) -> str:
        """Give the text of `scrapy forget --help`."""
        return (
            "For legal requests. What stood there is taken out of every table and of the WARC files, with the feeds "
            "and listings there that name it; the database is written anew without it; the page is never fetched "
            "again. No crawl may run meanwhile. Backups and exports are yours to clean. "
            "Example: scrapy forget https://example.com/news/1"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--db`."""
        super().add_options(parser)
        add_db_option(self, parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Forget the pages, then scrub the file; what was done before an error need not be done again."""
        if not args:
            fail(self, "name the page: scrapy forget URL")
            return
        archive = open_or_explain(self, db_path(self, opts))
        if archive is None:
            return
        name = self.settings["NEWSCRAWL_WARC_DIR"] if self.settings else ""
        folder = Path(name) if name and Path(name).is_dir() else None
        console = safe_console(highlight=False, soft_wrap=True)
        try:
            with archive:
                if folder is not None:
                    raw_forgetting.refuse_while_written(folder)
                others = {other for url in args for other in pages_with_text_of(archive, url)}
                for url in args:
                    stored = archive.forget(url, datetime.now(UTC))
                    what = "removed from the archive" if stored else "it was not stored; it never will be"
                    console.print(f"{url}: {what}", markup=False)
                gone = raw_forgetting.forget(folder, args, archive) if folder is not None else raw_forgetting.Gone()
                scrub(archive)
        except (ArchiveError, OSError) as error:
            fail(self, str(error))
            return
        console.print(f"{gone.pages} raw records removed, and {gone.lists} of lists that named them", markup=False)
        for url in sorted(others - set(args)):
            console.print(f"the same text stands at {url}; forget it too if that is meant", markup=False)

"""`scrapy forget URL`: a page out of every table, the search index and the raw pages, for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from scrapy.commands import ScrapyCommand

from newscrawl.archive.raw_upkeep import forget
from newscrawl.commands.options import add_db_option, db_path, fail, open_or_explain

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Remove a page on request; a tombstone keeps it from being fetched again."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] URL"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Remove a page from the archive and the raw pages, for good"

    def long_desc(self) -> str:
        """Give the text of `scrapy forget --help`."""
        return (
            "For legal requests. What stood there is overwritten in the database, taken out of the WARC files, and "
            "never fetched again. No crawl may run meanwhile. Example: scrapy forget https://example.com/news/1"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--db`."""
        super().add_options(parser)
        add_db_option(self, parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Forget one page."""
        if len(args) != 1:
            fail(self, "name the page: scrapy forget URL")
            return
        archive = open_or_explain(self, db_path(self, opts))
        if archive is None:
            return
        with archive:
            stored = archive.forget(args[0], datetime.now(UTC))
            folder = self.settings["NEWSCRAWL_WARC_DIR"] if self.settings else ""
            records = forget(Path(folder), [args[0]], archive.connection) if folder and Path(folder).is_dir() else 0
        what = "removed from the archive" if stored else "it was not stored; it never will be"
        Console(highlight=False, soft_wrap=True).print(
            f"{args[0]}: {what}; {records} raw records removed", markup=False
        )

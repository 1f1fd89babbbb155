"""`scrapy browse`: the archive as pages in a browser."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.archive import ArchiveError, open_archive
from newscrawl.browsing.server import BrowsingError, serve
from newscrawl.commands.options import add_db_option, db_path, fail

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Show the archive in a browser, with Datasette, on this machine alone."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Browse the archive on http://127.0.0.1"

    def long_desc(self) -> str:
        """Give the text of `scrapy browse --help`."""
        return (
            "Articles as one reads them, searches in any spelling, versions and copies side by side, clusters in time "
            "order, facets and queries. Read-only; crawls may go on. Ctrl-C ends it. Needs the extra `browse`: "
            "pip install 'newscrawl[browse]'. Example: scrapy browse --open"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--db`, `--port` and `--open`."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument(
            "--port", type=int, default=8001, metavar="N", help="0 takes a free one (default: %(default)s)"
        )
        parser.add_argument("--open", action="store_true", help="open the browser too")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the archive and serve it."""
        path = db_path(self, opts)
        try:
            # An archive of an older newscrawl is brought up to date, where it may be.
            writable = os.access(path, os.W_OK) and os.access(os.path.dirname(path) or ".", os.W_OK)
            open_archive(path, create=False, read_only=not writable).close()
            serve(path, port=opts.port, started=self._say, open_browser=opts.open)
        except (ArchiveError, BrowsingError) as error:
            fail(self, str(error))

    def _say(self, address: str) -> None:
        print(f"{address}  (Ctrl-C ends it)", flush=True)

"""`scrapy backup PATH`: a consistent copy of the archive, while crawls go on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.archive import ArchiveError
from newscrawl.commands.options import add_db_option, db_path, fail
from newscrawl.commands.reading import open_to_read

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Copy the archive as it stands at one moment into one compact file."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] PATH"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Copy the archive to PATH, consistent even while a crawl writes"

    def long_desc(self) -> str:
        """Give the text of `scrapy backup --help`."""
        return "A file that is there already is not overwritten. Example: scrapy backup /backups/news-2025-10-01.db"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--db`."""
        super().add_options(parser)
        add_db_option(self, parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Copy into a temporary file, then rename it into place."""
        if len(args) != 1:
            fail(self, "say where to: scrapy backup PATH")
            return
        target = Path(args[0])
        if target.exists():
            fail(self, f"{target} is there already; choose another name")
            return
        archive = open_to_read(self, db_path(self, opts))
        if archive is None:
            return
        if not target.parent.is_dir():
            fail(self, f"{target}: there is no folder {target.parent}; make it first")
            return
        partial = target.with_name(f"{target.name}.part")
        with archive:
            try:
                partial.unlink(missing_ok=True)  # a copy that was killed left it
                archive.backup(partial)
                with partial.open("rb") as file:
                    os.fsync(file.fileno())
                partial.replace(target)
            except (OSError, ArchiveError) as error:
                fail(self, f"{target}: the copy could not be written: {error}")
            finally:
                partial.unlink(missing_ok=True)

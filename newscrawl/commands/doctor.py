"""`scrapy doctor`: is the archive whole, and mending what can be derived."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.archive import doctor
from newscrawl.archive.raw_upkeep import broken_pointers, clear_broken_pointers
from newscrawl.commands.options import add_db_option, db_path, open_or_explain
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Check the file, the search index and fingerprints against the rows, removals, orphans and raw pages."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Check the archive, and mend what can be derived"

    def long_desc(self) -> str:
        """Give the text of `scrapy doctor --help`."""
        return (
            "Exit status 0 where all agrees, 1 where something does not. --repair rebuilds the search index, "
            "fingerprints and hashes and drops orphans and pointers to raw pages that are gone; texts are never "
            "changed. Example: scrapy doctor --repair"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--repair`."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument("--repair", action="store_true", help="mend what can be derived from the rows")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, mend where asked, and say what is left."""
        archive = open_or_explain(self, db_path(self, opts))
        if archive is None:
            return
        console = safe_console(highlight=False, soft_wrap=True)
        with archive:
            problems = doctor.check(archive)
            if problems and opts.repair:
                for problem in problems:
                    console.print(f"{problem}", markup=False)
                problems = doctor.repair(archive, problems)
                console.print("mended; what is left:" if problems else "mended, nothing is left")
            folder = self.settings["NEWSCRAWL_WARC_DIR"] if self.settings else ""
            pointers = broken_pointers(Path(folder), archive.connection) if folder and Path(folder).is_dir() else []
            if pointers and opts.repair:
                clear_broken_pointers(Path(folder), archive)
        for problem in problems:
            console.print(f"{problem}", markup=False)
        for pointer in pointers:
            console.print(
                f"raw page: {pointer}{'; the archive no longer says so' if opts.repair else ''}", markup=False
            )
        is_well = not problems and (not pointers or opts.repair)
        if is_well and not pointers:
            console.print(f"{db_path(self, opts)}: all is well")
        self.exitcode = 0 if is_well else 1

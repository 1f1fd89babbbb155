"""What the commands over an archive share: the option `--db`, and one clear line where there is no archive."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from newscrawl.archive import Archive, ArchiveError, open_archive
from newscrawl.terminal import printable

if TYPE_CHECKING:
    import argparse

    from scrapy.commands import ScrapyCommand


def add_db_option(command: ScrapyCommand, parser: argparse.ArgumentParser) -> None:
    """Add `--db`; without it `db_path` gives the setting NEWSCRAWL_DB."""
    default = command.settings["NEWSCRAWL_DB"] if command.settings else ""
    parser.add_argument("--db", metavar="FILE", help=f"the archive (default: the setting NEWSCRAWL_DB, {default})")


def db_path(command: ScrapyCommand, opts: argparse.Namespace) -> str:
    """Give the archive that is meant: `--db`, else the setting, as `-s` left it."""
    return str(opts.db or (command.settings["NEWSCRAWL_DB"] if command.settings else ""))


def open_or_explain(command: ScrapyCommand, path: str) -> Archive | None:
    """Open an archive that is there; where it is not, say so in one line and set the command's exit status."""
    try:
        return open_archive(path, create=False)
    except ArchiveError as error:
        fail(command, str(error))
        return None


def fail(command: ScrapyCommand, why: str) -> None:
    """Print one line to stderr and set the exit status to 1."""
    print(f"newscrawl: {printable(why)}", file=sys.stderr)
    command.exitcode = 1

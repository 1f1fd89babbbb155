"""`scrapy export PATH`: articles as JSON Lines, CSV or Parquet, those chosen or those that changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.archive import ArchiveError
from newscrawl.archive.consumers import check_name
from newscrawl.commands.options import add_db_option, db_path, fail, open_or_explain
from newscrawl.commands.reading import open_to_read
from newscrawl.exporting.export import Exported, Order, export, format_of
from newscrawl.exporting.files import ExportError
from newscrawl.exporting.selection import Selection
from newscrawl.exporting.writers import WRITERS, MissingLibrary

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Write articles to a file with a dataset card beside it; the file is there whole or not at all."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] PATH"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Export articles to JSON Lines, CSV or Parquet"

    def long_desc(self) -> str:
        """Give the text of `scrapy export --help`."""
        return (
            "The ending of PATH chooses the format: .jsonl, .csv, .parquet; .jsonl.gz and .csv.gz are compressed. "
            "Example: scrapy export march.parquet --since 2026-03-01 --until 2026-03-31 --split 0.9. "
            'What changed since the last time: scrapy export "changes-$(date +%F-%H).jsonl" --since-last mynotebook'
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the filters and the ways to write."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument("--format", choices=sorted(WRITERS), help="instead of what PATH ends in")
        parser.add_argument("--site", help="only this site's articles")
        parser.add_argument("--since", metavar="DAY", help="published on this day or later (YYYY-MM-DD)")
        parser.add_argument("--until", metavar="DAY", help="published on this day or earlier")
        parser.add_argument("--section", help="only this section, as the outlet writes it")
        parser.add_argument("--language", metavar="CODE", help="only this language (ar, fr …)")
        parser.add_argument(
            "--since-last",
            metavar="NAME",
            help="only what is new or changed since NAME's last export",
        )
        parser.add_argument(
            "--split",
            type=float,
            metavar="SHARE",
            help="two files, PATH-train and PATH-test; articles that share text stay together",
        )
        parser.add_argument("-O", "--overwrite", action="store_true", help="write over a file that is there already")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export, and say what was written."""
        if len(args) != 1:
            fail(self, "say where to: scrapy export news.jsonl")
            return
        try:
            target = Path(args[0])
            order = Order(
                target=target,
                format=opts.format or format_of(target),
                selection=Selection(opts.site, opts.since, opts.until, opts.section, opts.language),
                split=opts.split,
                since_last=None if opts.since_last is None else check_name(opts.since_last),
                overwrite=opts.overwrite,
            )
            # A consumer's position is kept in the archive.
            archive = (open_or_explain if order.since_last else open_to_read)(self, db_path(self, opts))
            if archive is None:
                return
            with archive:
                print(told(export(archive, order), opts.since_last))
        except (ValueError, ExportError, MissingLibrary, ArchiveError) as error:
            fail(self, str(error))
        except OSError as error:
            fail(self, f"{args[0]}: it could not be written: {error.strerror or error}")


def told(done: Exported, consumer: str | None) -> str:
    """Say what an export came to, in one line."""
    if not done.files:
        return f"nothing is new or changed for {consumer}; no file was written"
    *files, card = map(str, done.files)
    what = f"{done.rows:,} articles in {' and '.join(files)} (described in {card})"
    return f"completed the export that was interrupted: {what}" if done.resumed else what

"""`scrapy report PATH.html`: what came in, from whom, and what broke, as one HTML file or as JSON."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy.commands import ScrapyCommand

from newscrawl.commands.options import add_db_option, db_path, fail
from newscrawl.commands.reading import open_to_read
from newscrawl.exporting.files import ExportError, Staging
from newscrawl.reporting.figures import figures
from newscrawl.reporting.page import MissingLibrary, html_page
from newscrawl.terminal import json_text

if TYPE_CHECKING:
    import argparse

_MOST_DAYS: Final = 3660
# The name must say what is written: no slip of the hand replaces an archive by a report on it.
_ENDINGS: Final = {False: (".html", ".htm"), True: (".json",)}


class Command(ScrapyCommand):
    """Write the report on the last days."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] PATH.html"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Write a report with plots as one HTML file"

    def long_desc(self) -> str:
        """Give the text of `scrapy report --help`."""
        return (
            "Articles a day by site (days without a crawl told apart from silent ones), publishing hours, field "
            "coverage, copies and agencies, who is first, what was stripped and rejected, crawl times. The file needs "
            "no network; one that is there is written over. Example: scrapy report week.html --days 7"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the number of days and `--json`."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument("--days", type=int, default=28, metavar="N", help="the last N days (default: %(default)s)")
        parser.add_argument("--until", metavar="DAY", help="the last day of the report (default: today)")
        parser.add_argument("--json", action="store_true", help="the figures as JSON, to PATH or else to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the report."""
        if len(args) > 1 or not (args or opts.json):
            fail(self, "say where to: scrapy report report.html")
            return
        try:
            now = checked(args, opts)
        except ValueError as error:
            fail(self, str(error))
            return
        archive = open_to_read(self, db_path(self, opts))
        if archive is None:
            return
        with archive:
            found = figures(archive.connection, now=now, days=opts.days)
            (newest,) = archive.connection.execute("SELECT max(published_date) FROM articles").fetchone()
        try:
            if opts.json:
                text = json_text(found, indent=1) + "\n"
            else:
                text = html_page(found, archive=Path(db_path(self, opts)).name)
            if args:
                write_whole(Path(args[0]), text)
                print(f"{found['articles']:,} articles of {opts.days} days in {args[0]}")
                if newest is not None and newest < found["days"][0]:
                    print(f"the newest article is of {newest}: scrapy report {args[0]} --until {newest}")
            else:
                sys.stdout.write(text)
        except (MissingLibrary, ExportError) as error:
            fail(self, str(error))
        except OSError as error:
            fail(self, f"{args[0]}: it could not be written: {error.strerror or error}")


def checked(args: list[str], opts: argparse.Namespace) -> datetime:
    """Give the instant that the report ends at; raises ValueError with a sentence for what can not be."""
    if args and Path(args[0]).suffix.lower() not in _ENDINGS[opts.json]:
        raise ValueError(f"{args[0]}: end the name in {_ENDINGS[opts.json][0]}")
    if not 1 <= opts.days <= _MOST_DAYS:
        raise ValueError(f"--days {opts.days} is no number of days from 1 to {_MOST_DAYS}")
    now = datetime.now(UTC).replace(microsecond=0)
    if opts.until is None:
        return now
    try:
        day = date.fromisoformat(opts.until)
    except ValueError:
        raise ValueError(f"--until {opts.until} is no day: write YYYY-MM-DD") from None
    return min(now, datetime.combine(day, time(23, 59, 59), UTC))


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all; one that was there is replaced. Raises ExportError, OSError."""
    if path.is_dir():
        raise ExportError(f"{path}: this is a folder; give the path of a file, such as {path / 'report.html'}")
    with Staging() as staging:
        staging.open(path).file.write(text.encode())
        staging.seal()
        staging.place()

"""`scrapy search "…"`: full-text search in the archive."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.archive.search import Hit, search
from newscrawl.commands.options import add_db_option, db_path, fail
from newscrawl.commands.reading import open_to_read
from newscrawl.terminal import json_text, printable, safe_console
from newscrawl.urls import readable

if TYPE_CHECKING:
    import argparse

    from newscrawl.archive.search import Span


class Command(ScrapyCommand):
    """Search titles and bodies, whatever the spelling of hamza, ta marbuta, vowels and digits."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] WORDS"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Search the archive's articles"

    def long_desc(self) -> str:
        """Give the text of `scrapy search --help`."""
        return (
            'Words must all stand in an article; "a phrase" stays together; OR and NOT; a prefix ends in *. '
            "Example: scrapy search '\"سد النهضة\" OR مياه*' --site hespress --since 2024-01-01"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the filters."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument("--site", help="only this site's articles")
        parser.add_argument("--since", metavar="DAY", help="published on this day or later (YYYY-MM-DD)")
        parser.add_argument("--until", metavar="DAY", help="published on this day or earlier")
        parser.add_argument("--agency", help="credited to this wire agency, by its id (MAP, AFP, REUTERS …)")
        parser.add_argument("--limit", type=int, default=10, help="how many (default: %(default)s)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Search and print."""
        if not args:
            fail(self, "say what to search for, for example: scrapy search القاهرة")
            return
        archive = open_to_read(self, db_path(self, opts))
        if archive is None:
            return
        with archive:
            hits = search(
                archive.connection,
                " ".join(args),
                limit=opts.limit,
                site=opts.site,
                since=opts.since,
                until=opts.until,
                agency=opts.agency,
            )
        if opts.json:
            for hit in hits:
                sys.stdout.write(json_text(asdict(hit)) + "\n")
        elif hits:
            safe_console(highlight=False).print(hit_table(hits))
        else:
            fail(self, f"nothing in {db_path(self, opts)} matches {' '.join(args)}")


def hit_table(hits: list[Hit]) -> Table:
    """Lay hits out as a table whose Arabic columns are aligned to the right."""
    table = Table(box=None, pad_edge=False)
    table.add_column("date", no_wrap=True)
    table.add_column("site", no_wrap=True)
    table.add_column("article", justify="right", ratio=1, overflow="fold")
    for hit in hits:
        text = _marked(hit.title, hit.title_spans, "bold")
        text.append("\n")
        text.append_text(_marked(hit.snippet, hit.snippet_spans, ""))
        text.append(f"\n{printable(readable(hit.url))}\n", style="dim")
        table.add_row(hit.published_date or "–", Text(hit.site), text)
    return table


def _marked(text: str, spans: list[Span], style: str) -> Text:
    marked = Text(printable(text), style=style)
    for start, end in spans:
        marked.stylize("bold yellow", start, end)
    return marked

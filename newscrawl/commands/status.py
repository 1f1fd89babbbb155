"""`scrapy status`: the sites, when each was last read, what came in, what is due, and how they are."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.commands.options import add_db_option, db_path, fail
from newscrawl.commands.reading import open_to_read
from newscrawl.extensions.summary import crawl_failure
from newscrawl.reporting.health import EXPLAINED, Health, Run, SiteState, Status, status
from newscrawl.terminal import json_text, printable, safe_console

if TYPE_CHECKING:
    import argparse

    from rich.console import Console

_STYLES: Final[dict[Health, str]] = {
    "ok": "green",
    "running": "cyan",
    "broken": "bold red",
    "cut off": "red",
    "partly": "yellow",
    "silent": "yellow",
    "overdue": "yellow",
}


class Command(ScrapyCommand):
    """Show how each site is."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] [SITE ...]"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Show sites, last runs, what came in, what is due, and health"

    def long_desc(self) -> str:
        """Give the text of `scrapy status --help`."""
        words = "; ".join(f"{word}: {meaning}" for word, meaning in EXPLAINED.items())
        return (
            f"Articles are counted by when they were first seen, copies too. Health is {words}. Example: scrapy status"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--db` and `--json`."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the state of all sites, or of the named ones."""
        path = db_path(self, opts)
        archive = open_to_read(self, path)
        if archive is None:
            return
        now = datetime.now(UTC).replace(microsecond=0)
        with archive:
            found = status(archive.connection, now=now, failure_of=crawl_failure)
        if args:
            if unknown := set(args) - {state.site for state in found.sites}:
                fail(self, f"{path} holds nothing of {', '.join(sorted(unknown))}; scrapy status shows its sites")
                return
            found.sites = [state for state in found.sites if state.site in args]
            found.other_runs = []
        if opts.json:
            sys.stdout.write(json_text(asdict(found), indent=1) + "\n")
        elif found.sites or found.other_runs:
            show(found, now, safe_console(highlight=False))
        else:
            fail(self, f"{path} is empty: nothing was crawled yet; start with scrapy crawl SITE")


def show(found: Status, now: datetime, console: Console) -> None:
    """Print the table, and below it the runs that belong to no single site and what is wrong."""
    table = Table(box=None, pad_edge=False)
    for heading in ("site", "health", "last read", "next due"):
        table.add_column(heading, no_wrap=True)
    for heading in ("last day", "28 days", "entry points", "failures in a row"):
        table.add_column(heading, justify="right")
    for state in found.sites:
        table.add_row(*_cells(state, now))
    if found.sites:
        console.print(table)
    for run in found.other_runs:
        console.print(_run_line(run, now))
    for state in found.sites:
        if state.health not in ("ok", "running"):
            console.print(Text.assemble((state.site, "bold"), f": {printable(state.why)}"), soft_wrap=True)
        for gap in state.gaps:
            until = gap.until or "its next reading"
            lost = f"{printable(gap.url)} may have dropped entries between {gap.since} and {until}; crawl it more often"
            console.print(Text.assemble((state.site, "bold"), f": {lost}"), soft_wrap=True)


def _cells(state: SiteState, now: datetime) -> tuple[str | Text, ...]:
    failing = f"{len(state.failing)} of {state.entry_points} fail" if state.failing else str(state.entry_points)
    return (
        printable(state.site),
        Text(state.health, style=_STYLES[state.health]),
        distance(state.last_visit_at, now),
        distance(state.next_due_at, now),
        f"{state.articles_1d:,}",
        f"{state.articles_28d:,}",
        failing,
        str(state.failures) if state.failures else "",
    )


def _run_line(run: Run, now: datetime) -> Text:
    end = run.failure or run.reason or "at work"
    return Text.assemble(
        "last run of ", (printable(run.spider), "bold"), f": {distance(run.started_at, now)}, {printable(end)}"
    )


def distance(instant: str | None, now: datetime) -> str:
    """Write how far off an instant is: `3 h ago`, `in 20 min`, `now`; a dash where there is none."""
    if instant is None:
        return "–"
    seconds = (datetime.fromisoformat(instant) - now).total_seconds()
    size = abs(seconds)
    if size < 60:
        return "now"
    for unit, length, enough in (("min", 60, 3600), ("h", 3600, 48 * 3600), ("days", 86400, float("inf"))):
        if size < enough:
            text = f"{size / length:.0f} {unit}"
            break
    return f"in {text}" if seconds > 0 else f"{text} ago"

"""`scrapy prune`: old visits, rejects, versions and runs out of the archive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.archive.pruning import Ages, prune
from newscrawl.commands.options import add_db_option, db_path, open_or_explain
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse

_KINDS: Final = {
    "visits": "what is known of pages that were last fetched longer ago, and are not due again",
    "rejects": "why pages gave no article, where that was last seen longer ago",
    "versions": "earlier texts that were last seen longer ago; they are lost for good",
    "crawls": "runs that ended longer ago",
}


class Command(ScrapyCommand):
    """Delete by age what an archive can do without; articles and copies never."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Delete old visits, rejects, versions and runs; never articles"

    def long_desc(self) -> str:
        """Give the text of `scrapy prune --help`."""
        return (
            "Only what is named is deleted, by its age in days. The file keeps its size, and its free pages are used "
            "again; `scrapy backup` writes a compact one. Example: scrapy prune --rejects-older-than 90 --dry-run"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add one age a kind of row."""
        super().add_options(parser)
        add_db_option(self, parser)
        for kind, what in _KINDS.items():
            parser.add_argument(f"--{kind}-older-than", dest=kind, type=float, metavar="DAYS", help=what)
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Delete or count, and say how many rows of each kind."""
        ages = Ages(**{kind: getattr(opts, kind) for kind in _KINDS})
        given = [days for days in (getattr(ages, kind) for kind in _KINDS) if days is not None]
        if not given:
            raise UsageError("say what is to go, for example --rejects-older-than 90")
        if any(not 0 <= days <= 36_500 for days in given):
            raise UsageError("an age is a number of days, 0 to 36500")
        archive = open_or_explain(self, db_path(self, opts))
        if archive is None:
            return
        with archive:
            counts = prune(archive, ages, now=datetime.now(UTC), dry_run=opts.dry_run)
        console = safe_console(highlight=False, soft_wrap=True)
        for kind, count in counts.items():
            console.print(f"{kind}: {count} {'would go' if opts.dry_run else 'deleted'}")

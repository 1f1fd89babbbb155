"""`scrapy dedup`: what a person knows better about copies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from scrapy.commands import ScrapyCommand

from newscrawl.commands.options import add_db_option, fail, open_or_explain

if TYPE_CHECKING:
    import argparse

    from newscrawl.archive import Archive


class Command(ScrapyCommand):
    """Split a copy off, or join two articles."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Split a copy from its article, or join two articles"

    def long_desc(self) -> str:
        """Give the text of `scrapy dedup --help`."""
        return (
            "A decision is kept: later crawls do not undo it. Examples: scrapy dedup --split https://example.com/copy; "
            "scrapy dedup --join 17 42"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the actions, of which one is taken."""
        super().add_options(parser)
        add_db_option(self, parser)
        action = parser.add_mutually_exclusive_group(required=True)
        action.add_argument("--split", metavar="URL", help="make this copy an article of its own")
        action.add_argument("--join", nargs=2, type=int, metavar=("ID", "OTHER"), help="make two articles one")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked, and say what came of it."""
        archive = open_or_explain(self, opts.db)
        if archive is None:
            return
        with archive:
            try:
                said = self._do(archive, opts)
            except (LookupError, ValueError) as error:
                fail(self, str(error.args[0] if error.args else error))
                return
        Console(highlight=False, soft_wrap=True).print(said, markup=False)

    @staticmethod
    def _do(archive: Archive, opts: argparse.Namespace) -> str:
        now = datetime.now(UTC)
        if opts.split:
            return f"{opts.split} is article {archive.split(opts.split, now).article_id} now"
        one, other = opts.join
        archive.join(one, other, now)
        return f"articles {one} and {other} are one, article {one}; the better original is its text"

"""`scrapy reclean`: today's rules of cleaning and stripping over the articles that are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.archive import ArchiveError
from newscrawl.archive.recleaning import reclean
from newscrawl.commands.options import add_db_option, db_path, fail, open_or_explain
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse
    import sqlite3


class Command(ScrapyCommand):
    """Clean and strip stored texts again, from the archive alone."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Apply today's cleaning rules and learned lines to stored articles"

    def long_desc(self) -> str:
        """Give the text of `scrapy reclean --help`."""
        return (
            "Each text is taken as it was before stripping (its removals and repairs are stored) and goes through "
            "today's rules and the lines that the site's articles have proved its boilerplate. Where the text changes, "
            "the earlier one is kept as a version. Example: scrapy reclean --site hespress"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add `--site`."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument("--site", metavar="NAME", help="only this site's articles and copies")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Reclean, and say how much changed."""
        archive = open_or_explain(self, db_path(self, opts))
        if archive is None:
            return
        with archive:
            try:
                if opts.site and not _has_site(archive.connection, opts.site):
                    raise ArchiveError(f"{db_path(self, opts)}: no article of a site called {opts.site}")
                done = reclean(archive, site=opts.site)
            except ArchiveError as error:
                fail(self, str(error))
                return
        console = safe_console(highlight=False, soft_wrap=True)
        console.print(f"{done.read} texts read: {done.articles} articles and {done.copies} copies changed")
        if done.left:
            console.print(f"{done.left} left as they are: nothing would remain, or their removals do not fit (doctor)")


def _has_site(connection: sqlite3.Connection, site: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM articles WHERE site = ?1 UNION ALL SELECT 1 FROM copies WHERE site = ?1 LIMIT 1",
        (site,),
    ).fetchone()
    return found is not None

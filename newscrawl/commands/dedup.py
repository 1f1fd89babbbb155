"""`scrapy dedup`: what a person knows better about copies, and all copies found anew."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.progress import Progress
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.archive import ArchiveError
from newscrawl.archive.rebuilding import rebuild
from newscrawl.commands.options import add_db_option, db_path, fail, open_or_explain
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse

    from newscrawl.archive import Archive


class Command(ScrapyCommand):
    """Split a copy off, join two articles, or take all pages again in order of publication."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Split a copy from its article, join two articles, or find all copies anew"

    def long_desc(self) -> str:
        """Give the text of `scrapy dedup --help`."""
        return (
            "A decision is kept: later crawls do not undo it. --rebuild takes every page again by publication time; "
            "the result does not depend on the order in which pages came; run it after a new version of newscrawl asks "
            "for it, or once in a while. A rebuild that was stopped goes on when it is run again. "
            "Examples: scrapy dedup --split https://example.com/copy; scrapy dedup --split 17; "
            "scrapy dedup --join 17 42; scrapy dedup --rebuild"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the actions, of which one is taken."""
        super().add_options(parser)
        add_db_option(self, parser)
        action = parser.add_mutually_exclusive_group(required=True)
        action.add_argument(
            "--split", metavar="URL|ID", help="make this copy, or all copies of the article with this id, articles"
        )
        action.add_argument("--join", nargs=2, type=int, metavar=("ID", "OTHER"), help="make two articles one")
        action.add_argument("--rebuild", action="store_true", help="find all copies and links anew, in canonical order")
        parser.add_argument(
            "--processes",
            type=int,
            metavar="N",
            help="processes that take fingerprints for --rebuild (default: all cores)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked, and say what came of it."""
        if opts.processes is not None and opts.processes < 1:
            raise UsageError("--processes is a number of processes, at least 1")
        archive = open_or_explain(self, db_path(self, opts))
        if archive is None:
            return
        with archive:
            try:
                said = self._do(archive, opts)
            except (LookupError, ValueError, ArchiveError) as error:
                fail(self, str(error.args[0] if error.args else error))
                return
        safe_console(highlight=False, soft_wrap=True).print(said, markup=False)

    @staticmethod
    def _do(archive: Archive, opts: argparse.Namespace) -> str:
        if opts.rebuild:
            return _rebuild(archive, opts.processes)
        now = datetime.now(UTC)
        if opts.split:
            return _split(archive, opts.split, now)
        one, other = opts.join
        archive.join(one, other, now)
        return f"articles {one} and {other} are one, article {one}; the better original is its text"


def _split(archive: Archive, what: str, now: datetime) -> str:
    """Split a copy from its article, or with an article's id all its copies; those may be copies of each other then."""
    if not what.isdecimal():
        return f"{what} is article {archive.split(what, now).article_id} now"
    with archive.transaction():
        copies = "SELECT url FROM copies WHERE article_id = ? ORDER BY published_at, url"
        urls = [url for (url,) in archive.connection.execute(copies, (int(what),)).fetchall()]
        if not urls:
            raise LookupError(f"{what} is no article with copies")
        return "\n".join(f"{url} is article {archive.split(url, now).article_id} now" for url in urls)


def _rebuild(archive: Archive, processes: int | None) -> str:
    with Progress(console=safe_console(stderr=True), transient=True) as bar:
        task = bar.add_task("pages", total=None)
        done = rebuild(
            archive, processes=processes, progress=lambda at, total: bar.update(task, completed=at, total=total)
        )
    changes = done.changes
    return (
        f"{done.pages} pages are {done.articles} articles: {changes.merged} articles are copies now, {changes.parted} "
        f"copies are articles, {changes.moved} rows took a better original, {changes.reassigned} copies and "
        f"{changes.links} links changed"
    )

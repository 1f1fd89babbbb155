"""`scrapy merge`: several archives into one, each article once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.archive import ArchiveError, open_archive
from newscrawl.archive.forgetting import scrub
from newscrawl.archive.merge import merge
from newscrawl.commands.options import add_db_option, db_path, fail
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Carry archives into one, and look for duplicates over all of it."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] A.db [B.db ...]"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Merge archives into one, each article once"

    def long_desc(self) -> str:
        """Give the text of `scrapy merge --help`."""
        return (
            "Articles, copies, versions, removals, repairs, rejects, visits, runs, decisions and learned lines are "
            "carried over, and duplicates are found across all archives; merging again changes nothing. The archives "
            "that are merged stay as they are. Example: scrapy merge shard0.db shard1.db --db data/news.db"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the target, and the choice to look for duplicates later."""
        super().add_options(parser)
        add_db_option(self, parser)
        parser.add_argument("--into", dest="db", metavar="FILE", help="the same as --db")
        parser.add_argument(
            "--no-rebuild",
            dest="rebuild",
            action="store_false",
            help="take duplicates as they are met; `scrapy dedup --rebuild` takes them in order of publication later",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Merge one archive after the other, and say what each brought."""
        if not args:
            raise UsageError("name the archives to merge: scrapy merge A.db B.db --db TARGET.db")
        console = safe_console(highlight=False, soft_wrap=True)
        try:
            _check(args, Path(db_path(self, opts)))
            with open_archive(db_path(self, opts)) as target:
                forgotten = 0
                for path, carried in merge(target, args, rebuild=opts.rebuild):
                    forgotten += carried.removed
                    console.print(
                        f"{path}: {carried.articles} new pages, {carried.texts} newer, "
                        f"{carried.versions} earlier texts, {carried.removed} forgotten, "
                        f"{carried.rejects} rejects, {carried.visits} visits, "
                        f"{carried.crawls} runs",
                        markup=False,
                    )
                if forgotten:
                    scrub(target)
                articles, copies = target.connection.execute(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM copies)"
                ).fetchone()
        except ArchiveError as error:
            fail(self, str(error))
            return
        console.print(f"{db_path(self, opts)}: {articles} articles with {copies} copies", markup=False)


def _check(names: list[str], target: Path) -> None:
    """Look at all archives before anything is written; raises ArchiveError."""
    seen: dict[tuple[int, int], str] = {}
    for name in names:
        open_archive(name, read_only=True).close()
        if target.exists() and Path(name).samefile(target):
            raise ArchiveError(f"{name}: this is the archive to merge into (--db)")
        found = Path(name).stat()
        place = (found.st_dev, found.st_ino)
        if place in seen:
            raise ArchiveError(f"{name}: this archive was named already, as {seen[place]}; name each once")
        seen[place] = name

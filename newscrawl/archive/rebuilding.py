"""The canonical re-clustering: all pages of an archive taken again in order of publication, and the archive made so.

What comes out depends on the pages and on what people decided, not on the order in which the pages came.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from newscrawl.archive import plan
from newscrawl.archive.connection import ArchiveError, explained
from newscrawl.archive.regrouping import Regrouped, Regrouping
from newscrawl.dedup import SCHEMA as INDEX_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newscrawl.archive.store import Archive

_ATTEMPTS: Final = 5  # times that a crawl may change the archive while its pages are decided on
_FEW: Final = 2000  # pages for which other processes do not pay


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a re-clustering found and changed."""

    pages: int
    articles: int
    changes: Regrouped


def rebuild(
    archive: Archive, *, processes: int | None = None, progress: Callable[[int, int], None] | None = None
) -> Rebuilt:
    """Take every page of the archive in order of publication, then URL, through the decisions that a crawl takes.

    Articles, copies, links, clusters and the index of duplicates are then those of that order, whatever the order of
    arrival was; splits and joins of people are kept. An article that stays one keeps its id, and where its row stays
    that page's, its uid; no page, text, version, removal or visit is lost. The pages are decided on in a file beside
    the archive (`news.db-rebuild`), so that a run that was stopped goes on; the archive is changed in one transaction
    at the end. Crawls may go on meanwhile: what they bring is decided on too. `processes` take fingerprints (all cores
    by default); `progress` gets the pages decided on and their number. Raises ArchiveError.
    """
    archive.flush()
    with _plan_file(archive) as path:
        for _ in range(_ATTEMPTS):
            _decide(archive, path, processes, progress)
            done = _apply(archive, path)
            if done is not None:
                return done
    raise ArchiveError(
        f"{archive.path}: crawls kept changing it meanwhile; run `scrapy dedup --rebuild` again when none runs"
    )


@contextmanager
def _plan_file(archive: Archive) -> Iterator[Path]:
    """Give the file of the plan; it stays where the work is stopped, and goes when it is done."""
    if str(archive.path) == ":memory:":
        with TemporaryDirectory() as folder:
            yield Path(folder) / "plan"
        return
    path = Path(f"{archive.path}-rebuild")
    yield path
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)


def _decide(archive: Archive, path: Path, processes: int | None, progress: Callable[[int, int], None] | None) -> None:
    with closing(_open_plan(archive, path)) as connection, explained(path):
        for statement in (*plan.SCHEMA.split(";"), *INDEX_SCHEMA):
            connection.execute(statement)
        plan.collect(archive.connection, connection)
        plan.prepare(archive.connection, connection)
        connection.execute("COMMIT")
        (waiting,) = connection.execute("SELECT count(*) FROM plan_pages WHERE story IS NULL").fetchone()
        if processes is None:
            processes = (os.cpu_count() or 1) if waiting > _FEW else 1
        plan.decide(archive.connection, connection, processes=processes, progress=progress)


def _open_plan(archive: Archive, path: Path) -> sqlite3.Connection:
    """Open the plan with a transaction begun; nobody else can open it then, since two rebuilds would write into one."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=1.0)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise ArchiveError(f"{archive.path}: another rebuild of this archive is running") from error
        if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
            raise
        # What a power cut left of an earlier run.
        path.unlink()
        return _open_plan(archive, path)
    return connection


def _apply(archive: Archive, path: Path) -> Rebuilt | None:
    """Make the archive as it was planned, in one transaction; None where it holds other pages by now."""
    connection = archive.connection
    connection.execute("ATTACH DATABASE ? AS plan", (str(path),))
    try:
        with archive.transaction():
            plan.collect(connection, connection)
            if not plan.is_whole(connection, connection):
                return None
            changes = Regrouping(connection, archive.index).run()
            pages, articles = connection.execute(
                "SELECT (SELECT count(*) FROM plan.plan_pages), (SELECT count(*) FROM plan.plan_stories)"
            ).fetchone()
        archive.flush()
        return Rebuilt(pages, articles, changes)
    finally:
        archive.flush()
        connection.execute("DETACH DATABASE plan")

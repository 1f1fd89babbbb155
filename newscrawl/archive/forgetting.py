"""What makes forgetting whole: a file without traces of what was deleted, and who else has the text."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from newscrawl.archive.connection import ArchiveError, explained
from newscrawl.archive.records import url_key

if TYPE_CHECKING:
    from newscrawl.archive.store import Archive

_WAIT_S: Final = 10.0
_OTHERS: Final = """
WITH holder (id) AS (
    SELECT id FROM articles WHERE url_key = ?1 UNION SELECT article_id FROM copies WHERE url_key = ?1
), sharing (id) AS (
    SELECT id FROM holder
    UNION SELECT other_id FROM links WHERE kind = 'contained' AND article_id IN (SELECT id FROM holder)
    UNION SELECT article_id FROM links WHERE kind = 'contained' AND other_id IN (SELECT id FROM holder)
)
SELECT url FROM articles WHERE id IN (SELECT id FROM sharing) AND url_key <> ?1
UNION SELECT url FROM copies WHERE article_id IN (SELECT id FROM sharing) AND url_key <> ?1
ORDER BY url
"""


def scrub(archive: Archive) -> None:
    """Write the archive's file anew and empty its WAL; takes as much free disk as the archive is large, twice.

    A row that was changed or deleted leaves its text in free pages of the file, and in the WAL, until they are used
    again. Raises ArchiveError where another program has the archive open, or the disk is full.
    """
    archive.flush()
    # A connection of its own: ours keeps temporary tables in memory, and a whole archive does not fit there.
    connection = sqlite3.connect(archive.path, timeout=_WAIT_S, isolation_level=None)
    try:
        with explained(archive.path):
            connection.execute("VACUUM")
            is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    if is_busy:
        raise ArchiveError(
            f"{archive.path}: another program reads the archive, for which deleted text is kept beside it (-wal);"
            " end that program, and run this again"
        )


def pages_with_text_of(archive: Archive, url: str) -> list[str]:
    """Give the other pages that print a page's text, or a part of it: its article, its copies, and what contains it."""
    return [other for (other,) in archive.connection.execute(_OTHERS, (url_key(url),))]

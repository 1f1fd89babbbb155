"""Search entries of the rows that a transaction wrote, made together just before its commit.

FTS5 gathers entries in memory and writes them as one segment; a write to another table between two of them makes it
write a segment for each, which costs several times the entry itself. So rows are noted while they are written, in a
temporary table that is rolled back with them, and their entries follow in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    import sqlite3

PENDING: Final = "CREATE TEMP TABLE IF NOT EXISTS search_pending (article_id INTEGER PRIMARY KEY)"
"""The statement that a connection runs before its first write."""

_NOTE: Final = "INSERT OR IGNORE INTO temp.search_pending (article_id) VALUES (?)"
# CROSS JOIN sets the order: from the noted ids to their rows. Left to itself SQLite walks through all articles.
_NOTED: Final = """
SELECT a.id, a.title, a.body FROM temp.search_pending AS p CROSS JOIN articles AS a ON a.id = p.article_id
ORDER BY p.article_id
"""
_WRITE: Final = "INSERT OR REPLACE INTO articles_fts (rowid, title, body) VALUES (?, ?, ?)"


def note(connection: sqlite3.Connection, article_id: int) -> None:
    """Note that a row's title or body was written; inside the caller's transaction."""
    connection.execute(_NOTE, (article_id,))


def write_noted(connection: sqlite3.Connection) -> None:
    """Write the entries of all noted rows; the last thing before a commit."""
    noted = connection.execute(_NOTED).fetchall()
    if noted:
        connection.executemany(_WRITE, ((article_id, fold(title), fold(body)) for article_id, title, body in noted))
        connection.execute("DELETE FROM temp.search_pending")


def write(connection: sqlite3.Connection, article_id: int, title: str, body: str) -> None:
    """Write one row's entry at once."""
    connection.execute(_WRITE, (article_id, fold(title), fold(body)))


def delete(connection: sqlite3.Connection, article_id: int) -> None:
    """Delete a row's entry, written or only noted."""
    connection.execute("DELETE FROM temp.search_pending WHERE article_id = ?", (article_id,))
    connection.execute("DELETE FROM articles_fts WHERE rowid = ?", (article_id,))

"""SQL functions of the archive for every connection that searches it: `arabic_fold` and `arabic_match`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.arabic.fold import fold
from newscrawl.archive.query import to_fts
from newscrawl.archive.search import vocabulary_of

if TYPE_CHECKING:
    import sqlite3


def register(connection: sqlite3.Connection) -> None:
    """Register the functions on a connection to an archive; NULL in gives NULL out.

    `arabic_fold(text)` folds a text as the index does. `arabic_match(query)` translates a search for
    `articles_fts MATCH arabic_match('القاهرة')`. The connection lives until it is closed.
    """

    def match(query: object) -> str | None:
        return None if query is None else to_fts(str(query), vocabulary_of(connection))

    connection.create_function("arabic_fold", 1, _fold, deterministic=True)
    connection.create_function("arabic_match", 1, match)


def _fold(text: object) -> str | None:
    return None if text is None else fold(str(text))

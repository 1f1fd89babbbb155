"""Known texts: which earlier texts of which pages an archive held when a merge began, and those that came since."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    import sqlite3
    from types import TracebackType

_INSERT: Final = "INSERT OR IGNORE INTO temp.merge_texts (digest) VALUES (?)"


class KnownTexts:
    """A page's earlier text may hang on an article that the page no longer belongs to, so all are known by URL.

    `versions` has no index by URL; a digest of 8 bytes for each row lies in a temporary table meanwhile, some 15 bytes.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Self:
        execute = self._connection.execute
        execute("DROP TABLE IF EXISTS temp.merge_texts")
        execute("CREATE TEMP TABLE merge_texts (digest INTEGER PRIMARY KEY) STRICT")
        rows = execute("SELECT url, content_hash FROM main.versions")
        self._connection.executemany(_INSERT, ((_digest(url, text),) for url, text in rows))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.execute("DROP TABLE IF EXISTS temp.merge_texts")

    def add(self, url: str, content_hash: str) -> None:
        """Note a text that is kept now."""
        self._connection.execute(_INSERT, (_digest(url, content_hash),))

    def has(self, url: str, content_hash: str) -> bool:
        """Tell whether a text is kept."""
        found = self._connection.execute(
            "SELECT 1 FROM temp.merge_texts WHERE digest = ?", (_digest(url, content_hash),)
        ).fetchone()
        return found is not None


def _digest(url: str, content_hash: str) -> int:
    digest = blake2b(f"{content_hash} {url}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)

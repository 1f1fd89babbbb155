"""How far replays came: for each WARC file the offset up to which all its records are in the archive.

A watermark counts for a file of the same name whose beginning, and whose bytes just before the offset, are those that
were read; for the same choice of hosts and languages (or a replay of everything); and for the rules of that version.
So a file that was replaced, or written anew without a forgotten page, is read from its start again.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from newscrawl.archive.records import RULES_VERSION, url_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from newscrawl.archive.records import PageRow

EVERYTHING: Final = ""
"""The choice of a replay of all hosts in all languages."""
_HEAD: Final = 1024  # bytes; the first record's id and time are among them
_TAIL: Final = 1024


def reached(connection: sqlite3.Connection, path: Path, choice: str) -> int:
    """Give the offset from which a file is still to be read; 0 where nothing of it is known to be done."""
    rows = connection.execute(
        "SELECT offset, seal FROM replay_files WHERE file = ? AND head = ? AND choice IN (?, ?) AND rules_version = ?"
        " ORDER BY offset DESC",
        (path.name, _head(path), choice, EVERYTHING, RULES_VERSION),
    )
    return next((offset for offset, seal in rows if _seal(path, offset) == seal), 0)


def reach(connection: sqlite3.Connection, path: Path, choice: str, offset: int, lists: Iterable[int] = ()) -> None:
    """Note that a file is done up to an offset; inside the caller's transaction.

    `lists` are offsets of records before it that announce articles, which a later run has to look into again.
    """
    head = _head(path)
    connection.execute(
        "INSERT INTO replay_files (file, head, choice, rules_version, offset, seal) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (file, head, choice) DO UPDATE SET"
        " rules_version = excluded.rules_version, offset = excluded.offset, seal = excluded.seal",
        (path.name, head, choice, RULES_VERSION, offset, _seal(path, offset)),
    )
    connection.executemany(
        "INSERT INTO replay_lists (file, head, offset) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(path.name, head, at) for at in lists],
    )


def lists_before(connection: sqlite3.Connection, path: Path, offset: int) -> list[int]:
    """Give the offsets of a file's records, before an offset, that announce articles."""
    rows = connection.execute(
        "SELECT offset FROM replay_lists WHERE file = ? AND head = ? AND offset < ? ORDER BY offset",
        (path.name, _head(path), offset),
    )
    return [at for (at,) in rows]


def start_over(connection: sqlite3.Connection, paths: Iterable[Path]) -> None:
    """Drop what is known of some files, whatever was chosen of them; inside the caller's transaction."""
    for path in paths:
        for table in ("replay_files", "replay_lists"):
            connection.execute(f"DELETE FROM {table} WHERE file = ?", (path.name,))


def restore_page(connection: sqlite3.Connection, before: PageRow) -> None:
    """Put back what was known of a page before an earlier visit was written over it; its new article stays."""
    connection.execute(
        "UPDATE pages SET kind = ?, status = ?, etag = ?, last_modified = ?, fetched_at = ?, next_visit_at = ?,"
        " interval_s = ?, failures = ?, announced_at = ?, warc_file = coalesce(?, warc_file),"
        " warc_offset = coalesce(?, warc_offset) WHERE url_key = ?",
        (
            before.kind,
            before.status,
            before.etag,
            before.last_modified,
            before.fetched_at,
            before.next_visit_at,
            before.interval_s,
            before.failures,
            before.announced_at,
            before.warc_file,
            before.warc_offset,
            url_key(before.url),
        ),
    )


def _head(path: Path) -> str:
    with path.open("rb") as stream:
        return _digest(stream.read(_HEAD))


def _seal(path: Path, offset: int) -> str:
    """Digest the bytes just before an offset; nothing that was ever stored where the file is shorter."""
    with path.open("rb") as stream:
        start = max(0, offset - _TAIL)
        stream.seek(start)
        before = stream.read(offset - start)
    return _digest(before) if len(before) == offset - start else ""


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()

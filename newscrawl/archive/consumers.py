"""Consumers of exports: how far each has come, and the export that it is in the middle of.

An export moves a consumer in two steps. `prepare` notes the finished files that only want renaming; `finish` moves the
position. A process that is killed between them leaves the note, from which the next one does the rest: no row is
exported twice, and none is left out. All functions but `find` run inside the caller's transaction.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.archive.records import to_json

if TYPE_CHECKING:
    import sqlite3

_NAME: Final = re.compile(r"\w[\w.-]{0,63}")


class ConsumerMoved(Exception):
    """Another export for the same consumer came first."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An export whose files are written and flushed, and wait under their first names to be renamed."""

    change_seq: int
    """How far the consumer has come once the files are in place."""
    rows: int
    files: tuple[tuple[str, str], ...]
    """Absolute paths: from, to."""


@dataclass(frozen=True, slots=True)
class Consumer:
    """A consumer of exports; one that is not known has got nothing yet."""

    name: str
    change_seq: int = 0
    selection: str | None = None
    """JSON of what it asked for; another question would leave rows out."""
    pending: Pending | None = None


def check_name(name: str) -> str:
    """Give the name; raises ValueError for one that is not letters, digits, `_`, `-` and dots, 64 at most."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a consumer: letters, digits, _ - and dots, at most 64")
    return name


def find(connection: sqlite3.Connection, name: str) -> Consumer:
    """Give a consumer as it stands."""
    row = connection.execute(
        "SELECT change_seq, selection, pending FROM export_consumers WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        return Consumer(name)
    change_seq, selection, pending = row
    return Consumer(name, change_seq, selection, _from_json(pending) if pending else None)


def prepare(connection: sqlite3.Connection, consumer: Consumer, pending: Pending, *, now: str) -> None:
    """Note an export that is about to be put into place, and what was asked for.

    Raises ConsumerMoved where the consumer is no longer where `consumer` says.
    """
    current = find(connection, consumer.name)
    if current.change_seq != consumer.change_seq or current.pending is not None:
        raise ConsumerMoved(consumer.name)
    note = to_json({"change_seq": pending.change_seq, "rows": pending.rows, "files": pending.files})
    connection.execute(
        """
        INSERT INTO export_consumers (name, change_seq, exported_at, selection, pending) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET selection = excluded.selection, pending = excluded.pending
        """,
        (consumer.name, consumer.change_seq, now, consumer.selection, note),
    )


def finish(connection: sqlite3.Connection, name: str, pending: Pending, *, now: str) -> None:
    """Move a consumer on, once the files of `pending` are in place; doing it twice does no harm."""
    if find(connection, name).pending == pending:
        connection.execute(
            "UPDATE export_consumers SET change_seq = ?, exported_at = ?, pending = NULL WHERE name = ?",
            (pending.change_seq, now, name),
        )


def _from_json(text: str) -> Pending:
    values = json.loads(text)
    return Pending(values["change_seq"], values["rows"], tuple((part, target) for part, target in values["files"]))

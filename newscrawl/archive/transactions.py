"""Transactions of the archive's one connection: one a write, or a batch of writes that come in quick succession."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newscrawl.archive import search_entries
from newscrawl.archive.connection import BUSY_TIMEOUT_S, ArchiveError, explained

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH_SIZE: Final = 50
"""Writes in one transaction, at most."""
BATCH_SECONDS: Final = 1.0
"""How long a transaction may stay open, and with it keep other writers waiting."""

_PAUSE: Final = (0.0005, 0.004)  # seconds between two attempts to begin
_QUICK: Final = 0.1  # seconds between two writes of one batch; a write that comes later is committed at once


class Transactions:
    """Begins and ends the transactions of one connection, so that each write is whole or not there."""

    def __init__(self, connection: sqlite3.Connection, path: str | Path) -> None:
        self._connection = connection
        self._path = path
        self._file = self._identity()
        self._batching = False
        self._inside = False
        self._written = 0
        self._opened_at = 0.0
        self._last_write = 0.0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is inside one whole: all of it is written or none, and a batch keeps its other parts.

        One inside another belongs to the outer one, so that the writes for one page are one transaction.
        Raises ArchiveError where the disk is full, the file is gone, or another program keeps it locked for minutes.
        """
        if self._inside:
            # Part of a greater whole, which begins and ends.
            yield
            return
        with explained(self._path):
            if not self._connection.in_transaction:
                self._begin()
            self._connection.execute("SAVEPOINT part")
            self._inside = True
            try:
                yield
            except BaseException:
                self._undo_part()
                raise
            finally:
                self._inside = False
            self._connection.execute("RELEASE part")
            self._written += 1
            now = time.monotonic()
            # An open batch keeps other crawls waiting, and nothing says when the next page comes.
            if not self._batching or now - self._last_write > _QUICK:
                self._commit()
            self._last_write = now
        if self._batching:
            self.commit_if_due(now)

    def begin_batch(self) -> None:
        """From now on, let writes in quick succession share a transaction, until it is full or due."""
        self._batching = True

    def end_batch(self) -> None:
        """Commit, and go back to one transaction a write."""
        self._batching = False
        self.flush()

    def flush(self) -> None:
        """Commit what is open."""
        if self._connection.in_transaction and not self._inside:
            with explained(self._path):
                self._commit()

    def commit_if_due(self, now: float | None = None) -> None:
        """Commit a batch that is full or has been open for a second; `now` is `time.monotonic()`."""
        if not self._connection.in_transaction:
            return
        elapsed = (time.monotonic() if now is None else now) - self._opened_at
        if self._written >= BATCH_SIZE or elapsed >= BATCH_SECONDS:
            self.flush()

    def _begin(self) -> None:
        if self._identity() != self._file:
            # SQLite would go on writing into a file that nobody finds again.
            raise ArchiveError(
                f"{self._path}: the archive was removed or replaced while it was open;"
                " put it back, or start the crawl again"
            )
        self._wait_for_turn()
        self._opened_at = time.monotonic()
        self._written = 0

    def _wait_for_turn(self) -> None:
        """Begin a writing transaction once no other process is in one.

        Ours take milliseconds, while SQLite's own waiting soon looks only every tenth of a second, and so comes too
        late again and again when several crawls write.
        """
        execute = self._connection.execute
        deadline = time.monotonic() + BUSY_TIMEOUT_S
        execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                    time.sleep(random.uniform(*_PAUSE))  # noqa: S311 - no secret
                else:
                    return
        finally:
            execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")

    def _undo_part(self) -> None:
        # A full disk may have ended the whole transaction, savepoints and all.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO part")
            self._connection.execute("RELEASE part")
            if not self._batching:
                self._connection.execute("ROLLBACK")

    def _commit(self) -> None:
        self._written = 0
        try:
            search_entries.write_noted(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _identity(self) -> tuple[int, int] | None:
        """Tell the file at the path from any other; None for an archive in memory, (0, 0) where there is no file."""
        if str(self._path) == ":memory:":
            return None
        try:
            status = Path(self._path).stat()
        except OSError:
            return (0, 0)
        return (status.st_dev, status.st_ino)

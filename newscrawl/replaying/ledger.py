"""Ledger: which items of a replay are stored, and with that how far each file is done."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(slots=True)
class Reached:
    """A file is done up to `offset`; `lists` are the records on the way that announce articles."""

    path: Path
    offset: int
    lists: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Record:
    path: Path
    end: int | None
    list_at: int | None
    open_items: int


class Ledger:
    """Keeps the records that were read in order, and tells up to which one all items are done.

    Items may be done in any order: a pipeline of somebody's own may let one wait. An item that never is done (a
    pipeline has put another in its place) leaves the files where they are, and they are read again the next time.
    """

    def __init__(self) -> None:
        self._records: deque[_Record] = deque()
        self._items: dict[int, tuple[Any, _Record]] = {}

    def enter(self, path: Path, end: int | None, items: Sequence[Any], *, list_at: int | None = None) -> None:
        """Note a record that ends at `end` (None: the file is not to be remembered), and the items that it gave.

        `list_at` is its own offset, where it announces articles.
        """
        record = _Record(path, end, list_at, len(items))
        self._records.append(record)
        self._items.update((id(item), (item, record)) for item in items)

    def done(self, item: Any) -> None:
        """Note that an item was stored or dropped; the second time, and for an item of another source, nothing."""
        _, record = self._items.pop(id(item), (None, None))
        if record is not None:
            record.open_items -= 1

    def reached(self) -> list[Reached]:
        """Give how far the files are done since the last time, each once, and forget it."""
        found: dict[Path, Reached] = {}
        while self._records and self._records[0].open_items == 0:
            record = self._records.popleft()
            if record.end is not None:
                reached = found.setdefault(record.path, Reached(record.path, 0))
                reached.offset = record.end
                if record.list_at is not None:
                    reached.lists.append(record.list_at)
        return list(found.values())

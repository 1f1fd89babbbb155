"""Asked: the article pages that one run has asked for, in memory that is bounded by what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_REMEMBERED: Final = 10_000
"""Pages that are remembered after they were read; by when one is forgotten, the archive has long known of the visit."""


class Asked:
    """Know which pages were asked for, by identity, and the latest modification that was announced of each (aware)."""

    def __init__(self, *, remembered: int = _REMEMBERED) -> None:
        self._remembered = remembered
        self._waiting: dict[str, datetime | None] = {}
        self._done: dict[str, datetime | None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._waiting or key in self._done

    def __len__(self) -> int:
        return len(self._waiting) + len(self._done)

    def add(self, key: str, announced: datetime | None = None) -> None:
        """Note a page that is asked for, with the modification that was announced."""
        self._waiting[key] = announced

    def announced(self, key: str) -> datetime | None:
        """Give the latest modification that was announced of a page; None without one, and for other pages."""
        return self._waiting.get(key) or self._done.get(key)

    def announce(self, key: str, modified: datetime) -> bool:
        """Note a modification that was announced of a page that was asked for; tell whether it is news."""
        known = self.announced(key)
        if known is not None and modified <= known:
            return False
        (self._waiting if key in self._waiting else self._done)[key] = modified
        return True

    def finish(self, key: str) -> None:
        """Note that a page was read, or could not be: it is remembered for a while."""
        if key in self._waiting:
            self._done[key] = self._waiting.pop(key)
            if len(self._done) > self._remembered:
                del self._done[next(iter(self._done))]

"""Which boxes stand inside which: counted in the logarithm of their number, however deep a hostile page nests them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawl.extraction.outline import Box


class Nested:
    """Counts some boxes of an outline inside others; boxes stand in document order."""

    def __init__(self, boxes: Sequence[Box], counted: Iterable[int]) -> None:
        self._counted = list(counted)
        self._after = list(range(1, len(boxes) + 1))
        for index in range(len(boxes) - 1, 0, -1):
            parent = boxes[index].parent
            if parent >= 0:
                self._after[parent] = max(self._after[parent], self._after[index])

    def count_at(self, index: int) -> int:
        """Count them inside a box, itself among them."""
        return bisect_left(self._counted, self._after[index]) - bisect_left(self._counted, index)

    def count_inside(self, index: int) -> int:
        """Count them inside a box, without itself."""
        return bisect_left(self._counted, self._after[index]) - bisect_left(self._counted, index + 1)

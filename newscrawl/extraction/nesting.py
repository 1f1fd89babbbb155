"""Which boxes stand inside which: counted in the logarithm of their number, however deep a hostile page nests them."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawl.extraction.outline import Box


class Nested:
    """Counts some boxes of an outline inside others; boxes stand in document order."""

    def __init__(self, boxes: Sequence[Box], counted: Iterable[int]) -> None:
        self._boxes = boxes
        self._counted = list(counted)

    @cached_property
    def _after(self) -> list[int]:
        """For each box the index of the first one after all that it holds."""
        boxes = self._boxes
        after = list(range(1, len(boxes) + 1))
        for index in range(len(boxes) - 1, 0, -1):
            parent = boxes[index].parent
            if parent >= 0 and after[parent] < after[index]:
                after[parent] = after[index]
        return after

    def count_at(self, index: int) -> int:
        """Count them inside a box, itself among them."""
        return self._count(index, index)

    def count_inside(self, index: int) -> int:
        """Count them inside a box, without itself."""
        return self._count(index, index + 1)

    def _count(self, index: int, start: int) -> int:
        if not self._counted:
            return 0
        return bisect_left(self._counted, self._after[index]) - bisect_left(self._counted, start)

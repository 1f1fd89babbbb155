"""Whether what a box holds belies its names: layouts call the article, too, a sidebar, a widget, related, meta."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final

from newscrawl.extraction.names import SOFT, says_body
from newscrawl.extraction.nesting import Nested

if TYPE_CHECKING:
    from newscrawl.extraction.outline import Box, Outline

_COLUMNS: Final = frozenset({"aside", "newsletter"})
_A_COLUMN: Final = 80
"""Words of prose with which a box called a sidebar or a widget is the page's text, where little stands outside it."""
_BEHIND: Final = 20
"""Words of prose with which a box called a paywall is the text behind it, which the page holds, and no appeal."""
_LITTLE: Final = 48
"""Words of prose beside such a box with which the article may be there."""
_ABOUT_ARTICLES: Final = frozenset({"section", "date", "tags", "meta"})
_TOLD: Final = 40
"""Words of prose with which a box is no section's name, no date and no list of tags, whatever it is called."""
_MUCH: Final = 0.4
"""Share of a page's prose with which a soft name is not believed."""
_UNLINKED: Final = 30
"""Words of prose with which a box is not a list of other articles, where nothing in it leads anywhere."""
_LINK: Final = 0.5
"""Share of a line's letters from which it is a link."""
_MOST: Final = 0.6
"""Share of a page's prose that is the article, wherever it stands."""
_NEARLY_ALL: Final = 0.8
"""The same for a footer: under a short article the paper's own notices may be longer."""
_SENTENCE: Final = 6
_A_COPY: Final = 0.7
"""Share of a hidden box's prose with which the page is seen to show it elsewhere."""
_MOST_COPIES: Final = 4
_MOST_SOUGHT: Final = 60
"""Hidden boxes of a page that are compared with its text, and lines of it that are looked for in one."""
_ENOUGH: Final = 600.0
"""Words of a hidden box that must be found at most."""
_FEWEST: Final = 12
"""Words of prose with which no name is believed where the page's own headline stands in the box too."""


class NameEvidence:
    """Compares the names of an outline's boxes with their prose; `sums` are the running sums of the blocks' prose.

    A question costs the logarithm of the page's length at most, whatever is nested in what.
    """

    def __init__(self, outline: Outline, sums: list[float], title_block: int | None) -> None:
        self._outline = outline
        self._sums = sums
        self._title_block = title_block
        self._copies_sought = 0

    def belies(self, index: int) -> bool:
        """Tell whether a box is not what its names say, but the article or a part of it."""
        box, sums = self._outline.boxes[index], self._sums
        kind, total = box.kind, sums[-1]
        prose = sums[box.end] - sums[box.start]
        if not prose:
            return False
        if box.holds(self._title_block) and prose >= _FEWEST:
            return True
        if kind == "hidden" and self._is_copy(box):
            return False
        if kind in SOFT or kind == "form":
            if prose >= (_NEARLY_ALL if kind == "footer" else _MUCH) * total:
                return True
            if (kind in _ABOUT_ARTICLES and prose >= _TOLD) or (kind == "paywall" and prose >= _BEHIND):
                return True
        holds_body = prose >= _MOST * total and self._bodies.count_at(index) > 0
        if kind == "related" and prose >= _UNLINKED:
            # A list of other articles leads to them.
            return holds_body or self._links[box.end] == self._links[box.start]
        if kind in _COLUMNS and prose >= max(_A_COLUMN, _MOST * total) and self._is_all_that_is_told(box):
            return True
        return kind != "comments" and holds_body

    def _is_all_that_is_told(self, box: Box) -> bool:
        """Tell whether next to nothing is told under the headline beside what a box holds."""
        sums = self._sums
        start = self._title_block if self._title_block is not None else 0
        inside = sums[box.end] - sums[max(box.start, start)] if box.end > start else 0.0
        beside = sums[-1] - sums[start] - inside
        return beside < min(_LITTLE, 0.25 * inside)

    def _is_copy(self, box: Box) -> bool:
        """Tell whether what a box hides is shown beside it too: a text that scripts copy, or that is read aloud."""
        sums, blocks = self._sums, self._outline.blocks
        inside = sums[box.end] - sums[box.start]
        if self._copies_sought >= _MOST_COPIES or inside < _TOLD or sums[-1] - inside < _A_COPY * inside:
            return False
        self._copies_sought += 1
        hidden = " ".join(block.text for block in blocks[box.start : box.end])
        beside = (blocks[index] for index in (*range(box.start), *range(box.end, len(blocks))))
        told = islice((block for block in beside if block.words >= _SENTENCE), _MOST_SOUGHT)
        shown: int = sum(block.words for block in told if block.text in hidden)
        return shown >= _A_COPY * (inside if inside < _ENOUGH else _ENOUGH)

    @cached_property
    def _links(self) -> list[int]:
        """How many blocks before each are links."""
        return [0, *accumulate(block.linked > _LINK for block in self._outline.blocks)]

    @cached_property
    def _bodies(self) -> Nested:
        """The boxes that their names call an article's body, with most of the page's prose.

        Layouts name a row after the column that stands beside the article: `row with-sidebar`.
        """
        boxes, sums = self._outline.boxes, self._sums
        return Nested(
            boxes,
            (
                index
                for index, box in enumerate(boxes)
                if sums[box.end] - sums[box.start] >= _MOST * sums[-1] and (box.is_body or says_body(box.names))
            ),
        )

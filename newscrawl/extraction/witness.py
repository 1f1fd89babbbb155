"""The article's text as JSON-LD repeats it: a second witness of which lines of the page are the article's."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from newscrawl.extraction.text import collapse

if TYPE_CHECKING:
    from collections.abc import Collection

    from newscrawl.extraction.outline import Outline

_TAG: Final = re.compile(r"<[^<>]{0,300}>")
_LONGEST: Final = 200_000
_FEWEST_WORDS: Final = 8
_OPENING: Final = 48
"""Characters of a line that must stand in the witness for the line to be known there."""
_ENDING: Final = 20
_MARGIN: Final = 160
_AGREEMENT: Final = 0.6
"""Share of the chosen long lines that the witness must know before it may take others away."""


def confirm_lines(outline: Outline, lines: list[int], witness: str, *, foreign: Collection[int]) -> list[int]:
    """Add the lines that the witness knows and the finder missed, and take away what stands outside its text.

    A witness that is cut, as many are, takes nothing from the end; one that opens otherwise, nothing from the head.
    """
    text = collapse(_TAG.sub(" ", unescape(witness[:_LONGEST])))
    blocks = outline.blocks

    def is_known(line: int) -> bool:
        block = blocks[line]
        return block.words >= _FEWEST_WORDS and block.text[:_OPENING] in text

    def is_short(line: int) -> bool:
        # A dateline, a sign-off, a source: a witness leaves them out, and they tell the agency.
        return blocks[line].words < _FEWEST_WORDS and not blocks[line].linked

    known = [line for line in lines if is_known(line)]
    if not known:
        return lines
    written = "\n".join(blocks[line].text for line in lines)
    # What the finder saw amid the body and left out stays out: a pull quote is in the witness too, once.
    missed = [
        line
        for line, block in enumerate(blocks)
        if not lines[0] <= line <= lines[-1]
        and line not in foreign
        and not block.level
        and block.linked < 0.5
        and is_known(line)
        and block.text[:_OPENING] not in written
    ]
    if missed:
        lines = sorted({*lines, *missed})
        known = [line for line in lines if is_known(line)]
    long = sum(blocks[line].words >= _FEWEST_WORDS for line in lines)
    if len(known) < _AGREEMENT * long:
        return lines
    first, last = known[0], known[-1]
    if text.startswith(blocks[first].text[:_OPENING]):
        lines = [line for line in lines if line >= first or is_short(line)]
    if blocks[last].text[-_ENDING:] in text[-_MARGIN:]:
        lines = [line for line in lines if line <= last or is_short(line)]
    return lines

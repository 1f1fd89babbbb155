"""The headline: what the page shows and what its head says, without the site's name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.extraction.names import NOISE
from newscrawl.extraction.text import comparable

if TYPE_CHECKING:
    from newscrawl.extraction.outline import Outline

_SEPARATORS: Final = re.compile(r"\s+(?:[-\u2013\u2014|»«•·:]|::)\s+|\s*\|\s*")
_LONGEST: Final = 400
_LOOKS: Final = 60
"""How many headings and title boxes are compared: a page with more is a listing."""
_SURE: Final = 0.6
_ABOUT: Final = frozenset({"date", "meta", "section", "author"})
"""Kinds that the names of a first heading may say as well: `post-title published`."""
_NEAR_BODY: Final = 10
_LINK: Final = 0.8
"""Share of a block's letters from which it is a link."""


@dataclass(frozen=True, slots=True)
class Title:
    """A headline, and the block that shows it (None where the page does not); `sure` where page and head agree."""

    text: str | None
    block: int | None
    sure: bool = False


def find_title(outline: Outline, *, stated: list[str], site_name: str | None) -> Title:
    """Choose the headline.

    `stated` are the head's titles, surest first (JSON-LD, Open Graph, `<title>`). A heading on the page that says the
    same words is believed before them, since it is what readers see; then the stated one without the site's name.
    """
    blocks = outline.blocks
    stated = [title for title in dict.fromkeys(stated) if len(title) <= _LONGEST]
    visible = _visible(outline)
    for index in visible:
        if blocks[index].level == 1 and blocks[index].text in stated:
            return Title(blocks[index].text, index, sure=True)
    keys = [[comparable(part) for part in (title, *_SEPARATORS.split(title))] for title in stated]
    keys = [key for key in keys if key[0]]
    best, best_score = -1, 0.0
    for rank, index in enumerate(visible):
        shown = comparable(blocks[index].text)
        score = max((_likeness(shown, parts) for parts in keys), default=0.0)
        score += (0.1 if blocks[index].level == 1 else 0.0) - 0.001 * rank
        if score > best_score:
            best, best_score = index, score
    if best_score >= _SURE:
        if blocks[best].linked >= _LINK:
            best = _unlinked_twin(outline, best)
        return Title(blocks[best].text, best, sure=True)
    wanted = {part: len(part) for parts in keys for part in parts if part.count(" ") >= 2}
    for index, block in enumerate(blocks):
        is_close = any(abs(len(block.text) - length) <= 0.2 * length for length in wanted.values())
        if is_close and 3 <= block.words <= 60 and comparable(block.text) in wanted:
            return Title(block.text, index, sure=True)
    first = [index for index in visible if blocks[index].level == 1 and blocks[index].words >= 3]
    if len(first) == 1 and blocks[first[0]].linked < 0.8:
        return Title(blocks[first[0]].text, first[0])
    for title in stated:
        return Title(without_site_name(title, site_name), None)
    return Title(blocks[first[0]].text, first[0]) if first else Title(None, None)


def settle_title(title: Title, outline: Outline, first_line: int) -> Title:
    """Look again for a headline that the head does not name, now that it is known where the body begins."""
    if title.sure or (title.text and title.text.count(" ") >= 3):
        return title
    blocks, boxes = outline.blocks, outline.boxes
    best: tuple[int, int] | None = None
    for index in range(max(0, first_line - _NEAR_BODY), first_line):
        block = blocks[index]
        named = boxes[block.box].kind == "title"
        if (block.level or named) and 3 <= block.words <= 40 and block.linked < 0.8:
            rank = (block.level or 2, -index)
            if best is None or rank < best:
                best = rank
    return Title(blocks[-best[1]].text, -best[1]) if best is not None else title


def without_site_name(title: str, site_name: str | None) -> str:
    """Take the outlet's name off a title: «العنوان | موقع المثال» → «العنوان»."""
    separators = list(_SEPARATORS.finditer(title))
    if not separators:
        return title
    key = comparable(site_name) if site_name else ""
    for separator in separators:
        head, tail = title[: separator.start()].strip(), title[separator.end() :].strip()
        tail_key = comparable(tail)
        if key and tail_key and (key in tail_key or tail_key in key):
            return head
        if key and comparable(head) == key:
            return tail
    last = separators[-1]
    head, tail = title[: last.start()].strip(), title[last.end() :].strip()
    if len(tail.split()) <= 4 and len(head.split()) >= 3 and "|" in last[0]:
        return head
    return title


def _visible(outline: Outline) -> list[int]:
    """Give the blocks that may show the headline, most likely first: `<h1>`, boxes named title, then other headings."""
    boxes = outline.boxes
    ranked: list[tuple[int, int]] = []
    for index, block in enumerate(outline.blocks):
        level = block.level
        box = boxes[block.box]
        named = box.kind == "title" or (box.parent >= 0 and boxes[box.parent].kind == "title")
        if not level and not named:
            continue
        if block.words < 2 or block.words > 60 or (box.kind in NOISE and not (level == 1 and box.kind in _ABOUT)):
            continue
        ranked.append((0 if level == 1 else 1 if named else level + 1, index))
    ranked.sort()
    return [index for _, index in ranked[:_LOOKS]]


def _unlinked_twin(outline: Outline, index: int) -> int:
    """Give the block that says the same without being a link: a card in a sidebar may lead to the page itself."""
    blocks = outline.blocks
    text = blocks[index].text
    return next((i for i, block in enumerate(blocks) if block.text == text and block.linked < _LINK), index)


def _likeness(shown: str, stated: list[str]) -> float:
    """Compare a shown title with a stated one's parts, the whole first: 1 where they are equal."""
    if not shown:
        return 0.0
    whole = stated[0]
    if shown == whole:
        return 1.0
    if len(stated) > 1 and shown in stated:
        # The longest part is the headline; the others name the section and the outlet.
        return 0.95 if len(shown) >= max(map(len, stated[1:])) else 0.0
    if len(shown) * 2 >= len(whole) and shown in whole:
        return 0.9
    if len(whole) >= 12 and len(whole) * 2 >= len(shown) and whole in shown:
        return 0.8
    return 0.85 * _common(shown.split(), whole.split())


def _common(a: list[str], b: list[str]) -> float:
    """Give the share of words that two titles have in common: twice their number over the sum of the lengths."""
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b))

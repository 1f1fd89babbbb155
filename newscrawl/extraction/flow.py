"""Within the article's box: which lines stay. Cards, inline links, tweets, repeated quotes and chrome leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.datelines import find_dateline
from newscrawl.extraction.date_candidates import looks_like_date
from newscrawl.extraction.labels import LONGEST_LABEL, label_of, opening_label_of
from newscrawl.extraction.text import comparable

if TYPE_CHECKING:
    from newscrawl.extraction.outline import Block, Outline

_LINK_ONLY: Final = 0.8
_IMPRINT_WORDS: Final = 45
_IMPRINT_LINE: Final = 11
_EXCERPT_LINES: Final = 2
_FEWEST_LISTED: Final = 3
_MANY_WORDS: Final = 60
_LABEL_WORDS: Final = 6
_SENTENCE: Final = 12
_STOPS: Final = (".", "!", "؟", "…", "»", "”", '"', ":")
_PROSE: Final = 30
"""Words of a line over the headline that is a paragraph even without a stop, and no ticker."""
_CREDIT: Final = re.compile(
    r"(?:©|\(c\)|credit\s?:|photo\s?:|photo by|image\s?:|source\s?:|getty|صدر الصورة|التعليق على الصورة)", re.IGNORECASE
)
_TWEETED: Final = re.compile(r"[—–-] ?[^()]{1,80} \(@\w{1,40}\)")
_APPEAL: Final = 40
"""Words beside a form that asks for a mail address."""
_CAPTION: Final = 15
_URLS: Final = ("http://", "https://", "www.")


def keep_lines(
    outline: Outline,
    box: int,
    candidates: list[int],
    *,
    title_block: int | None,
    cards: set[int],
    kinds: frozenset[str],
) -> list[int]:
    """Pick from the lines of the body's box (and those that were found beside it) the ones that are the article's."""
    noisy = _noise_inside(outline, box, cards, kinds)
    lines = [line for line in candidates if not noisy.get(outline.blocks[line].box)]
    lines = _without_stamps(outline, lines)
    lines = _without_title(outline, lines, title_block)
    lines = _without_imprint(outline, lines)
    lines = _without_next_article(outline, lines, title_block)
    lines = _without_listed_articles(outline, lines)
    lines = _without_link_lines(outline, lines)
    return _without_repeats(outline, lines)


def _noise_inside(outline: Outline, body: int, cards: set[int], kinds: frozenset[str]) -> dict[int, bool]:
    """Tell of each box inside the body's (others are absent) whether it, or one around it, is noise or a card."""
    if body < 0:
        return {}
    boxes = outline.boxes
    stamped = {stamp.block for stamp in outline.stamps}
    end = boxes[body].end
    noisy: dict[int, bool] = {}
    for index in range(body + 1, len(boxes)):
        box = boxes[index]
        if box.parent != body and box.parent not in noisy:
            if box.start >= end:
                break
            continue
        noisy[index] = (
            noisy.get(box.parent, False)
            or box.kind in kinds
            or index in cards
            or _is_imprint(outline, index, stamped)
            or _is_around_something(outline, index)
        )
    return noisy


def _is_around_something(outline: Outline, index: int) -> bool:
    """Tell a box around a player and its caption, around a form that asks for an address, around somebody's tweet."""
    box = outline.boxes[index]
    if not (box.plays or box.asks_mail or box.tag == "blockquote") or box.start == box.end:
        return False
    blocks = outline.blocks[box.start : box.end]
    if box.tag == "blockquote" and _TWEETED.match(blocks[-1].text):
        return True
    words = sum(block.words for block in blocks)
    if box.asks_mail:
        return words <= _APPEAL
    return box.plays and words <= _CAPTION and not any(block.text.endswith(_STOPS) for block in blocks)


def _is_imprint(outline: Outline, index: int, stamped: set[int]) -> bool:
    """Tell whether a box is the article's own imprint: a few words with a date among them."""
    box = outline.boxes[index]
    if box.tag == "p" or not 0 < box.end - box.start <= 8:
        return False
    if not any(line in stamped for line in range(box.start, box.end)):
        return False
    blocks = outline.blocks[box.start : box.end]
    return sum(block.words for block in blocks) <= _IMPRINT_WORDS and not any(
        block.words >= 25 or (block.linked < 0.3 and block.words >= 8 and block.text.endswith(".")) for block in blocks
    )


def _without_stamps(outline: Outline, lines: list[int]) -> list[int]:
    """Drop lines that are a date and little else, by their markup: `<p><time>…</time></p>`."""
    stamps = {stamp.block: stamp.text for stamp in outline.stamps}
    blocks = outline.blocks
    return [
        line
        for line in lines
        if line not in stamps or len(blocks[line].text) > len(stamps[line]) + 60 or blocks[line].words >= 25
    ]


def _without_title(outline: Outline, lines: list[int], title_block: int | None) -> list[int]:
    """Drop the headline and what stands before it at the head of the body, where it was pasted in with its chrome."""
    if title_block is None or not lines:
        return lines
    blocks = outline.blocks
    title = comparable(blocks[title_block].text)
    cut = 0
    prose = 0
    for place, line in enumerate(lines):
        block = blocks[line]
        if abs(len(block.text) - len(blocks[title_block].text)) <= 8 and comparable(block.text) == title:
            cut = place + 1
            continue
        if block.words >= 12 and not block.level and block.linked < 0.5:
            prose += 1
            if prose == 2:
                break
    if not cut:
        return lines
    rest = lines[cut:]
    # After the headline, what is left of the pasted page's own head: its section, its clock, its share button.
    while rest and blocks[rest[0]].words <= 4 and any(blocks[line].words >= 12 for line in rest):
        if not _is_chrome(blocks[rest[0]], cut > 1):
            break
        rest = rest[1:]
    kept = [
        line
        for line in lines[: max(cut - 1, 0)]
        if blocks[line].words >= (12 if blocks[line].text.endswith(_STOPS) else _PROSE)
        and comparable(blocks[line].text) != title
    ]
    return kept + rest


def _without_imprint(outline: Outline, lines: list[int]) -> list[int]:
    """Drop what stands before the first paragraph and is a date with little around it: «الرباط في 3 مارس 2024»."""
    blocks = outline.blocks
    for place, line in enumerate(lines):
        block = blocks[line]
        if block.words > _IMPRINT_LINE or place > 6:
            first = place
            break
    else:
        return lines
    head = [line for line in lines[:first] if not _is_imprint_line(blocks[line].text)]
    return head + lines[first:]


def _is_imprint_line(text: str) -> bool:
    return looks_like_date(text) and find_dateline(text) is None


def _without_next_article(outline: Outline, lines: list[int], title_block: int | None) -> list[int]:
    """End the body before another headline made by the same template: an article that scrolling has appended.

    One in the box that is named the body is a card that an editor put there.
    """
    if title_block is None:
        return lines
    blocks, boxes = outline.blocks, outline.boxes
    title = blocks[title_block]
    names = boxes[title.box].names
    if not names or not title.level or sum(blocks[line].words >= 12 for line in lines if line < title_block) > 1:
        return lines
    for place, line in enumerate(lines):
        block = blocks[line]
        if (
            place > 0
            and line > title_block
            and block.level == title.level
            and block.words >= 3
            and boxes[block.box].names == names
            and comparable(block.text) != comparable(title.text)
            and line >= _end_of_body_box(outline, blocks[lines[place - 1]].box)
        ):
            return lines[:place]
    return lines


def _end_of_body_box(outline: Outline, box: int) -> int:
    """Give the end of the innermost box around (or at) `box` that is named the body; 0 where none is."""
    boxes = outline.boxes
    while box >= 0 and not boxes[box].is_body:
        box = boxes[box].parent
    return boxes[box].end if box >= 0 else 0


def _without_listed_articles(outline: Outline, lines: list[int]) -> list[int]:
    """End the body before a list of other articles in the same box: a label, then headlines, each with its excerpt.

    Behind the article's tags one is enough: what follows them is no part of it.
    """
    blocks = outline.blocks
    for place in range(1, len(lines) - 1):
        block = blocks[lines[place]]
        if len(block.text) <= LONGEST_LABEL and label_of(block.text) == "related":
            before = blocks[lines[place - 1]]
            if (
                opening_label_of(before.text) == "tags"
                and before.words < _MANY_WORDS
                and blocks[lines[place + 1]].linked > _LINK_ONLY
            ):
                return lines[:place]
    for place in range(1, len(lines) - 2 * _FEWEST_LISTED + 1):
        block = blocks[lines[place]]
        if len(block.text) <= LONGEST_LABEL and label_of(block.text) == "related":
            is_headline = [blocks[line].linked > _LINK_ONLY for line in lines[place + 1 :]]
            starts = [index for index, is_link in enumerate(is_headline) if is_link]
            ends = [*starts[1:], len(is_headline)]
            if (
                len(starts) >= _FEWEST_LISTED
                and starts[0] == 0
                and all(1 < end - start <= 1 + _EXCERPT_LINES for start, end in zip(starts, ends, strict=True))
            ):
                return lines[:place]
    return lines


def _is_chrome(block: Block, pasted: bool) -> bool:
    return pasted and (not block.text.endswith(":") or label_of(block.text) is not None)


def _without_link_lines(outline: Outline, lines: list[int]) -> list[int]:
    """Drop labels («اقرأ أيضا:»), the links that follow them, and lines that are nothing but a link."""
    blocks = outline.blocks
    words = sum(blocks[line].words for line in lines)
    linked = sum(blocks[line].words for line in lines if blocks[line].linked > _LINK_ONLY)
    all_linked = linked > 0.6 * words
    last_told = max((line for line in lines if blocks[line].words >= _SENTENCE and not blocks[line].linked), default=-1)
    kept: list[int] = []
    following = None
    for place, line in enumerate(lines):
        block = blocks[line]
        label = label_of(block.text) if len(block.text) <= LONGEST_LABEL else None
        if label in ("pager", "related") and not block.linked and _is_plain_headline(blocks, lines[place + 1 :][:1]):
            # The headlines under it go with it, later, where they are known to be some.
            kept.append(line)
            continue
        if label is not None and block.words <= 8:
            following = label if label in ("related", "tags", "newsletter", "comments") else following
            continue
        if block.linked > _LINK_ONLY and not all_linked and not block.text.startswith(_URLS):
            # A whole paragraph of the author may be a link to his source; another article's headline has no full stop.
            is_amid = kept and line < last_told and _SENTENCE <= block.words < _MANY_WORDS
            is_sentence = is_amid and block.tag == "p" and block.text.endswith(".")
            if following is not None or not is_sentence or block.text.endswith(".."):
                continue
        if block.words <= 10 and _CREDIT.match(block.text):
            continue
        if block.linked > 0.3 and opening_label_of(block.text) in ("related", "tags", "pager"):
            continue
        if following is not None:
            if block.linked > 0.3 or (following != "related" and block.words < 12):
                continue
            if block.words >= 12 or block.linked == 0:
                following = None
        kept.append(line)
    # A heading over links that have left says nothing any more.
    while kept and blocks[kept[-1]].level and kept[-1] != lines[-1] and blocks[kept[-1]].words <= _LABEL_WORDS:
        kept.pop()
    return kept


def _is_plain_headline(blocks: list[Block], following: list[int]) -> bool:
    """Tell whether what follows a label could be another article's headline that leads nowhere."""
    if not following:
        return False
    block = blocks[following[0]]
    return not block.linked and 4 < block.words <= 22 and not block.text.endswith(_STOPS)


def _without_repeats(outline: Outline, lines: list[int]) -> list[int]:
    """Drop pull quotes: lines of a quote's box that repeat words of the article; and lines that stand there twice."""
    blocks, boxes = outline.blocks, outline.boxes
    seen: set[str] = set()
    kept: list[int] = []
    whole: str | None = None
    for line in lines:
        block = blocks[line]
        if block.words >= 8:
            if block.text in seen:
                continue
            seen.add(block.text)
        box = boxes[block.box]
        parent = boxes[box.parent] if box.parent >= 0 else box
        if (
            "quote" in (box.kind, parent.kind)
            or "blockquote" in (box.tag, parent.tag)
            or "aside" in (box.tag, parent.tag)
        ):
            if whole is None:
                whole = comparable(" ".join(blocks[other].text for other in lines))
            words = comparable(block.text)
            if block.words >= 4 and whole.count(words) > 1:
                continue
        kept.append(line)
    return kept

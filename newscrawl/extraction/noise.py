"""What on a page is not its article: cards of other articles, boxes named so, and what a label introduces."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from newscrawl.extraction.date_candidates import is_time_of_posting
from newscrawl.extraction.labels import LONGEST_LABEL, label_of
from newscrawl.extraction.name_evidence import NameEvidence
from newscrawl.extraction.tags import LEVELS

if TYPE_CHECKING:
    from newscrawl.extraction.outline import Outline

_CARD_WORDS: Final = 60
_LABEL_WORDS: Final = 8
_CARD_DEPTH: Final = 12
_EXCERPT_WORDS: Final = 400
_FEWEST_EXCERPTS: Final = 3
_STAMP_WORDS: Final = 24
_STAMP_DEPTH: Final = 8
_LABELS: Final = frozenset({"comments", "related", "newsletter", "poll", "tags", "summary"})
_MOST: Final = 0.6
"""Share of a page's prose that no label introduces where nothing was told before."""
_FEWEST: Final = 12
"""Words of prose with which a text has begun."""


def find_cards(outline: Outline, title_block: int | None) -> set[int]:
    """Find the cards of other articles and lists of them, as indices of boxes.

    A card opens with a headline that is a link, and holds no other and little else; a list is all links but a few
    words.
    """
    blocks, boxes = outline.blocks, outline.boxes
    headlines = [index for index, block in enumerate(blocks) if block.linked > 0.8 and block.words >= 4]
    if not headlines:
        return set()
    counts = [0, *accumulate(block.linked > 0.8 and block.words >= 4 for block in blocks)]
    words = [0, *accumulate(block.words for block in blocks)]
    plain = [0.0, *accumulate(block.words * (1.0 - block.linked) for block in blocks)]
    cards = _excerpts(outline, headlines, counts, words, title_block)
    for index in headlines:
        box = blocks[index].box
        card = -1
        for _ in range(_CARD_DEPTH):
            if box <= 0 or boxes[box].holds(title_block):
                break
            start, end = boxes[box].start, boxes[box].end
            is_one = counts[end] - counts[start] == 1 and words[end] - words[start] <= _CARD_WORDS
            is_list = counts[end] > counts[start] and plain[end] - plain[start] <= _LABEL_WORDS
            if is_list or (is_one and words[index] - words[start] <= 6):
                card = box
            elif not is_one:
                break
            box = boxes[box].parent
        if card >= 0 and boxes[card].tag != "p" and boxes[card].tag not in LEVELS:
            cards.add(card)
    return cards


def _excerpts(
    outline: Outline, headlines: list[int], counts: list[int], words: list[int], title_block: int | None
) -> set[int]:
    """Find cards that hold whole paragraphs: several boxes of one form, each under a headline that leads elsewhere."""
    blocks, boxes = outline.blocks, outline.boxes
    forms: dict[tuple[int, str, str], list[int]] = {}
    for index in headlines:
        box = blocks[index].box
        while box > 0 and boxes[box].start == index and words[boxes[box].end] - words[index + 1] < _FEWEST:
            box = boxes[box].parent
        start, end = boxes[box].start, boxes[box].end
        is_card = start == index and counts[end] - counts[start] == 1 and words[end] - words[start] <= _EXCERPT_WORDS
        if box > 0 and is_card and not boxes[box].holds(title_block):
            forms.setdefault((boxes[box].parent, boxes[box].tag, boxes[box].names), []).append(box)
    return {box for alike in forms.values() if len(alike) >= _FEWEST_EXCERPTS for box in alike}


def find_replies(outline: Outline, sums: list[float], title_block: int | None) -> set[int]:
    """Find readers' comments and forum posts by their form, as indices of boxes: several alike, each with its time.

    `sums` are the running sums of the blocks' prose. An article stands before what is said to it.
    """
    blocks, boxes = outline.blocks, outline.boxes
    forms: dict[tuple[int, str, str], list[int]] = {}
    for block in blocks:
        if block.words > _STAMP_WORDS or not is_time_of_posting(block.text):
            continue
        box = block.box
        for _ in range(_STAMP_DEPTH):
            if box <= 0 or boxes[box].holds(title_block):
                break
            alike = forms.setdefault((boxes[box].parent, boxes[box].tag, boxes[box].names), [])
            if box not in alike[-1:]:
                alike.append(box)
            box = boxes[box].parent
    start = title_block if title_block is not None else 0
    found: set[int] = set()
    for (_, _, names), alike in forms.items():
        if len(alike) < _FEWEST_EXCERPTS or "live" in names.lower():
            continue
        first = boxes[alike[0]]
        told_before = sums[first.start] - sums[start] if first.start > start else 0.0
        if told_before >= _FEWEST:
            found.update(alike)
        elif title_block is not None and first.start > title_block and sums[first.end] - sums[first.start] >= _FEWEST:
            # A forum: the first post is the text itself.
            found.update(alike[1:])
    return found


def find_noise(
    outline: Outline, sums: list[float], cards: set[int], title_block: int | None, *, kinds: frozenset[str]
) -> list[bool]:
    """Tell for each box whether it, or one around it, is noise by its name (one of `kinds`), or a card.

    `sums` are the running sums of the blocks' prose; a box whose prose belies its name loses it, in the outline too.
    """
    noisy: list[bool] = []
    evidence = NameEvidence(outline, sums, title_block)
    for index, box in enumerate(outline.boxes):
        above = box.parent >= 0 and noisy[box.parent]
        own = index in cards
        if not above and not own and (box.kind in kinds or box.kind == "form"):
            own = not evidence.belies(index)
            if not own:
                box.kind = None
        noisy.append(above or own)
    return noisy


def find_labelled(outline: Outline, sums: list[float], title_block: int | None) -> dict[int, str]:
    """Give, each with its label, the blocks of boxes that begin with a label of noise: «التعليقات», «أخبار ذات صلة».

    Where the label stands amid a box, comments are all that follows in it.
    """
    blocks, boxes = outline.blocks, outline.boxes
    found: dict[int, str] = {}
    replies: list[int] = []
    for index, block in enumerate(blocks):
        if block.words > 6 or len(block.text) > LONGEST_LABEL or index in found:
            continue
        label = label_of(block.text)
        if label == "reply":
            replies.append(index)
        if label is None or label not in _LABELS:
            continue
        box = block.box
        while box >= 0 and boxes[box].start == index and boxes[box].end == index + 1:
            box = boxes[box].parent
        if box < 0:
            continue
        begins_box = boxes[box].start == index and box > 0
        ends_prose = label == "comments" and sums[index] > sums[boxes[box].start]
        if (begins_box or ends_prose) and not _holds_article(range(index, boxes[box].end), sums, title_block):
            found.update(dict.fromkeys(range(index, boxes[box].end), label))
    if len(replies) > 1:
        found.update(dict.fromkeys(_comments_around(outline, replies, title_block), "comments"))
    return found


def _holds_article(lines: range, sums: list[float], title_block: int | None) -> bool:
    """Tell whether what follows a label is the article all the same: its headline, or most of the page's prose.

    A link over the whole page («تخطي إلى المحتوى») and one under the headline («لا توجد تعليقات») look like labels.
    """
    if title_block is not None and lines.start < title_block < lines.stop:
        return True
    told_before = sums[lines.start] - sums[title_block if title_block is not None and title_block < lines.start else 0]
    return told_before < _FEWEST and sums[lines.stop] - sums[lines.start] >= _MOST * sums[-1] > 0


def _comments_around(outline: Outline, replies: list[int], title_block: int | None) -> range:
    """Give the blocks of the smallest box around the first two «رد» links: readers' comments, whatever its name."""
    boxes = outline.boxes
    box = outline.blocks[replies[0]].box
    while box > 0 and boxes[box].end <= replies[1]:
        box = boxes[box].parent
    if box <= 0 or boxes[box].holds(title_block):
        return range(0)
    return range(boxes[box].start, boxes[box].end)

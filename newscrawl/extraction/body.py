"""The body finder: which of a page's lines are the article's, by a block classifier over one outline of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from newscrawl.extraction.flow import keep_lines
from newscrawl.extraction.labels import LONGEST_LABEL, label_of
from newscrawl.extraction.names import NOISE, SOFT

if TYPE_CHECKING:
    from collections.abc import Collection

    from newscrawl.extraction.blocks import Block, Box, Outline

_SENTENCE: Final = re.compile(r"[،؛.!؟?:…»”\"]")
_CONTINUES: Final = re.compile(
    r"(?:و(?:أ[\u0621-\u064a]|قال|كان|ذكر|جاء|تابع|لفت|شدد|بين|كشف|بحسب|حسب|في |من |على |عن |إلى |قد |هو |هي |هذا|هذه|لم |إن |أن "
    r"|يأتي|تأتي|يذكر|استطرد|اختتم|نقل|نوه|دعا|طالب|حذر|نفى|اعتبر|رأى)|كما |فيما |من جهت|من جانب|بدور|في المقابل|في حين)"
)
_ENDS_SENTENCE: Final = (".", "!", "؟", "…", ":", "»", "”", '"')
_FEWEST: Final = 12
_CARD_WORDS: Final = 60
_LABEL_WORDS: Final = 8
_CARD_DEPTH: Final = 12
_LEAVES: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_NESTED: Final = frozenset({"td", "th", "tr", "caption", "dt"})


@dataclass(slots=True)
class Body:
    """The lines that are the article's, as indices of `Outline.blocks`, and how sure that is."""

    lines: list[int] = field(default_factory=list)
    box: int = -1
    mass: float = 0.0
    """Words of prose in the chosen lines."""
    foreign: set[int] = field(default_factory=set)
    """Lines of other articles' cards, and of what is labelled as related or as comments."""


class BodyFinder:
    """Weighs the blocks of one outline, walks down to the box that holds the article, and picks its lines."""

    def __init__(
        self, outline: Outline, *, title_block: int | None, anchors: Collection[int] = (), trust_names: bool = True
    ) -> None:
        self.outline = outline
        self.title_block = title_block
        self.anchors = anchors
        blocks, boxes = outline.blocks, outline.boxes
        raw = [_mass(block) for block in blocks]
        self._raw_sums = [0.0, *accumulate(raw)]
        self.cards = self._find_cards()
        noisy = self._noisy_boxes(trust_names)
        labelled = self._labelled()
        self.foreign = labelled.union(*(range(boxes[card].start, boxes[card].end) for card in self.cards))
        self.mass = [
            0.0 if noisy[block.box] or index in labelled else mass
            for index, (block, mass) in enumerate(zip(blocks, raw, strict=True))
        ]
        self._sums = [0.0, *accumulate(self.mass)]
        self._counts = [0, *accumulate(mass >= 6 for mass in self.mass)]
        self._children: dict[int, list[int]] = {}
        for index, box in enumerate(boxes):
            if box.parent >= 0 and self._sums[box.end] > self._sums[box.start]:
                self._children.setdefault(box.parent, []).append(index)

    def find(self) -> Body:
        """Find the article's lines; an empty body where the page has no prose."""
        if chosen := self._chosen():
            return chosen
        if not self.outline.boxes or self._sums[-1] <= 0:
            return Body(foreign=self.foreign)
        box = self._descend()
        start, end = self._span(box)
        before, after = self._beside(box)
        if not before:
            before = self._lead_before(box, start)
        lines = keep_lines(self.outline, box, [*before, *range(start, end), *after], self.title_block, self.cards)
        mass = sum(self.mass[line] for line in lines)
        return Body(lines, box, mass, self.foreign)

    def _chosen(self) -> Body | None:
        """Give the lines of the boxes that the site's rules select, if these hold prose."""
        boxes = self.outline.boxes
        inside: list[bool] = []
        noisy: list[bool] = []
        for index, box in enumerate(boxes):
            above = box.parent >= 0 and inside[box.parent]
            inside.append(above or box.chosen)
            noisy.append(above and (noisy[box.parent] or box.kind in NOISE or index in self.cards))
        lines = [line for line, block in enumerate(self.outline.blocks) if inside[block.box] and not noisy[block.box]]
        lines = keep_lines(self.outline, -1, lines, self.title_block, self.cards) if any(inside) else []
        mass = sum(_mass(self.outline.blocks[line]) for line in lines)
        return Body(lines, -1, mass, self.foreign) if mass >= _FEWEST else None

    def _span(self, index: int) -> tuple[int, int]:
        box = self.outline.boxes[index]
        return box.start, box.end

    def _mass_of(self, index: int) -> float:
        box = self.outline.boxes[index]
        return self._sums[box.end] - self._sums[box.start]

    def _prose_lines(self, index: int) -> int:
        box = self.outline.boxes[index]
        return self._counts[box.end] - self._counts[box.start]

    def _find_cards(self) -> set[int]:
        """Find the cards of other articles and lists of them.

        A card opens with a headline that is a link, and holds no other and little else; a list is links but for a few words.
        """
        blocks, boxes = self.outline.blocks, self.outline.boxes
        headlines = [index for index, block in enumerate(blocks) if block.linked > 0.8 and block.words >= 4]
        if not headlines:
            return set()
        counts = [0, *accumulate(block.linked > 0.8 and block.words >= 4 for block in blocks)]
        words = [0, *accumulate(block.words for block in blocks)]
        plain = [0, *accumulate(block.words * (1.0 - block.linked) for block in blocks)]
        cards: set[int] = set()
        for index in headlines:
            box = blocks[index].box
            card = -1
            for _ in range(_CARD_DEPTH):
                if box <= 0 or self._holds_title(box):
                    break
                start, end = boxes[box].start, boxes[box].end
                one = counts[end] - counts[start] == 1 and words[end] - words[start] <= _CARD_WORDS
                if one and words[index] - words[start] <= 6:
                    card = box
                elif plain[end] - plain[start] <= _LABEL_WORDS and counts[end] > counts[start]:
                    card = box
                elif not one:
                    break
                box = boxes[box].parent
            if card >= 0 and boxes[card].tag not in _LEAVES:
                cards.add(card)
        return cards

    def _holds_title(self, index: int) -> bool:
        box = self.outline.boxes[index]
        return self.title_block is not None and box.start <= self.title_block < box.end

    def _noisy_boxes(self, trust_names: bool) -> list[bool]:
        """Tell for each box whether it, or one around it, is noise by its name, or a card; much prose takes a name back."""
        boxes, sums = self.outline.boxes, self._raw_sums
        total = sums[-1]
        noisy: list[bool] = []
        for index, box in enumerate(boxes):
            above = box.parent >= 0 and noisy[box.parent]
            own = index in self.cards
            if not above and not own and trust_names and (box.kind in NOISE or box.kind == "form"):
                share = (sums[box.end] - sums[box.start]) / total if total else 0.0
                own = not (share >= 0.4 and (box.kind in SOFT or box.kind == "form"))
                if own and share >= 0.6 and self._holds_title(index):
                    own = False
                if not own:
                    box.kind = None
            noisy.append(above or own)
        return noisy

    def _labelled(self) -> set[int]:
        """Give the blocks of boxes that begin with a label of noise: «التعليقات», «أخبار ذات صلة»."""
        blocks, boxes = self.outline.blocks, self.outline.boxes
        found: set[int] = set()
        for index, block in enumerate(blocks):
            if block.words > 6 or len(block.text) > LONGEST_LABEL or index in found:
                continue
            label = label_of(block.text)
            if label not in ("comments", "related", "newsletter", "poll", "tags"):
                continue
            box = block.box
            while box >= 0 and boxes[box].start == index and boxes[box].end == index + 1:
                box = boxes[box].parent
            if box < 0:
                continue
            if boxes[box].start == index and box > 0:
                found.update(range(index, boxes[box].end))
            elif label == "comments" and self._raw_sums[index] - self._raw_sums[boxes[box].start] > 0:
                found.update(range(index, boxes[box].end))
        return found

    def _descend(self) -> int:
        """Walk down from the root to the smallest box that still holds the article's paragraphs."""
        boxes = self.outline.boxes
        current = 0
        while True:
            children = self._children.get(current)
            total = self._mass_of(current)
            if not children or total <= 0:
                return current
            best = max(children, key=self._score)
            share = self._mass_of(best) / total
            if boxes[current].is_body and share < 0.97 and not self._holds_body(best):
                return current
            if share >= 0.8:
                if boxes[best].tag in ("p", "li", "td") and self._prose_lines(best) <= 1:
                    return current
                current = best
                continue
            containers = [child for child in children if self._prose_lines(child) >= 2]
            direct = total - sum(map(self._mass_of, containers))
            if not containers or direct >= 0.3 * total:
                return current
            best = max(containers, key=self._score)
            others = [child for child in containers if child != best]
            rest = max(direct, *map(self._score, others), 0.0)
            if self._are_sections(containers) and (self._are_alike(containers) or self._score(best) < 2 * rest):
                return current
            current = best

    def _score(self, index: int) -> float:
        box = self.outline.boxes[index]
        score = self._mass_of(index)
        if self._holds_body(index):
            score *= 2
        if box.tag in ("article", "main"):
            score *= 1.3
        title = self.title_block
        if title is not None:
            if self._holds_title(index):
                score *= 1.7
            elif box.end <= title:
                score *= 0.4
        if any(box.start <= anchor < box.end for anchor in self.anchors):
            score *= 2
        return score

    def _holds_body(self, index: int) -> bool:
        boxes = self.outline.boxes
        box = boxes[index]
        if box.is_body:
            return True
        # Boxes stand in document order, so those inside this one follow it directly.
        for inner in range(index + 1, len(boxes)):
            if boxes[inner].start >= box.end and boxes[inner].end > box.end:
                break
            if boxes[inner].is_body and boxes[inner].end <= box.end and self._prose_lines(inner):
                return True
        return False

    def _are_sections(self, containers: list[int]) -> bool:
        """Tell whether boxes side by side are parts of one article rather than articles (or an article and its comments)."""
        boxes, blocks = self.outline.boxes, self.outline.blocks
        if any(boxes[container].tag == "article" for container in containers):
            return False
        return not any(
            blocks[line].level == 1
            for container in containers[1:]
            for line in range(boxes[container].start, boxes[container].end)
        )

    def _are_alike(self, containers: list[int]) -> bool:
        """Tell whether boxes were made by one template: the same tag and the same first name."""
        boxes = self.outline.boxes
        forms = {(boxes[container].tag, boxes[container].names.partition(" ")[0]) for container in containers}
        return len(containers) > 1 and len(forms) == 1

    def _lead_before(self, box: int, start: int) -> list[int]:
        """Give the first paragraph where it stands outside the body's box, as the body's own opening then shows.

        A body that opens with «وأوضح …» goes on from a paragraph before it; one that opens afresh was preceded only by a
        standfirst.
        """
        blocks = self.outline.blocks
        first = next((line for line in range(start, self._span(box)[1]) if self.mass[line] >= 6), None)
        if first is None or not _CONTINUES.match(blocks[first].text):
            return []
        floor = self.title_block if self.title_block is not None and self.title_block < start else max(-1, start - 12)
        for line in range(start - 1, floor, -1):
            block = blocks[line]
            if self.mass[line] >= 12 and not block.level and block.linked < 0.3 and block.text.endswith(_ENDS_SENTENCE):
                return [line]
        return []

    def _beside(self, box: int) -> tuple[list[int], list[int]]:
        """Give the lines of boxes that belong to the body too, before and after it: intro and full text, first and second part."""
        boxes = self.outline.boxes
        here = boxes[box]
        before: list[int] = []
        after: list[int] = []
        if here.parent < 0 or here.tag in _NESTED:
            return before, after
        for sibling in self._children.get(here.parent, ()):
            other = boxes[sibling]
            if sibling == box or other.kind in NOISE or self._prose_lines(sibling) == 0:
                continue
            if other.tag != here.tag and other.tag != "p":
                continue
            if self.outline.blocks[other.start].linked > 0.5:
                continue
            together = here.is_body and other.is_body
            follows = other.start >= here.end and not here.is_body and (other.tag == "p" or other.kind == here.kind)
            if together or (follows and self._mass_of(sibling) >= 12):
                (after if other.start >= here.end else before).extend(range(other.start, other.end))
        return before, after


def _mass(block: Block) -> float:
    """Weigh a block as prose: its words, if it reads as a sentence; little, if it might be a verse or a list item."""
    words = block.words
    if block.linked > 0.5 or block.level:
        return 0.0
    if words >= 20 or (words >= 6 and _SENTENCE.search(block.text)):
        return words * (1.0 - block.linked)
    if block.linked > 0.1 or block.tag in _NESTED or block.tag == "span":
        return 0.0
    return 0.2 * words

"""The body finder: which of a page's lines are the article's, by a block classifier over one outline of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from newscrawl.extraction.flow import keep_lines
from newscrawl.extraction.names import NOISE, SURE
from newscrawl.extraction.nesting import Nested
from newscrawl.extraction.noise import find_cards, find_labelled, find_noise, find_replies
from newscrawl.extraction.openings import continues

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newscrawl.extraction.outline import Block, Box, Outline

_SENTENCE: Final = re.compile(r"[،؛.!؟?:…»”\"]")
_ENDS_SENTENCE: Final = (".", "!", "؟", "…", ":", "»", "”", '"')
_FEWEST: Final = 12
_WHOLE: Final = 60
_FEWEST_PARAGRAPHS: Final = 3
_FAR_MORE: Final = 2.5
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
        sums = [0.0, *accumulate(raw)]
        self.kinds = NOISE if trust_names else SURE
        self.cards = find_cards(outline, title_block)
        self.cards |= find_replies(outline, sums, title_block)
        noisy = find_noise(outline, sums, self.cards, title_block, kinds=self.kinds)
        labelled = find_labelled(outline, sums, title_block)
        self._left_out = {line for line, label in labelled.items() if label == "summary"}
        self._outside = [noisy[block.box] or index in labelled for index, block in enumerate(blocks)]
        self.foreign = set(labelled).union(*(range(boxes[card].start, boxes[card].end) for card in self.cards))
        self.mass = [0.0 if is_outside else mass for is_outside, mass in zip(self._outside, raw, strict=True)]
        self._sums = [0.0, *accumulate(self.mass)]
        self._counts = [0, *accumulate(mass >= 6 for mass in self.mass)]
        self._children: dict[int, list[int]] = {}
        articles: list[int] = []
        bodies: list[int] = []
        for index, box in enumerate(boxes):
            start, end = box.start, box.end
            if start == end:
                continue
            if box.parent >= 0 and self._sums[end] > self._sums[start]:
                self._children.setdefault(box.parent, []).append(index)
            if (box.is_body or box.tag == "article") and self._counts[end] > self._counts[start]:
                if box.is_body:
                    bodies.append(index)
                if box.tag == "article":
                    articles.append(index)
        self._articles = Nested(boxes, articles)
        self._bodies = Nested(boxes, bodies)

    def find(self) -> Body:
        """Find the article's lines; an empty body where the page has no prose."""
        chosen = self._chosen()
        found = self._found()
        if chosen is None:
            return found
        # Rules grow old: where the page's own shape has far more of the same text, they name a part of it.
        if not set(chosen.lines) <= set(found.lines):
            return chosen
        if found.mass > _FAR_MORE * chosen.mass:
            return found
        # Rules often name the paragraphs alone: the subheads and lists between them belong to the text too.
        first, last = chosen.lines[0], chosen.lines[-1]
        chosen.lines = [line for line in found.lines if first <= line <= last]
        return chosen

    def _found(self) -> Body:
        """Find the lines by the shape of the page alone."""
        if not self.outline.boxes or self._sums[-1] <= 0:
            return Body(foreign=self.foreign)
        box = self._descend()
        start, end = self._span(box)
        before, after = self._beside(box)
        if not before:
            before = self._lead_before(range(start, end))
        lines = self._keep(box, [line for line in (*before, *range(start, end), *after) if line not in self._left_out])
        mass = sum(self.mass[line] for line in lines)
        return Body(lines, box, mass, self.foreign)

    def _chosen(self) -> Body | None:
        """Give the lines of the boxes that the site's rules select, if these hold prose."""
        boxes = self.outline.boxes
        if not any(box.chosen for box in boxes):
            return None
        inside: list[bool] = []
        noisy: list[bool] = []
        for index, box in enumerate(boxes):
            above = box.parent >= 0 and inside[box.parent]
            inside.append(above or box.chosen)
            noisy.append(above and (noisy[box.parent] or box.kind in NOISE or index in self.cards))
        lines = [line for line, block in enumerate(self.outline.blocks) if inside[block.box] and not noisy[block.box]]
        lines = self._keep(-1, [*self._lead_before(lines), *lines])
        mass = sum(_mass(self.outline.blocks[line]) for line in lines)
        return Body(lines, -1, mass, self.foreign) if mass >= _FEWEST else None

    def _keep(self, box: int, lines: list[int]) -> list[int]:
        return keep_lines(self.outline, box, lines, title_block=self.title_block, cards=self.cards, kinds=self.kinds)

    def _span(self, index: int) -> tuple[int, int]:
        box = self.outline.boxes[index]
        return box.start, box.end

    def _mass_of(self, index: int) -> float:
        box = self.outline.boxes[index]
        return self._sums[box.end] - self._sums[box.start]

    def _prose_lines(self, index: int) -> int:
        box = self.outline.boxes[index]
        return self._counts[box.end] - self._counts[box.start]

    def _holds_anchor(self, index: int) -> bool:
        box = self.outline.boxes[index]
        return any(box.start <= anchor < box.end for anchor in self.anchors)

    def _holds_title(self, index: int) -> bool:
        return self.outline.boxes[index].holds(self.title_block)

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
            is_named = boxes[best].is_body and share >= 0.5 and self._prose_lines(best) >= 3
            if is_named and self._loose(current) < 0.1 * total:
                # Named the body, and what else there is stands in boxes of its own: notes, an appeal, a biography.
                current = best
                continue
            containers = [child for child in children if self._prose_lines(child) >= 2]
            if len(containers) == 1 and self._articles_inside(containers[0]) > 1:
                containers += [child for child in children if self._is_told_at_once(child)]
            direct = total - sum(map(self._mass_of, containers))
            if not containers or direct >= 0.3 * total or self._goes_on_inside(current, containers):
                return current
            are_sections = self._are_sections(current, containers)
            if are_sections and self._are_alike(containers):
                return current
            titled = next((child for child in containers if self._holds_title(child)), None)
            best = max(containers, key=self._score)
            is_beside = titled != best and self._holds_body(best)
            if titled is not None and not is_beside and self._mass_of(titled) >= 0.3 * total:
                # What stands beside the box of headline and text: comments, a word about the site.
                best = titled
            elif are_sections and self._score(best) < 2 * max(
                direct, *(self._score(child) for child in containers if child != best), 0.0
            ):
                return current
            current = best

    def _loose(self, index: int) -> float:
        """Give the prose that stands in a box directly, or in paragraphs right under it, whatever their element."""
        boxes, blocks = self.outline.boxes, self.outline.blocks
        paragraphs = self._paragraphs(index)
        return sum(
            self.mass[line]
            for line in range(*self._span(index))
            if (box := blocks[line].box) == index
            or (boxes[box].parent == index and boxes[box].tag == "p")
            or box in paragraphs
        )

    def _goes_on_inside(self, index: int, containers: list[int]) -> bool:
        """Tell whether the paragraphs right under a box have one name with those in a container: a button opens it."""
        outside = {self.outline.boxes[child].names for child in self._paragraphs(index, fewest=2)} - {""}
        return bool(outside) and any(
            self.outline.boxes[child].names in outside
            for container in containers
            for child in self._paragraphs(container, fewest=2)
        )

    def _paragraphs(self, index: int, *, fewest: int = _FEWEST_PARAGRAPHS) -> set[int]:
        """Give the boxes right under a box that are its paragraphs: several of one form, with a line of prose each."""
        boxes = self.outline.boxes
        forms: dict[tuple[str, str], list[int]] = {}
        for child in self._children.get(index, ()):
            if self._prose_lines(child) <= 1:
                forms.setdefault((boxes[child].tag, boxes[child].names.partition(" ")[0]), []).append(child)
        return {child for alike in forms.values() if len(alike) >= fewest for child in alike}

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
            elif box.end <= title or self._articles_inside(index) > 1:
                score *= 0.4
        if self._holds_anchor(index):
            score *= 2
        return score

    def _is_told_at_once(self, index: int) -> bool:
        """Tell whether a box holds the headline and, in one paragraph, what may be the whole article."""
        return self._holds_title(index) and self._mass_of(index) >= _WHOLE

    def _articles_inside(self, index: int) -> int:
        """Count the `<article>`s with prose in a box: several are a list of them."""
        return self._articles.count_inside(index)

    def _holds_body(self, index: int) -> bool:
        return self.outline.boxes[index].is_body or self._bodies.count_inside(index) > 0

    def _are_sections(self, index: int, containers: list[int]) -> bool:
        """Tell whether boxes side by side are parts of one article, rather than several (or one and its comments)."""
        boxes, blocks = self.outline.boxes, self.outline.blocks
        while index >= 0:
            if boxes[index].tag == "article" or boxes[index].is_body:
                return True
            index = boxes[index].parent
        if any(boxes[container].tag == "article" for container in containers):
            return False
        return not any(
            blocks[line].level == 1
            for container in containers[1:]
            for line in range(boxes[container].start, boxes[container].end)
        )

    def _are_alike(self, containers: list[int]) -> bool:
        """Tell whether boxes were made by one template: the same tag and the same first name, its number apart."""
        boxes = self.outline.boxes
        forms = {(boxes[box].tag, boxes[box].names.partition(" ")[0].rstrip("0123456789")) for box in containers}
        return len(containers) > 1 and len(forms) == 1

    def _lead_before(self, lines: Sequence[int]) -> list[int]:
        """Give the first paragraph where it stands outside the body's box, as the body's own opening then shows.

        A body that opens with «وأوضح …» goes on from a paragraph before it; what stands before one that opens afresh
        is only a standfirst.
        """
        blocks = self.outline.blocks
        first = next((line for line in lines if self.mass[line] >= 6), None)
        if first is None or not continues(blocks[first].text):
            return []
        start = lines[0]
        floor = self.title_block if self.title_block is not None and self.title_block < start else max(-1, start - 12)
        for line in range(start - 1, floor, -1):
            block = blocks[line]
            # Some templates set the first paragraph as a heading; a headline has no full stop.
            enough = self.mass[line] >= 12 or (block.level > 1 and block.words >= 15 and not self._outside[line])
            if enough and block.linked < 0.3 and block.text.endswith("." if block.level else _ENDS_SENTENCE):
                return [line]
        return []

    def _is_first_part(self, other: Box, here: Box) -> bool:
        """Tell whether a box before the body's, in a body's box itself, holds the first paragraphs of the same text."""
        boxes = self.outline.boxes
        is_under_title = self.title_block is None or other.start > self.title_block
        prose = self._counts[other.end] - self._counts[other.start]
        return boxes[here.parent].is_body and other.end <= here.start and is_under_title and prose >= 2

    def _beside(self, box: int) -> tuple[list[int], list[int]]:
        """Give the lines of boxes that belong to the body too, before and after it: intro and full text, two parts."""
        boxes = self.outline.boxes
        before: list[int] = []
        after: list[int] = []
        chosen = box
        # Boxes around boxes: what stands beside the outermost of them that holds nothing else.
        while (parent := boxes[box].parent) > 0 and self._mass_of(parent) <= self._mass_of(box):
            box = parent
        here = boxes[box]
        if here.parent < 0 or here.tag in _NESTED:
            return before, after
        for sibling in self._children.get(here.parent, ()):
            other = boxes[sibling]
            if sibling == box or other.kind in NOISE or self._prose_lines(sibling) == 0:
                continue
            if other.tag not in (here.tag, "p"):
                continue
            if self.outline.blocks[other.start].linked > 0.5:
                continue
            together = here.is_body and (other.is_body or self._is_first_part(other, here))
            follows = other.start >= here.end and not here.is_body and (other.tag == "p" or other.kind == here.kind)
            follows &= here.tag != "article" and (box == chosen or other.names == here.names)
            follows = follows and (self._mass_of(sibling) >= _WHOLE or self._may_go_on(here, other))
            if together or (follows and self._mass_of(sibling) >= 12) or self._is_alike_before(sibling, here):
                (after if other.start >= here.end else before).extend(range(other.start, other.end))
        return before, after

    def _may_go_on(self, here: Box, other: Box) -> bool:
        """Tell whether a small box behind the body's may be a part of it: by its names, or as its first words go on.

        One of another name is about the paper, an opinion, what is live now; so is an unnamed one under a heading.
        """
        first = self.outline.blocks[other.start]
        if other.tag == "p" or not here.names or other.names == here.names or continues(first.text):
            return True
        return not other.names and not first.level

    def _is_alike_before(self, sibling: int, here: Box) -> bool:
        """Tell whether a box between the headline and the body's box was made by the same template: its first rows."""
        other = self.outline.boxes[sibling]
        is_between = self.title_block is not None and self.title_block < other.start and other.end <= here.start
        is_alike = other.tag == here.tag and other.names == here.names and other.tag != "article"
        return is_between and is_alike and self._mass_of(sibling) >= _FEWEST


def _is_paragraph(heading: Block) -> bool:
    """Tell a paragraph that is set as a heading, for its size: a headline has no full stop."""
    return heading.level > 1 and heading.words >= _FEWEST and heading.text.endswith(".")


def _mass(block: Block) -> float:
    """Weigh a block as prose: its words, if it reads as a sentence; little, if it might be a verse or a list item."""
    words = block.words
    if block.linked > 0.5 or (block.level and not _is_paragraph(block)):
        return 0.0
    if words >= 20 or (words >= 6 and _SENTENCE.search(block.text)):
        return words * (1.0 - block.linked)
    if block.linked > 0.1 or block.tag in _NESTED or block.tag == "span":
        return 0.0
    return 0.2 * words

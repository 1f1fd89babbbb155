"""One page read: a first look at its text, and a second, costlier one where the first finds too little."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, Final

from lxml import etree

from newscrawl.extraction.blocks import read_outline
from newscrawl.extraction.body import BodyFinder
from newscrawl.extraction.metadata import Metadata
from newscrawl.extraction.next_data import StateArticle, find_state_article
from newscrawl.extraction.selectors import Selected
from newscrawl.extraction.text import collapse, comparable
from newscrawl.extraction.title import Title, find_title, settle_title
from newscrawl.extraction.witness import confirm_lines

if TYPE_CHECKING:
    from newscrawl.extraction.outline import Outline
    from newscrawl.extraction.page import Page
    from newscrawl.sites import SiteRules

_ENOUGH: Final = 60
"""Words of prose with which a first look is believed."""
_LITTLE: Final = 25
"""Words of prose with which names are not believed any more."""
_NEAR: Final = 30
"""Lines between a headline and the text under it, at most: share buttons, the imprint, a menu."""
_SIGNS: Final = 8
"""Signs around an outlet's name on a line of its own: «— صحيفة البلد:»."""
_FEWEST_LINES: Final = 3
_ANCHOR: Final = 24
"""Characters of a description that must open a paragraph for it to be found there."""


@dataclass(slots=True)
class Reading:
    """What was found on a page; `lines` are indices of the outline's blocks, empty where the text came from data."""

    outline: Outline
    metadata: Metadata
    title: Title
    lines: list[int]
    paragraphs: list[str]
    mass: float
    selected: Selected
    foreign: set[int]
    """Blocks that belong to other articles."""
    state_dates: list[tuple[str, str]] = field(default_factory=list)
    """Dates beside the text in the page's data: (key, text)."""


def read_page(page: Page, rules: SiteRules | None) -> Reading:
    """Read the page: once where that gives a body, again with less trust in names, then in the page's data."""
    selected = Selected(page.tree, rules)
    outline = read_outline(page.tree, removed=selected.removed, chosen=selected.body)
    metadata = Metadata(outline, page.url)
    reading = _look(outline, metadata, selected)
    if reading.mass >= _ENOUGH and (reading.title.block is not None or not outline.pruned):
        return reading
    whole = outline
    if outline.pruned:
        whole = read_outline(page.tree, removed=selected.removed, chosen=selected.body, prune=False)
        reading = _better(reading, _look(whole, metadata, selected))
    if reading.mass < _LITTLE or reading.title.block is None:
        reading = _better(reading, _look(whole, metadata, selected, trust_names=False))
    if reading.mass < _ENOUGH:
        reading = _from_data(reading)
    if reading.mass < _LITTLE and next(page.tree.iter("noscript"), None) is not None:
        whole = read_outline(page.tree, removed=selected.removed, chosen=selected.body, noscript=True)
        reading = _better(reading, _look(whole, metadata, selected))
    return reading


def _better(first: Reading, second: Reading) -> Reading:
    """Choose between two looks: the later one for much more text, or for one under a headline that the first missed."""
    gains = second.mass > 2 * first.mass + 10
    finds_headline = first.title.block is None and second.mass >= _LITTLE
    return second if (gains or finds_headline) and _is_shown(second) else first


def _look(outline: Outline, metadata: Metadata, selected: Selected, *, trust_names: bool = True) -> Reading:
    title = find_title(outline, stated=metadata.stated_titles(), site_name=metadata.site_name())
    if selected.title:
        block = next((index for index, block in enumerate(outline.blocks) if block.text == selected.title), title.block)
        title = Title(selected.title, block, sure=True)
    anchors = _anchors(outline, metadata)
    body = BodyFinder(outline, title_block=title.block, anchors=anchors, trust_names=trust_names).find()
    if body.lines:
        settled = settle_title(title, outline, body.lines[0])
        if settled is not title:
            title = settled
            body = BodyFinder(outline, title_block=title.block, anchors=anchors, trust_names=trust_names).find()
    if body.lines and (witness := metadata.article_body()):
        body.lines = confirm_lines(outline, body.lines, witness, foreign=body.foreign)
    body.lines = _without_outlet(outline, body.lines, metadata.site_name())
    paragraphs = [outline.blocks[line].text for line in body.lines]
    return Reading(outline, metadata, title, body.lines, paragraphs, body.mass, selected, body.foreign)


def _without_outlet(outline: Outline, lines: list[int], outlet: str | None) -> list[int]:
    """Drop the outlet's own name where it stands alone over the text or signs it."""
    if not outlet or len(lines) < _FEWEST_LINES:
        return lines
    key = comparable(outlet)
    blocks = outline.blocks

    def is_outlet(line: int) -> bool:
        return len(blocks[line].text) <= len(outlet) + _SIGNS and comparable(blocks[line].text) == key

    start = 1 if is_outlet(lines[0]) else 0
    return lines[start : -1 if is_outlet(lines[-1]) else None]


def _anchors(outline: Outline, metadata: Metadata) -> list[int]:
    """Give the blocks that open as the page's description or JSON-LD text does: they are the article's."""
    witnesses = metadata.descriptions()
    if text := metadata.article_body():
        witnesses.append(collapse(text[:200]))
    openings = {witness[:_ANCHOR] for witness in witnesses if len(witness) >= _ANCHOR}
    return [
        index
        for index, block in enumerate(outline.blocks)
        if block.words >= 6 and not block.level and block.linked < 0.5 and block.text[:_ANCHOR] in openings
    ]


def _is_shown(reading: Reading) -> bool:
    """Tell whether a text found against the page's own names is the article: it follows a headline surely its own."""
    title = reading.title
    if title.block is None or not title.sure or not reading.lines:
        return False
    follows = title.block < reading.lines[-1] and reading.lines[0] <= title.block + _NEAR
    return follows and reading.outline.blocks[title.block].words >= 3


def _from_data(reading: Reading) -> Reading:
    """Take the article from the page's JSON where that has several times what the page shows."""
    shown = sum(len(paragraph.split()) for paragraph in reading.paragraphs)
    found = find_state_article(reading.outline, reading.title.text)
    texts = [found] if found else []
    if body := reading.metadata.article_body():
        texts.append(StateArticle(body, None, []))
    best = reading
    for text in texts:
        paragraphs = read_paragraphs(text.html)
        words = sum(len(paragraph.split()) for paragraph in paragraphs)
        if words > max(2 * shown, 20):
            shown = words
            title = reading.title
            if text.title and not title.sure and len(text.title.split()) >= 3:
                title = Title(collapse(text.title), None, sure=True)
            best = replace(
                reading, title=title, lines=[], paragraphs=paragraphs, mass=float(words), state_dates=text.dates
            )
    return best


def read_paragraphs(fragment: str) -> list[str]:
    """Read the paragraphs of a piece of HTML, or of plain text with a line a paragraph."""
    if "<" not in fragment and "&lt;" in fragment:
        # Plugins escape the HTML of an articleBody.
        fragment = unescape(fragment)
    if "<" not in fragment:
        return [line for line in map(collapse, fragment.splitlines()) if line]
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # Lines of plain text between tags are paragraphs where there is no other sign of one.
    if "<p" not in fragment and "<br" not in fragment and "<div" not in fragment:
        fragment = fragment.replace("\n", "<br>")
    source = f"<html><body><div>{fragment}</div></body></html>".encode("utf-8", "replace")
    tree = etree.fromstring(source, parser)
    if tree is None:
        return []
    outline = read_outline(tree)
    body = BodyFinder(outline, title_block=None).find()
    lines = body.lines or list(range(len(outline.blocks)))
    return [outline.blocks[line].text for line in lines]

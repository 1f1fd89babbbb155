"""One walk over a parsed page: its text as a row of blocks, the boxes around them, and what its head says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from newscrawl.extraction.names import PRUNED, kind_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

_BLOCK, _LEAF, _SPAN, _LINK, _BREAK, _TIME, _SKIP, _HEAD = range(1, 9)

_TAGS: Final[dict[str, int]] = {
    **dict.fromkeys(
        "html body article aside blockquote center dd details dialog dir div dl dt fieldset figure footer form header hgroup"
        " li main ol pre section summary table tbody td tfoot th thead tr ul address caption amp-accordion".split(),
        _BLOCK,
    ),
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6".split(), _LEAF),
    **dict.fromkeys("span small b i em strong font bdi bdo u".split(), _SPAN),
    **dict.fromkeys("br hr".split(), _BREAK),
    **dict.fromkeys(
        "style noscript template svg math iframe object embed video audio canvas map select option button input textarea"
        " label legend datalist progress meter nav menu figcaption frameset applet amp-ad amp-embed amp-iframe amp-sidebar"
        " amp-consent amp-user-notification amp-social-share amp-list amp-carousel amp-video amp-youtube amp-twitter"
        " amp-instagram amp-facebook amp-analytics amp-lightbox amp-auto-ads amp-sticky-ad amp-video-iframe".split(),
        _SKIP,
    ),
    "a": _LINK,
    "meta": _HEAD,
    "link": _HEAD,
    "title": _HEAD,
    "script": _HEAD,
    "time": _TIME,
}
_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
# What a tag alone says of its box, where its names say nothing.
_TAG_KINDS: Final = {"aside": "aside", "footer": "footer", "figure": "caption", "form": "form", "dialog": "modal"}
_PRUNED_TAGS: Final = frozenset({"aside", "footer", "dialog", "figure", "form"})
_UNNAMED: Final = frozenset({"html", "body", "main", "article"})
_LEAVES: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td"})
_ROWS: Final = frozenset({"tr", "tbody", "thead", "tfoot", "dt", "dd", "summary", "hgroup", "html"})
_INLINE_KINDS: Final = frozenset({"dropcap", "quote", "neutral", "lead", "deck"})
_LONGEST_STAMP: Final = 120
_MOST_FILED: Final = 60
_MOST_STAMPS: Final = 300
_MUCH: Final = 5000
"""Bytes of text, links and scripts included, in a box that is entered whatever its names say."""
_LITTLE: Final = 600
"""The same for a form: a search box, not the form that ASP.NET puts around a page."""


@dataclass(slots=True)
class Box:
    """A block element; its blocks are `[start, end)`."""

    parent: int
    tag: str
    kind: str | None
    start: int
    end: int = 0
    is_body: bool = False
    """Marked as the article's body by its names or by `itemprop="articleBody"`."""
    names: str = ""
    """Its `class`, as written."""
    chosen: bool = False
    """Selected by the site's own rules."""


@dataclass(slots=True)
class Block:
    """One line of text as a reader sees it: what stands between two block ends or `<br>`."""

    text: str
    words: int
    linked: float
    """Share of the characters that are links, 0..1."""
    box: int
    tag: str
    """The block element around it: `p`, `h2`, `li`, `div` …"""
    level: int = 0
    """Heading level, 1..6; 0 for other text."""


@dataclass(slots=True)
class Stamp:
    """A text that its markup calls a date: of `<time>`, or of a box named so; `block` is the block that it stands in."""

    text: str
    machine: str | None
    block: int


@dataclass(slots=True)
class Outline:
    """All that one walk over the page finds."""

    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    """Name (or property, itemprop) and content of each `<meta>`, in order; names in lower case."""
    links: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    filed_under: list[tuple[str, str]] = field(default_factory=list)
    """Links to what the article is filed under: `tags` or `section`, and the text."""
    jsonld: list[str] = field(default_factory=list)
    scripts: list[_Element] = field(default_factory=list)
    """Other scripts that may hold data."""
    pruned: bool = False
    """Whether boxes were left out for their names alone."""


class _Walk:
    """The state of the walk: the open boxes, and the text since the last block end."""

    __slots__ = (
        "blocks", "box", "boxes", "buffer", "chosen", "leaf", "link_depth", "linked", "opened", "outline", "prune"
    )  # fmt: skip

    def __init__(self, prune: bool, chosen: Collection[_Element]) -> None:
        self.chosen = chosen
        self.outline = Outline()
        self.blocks = self.outline.blocks
        self.boxes = self.outline.boxes
        self.opened: list[_Element] = []
        self.box = -1
        self.leaf = ""
        self.buffer: list[str] = []
        self.linked = 0
        self.link_depth = 0
        self.prune = prune

    def flush(self) -> None:
        """End the current line; call only where the buffer holds something."""
        raw = "".join(self.buffer)
        self.buffer.clear()
        linked, self.linked = self.linked, 0
        if self.box < 0:
            return
        tag = self.leaf or self.boxes[self.box].tag
        for line in raw.split("\n") if tag == "pre" else (raw,):
            words = line.split()
            if words:
                text = " ".join(words)
                share = min(1.0, linked / len(text)) if linked else 0.0
                self.blocks.append(Block(text, len(words), share, self.box, tag, _LEVELS.get(tag, 0)))

    def open_box(self, element: _Element, tag: str, kind: str | None, names: str | None) -> None:
        self.boxes.append(Box(self.box, tag, kind, len(self.blocks), 0, kind == "body", names or ""))
        self.box = len(self.boxes) - 1
        self.opened.append(element)

    def close_box(self) -> None:
        if self.buffer:
            self.flush()
        box = self.boxes[self.box]
        box.end = len(self.blocks)
        self.box = box.parent
        self.opened.pop()


def read_outline(
    tree: _Element, *, removed: Collection[_Element] = (), chosen: Collection[_Element] = (), prune: bool = True
) -> Outline:
    """Walk once over the page; elements of `removed` are left out with all that is in them, boxes of `chosen` are marked.

    With `prune`, boxes that their names call menus, sidebars, related stories and the like are not entered unless they
    hold much text.
    """
    walk = _Walk(prune, chosen)
    buffer, opened, roles = walk.buffer, walk.opened, _TAGS
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        role = roles.get(tag)
        if event == "start":
            if role is not None:
                if role >= _SKIP or (removed and element in removed):
                    if role != _SKIP:
                        _read_head(walk.outline, element, tag)
                    elif tag == "nav":
                        _read_crumbs(walk.outline, element, element.get("class"))
                    steps.skip_subtree()
                    continue
                if role <= _LEAF:
                    if buffer:
                        walk.flush()
                    if role == _LEAF:
                        walk.leaf = tag
                    if not _enter(walk, element, tag, role):
                        steps.skip_subtree()
                        continue
                elif role == _LINK:
                    if element.get("href"):
                        walk.link_depth += 1
                        _file_under(walk, element)
                elif role == _SPAN:
                    names = element.get("class")
                    if names:
                        _enter_span(walk, element, names)
                elif role == _TIME:
                    _stamp(walk, element)
                elif buffer:
                    walk.flush()
            text = element.text
        else:
            if role is not None and role <= _BREAK:
                if opened and opened[-1] is element:
                    walk.close_box()
                elif buffer and role <= _LEAF:
                    walk.flush()
                if role == _LEAF:
                    walk.leaf = ""
                elif role == _LINK and walk.link_depth and element.get("href"):
                    walk.link_depth -= 1
            text = element.tail
        if text and (buffer or not text.isspace()):
            buffer.append(text)
            if walk.link_depth:
                walk.linked += len(text.strip())
    return walk.outline


def _enter(walk: _Walk, element: _Element, tag: str, role: int) -> bool:
    """Open the box of a block element, if it needs one of its own; tell whether to go into it."""
    names, ident = element.get("class"), element.get("id")
    kind = None
    if (names or ident) and tag not in _UNNAMED:
        kind = kind_of(names, ident)
        if kind in PRUNED and tag not in _LEAVES and walk.prune and _may_be_left(element, _MUCH):
            walk.outline.pruned = True
            if kind == "nav":
                _read_crumbs(walk.outline, element, names)
            return False
        if kind == "dropcap":
            kind = None
    elif (role == _LEAF or tag in _ROWS) and not walk.chosen:
        return True
    if kind is None and tag in _PRUNED_TAGS and walk.prune and not (names and "table" in names):
        if _may_be_left(element, _LITTLE if tag == "form" else _MUCH):
            walk.outline.pruned = True
            return False
    if kind is None and (kind := _TAG_KINDS.get(tag)) is not None and names and "table" in names:
        kind = None
    if role == _BLOCK:
        style = element.get("style")
        if style and "none" in style and "display:none" in style.replace(" ", ""):
            kind = "hidden"
    walk.open_box(element, tag, kind, names)
    if role == _BLOCK and element.get("itemprop") == "articleBody":
        walk.boxes[-1].is_body = True
    if walk.chosen and element in walk.chosen:
        walk.boxes[-1].chosen = True
    return True


def _text_of(element: _Element) -> str:
    return " ".join(etree.tostring(element, method="text", encoding="unicode", with_tail=False).split())


def _read_crumbs(outline: Outline, element: _Element, names: str | None) -> None:
    """Note the section that a breadcrumb trail leads through: the step after the front page."""
    if not names or "crumb" not in names.lower():
        return
    steps = [text for link in element.iter("a") if (text := _text_of(link))]
    if len(steps) > 1:
        outline.filed_under.append(("section", steps[1]))


def _may_be_left(element: _Element, most: int) -> bool:
    """Tell whether a box can go unread: it holds no headline and not much text."""
    if next(element.iter("h1", "main"), None) is not None:
        return False
    # libxml2 writes the text of a box many times faster than Python can walk through it.
    return len(etree.tostring(element, method="text", encoding="utf-8", with_tail=False)) <= most


def _enter_span(walk: _Walk, element: _Element, names: str) -> None:
    """Open a box for an inline element that is named as one (`<span class="post-date">`)."""
    kind = kind_of(names, None)
    if kind is None or kind in _INLINE_KINDS:
        return
    if walk.buffer:
        walk.flush()
    if kind == "date" and len(walk.outline.stamps) < _MOST_STAMPS:
        text = _text_of(element)
        if 0 < len(text) <= _LONGEST_STAMP:
            walk.outline.stamps.append(Stamp(text, None, len(walk.blocks)))
    walk.open_box(element, "span", kind, names)


def _file_under(walk: _Walk, element: _Element) -> None:
    """Note a link to a tag or a section: by its `rel`, as WordPress writes it, or by the box around it."""
    rel = element.get("rel")
    found = None
    if rel and "tag" in rel:
        found = "section" if "category" in rel else "tags"
    else:
        box = walk.box
        for _ in range(3):
            if box < 0:
                break
            if (kind := walk.boxes[box].kind) in ("tags", "section"):
                found = kind
                break
            box = walk.boxes[box].parent
    if found and len(walk.outline.filed_under) < _MOST_FILED:
        text = _text_of(element)
        if text:
            walk.outline.filed_under.append((found, text))


def _stamp(walk: _Walk, element: _Element) -> None:
    if len(walk.outline.stamps) >= _MOST_STAMPS:
        return
    text = _text_of(element)
    machine = element.get("datetime") or element.get("content")
    if len(text) <= _LONGEST_STAMP:
        walk.outline.stamps.append(Stamp(text, machine, len(walk.blocks)))


def _read_head(outline: Outline, element: _Element, tag: str) -> None:
    """Note a `<meta>`, `<link>`, `<title>` or `<script>`, wherever it stands."""
    if tag == "meta":
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            outline.metas.append((name.lower(), content))
    elif tag == "link":
        rel, href = element.get("rel"), element.get("href")
        if rel and href:
            outline.links.append((rel.lower(), href))
    elif tag == "title":
        outline.title = outline.title or " ".join((element.text or "").split())
    elif tag == "script":
        kind = element.get("type")
        if kind and "ld+json" in kind.lower():
            if element.text:
                outline.jsonld.append(element.text)
        elif not element.get("src"):
            outline.scripts.append(element)

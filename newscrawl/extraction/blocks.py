"""One walk over a parsed page, from which its outline is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from newscrawl.extraction.elements import (
    LONGEST_STAMP,
    asks_mail,
    follows_link,
    is_captioned,
    is_hidden,
    is_part_of_row,
    is_picture,
    is_set_as_block,
    may_be_left,
    role_of_date,
    stands_alone,
)
from newscrawl.extraction.names import PRUNED, kind_of
from newscrawl.extraction.outline import Block, Box, Outline, Stamp
from newscrawl.extraction.tags import (
    BLOCK,
    HEAD,
    KINDS,
    LEAF,
    LEAVES,
    LEVELS,
    LINK,
    ROLES,
    ROWS,
    SKIP,
    SPAN,
    TIME,
    UNNAMED,
)  # fmt: skip
from newscrawl.extraction.text import comparable, text_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

_INLINE_KINDS: Final = frozenset({"dropcap", "quote", "neutral", "lead", "deck"})
_SAID: Final = {"author": "author", "datePublished": "date", "dateCreated": "date", "dateModified": "date"}
_FRONT_PAGES: Final = frozenset(map(comparable, ("الرئيسية", "الصفحة الرئيسية", "الصفحة الأولى", "Home", "Accueil")))
_STARTS_ISO: Final = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_PLAYERS: Final = frozenset({"iframe", "video", "audio", "embed", "object"})
_MOST_FILED: Final = 60
_LONGEST_NAME: Final = 5
_MOST_STAMPS: Final = 300
_MUCH: Final = 5000
"""Bytes of text, links and scripts included, in a box that is entered whatever its names say."""
_LITTLE: Final = 600
"""The same for a form: a search box, not the form that ASP.NET puts around a page."""


class _Walk:
    """The state of the walk: the open boxes, and the text since the last block end."""

    __slots__ = (
        "blocks", "box", "boxes", "buffer", "chosen", "drop_cap", "leaf", "link_depth", "linked", "noscript",
        "opened", "outline", "prune", "unknown"
    )  # fmt: skip

    def __init__(self, prune: bool, chosen: Collection[_Element], noscript: bool) -> None:
        self.chosen = chosen
        self.noscript = noscript
        self.unknown = 0
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
        self.drop_cap = False

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
                if self.drop_cap and self._follows_drop_cap():
                    text = self.blocks.pop().text + text
                share = min(1.0, linked / len(text)) if linked else 0.0
                self.blocks.append(Block(text, len(words), share, self.box, tag, LEVELS.get(tag, 0)))

    def _follows_drop_cap(self) -> bool:
        """Tell whether the line before is the first letter of this one, in a block element of its own."""
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.box == self.box or self.boxes[last.box].kind != "dropcap" or len(last.text) > 2:
            return False
        self.drop_cap = False
        box = self.boxes[self.box]
        box.start = min(box.start, len(self.blocks) - 1)
        return True

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
    tree: _Element,
    *,
    removed: Collection[_Element] = (),
    chosen: Collection[_Element] = (),
    prune: bool = True,
    noscript: bool = False,
) -> Outline:
    """Walk once over the page; elements of `removed` are left out whole, boxes of `chosen` are marked.

    With `prune`, boxes that their names call menus, sidebars, related stories and the like are not entered unless they
    hold much text. With `noscript`, what stands there for readers without scripts is read too.
    """
    walk = _Walk(prune, chosen, noscript)
    buffer, opened, roles = walk.buffer, walk.opened, ROLES
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        role = roles.get(tag)
        if event == "start":
            if role is not None:
                if (role >= SKIP and not (role == SKIP and _is_entered(walk, element, tag))) or (
                    removed and element in removed
                ):
                    _pass_by(walk, element, tag, role)
                    steps.skip_subtree()
                    continue
                if role <= LEAF:
                    if not _enter(walk, element, tag, role):
                        steps.skip_subtree()
                        continue
                elif role == LINK:
                    if href := element.get("href"):
                        _open_link(walk, element, href)
                elif role == SPAN:
                    names, style = element.get("class"), element.get("style")
                    if names or style or element.get("itemprop"):
                        _enter_span(walk, element, names, style)
                    if buffer and (
                        (tag == "small" and walk.leaf in LEVELS) or (not style and is_part_of_row(element, buffer[-1]))
                    ):
                        buffer.append(" ")
                elif role == TIME:
                    _stamp(walk, element)
                elif buffer:
                    walk.flush()
            elif not buffer and not walk.leaf and not _enter_unknown(walk, element, tag):
                steps.skip_subtree()
                continue
            text = element.text
        else:
            if role is not None and role <= LINK:
                if opened and opened[-1] is element:
                    walk.close_box()
                elif buffer and role <= LEAF:
                    walk.flush()
                if role == LEAF:
                    walk.leaf = ""
                elif role == LINK and walk.link_depth and element.get("href"):
                    walk.link_depth -= 1
            elif walk.unknown:
                _leave_unknown(walk, element)
            text = element.tail
        if text and (buffer or not text.isspace()):
            buffer.append(text)
            if walk.link_depth:
                walk.linked += len(text.strip())
    return walk.outline


def _enter_unknown(walk: _Walk, element: _Element, tag: str) -> bool:
    """Open a box for an element that HTML does not know, where it stands as one; tell whether to go into it."""
    if not stands_alone(element):
        return True
    entered = _enter(walk, element, tag, BLOCK)
    walk.unknown += entered
    return entered


def _leave_unknown(walk: _Walk, element: _Element) -> None:
    if walk.opened[-1] is element:
        walk.close_box()
        walk.unknown -= 1


def _is_entered(walk: _Walk, element: _Element, tag: str) -> bool:
    """Tell whether to go into an element that is left out as a rule."""
    return (tag == "noscript" and walk.noscript) or _swallows_page(element)


def _swallows_page(element: _Element) -> bool:
    """Tell whether an element that is never entered has swallowed the page's main part, for want of its end tag.

    libxml2 closes a `<button>` or a `<nav>` later than browsers do where something inside it was left open.
    """
    inside = element.iter("main", "article")
    return any(found.tag == "main" or next(found.iter("h1"), None) is not None for found in inside)


def _pass_by(walk: _Walk, element: _Element, tag: str, role: int) -> None:
    """Take what is needed of an element that is not entered."""
    if role == HEAD:
        _read_head(walk.outline, element, tag)
    elif tag == "nav":
        _read_crumbs(walk.outline, element, element.get("class"))
    elif tag in _PLAYERS and walk.box >= 0:
        walk.boxes[walk.box].plays = True


def _enter(walk: _Walk, element: _Element, tag: str, role: int) -> bool:
    """End the line, and open the box of a block element, if it needs one of its own; tell whether to go into it."""
    if walk.buffer:
        walk.flush()
    if role == LEAF:
        walk.leaf = tag
    names, ident = element.get("class"), element.get("id")
    kind = None
    is_caption = tag == "p" and len(element) > 0 and is_captioned(element)
    if (names or ident) and tag not in UNNAMED:
        # The id of a heading is an anchor, made of the heading's own words.
        kind = kind_of(names, ident if tag not in LEVELS else None)
        if kind in PRUNED and tag not in LEAVES and walk.prune and may_be_left(element, _MUCH):
            walk.outline.pruned = True
            if kind == "nav":
                _read_crumbs(walk.outline, element, names)
            return False
        if kind == "dropcap":
            walk.drop_cap = True
    elif (role == LEAF or tag in ROWS) and not walk.chosen and not is_caption:
        return True
    if kind is None and tag in KINDS and not (names and "table" in names):
        if walk.prune and may_be_left(element, _LITTLE if tag == "form" else _MUCH):
            walk.outline.pruned = True
            if tag == "form" and walk.box >= 0 and asks_mail(element):
                walk.boxes[walk.box].asks_mail = True
            return False
        kind = KINDS[tag]
    if kind is None and (is_caption or (tag == "table" and is_picture(element))):
        kind = "caption"
    if role == BLOCK:
        style = element.get("style")
        if style and is_hidden(style):
            kind = "hidden"
    walk.open_box(element, tag, kind, names)
    if role == BLOCK and (said := element.get("itemprop")) is not None:
        if said == "articleBody":
            walk.boxes[-1].is_body = True
        elif said == "author" and kind is None:
            walk.boxes[-1].kind = "author"
    if walk.chosen and element in walk.chosen:
        walk.boxes[-1].chosen = True
    return True


def _read_crumbs(outline: Outline, element: _Element, names: str | None) -> None:
    """Note the section that a breadcrumb trail leads through: the step after the front page."""
    if not names or "crumb" not in names.lower():
        return
    steps = [text for link in element.iter("a") if (text := text_of(link))]
    if len(steps) > 1:
        outline.filed_under.append(("section", steps[1]))
    elif steps and comparable(steps[0]) not in _FRONT_PAGES and len(steps[0].split()) <= _LONGEST_NAME:
        outline.filed_under.append(("section", steps[0]))


def _enter_span(walk: _Walk, element: _Element, names: str | None, style: str | None) -> None:
    """Open a box for an inline element that is named as one (`<span class="post-date">`), not shown, or set as one."""
    kind = "hidden" if style and is_hidden(style) else kind_of(names, None) if names else None
    if kind is None:
        kind = _SAID.get(element.get("itemprop", ""))
    if kind is None or kind in _INLINE_KINDS:
        if style and not names and is_set_as_block(style):
            if walk.buffer:
                walk.flush()
            walk.open_box(element, "div", None, None)
        return
    if walk.buffer:
        walk.flush()
    if kind == "date" and len(walk.outline.stamps) < _MOST_STAMPS:
        text = text_of(element)
        if 0 < len(text) <= LONGEST_STAMP:
            machine = element.get("content")
            walk.outline.stamps.append(Stamp(text, machine, len(walk.blocks), role_of_date(element)))
    walk.open_box(element, "span", kind, names)


def _open_link(walk: _Walk, element: _Element, href: str) -> None:
    """Count a link, and note one to a tag, a section or an author: by its `rel`, its address, or the box around it."""
    walk.link_depth += 1
    if walk.buffer and follows_link(element):
        walk.buffer.append(" ")
    rel = element.get("rel")
    found = None
    if rel == "author" or "/author" in href or "/writer" in href or "/columnist" in href:
        authors = walk.outline.author_links
        name = text_of(element)
        if 1 < len(name.split()) <= _LONGEST_NAME and len(authors) < _MOST_FILED:
            authors.append((name, len(walk.blocks)))
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
        text = text_of(element)
        if text:
            walk.outline.filed_under.append((found, text))


def _stamp(walk: _Walk, element: _Element) -> None:
    if len(walk.outline.stamps) >= _MOST_STAMPS:
        return
    text = text_of(element)
    machine = element.get("datetime") or element.get("content")
    if element.tag == "abbr":
        # Of hAtom, as Blogger and old themes print it: `<abbr class="published" title="2016-05-08T03:11:00+03:00">`.
        machine = element.get("title")
        if machine is None or not _STARTS_ISO.match(machine):
            return
    if len(text) <= LONGEST_STAMP:
        walk.outline.stamps.append(Stamp(text, machine, len(walk.blocks), role_of_date(element)))


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

"""The outline of a page: its text as a row of blocks, the boxes around them, and what its head says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

    from newscrawl.items import DateRole


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
    plays: bool = False
    """A player or another page's frame stands in it directly."""
    asks_mail: bool = False
    """A form that asks for an address stands in it directly."""

    def holds(self, block: int | None) -> bool:
        """Tell whether a block stands in the box."""
        return block is not None and self.start <= block < self.end


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
    """A text that its markup calls a date: of `<time>`, or of a box named so; `block` is the one it stands in."""

    text: str
    machine: str | None
    block: int
    role: DateRole = "unknown"
    """What its markup says of it: `itemprop="dateModified"`, `class="last-updated"`."""


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
    author_links: list[tuple[str, int]] = field(default_factory=list)
    """Links to an author's page: the text, and the block that it stands in."""
    jsonld: list[str] = field(default_factory=list)
    scripts: list[_Element] = field(default_factory=list)
    """Other scripts that may hold data."""
    pruned: bool = False
    """Whether boxes were left out for their names alone."""

"""The stories behind the pages: what each author wrote, and which papers printed it.

Every story, person, town and firm is invented; real countries and news agencies appear only as scenery.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

BlockKind = Literal["text", "subhead", "item", "quote"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of an article, as its author wrote it."""

    text: str
    kind: BlockKind = "text"


@dataclass(frozen=True, slots=True)
class Reprint:
    """How another paper took a story over; what is None stays as in the original."""

    paper: str
    published: datetime
    """Wall clock of the reprinting paper."""
    title: str | None = None
    lead: str | None = None
    """A sentence that the desk put before the first paragraph."""
    dateline: str | None = None
    signoff: str | None = None
    drop: int = 0
    """Number of last paragraphs that were cut."""
    words: tuple[tuple[str, str], ...] = ()
    """Words that the desk changed: (in the original, in the reprint)."""


@dataclass(frozen=True, slots=True)
class Update:
    """The later text of a story; the title stays."""

    modified: datetime
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One story, from its own file in `articles/`."""

    id: str
    number: int
    """Unique; part of the URLs at most papers."""
    paper: str
    """Key of the paper that wrote it."""
    section: str
    published: datetime
    """Wall clock of that paper."""
    title: str
    blocks: tuple[Block, ...]
    byline: str | None
    byline_tag: str | None
    """A byline printed as the first line of the body."""
    agency: str | None
    """Canonical id of the real agency that the story is credited to."""
    dateline: str | None
    signoff: str | None
    tags: tuple[str, ...]
    damage: tuple[str, ...]
    """Names of the faults (`damage.py`) that its pages suffer from."""
    part_of: str | None
    """Id of the story whose opening this brief repeats."""
    reprints: tuple[Reprint, ...]
    update: Update | None


@cache
def stories() -> tuple[Story, ...]:
    """Read every story of the package, oldest first."""
    folder = files("newscrawl.newsroom") / "articles"
    read = [
        _story(json.loads(entry.read_text(encoding="utf-8")))
        for entry in folder.iterdir()
        if entry.name.endswith(".json")
    ]
    return tuple(sorted(read, key=lambda story: story.number))


def _story(raw: dict[str, Any]) -> Story:
    update = raw.get("update")
    return Story(
        id=raw["id"],
        number=raw["number"],
        paper=raw["paper"],
        section=raw["section"],
        published=datetime.fromisoformat(raw["published"]),
        title=raw["title"],
        blocks=_blocks(raw["paragraphs"]),
        byline=raw.get("byline"),
        byline_tag=raw.get("byline_tag"),
        agency=raw.get("agency"),
        dateline=raw.get("dateline"),
        signoff=raw.get("signoff"),
        tags=tuple(raw.get("tags", ())),
        damage=tuple(raw.get("damage", ())),
        part_of=raw.get("part_of"),
        reprints=tuple(_reprint(copy) for copy in raw.get("copies", ())),
        update=Update(datetime.fromisoformat(update["modified"]), _blocks(update["paragraphs"])) if update else None,
    )


def _blocks(raw: list[str | dict[BlockKind, str]]) -> tuple[Block, ...]:
    """Read paragraphs: plain text, or an object with one key, the kind of the block."""
    blocks = []
    for entry in raw:
        if isinstance(entry, str):
            blocks.append(Block(entry))
        else:
            blocks.extend(Block(text, kind) for kind, text in entry.items())
    return tuple(blocks)


def _reprint(raw: dict[str, Any]) -> Reprint:
    words = tuple(raw.get("words", {}).items())
    return Reprint(**{**raw, "published": datetime.fromisoformat(raw["published"]), "words": words})

"""Printings: one story in one paper, with its URL, its clock and its true text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from newscrawl.newsroom.addresses import article_url
from newscrawl.newsroom.papers import BY_KEY, Paper
from newscrawl.newsroom.stories import Block, Reprint, Story, stories

if TYPE_CHECKING:
    from datetime import datetime

EDITIONS: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Printing:
    """What one paper published at one URL."""

    story: Story
    paper: Paper
    number: int
    url: str
    title: str
    blocks: tuple[Block, ...]
    """True paragraphs, in order, without dateline, sign-off and byline tag."""
    published: datetime
    """Wall clock of the paper, naive."""
    modified: datetime
    byline: str | None
    byline_tag: str | None
    agencies: tuple[str, ...]
    dateline: str | None
    signoff: str | None
    damage: tuple[str, ...]
    original_url: str | None
    """URL of the printing that this one copies; None for an original."""

    @property
    def section_label(self) -> str:
        """The section's name as this paper prints it."""
        return self.paper.sections[self.story.section]

    @property
    def summary(self) -> str:
        """Description for meta tags and feeds: the opening, cut between words at about 160 characters."""
        opening = next(block.text for block in self.blocks if block.kind == "text")
        return opening if len(opening) <= 160 else opening[:160].rsplit(" ", 1)[0].rstrip("،؛:") + "..."

    def published_aware(self) -> datetime:
        """The clock with the paper's zone attached; naive where the paper has none."""
        return self.published.replace(tzinfo=self.paper.zone)

    def modified_aware(self) -> datetime:
        """As `published_aware`, for the last change."""
        return self.modified.replace(tzinfo=self.paper.zone)


@cache
def printings(edition: int = 1) -> tuple[Printing, ...]:
    """Give everything in print in an edition, the newest first; edition 2 has one text that was updated."""
    if edition not in EDITIONS:
        raise ValueError(f"there is no edition {edition}; editions are {EDITIONS}")
    found = []
    for story in stories():
        original = _original(story, edition)
        found.append(original)
        found.extend(
            _reprinted(story, reprint, place, original) for place, reprint in enumerate(story.reprints, start=1)
        )
    return tuple(sorted(found, key=lambda printing: (printing.published, printing.number), reverse=True))


def of_paper(paper: Paper, edition: int = 1) -> tuple[Printing, ...]:
    """Give one paper's printings, the newest first."""
    return tuple(printing for printing in printings(edition) if printing.paper is paper)


def _original(story: Story, edition: int) -> Printing:
    paper = BY_KEY[story.paper]
    update = story.update if edition > 1 else None
    return Printing(
        story=story,
        paper=paper,
        number=story.number,
        url=article_url(paper, story.section, story.number, story.title, story.published),
        title=story.title,
        blocks=update.blocks if update else story.blocks,
        published=story.published,
        modified=update.modified if update else story.published,
        byline=story.byline,
        byline_tag=story.byline_tag,
        agencies=(story.agency,) if story.agency else (),
        dateline=story.dateline,
        signoff=story.signoff,
        damage=story.damage,
        original_url=None,
    )


def _reprinted(story: Story, reprint: Reprint, place: int, original: Printing) -> Printing:
    paper = BY_KEY[reprint.paper]
    title = reprint.title or story.title
    blocks = original.blocks[: len(original.blocks) - reprint.drop]
    for before, after in reprint.words:
        blocks = tuple(Block(block.text.replace(before, after), block.kind) for block in blocks)
    if reprint.lead:
        blocks = (Block(reprint.lead), *blocks)
    credited = bool(story.agency and (reprint.dateline or reprint.signoff))
    return Printing(
        story=story,
        paper=paper,
        number=story.number + place,
        url=article_url(paper, story.section, story.number + place, title, reprint.published),
        title=title,
        blocks=blocks,
        published=reprint.published,
        modified=reprint.published,
        byline=None,
        byline_tag=None,
        agencies=(story.agency,) if credited and story.agency else (),
        dateline=reprint.dateline,
        signoff=reprint.signoff,
        damage=(),
        original_url=original.url,
    )

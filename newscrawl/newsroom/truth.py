"""The truth about the synthetic news web: what a perfect crawl would have in its archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from newscrawl.newsroom.printed_dates import prints_time
from newscrawl.newsroom.printings import Printing, printings

if TYPE_CHECKING:
    from datetime import date, datetime

    from newscrawl.newsroom.papers import Paper


@dataclass(frozen=True, slots=True)
class TrueArticle:
    """One article page and what it says, as the line should give it back."""

    url: str
    """Canonical and normalised."""
    site: str
    """Key of the paper."""
    host: str
    title: str
    paragraphs: tuple[str, ...]
    """After extraction, repair and stripping, in order."""
    published: datetime | date
    """Aware in the paper's offset; naive where the paper has no known zone; a date where only the day is printed."""
    modified: datetime | None
    """Set only where the article was updated."""
    agencies: tuple[str, ...]
    """Canonical ids."""
    byline: str | None
    """As printed, without a label before it (`كتب:`); the paper's own name where it signs for its desk."""
    section: str
    tags: tuple[str, ...]
    dateline: str | None
    """Place and agency as printed, without the dash behind them."""
    kind: Literal["original", "copy"]
    copy_of: str | None
    """URL of the original, for a copy."""
    part_of: str | None
    """URL of a longer article whose opening this one repeats: linked to it, never merged with it."""
    is_updated: bool
    """Its text differs from that of edition 1."""
    story: str
    """Id shared by an original and its copies."""

    @property
    def body(self) -> str:
        """Paragraphs separated by one newline."""
        return "\n".join(self.paragraphs)


def true_articles(edition: int = 1) -> list[TrueArticle]:
    """Give every article of an edition, originals and copies, the newest first; only originals are archive rows."""
    everything = printings(edition)
    originals = {printing.story.id: printing.url for printing in everything if printing.original_url is None}
    return [_true(printing, originals) for printing in everything]


def _true(printing: Printing, originals: dict[str, str]) -> TrueArticle:
    story = printing.story
    is_updated = printing.modified != printing.published
    return TrueArticle(
        url=printing.url,
        site=printing.paper.key,
        host=printing.paper.host,
        title=printing.title,
        paragraphs=tuple(block.text for block in printing.blocks),
        published=_published(printing.paper, printing),
        modified=printing.modified_aware() if is_updated else None,
        agencies=printing.agencies,
        byline=(printing.byline or printing.paper.name) if printing.paper.prints_byline else None,
        section=printing.section_label,
        tags=story.tags if printing.paper.prints_tags else (),
        dateline=printing.dateline.removesuffix(" -") if printing.dateline else None,
        kind="copy" if printing.original_url else "original",
        copy_of=printing.original_url,
        part_of=originals[story.part_of] if story.part_of else None,
        is_updated=is_updated,
        story=story.id,
    )


def _published(paper: Paper, printing: Printing) -> datetime | date:
    if not prints_time(paper, printing.number):
        return printing.published.date()
    return printing.published_aware()

"""Hints: what an announcement says of an article, put where the later stations weigh it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawl.items import DateCandidate

if TYPE_CHECKING:
    from newscrawl.discovery.links import Link
    from newscrawl.items import Article

_LONGEST_WITNESS: Final = 400  # characters; only the opening of a text is compared


def add_hints(article: Article, link: Link) -> None:
    """Add an announcement's dates as candidates and its title and texts as witnesses; nothing is overwritten."""
    if link.published_raw:
        article.dates.append(DateCandidate(link.published_raw, link.source, role="published"))
    if link.lastmod_raw:
        article.dates.append(DateCandidate(link.lastmod_raw, f"{link.source}:lastmod", role="modified"))
    for text in (link.title, link.summary, link.text):
        if text and "<" not in text:
            article.witnesses.append(text[:_LONGEST_WITNESS])

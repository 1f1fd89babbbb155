"""Which pages are no articles, and why; which articles are only their openings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawl.extraction.labels import LONGEST_LABEL, label_of
from newscrawl.extraction.text import comparable
from newscrawl.items import NotAnArticle

if TYPE_CHECKING:
    from newscrawl.extraction.reading import Reading

_FEWEST_WORDS: Final = 12
_PLACEHOLDER_WORDS: Final = 60
_MANY_HEADLINES: Final = 6
_TEASER_WORDS: Final = 120
_AFTER: Final = 8
_STOPS: Final = frozenset(".!؟…»”")


def refuse(reading: Reading) -> None:
    """Raise NotAnArticle if the page shows no article: a placeholder, a listing, a page without body or headline."""
    title = reading.title.text
    if title and reading.mass >= _PLACEHOLDER_WORDS + title.count(" "):
        return
    key = comparable(title or "")
    words = sum(
        len(paragraph.split())
        for paragraph in reading.paragraphs
        if comparable(paragraph) != key and (len(paragraph) > LONGEST_LABEL or label_of(paragraph) is None)
    )
    if words < _PLACEHOLDER_WORDS and (sign := _placeholder(reading)):
        raise NotAnArticle("placeholder", sign)
    if words >= _FEWEST_WORDS:
        if title and words < _PLACEHOLDER_WORDS and label_of(title) is not None:
            raise NotAnArticle("no-body", f"a page of the site itself: {title}")
        if not title:
            raise NotAnArticle("no-title", "no headline on the page or in its head")
        return
    headlines = sum(block.linked > 0.8 and block.words >= 4 for block in reading.outline.blocks)
    if headlines >= _MANY_HEADLINES and not _has_headline(reading):
        raise NotAnArticle("listing", f"{headlines} links to articles and no text of its own")
    raise NotAnArticle("no-body", f"{words} words of text beside the headline, {headlines} links to articles")


def is_partial(reading: Reading) -> bool:
    """Tell whether the text is a teaser: the page says that the rest is for subscribers, or stands elsewhere."""
    words = sum(len(paragraph.split()) for paragraph in reading.paragraphs)
    if words >= _TEASER_WORDS:
        return False
    free = reading.metadata.article.get("isAccessibleForFree")
    if free is False or (isinstance(free, str) and free.strip().lower().endswith("false")):
        return True
    if not reading.lines:
        return False
    last = reading.lines[-1]
    return any(
        len(block.text) <= LONGEST_LABEL and label_of(block.text) == "teaser"
        for block in reading.outline.blocks[last : last + _AFTER]
    )


def _placeholder(reading: Reading) -> str | None:
    """Give the line that says that the text is not there (yet), where it stands for the article."""
    title = reading.title
    if title.text and len(title.text) <= LONGEST_LABEL and label_of(title.text) == "placeholder":
        return title.text
    blocks = reading.outline.blocks
    start = title.block + 1 if title.block is not None else 0
    told = {line for line in reading.lines if blocks[line].words >= _FEWEST_WORDS and blocks[line].text[-1] in _STOPS}
    for line in range(start, min(start + _AFTER, len(blocks))):
        if line in told:
            # What loads behind a paragraph of a brief are comments or more news.
            return None
        block = blocks[line]
        opening = block.text[:LONGEST_LABEL].rpartition(" ")[0] if len(block.text) > LONGEST_LABEL else block.text
        if not block.linked and label_of(opening) == "placeholder":
            return block.text
    return None


def _has_headline(reading: Reading) -> bool:
    """Tell whether the page's title is an article's: a heading of its own, longer than a section's name."""
    title = reading.title
    return bool(title.text) and title.block is not None and reading.outline.blocks[title.block].words >= 4

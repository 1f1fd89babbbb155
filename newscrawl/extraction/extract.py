"""HTML → Article: the parts of a page put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawl.arabic.language import detect_language
from newscrawl.discovery.documents import decode_document
from newscrawl.extraction.byline import authors_of, find_byline
from newscrawl.extraction.date_candidates import find_dates
from newscrawl.extraction.page import Page, parse_page
from newscrawl.extraction.reading import read_page, read_paragraphs
from newscrawl.extraction.text import collapse
from newscrawl.extraction.verdict import is_partial, refuse
from newscrawl.items import Article, DateCandidate, NotAnArticle
from newscrawl.urls import normalize_url

if TYPE_CHECKING:
    from newscrawl.extraction.metadata import Metadata
    from newscrawl.sites import Refine, SiteRules

_SAMPLE: Final = 400
"""Characters of a body that are enough to tell its language."""
_WITNESS: Final = 300


def extract(html: bytes | str, url: str, *, rules: SiteRules | None = None, content_type: str | None = None) -> Article:
    """Read one article page: title, raw body paragraphs, byline, section, tags, image, dates, all as published.

    `rules` are a site's selectors, tried first where they find something. Raises NotAnArticle with a stable reason.
    """
    return extract_page(parse_page(html, url, content_type=content_type), rules=rules)


def extract_page(page: Page, *, rules: SiteRules | None = None, refine: Refine | None = None) -> Article:
    """Read the article of a parsed page, which stays as it is; `refine` is the site's hook, called last."""
    reading = read_page(page, rules)
    refuse(reading)
    outline, metadata, selected = reading.outline, reading.metadata, reading.selected
    byline = selected.byline or find_byline(outline, metadata, reading.lines, reading.title.block)
    url, source_url = metadata.addresses()
    descriptions = metadata.descriptions()
    body = "\n".join(reading.paragraphs)
    dates = [DateCandidate(raw, "text", "published", 0) for raw in selected.dates]
    article = Article(
        url=url,
        title=reading.title.text,
        body=body,
        summary=descriptions[0] if descriptions else None,
        byline=byline,
        authors=authors_of(byline, metadata),
        section=selected.section or metadata.section(),
        tags=selected.tags or metadata.tags(),
        language=detect_language(body[:_SAMPLE]),
        image_url=metadata.image_url(),
        source_url=source_url,
        is_partial=is_partial(reading),
        dates=dates
        + find_dates(
            outline,
            metadata,
            reading.lines,
            reading.title.block,
            foreign=reading.foreign,
            state=reading.state_dates,
        ),
        witnesses=_witnesses(metadata, descriptions),
        stale_rules=selected.stale(),
    )
    return refine(article, page.html_tree()) if refine else article


def extract_text(text: bytes | str, url: str) -> Article:
    """Read a page saved as plain text: the first line that is not empty is the title, the others are paragraphs.

    Raises NotAnArticle with `empty` or `no-body`.
    """
    if isinstance(text, bytes):
        text = decode_document(text)
    lines = [line for line in map(collapse, text.splitlines()) if line]
    if not lines:
        raise NotAnArticle("empty", "the file has no line of text")
    if len(lines) == 1:
        raise NotAnArticle("no-body", "the file has one line only")
    body = "\n".join(lines[1:])
    return Article(url=normalize_url(url), title=lines[0], body=body, language=detect_language(body[:_SAMPLE]))


def extract_fragment(html: str, *, title: str | None, url: str) -> Article:
    """Read an article that comes as a piece of HTML, as WordPress REST's `content.rendered` does.

    Raises NotAnArticle with `no-body`.
    """
    paragraphs = read_paragraphs(html)
    if not paragraphs:
        raise NotAnArticle("no-body", "the fragment has no paragraph")
    body = "\n".join(paragraphs)
    return Article(url=normalize_url(url), title=title, body=body, language=detect_language(body[:_SAMPLE]))


def _witnesses(metadata: Metadata, descriptions: list[str]) -> list[str]:
    """Openings of the same text elsewhere on the page, for first letters that the body lost."""
    found = list(descriptions)
    if body := metadata.article_body():
        found.append(collapse(body[:_WITNESS]))
    return found

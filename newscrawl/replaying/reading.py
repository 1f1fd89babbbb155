"""The pure part of a replay, which any process may do: a record → its finished articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newscrawl.archive import PageVisit
from newscrawl.archive.saved_pages import read_record
from newscrawl.discovery.wordpress import NotPosts, parse_posts
from newscrawl.items import Article, Reject
from newscrawl.line import read, read_post, site_name
from newscrawl.reading import PageRead, finish
from newscrawl.sites import for_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from newscrawl.archive.saved_pages import SavedPage, SavedRecord
    from newscrawl.discovery.links import Link

ARABIC_SCRIPT: Final = frozenset({"ar", "fa", "ur", "ckb", "ps", "ug"})
_FEW_LETTERS: Final = 40  # fewer Arabic letters are on the pages of any paper: names of languages, of a font
_LETTERS: Final = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_ESCAPED: Final = re.compile(rb"&#(?:1[5-7]\d\d|[xX]0?6[0-9A-Fa-f]{2});|\\\\?u06[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """One record to be read, with all that reading it depends on."""

    record: SavedRecord
    link: Link | None = None
    """What was announced of the page."""
    learned: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The lines that the archive knows as boilerplate, for each site that the page may be of."""
    languages: frozenset[str] = frozenset()
    """Articles in other languages become rejects; empty: none do."""
    only: frozenset[str] = frozenset()
    """Pages in other languages are passed over; empty: none are."""
    is_finished: bool = True
    """Whether to take the articles through all stations before deduplication, not only to extract them."""


@dataclass(slots=True)
class RecordRead:
    """What a record gave: articles and rejects in order, and how many pages were passed over for their language."""

    pages: list[PageRead] = field(default_factory=list)
    passed: int = 0


def read_task(task: ReadingTask) -> RecordRead:
    """Read one record as a crawl would have read it when it was fetched."""
    saved = read_record(task.record)
    if saved is None:
        return RecordRead()
    if saved.error is not None:
        reject = Reject("unreadable", f"{saved.path}: {saved.error}")
        return RecordRead([PageRead(Article(saved.url, site=site_name(saved.url, None), reject=reject))])
    found = RecordRead()
    is_foreign = bool(task.only) and task.only <= ARABIC_SCRIPT and not may_be_arabic(saved.content)
    for article in () if is_foreign else _articles(saved, task.link):
        page = PageRead(article)
        if task.is_finished:
            page = finish(article, learned=task.learned, languages=task.languages)
        if task.only and article.reject is None and article.language and article.language not in task.only:
            found.passed += 1
        else:
            found.pages.append(page)
    found.passed += is_foreign
    return found


def _articles(saved: SavedPage, link: Link | None) -> Iterator[Article]:
    if saved.kind == "rest":
        try:
            yield from _posts(saved)
        except NotPosts:
            return
    elif saved.kind in (None, "article"):
        yield _page(saved, link)


def _page(saved: SavedPage, link: Link | None) -> Article:
    article = read(
        saved.content,
        saved.url,
        fetched_at=saved.fetched_at,
        site=for_url(saved.url),
        content_type=saved.content_type,
        last_modified=saved.last_modified,
        is_text=saved.is_text,
        link=link,
    )
    if article.reject is not None and saved.kind is None:
        article.reject.detail = f"{saved.path}: {article.reject.detail}"
    if saved.fetched_at is not None:
        article.visits = [visit_of(saved, saved.url, "article", link)]
    return article


def _posts(saved: SavedPage) -> Iterator[Article]:
    for link in parse_posts(saved.content, saved.url):
        article = read_post(link, fetched_at=saved.fetched_at, site=for_url(link.url))
        if article.reject is None:  # else the crawl asked for the page, which has a record of its own
            visit = PageVisit(link.url, "article", fetched_at=saved.fetched_at, site=article.site, status=200)
            article.visits = [visit]
            yield article


def visit_of(saved: SavedPage, url: str, kind: str, link: Link | None = None) -> PageVisit:
    """Give the visit that saved a page."""
    return PageVisit(
        url,
        kind,
        fetched_at=saved.fetched_at,
        site=site_name(url, for_url(url)),
        status=200,
        etag=saved.etag,
        last_modified=saved.last_modified,
        warc_file=saved.path.name if saved.offset is not None else None,
        warc_offset=saved.offset,
        announced_at=link.lastmod if link is not None else None,
    )


def may_be_arabic(content: bytes) -> bool:
    """Tell quickly whether a page may be in a language of Arabic script: False only where it surely is not.

    A page that is UTF-8 shows its letters; one in another encoding, or that escapes them, has to be read.
    """
    if b"\0" in content or _ESCAPED.search(content):
        return True
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return True
    return any(count >= _FEW_LETTERS for count, _ in enumerate(_LETTERS.finditer(text), 1))

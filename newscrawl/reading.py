"""What any process may do with one page: extract it, and take it through the stations up to the duplicates'."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newscrawl.dedup import DuplicateIndex
from newscrawl.line import clean, date, read, strip, validate
from newscrawl.sites import for_url

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from newscrawl.dedup.fingerprint import Fingerprint
    from newscrawl.discovery.links import Link
    from newscrawl.items import Article
    from newscrawl.sites import Site


@dataclass(frozen=True, slots=True)
class PageTask:
    """One fetched page to be read, with all that reading it depends on."""

    content: bytes
    url: str
    fetched_at: datetime
    site: Site | None = None
    content_type: str | None = None
    last_modified: str | None = None
    link: Link | None = None
    """What was announced of the page."""
    learned: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The lines that the archive knows as boilerplate, for each site that the page may be of."""
    languages: frozenset[str] = frozenset()
    """Articles in other languages become rejects; empty: none do."""
    is_finished: bool = False
    """Whether to take the article through all stations before deduplication, not only to extract it."""


@dataclass(slots=True)
class PageRead:
    """One article out of a page, or a reject."""

    article: Article
    fingerprint: Fingerprint | None = None
    counts: Counter[str] = field(default_factory=Counter)
    """What the stations count in a crawl's statistics, below `newscrawl/`."""
    unknown_site: str | None = None
    """A site whose learned lines the task lacked: the article is only extracted, and to be read again with them."""


def read_page(task: PageTask) -> PageRead:
    """Read one fetched page."""
    article = read(
        task.content,
        task.url,
        fetched_at=task.fetched_at,
        site=task.site,
        content_type=task.content_type,
        last_modified=task.last_modified,
        link=task.link,
    )
    if not task.is_finished:
        return PageRead(article)
    return finish(article, learned=task.learned, languages=task.languages)


def finish(article: Article, *, learned: Mapping[str, Collection[str]], languages: Collection[str] = ()) -> PageRead:
    """Take an extracted article through the stations up to the duplicates', as the pipelines of a crawl do."""
    if article.site and article.site not in learned:
        return PageRead(article, unknown_site=article.site)
    clean(article)
    before = len(article.removals)
    strip(article, learned=learned[article.site] if article.site else ())
    page = PageRead(article, counts=Counter(f"strip/{removal.kind}" for removal in article.removals[before:]))
    if article.reject is None:
        site = for_url(article.url)
        date(article, timezone=site.timezone if site else None)
        page.counts["dates/unknown"] += article.published is None
    validate(article, languages=languages)
    if article.reject is None and article.body:
        page.fingerprint = DuplicateIndex.prepare(article.body, title=article.title, published=article.published)
    return page

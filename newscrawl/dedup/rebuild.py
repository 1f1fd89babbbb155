"""Rebuild the index: the same articles in the same order always give the same links, which are the canonical ones."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawl.dedup.index import DuplicateIndex
from newscrawl.items import published_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from newscrawl.dedup.fingerprint import Fingerprint
    from newscrawl.items import Match

_BATCH: Final = 512  # articles whose fingerprints are taken ahead


class StoredText(NamedTuple):
    """What a rebuild reads of one article."""

    article_id: int
    title: str | None
    body: str
    published: datetime | date | None
    site: str | None
    url: str


def rebuild(
    index: DuplicateIndex, articles: Iterable[StoredText], *, processes: int = 1
) -> Iterator[tuple[StoredText, list[Match]]]:
    """Add articles, which come in order of publication then URL, and give each with its matches among those before it.

    An index of another version is emptied first. Articles that are stored already are passed over, so that a rebuild
    that was stopped goes on where the caller last committed; nothing is committed here. To rebuild a current index,
    `clear` it first. Fingerprints are taken in `processes` processes; finding and storing, which depend on the order,
    happen in this one.
    """
    if not index.is_current:
        index.clear()
    todo = (article for article in articles if article.article_id not in index)
    with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as pool:
        while batch := list(islice(todo, _BATCH)):
            prepared = pool.map(_prepare, batch, chunksize=32) if pool else map(_prepare, batch)
            for article, own in zip(batch, prepared, strict=True):
                yield article, index.add_prepared(article.article_id, own)


def publication_order(article: StoredText) -> tuple[str, str, str]:
    """Give the key that puts articles in the canonical order: by the publisher's day and clock, undated first, then
    URL.

    An archive gives the same order with `ORDER BY published_date, published_local, url`.
    """
    columns = published_columns(article.published)
    return (columns["published_date"] or "", columns["published_local"] or "", article.url)


def _prepare(article: StoredText) -> Fingerprint:
    return DuplicateIndex.prepare(article.body, title=article.title, published=article.published)

"""Reads and writes of `pages`, and which URLs the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawl.archive.records import PageRow, PageVisit, site_of, storable, url_key
from newscrawl.items import utc_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

_COLUMNS: Final = (
    "url, site, kind, article_id, status, etag, last_modified, fetched_at, next_visit_at, interval_s, failures,"
    " warc_file, warc_offset, announced_at"
)
_SELECT: Final = f"SELECT {_COLUMNS} FROM pages WHERE url_key = ?"
_SELECT_MANY: Final = f"SELECT url_key, {_COLUMNS} FROM pages WHERE url_key IN "
_AT_ONCE: Final = 500  # placeholders of one statement; SQLite before 3.32 allows 999
# A 304 or a failure says nothing new of the validators and the raw page; a 200 says all there is to say.
_UPSERT: Final = f"""
INSERT INTO pages ({_COLUMNS}, url_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url_key) DO UPDATE SET
    url = excluded.url,
    site = excluded.site,
    kind = coalesce(excluded.kind, kind),
    article_id = coalesce(excluded.article_id, article_id),
    status = coalesce(excluded.status, status),
    etag = CASE WHEN excluded.status = 200 THEN excluded.etag ELSE coalesce(excluded.etag, etag) END,
    last_modified = CASE WHEN excluded.status = 200 THEN excluded.last_modified
                    ELSE coalesce(excluded.last_modified, last_modified) END,
    fetched_at = coalesce(excluded.fetched_at, fetched_at),
    next_visit_at = excluded.next_visit_at,
    interval_s = excluded.interval_s,
    failures = excluded.failures,
    warc_file = coalesce(excluded.warc_file, warc_file),
    warc_offset = CASE WHEN excluded.warc_file IS NULL THEN warc_offset ELSE excluded.warc_offset END,
    announced_at = coalesce(max(announced_at, excluded.announced_at), excluded.announced_at, announced_at)
"""
_HOLDS: Final = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM articles WHERE url_key = ?1)
    OR EXISTS (SELECT 1 FROM copies WHERE url_key = ?1)
    OR EXISTS (SELECT 1 FROM pages WHERE url_key = ?1 AND article_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM archive_forgotten WHERE url_key = ?1)
"""


def page(connection: sqlite3.Connection, url: str) -> PageRow | None:
    """Give what is known of a URL in any of its spellings."""
    row = connection.execute(_SELECT, (url_key(url),)).fetchone()
    return PageRow(*row) if row else None


def pages(connection: sqlite3.Connection, urls: Iterable[str]) -> dict[str, PageRow]:
    """Give what is known of many URLs in any of their spellings, by `url_key`; without those that are not known."""
    keys = [*dict.fromkeys(map(url_key, urls))]
    found: dict[str, PageRow] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        statement = f"{_SELECT_MANY}({', '.join('?' * len(some))})"
        found.update((key, PageRow(*row)) for key, *row in connection.execute(statement, some))
    return found


def holds(connection: sqlite3.Connection, url: str) -> bool:
    """Tell whether the URL's article (or copy) is stored, or was forgotten on request."""
    return connection.execute(_HOLDS, (url_key(url),)).fetchone() is not None


def known_urls(connection: sqlite3.Connection, urls: Iterable[str]) -> set[str]:
    """Give those of `urls` that the archive holds."""
    return {url for url in urls if holds(connection, url)}


def due_articles(connection: sqlite3.Connection, site: str, when: str, farthest: str) -> list[str]:
    """Give the URLs of a site's article pages whose next visit is due, the longest due first.

    A visit planned for after `farthest` was planned by a clock that was ahead, and is due too.
    """
    rows = connection.execute(
        "SELECT url FROM pages WHERE site = ? AND kind = 'article' AND (next_visit_at <= ? OR next_visit_at > ?)"
        " ORDER BY next_visit_at, url",
        (site, when, farthest),
    )
    return [url for (url,) in rows]


def last_due(connection: sqlite3.Connection, site: str, kind: str) -> str | None:
    """Give the latest moment at which a page of one kind is due, of a site; None where none has been visited."""
    (moment,) = connection.execute(
        "SELECT max(next_visit_at) FROM pages WHERE site = ? AND kind = ?", (site, kind)
    ).fetchone()
    return str(moment) if moment is not None else None


def record_visit(connection: sqlite3.Connection, visit: PageVisit, article_id: int | None = None) -> None:
    """Write what a visit found."""
    url = storable(visit.url)
    connection.execute(
        _UPSERT,
        (
            url,
            site_of(url, visit.site),
            visit.kind,
            article_id,
            visit.status,
            visit.etag,
            visit.last_modified,
            _text(visit.fetched_at),
            _text(visit.next_visit_at),
            visit.interval_s,
            visit.failures,
            visit.warc_file,
            visit.warc_offset,
            _text(visit.announced_at),
            url_key(url),
        ),
    )


def announce(connection: sqlite3.Connection, url: str, when: str) -> None:
    """Note the latest modification that was announced of a page that is known already."""
    connection.execute(
        "UPDATE pages SET announced_at = ?1 WHERE url_key = ?2 AND coalesce(announced_at, '') < ?1",
        (when, url_key(url)),
    )


def mark_gone(connection: sqlite3.Connection, url: str, when: str) -> int | None:
    """Note that an article's page (or a copy's) is gone; give the article's id where it is an article's own page.

    The first time counts; a page that comes back is no longer gone once it is stored again.
    """
    key = url_key(url)
    row = connection.execute("SELECT id, gone_at FROM articles WHERE url_key = ?", (key,)).fetchone()
    if row is None:
        connection.execute("UPDATE copies SET gone_at = coalesce(gone_at, ?) WHERE url_key = ?", (when, key))
        return None
    return int(row[0]) if row[1] is None else None


def _text(value: datetime | None) -> str | None:
    return utc_text(value) if value is not None else None

"""Pruning: old visits, rejects, versions and runs taken out of an archive by age; articles and copies never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from newscrawl.items import utc_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from newscrawl.archive.store import Archive

# A visit that is due again is needed, and so is the one that says that another address leads to a stored article.
_VISITS: Final = """
FROM pages WHERE fetched_at < ?1 AND (next_visit_at IS NULL OR next_visit_at < ?1) AND (
    article_id IS NULL
    OR EXISTS (SELECT 1 FROM articles WHERE articles.url_key = pages.url_key)
    OR EXISTS (SELECT 1 FROM copies WHERE copies.url_key = pages.url_key)
)
"""
_REJECTS: Final = "FROM rejects WHERE last_seen_at < ?1"
_VERSIONS: Final = "FROM versions WHERE seen_at < ?1"
_CRAWLS: Final = "FROM crawls WHERE coalesce(finished_at, started_at) < ?1"
# A number of a version may be that of two texts: then what was taken out of either stays.
_PARTS: Final = """
DELETE FROM {table} WHERE (article_id, version) IN (
    SELECT v.article_id, v.version FROM versions AS v JOIN articles AS a ON a.id = v.article_id
    WHERE v.seen_at < ?1 AND a.version <> v.version AND NOT EXISTS (
        SELECT 1 FROM versions AS o
        WHERE o.article_id = v.article_id AND o.version = v.version AND o.seen_at >= ?1
    )
)
"""


@dataclass(frozen=True, slots=True)
class Ages:
    """How old a row must be to go, in days; None keeps all of its kind."""

    visits: float | None = None
    rejects: float | None = None
    versions: float | None = None
    crawls: float | None = None


def prune(archive: Archive, ages: Ages, *, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Delete what is older than `ages`, and give how many rows of each kind; with `dry_run` only count them.

    A visit is old by its last fetch, a reject and a version by when it was last seen, a run by its end. A page whose
    visit goes and that is stored is not fetched anew by discovery, but has no validators (ETag) any more. Texts of
    versions that go are lost for good.
    """
    connection = archive.connection
    rules = {"visits": _VISITS, "rejects": _REJECTS, "versions": _VERSIONS, "crawls": _CRAWLS}
    counts: dict[str, int] = {}
    for kind, rule in rules.items():
        days: float | None = getattr(ages, kind)
        if days is None:
            continue
        before = utc_text(now - timedelta(days=days))
        if dry_run:
            counts[kind] = connection.execute(f"SELECT count(*) {rule}", (before,)).fetchone()[0]
            continue
        with archive.transaction():
            counts[kind] = _delete(connection, kind, rule, before)
    archive.flush()
    return counts


def _delete(connection: sqlite3.Connection, kind: str, rule: str, before: str) -> int:
    if kind == "versions":
        for table in ("removals", "repairs"):
            connection.execute(_PARTS.format(table=table), (before,))
    if kind == "crawls":
        # Each run that goes is looked for among all articles, which are many, and have no index for it otherwise.
        connection.execute("CREATE INDEX articles_crawl ON articles (crawl_id)")
    deleted = connection.execute(f"DELETE {rule}", (before,)).rowcount
    if kind == "crawls":
        connection.execute("DROP INDEX articles_crawl")
    return deleted

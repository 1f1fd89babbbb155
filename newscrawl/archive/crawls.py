"""Reads and writes of `crawls` and `rejects`."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from newscrawl.archive.records import site_of, storable, to_json

if TYPE_CHECKING:
    import sqlite3


def begin(connection: sqlite3.Connection, spider: str, started_at: str) -> int:
    """Record that a run began; gives its id."""
    cursor = connection.execute("INSERT INTO crawls (spider, started_at) VALUES (?, ?)", (spider, started_at))
    return int(cursor.lastrowid or 0)


def finish(
    connection: sqlite3.Connection, crawl_id: int, *, finished_at: str, reason: str, stats: dict[str, Any]
) -> None:
    """Record how a run ended; values of `stats` that JSON cannot write are written as text."""
    plain = {name: value if _is_json(value) else str(value) for name, value in stats.items()}
    connection.execute(
        "UPDATE crawls SET finished_at = ?, finish_reason = ?, stats = ? WHERE id = ?",
        (finished_at, reason, to_json(plain), crawl_id),
    )


def reject(
    connection: sqlite3.Connection, url: str, *, site: str | None, reason: str, detail: str, seen_at: str
) -> None:
    """Record that a page gave no article, and why; the same again only counts."""
    url = storable(url)
    connection.execute(
        """
        INSERT INTO rejects (url, site, reason, detail, first_seen_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
        ON CONFLICT (url, reason) DO UPDATE SET count = count + 1, last_seen_at = max(last_seen_at, ?5),
            first_seen_at = min(first_seen_at, ?5), detail = excluded.detail, site = excluded.site
        """,
        (url, site_of(url, site), storable(reason), storable(detail) or None, seen_at),
    )


def _is_json(value: object) -> bool:
    return value is None or isinstance(value, int | str) or (isinstance(value, float) and isfinite(value))


def refusals(connection: sqlite3.Connection, url: str) -> int:
    """Count how often a page was refused, for whatever reasons."""
    (count,) = connection.execute(
        "SELECT coalesce(sum(count), 0) FROM rejects WHERE url = ?", (storable(url),)
    ).fetchone()
    return int(count)

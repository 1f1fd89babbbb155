"""Gaps: times of which a feed may have dropped entries before they were read.

A gap is closed once another list of the site, or an older page of the feed, shows what the archive had before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.archive.records import url_key

if TYPE_CHECKING:
    import sqlite3

MOST_TRIES: Final = 4
"""Crawls that look for what a feed dropped: the one that found the gap, and the next ones."""

_FIRST_SEEN: Final = """
SELECT min(first_seen_at) FROM (
    SELECT first_seen_at FROM articles WHERE url_key = ?1
    UNION ALL SELECT first_seen_at FROM copies WHERE url_key = ?1
    UNION ALL SELECT fetched_at FROM pages WHERE url_key = ?1 AND article_id IS NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a feed may have dropped; instants are the archive's text."""

    url: str
    """The feed."""
    site: str
    since: str
    """When it was read before."""
    until: str | None
    """The oldest entry that it lists now; None where it tells no time."""
    found_at: str
    """When the crawl began that found it."""
    tries: int = 1
    """Crawls that looked for what is missing."""


def open_gap(connection: sqlite3.Connection, gap: Gap) -> None:
    """Record a gap; inside the caller's transaction."""
    connection.execute(
        "INSERT INTO feed_gaps (url, site, since, until, found_at, tries) VALUES (?, ?, ?, ?, ?, ?)",
        (gap.url, gap.site, gap.since, gap.until, gap.found_at, gap.tries),
    )


def close_gaps(connection: sqlite3.Connection, site: str, reached: str, closed_at: str) -> int:
    """Note that those of a site's gaps are filled that were found after `reached`; give how many they are."""
    return connection.execute(
        "UPDATE feed_gaps SET closed_at = ? WHERE site = ? AND closed_at IS NULL AND found_at > ?",
        (closed_at, site, reached),
    ).rowcount


def open_gaps(connection: sqlite3.Connection, site: str | None = None) -> list[Gap]:
    """Give the gaps, of one site or of all, that nothing has filled, the oldest first."""
    rows = connection.execute(
        "SELECT url, site, since, until, found_at, tries FROM feed_gaps"
        " WHERE closed_at IS NULL AND coalesce(?1, site) = site ORDER BY found_at, id",
        (site,),
    )
    return [Gap(*row) for row in rows]


def gaps_to_fill(connection: sqlite3.Connection, site: str) -> list[str]:
    """Give the feeds behind which a crawl is to look for what is missing, and count the attempt."""
    urls = [gap.url for gap in open_gaps(connection, site) if gap.tries < MOST_TRIES]
    connection.execute("UPDATE feed_gaps SET tries = tries + 1 WHERE site = ? AND closed_at IS NULL", (site,))
    return urls


def first_seen(connection: sqlite3.Connection, url: str) -> str | None:
    """Give when a page was first read and gave an article, or led to one."""
    (seen,) = connection.execute(_FIRST_SEEN, (url_key(url),)).fetchone()
    return str(seen) if seen is not None else None


def has_articles_before(connection: sqlite3.Connection, site: str, when: str) -> bool:
    """Tell whether something of a site was read before an instant."""
    query = "SELECT 1 FROM articles WHERE site = ? AND first_seen_at < ? LIMIT 1"
    return connection.execute(query, (site, when)).fetchone() is not None

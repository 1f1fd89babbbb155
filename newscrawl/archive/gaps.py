"""Gaps: times of which a feed may have dropped entries before they were read.

A gap is closed once another list of the site, read further back, shows pages that the archive had before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


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


def open_gap(connection: sqlite3.Connection, gap: Gap, found_at: str) -> None:
    """Record a gap; inside the caller's transaction."""
    connection.execute(
        "INSERT INTO feed_gaps (url, site, since, until, found_at) VALUES (?, ?, ?, ?, ?)",
        (gap.url, gap.site, gap.since, gap.until, found_at),
    )


def close_gaps(connection: sqlite3.Connection, site: str, closed_at: str) -> int:
    """Note that a site's gaps are filled; give how many there were."""
    return connection.execute(
        "UPDATE feed_gaps SET closed_at = ? WHERE site = ? AND closed_at IS NULL", (closed_at, site)
    ).rowcount


def open_gaps(connection: sqlite3.Connection, site: str | None = None) -> list[Gap]:
    """Give the gaps, of one site or of all, that nothing has filled, the oldest first."""
    rows = connection.execute(
        "SELECT url, site, since, until FROM feed_gaps"
        " WHERE closed_at IS NULL AND coalesce(?1, site) = site ORDER BY found_at, id",
        (site,),
    )
    return [Gap(*row) for row in rows]

"""Counts of the lines at the ends of each site's articles, from which its boilerplate is learned.

What a line is and when it is believed is said in `newscrawl.arabic.learned_boilerplate`; here are the counts. The key
of a line is stored as an integer and a day as its ordinal, since most rows are prose that is seen once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.learned_boilerplate import MIN_ARTICLES, learned_lines

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from newscrawl.arabic.learned_boilerplate import Observation

KEPT_DAYS: Final = 60
"""Days after which a line that was seen in one article only is no longer counted."""

_CANDIDATE: Final = 5  # articles that show a line before it is looked for amid the prose too
_OFFSET: Final = 1 << 63


def observe(
    connection: sqlite3.Connection, site: str, article_id: int, day: str, observations: Iterable[Observation]
) -> bool:
    """Count the lines of one article of a site on a day (`YYYY-MM-DD`); False where it was counted before."""
    cursor = connection.execute(
        "INSERT INTO boilerplate_articles (site, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING", (site, article_id)
    )
    if cursor.rowcount == 0:
        return False
    ordinal = date.fromisoformat(day).toordinal()
    connection.executemany(
        """
        INSERT INTO boilerplate_lines (site, line, place, offset, day, articles) VALUES (?, ?, ?, ?, ?, 1)
        ON CONFLICT (site, line, place, offset, day) DO UPDATE SET articles = articles + 1
        """,
        [(site, _number(line), place, offset, ordinal) for line, place, offset in observations],
    )
    return True


def learned(connection: sqlite3.Connection, site: str) -> frozenset[str]:
    """Give the keys of the lines that are a site's boilerplate."""
    rows = connection.execute(
        """
        SELECT line, place, offset, day, articles FROM boilerplate_lines WHERE site = ?1 AND line IN (
            SELECT line FROM boilerplate_lines WHERE site = ?1 GROUP BY line HAVING sum(articles) >= ?2
        )
        """,
        (site, MIN_ARTICLES),
    )
    return frozenset(
        learned_lines(
            (_key(line), place, offset, date.fromordinal(day).isoformat(), articles)
            for line, place, offset, day, articles in rows
        )
    )


def candidates(connection: sqlite3.Connection, site: str) -> frozenset[str]:
    """Give the keys of lines that stand in several articles of a site, learned or not yet."""
    rows = connection.execute(
        "SELECT line FROM boilerplate_lines WHERE site = ? GROUP BY line HAVING sum(articles) >= ?", (site, _CANDIDATE)
    )
    return frozenset(_key(line) for (line,) in rows)


def prune(connection: sqlite3.Connection, today: date) -> None:
    """Drop the counts of lines that one article showed, long ago: prose, not boilerplate."""
    connection.execute(
        """
        DELETE FROM boilerplate_lines WHERE day < ? AND (site, line) IN (
            SELECT site, line FROM boilerplate_lines GROUP BY site, line
            HAVING max(articles) = 1 AND min(day) = max(day)
        )
        """,
        (today.toordinal() - KEPT_DAYS,),
    )


def _number(key: str) -> int:
    return int(key, 16) - _OFFSET


def _key(number: int) -> str:
    return f"{number + _OFFSET:016x}"

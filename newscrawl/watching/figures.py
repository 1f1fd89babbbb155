"""What one crawl brought of a site, beside what the site brought in the 28 days before."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import mean, median
from typing import TYPE_CHECKING, Final

from newscrawl.items import utc_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

DAYS: Final = 28
# A page that is gone, or may not be stored, says nothing of the site's layout.
_NO_FAULT: Final = frozenset({"http-404", "http-410", "forgotten"})
_LAYOUT: Final = "newscrawl/layout/"
_DAY_S: Final = 86_400


@dataclass(slots=True)
class Share:
    """`count` of `of`."""

    count: int = 0
    of: int = 0

    @property
    def value(self) -> float:
        """The share, 0 to 1; of nothing it is 0."""
        return self.count / self.of if self.of else 0.0


@dataclass(slots=True)
class Texts:
    """Articles that were first read in a span of time."""

    articles: int = 0
    dated: int = 0
    median_words: float = 0.0
    lines_stripped: float = 0.0
    """An article, on average."""


@dataclass(slots=True)
class Tally:
    """What a crawl read of one site, counted while it ran."""

    read: int = 0
    rejects: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Figures:
    """What the checks compare. A day is 24 hours that end when the crawl ends; days on which nobody crawled are out."""

    site: str
    last_day: int
    """Articles and copies first read in the last 24 hours."""
    days: list[int]
    """The same of each of the 28 days before on which a crawl ran."""
    ran_yesterday: bool
    crawl: Texts
    before: list[Texts]
    """Of each of those days that had an article."""
    rejects: dict[str, Share]
    """Of the pages that this crawl read, by reason."""
    rejects_before: dict[str, Share]
    stale: dict[str, Share]
    """Pages on which a declared rule found nothing, by rule."""
    stale_before: dict[str, Share]
    dead: list[tuple[str, int]]
    """Entry points that this crawl asked in vain, and how often in a row that happened."""


@dataclass(slots=True)
class _Row:
    day: int
    is_new: bool
    words: int
    dated: bool
    lines: int


def figures(
    connection: sqlite3.Connection,
    site: str,
    tally: Tally,
    *,
    spider: str,
    started_at: datetime,
    now: datetime,
    stats: Mapping[str, object],
) -> Figures:
    """Read what a crawl of `spider`, begun at `started_at`, brought of a site, and what the days before brought."""
    start, since = utc_text(started_at), utc_text(now - timedelta(days=DAYS + 1))
    rows = [_Row(*row) for row in connection.execute(_TEXTS, (utc_text(now), start, since, site))]
    copies: Counter[int] = Counter(dict(connection.execute(_COPIES, (utc_text(now), since, site))))
    counts = Counter(row.day for row in rows) + copies
    ran = set(counts) | {day for (day,) in connection.execute(_RUNS, (utc_text(now), since, spider))}
    # Before its first article a site was not read, whatever its spider read.
    first = DAYS if connection.execute(_OLDER, (site, since)).fetchone() else max(counts, default=0)
    days = [day for day in range(1, min(DAYS, first) + 1) if day in ran]
    earlier = [row for row in rows if not row.is_new]
    faults = {reason: count for reason, count in tally.rejects.items() if reason not in _NO_FAULT}
    seen = len(earlier) + sum(copies.values())
    return Figures(
        site=site,
        last_day=counts[0],
        days=[counts[day] for day in days],
        ran_yesterday=1 in ran,
        crawl=_texts(row for row in rows if row.is_new),
        before=[_texts(row for row in earlier if row.day == day) for day in days if counts[day] > copies[day]],
        rejects={reason: Share(count, tally.read) for reason, count in faults.items()},
        rejects_before=_rejects_before(connection, site, since, start, seen),
        stale=_stale(site, stats),
        stale_before=_stale_before(connection, site, spider, since, start),
        dead=list(connection.execute(_DEAD, (site, start))),
    )


def _texts(rows: Iterable[_Row]) -> Texts:
    found = list(rows)
    if not found:
        return Texts()
    return Texts(
        articles=len(found),
        dated=sum(row.dated for row in found),
        median_words=median(row.words for row in found),
        lines_stripped=mean(row.lines for row in found),
    )


def _rejects_before(connection: sqlite3.Connection, site: str, since: str, start: str, seen: int) -> dict[str, Share]:
    counts = dict(connection.execute(_REJECTS, (site, since, start)))
    pages = seen + sum(counts.values())
    # What did not occur is known, too: the empty reason stands for all others.
    return {reason: Share(count, pages) for reason, count in counts.items()} | {"": Share(0, pages)}


def _stale(site: str, stats: Mapping[str, object]) -> dict[str, Share]:
    """Read the counters of rules that found nothing; their site's `read` counts the pages."""
    prefix = f"{_LAYOUT}{site}/"
    own = {key.removeprefix(prefix): value for key, value in stats.items() if key.startswith(prefix)}
    counts = {name: value for name, value in own.items() if isinstance(value, int)}
    pages = counts.pop("read", 0)
    return {rule: Share(count, pages) for rule, count in counts.items()} | {"": Share(0, pages)}


def _stale_before(connection: sqlite3.Connection, site: str, spider: str, since: str, start: str) -> dict[str, Share]:
    total: dict[str, Share] = {}
    pages = 0
    for (stats,) in connection.execute(_STATS, (spider, since, start)):
        found = _stale(site, json.loads(stats))
        pages += found[""].of
        for rule, share in found.items():
            total.setdefault(rule, Share()).count += share.count
    return {rule: Share(share.count, pages) for rule, share in total.items()} | {"": Share(0, pages)}


_AGE: Final = f"CAST((unixepoch(?1) - unixepoch(first_seen_at)) / {_DAY_S} AS INTEGER)"
_TEXTS: Final = f"""
SELECT {_AGE}, first_seen_at >= ?2, word_count, published_date IS NOT NULL,
    (SELECT count(*) FROM removals WHERE article_id = articles.id AND version = articles.version)
FROM articles WHERE first_seen_at >= ?3 AND site = ?4
"""
_COPIES: Final = f"SELECT {_AGE}, count(*) FROM copies WHERE first_seen_at >= ?2 AND site = ?3 GROUP BY 1"
_RUNS: Final = f"""
SELECT DISTINCT {_AGE.replace("first_seen_at", "started_at")} FROM crawls WHERE started_at >= ?2 AND spider = ?3
"""
_OLDER: Final = "SELECT 1 FROM articles WHERE site = ? AND first_seen_at < ? LIMIT 1"
_REJECTS: Final = """
SELECT reason, count(*) FROM rejects WHERE site = ? AND first_seen_at >= ? AND first_seen_at < ? GROUP BY reason
"""
_STATS: Final = "SELECT stats FROM crawls WHERE spider = ? AND started_at >= ? AND started_at < ?"
_DEAD: Final = """
SELECT url, failures FROM pages
WHERE site = ?1 AND failures > 0 AND fetched_at >= ?2 AND kind NOT IN ('article', 'other', 'rest')
ORDER BY failures DESC, url
"""

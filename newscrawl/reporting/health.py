"""The state of each site: when it was last read, what came in, what is due, and one word for how it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from newscrawl.archive.gaps import Gap, open_gaps
from newscrawl.items import utc_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

Health = Literal["ok", "running", "broken", "cut off", "partly", "silent", "overdue"]

EXPLAINED: Final[dict[Health, str]] = {
    "ok": "read as planned",
    "running": "a crawl is at work",
    "broken": "its last crawl failed, or no entry point answers",
    "cut off": "its last crawl was killed",
    "partly": "some entry points fail",
    "silent": "read, but nothing new for a day, which is rare for it",
    "overdue": "nobody has read it for a day after it was due: look at the schedule",
}

_GRACE: Final = timedelta(days=1)
_LONGEST_CRAWL: Final = timedelta(hours=12)
_DAYS: Final = 28
_HISTORY_DAYS: Final = 7
_USUAL: Final = 0.9  # share of days with an article, from which on a day without any is remarkable

_ENTRIES: Final = """
SELECT site, url, kind, status, fetched_at, next_visit_at, failures FROM pages
WHERE kind NOT IN ('article', 'other') AND fetched_at IS NOT NULL
"""
_VISITED: Final = "SELECT site, max(fetched_at) FROM pages WHERE fetched_at IS NOT NULL GROUP BY site"
_CAME_IN: Final = """
SELECT site, count(*), sum(first_seen_at >= ?2), min(first_seen_at),
    count(DISTINCT CASE WHEN first_seen_at < ?2 THEN substr(first_seen_at, 1, 10) END)
FROM (
    SELECT site, first_seen_at FROM articles WHERE first_seen_at >= ?1
    UNION ALL SELECT site, first_seen_at FROM copies WHERE first_seen_at >= ?1
) GROUP BY site
"""
_LAST_RUNS: Final = """
SELECT spider, started_at, finished_at, finish_reason, stats FROM crawls
WHERE id IN (SELECT max(id) FROM crawls GROUP BY spider) ORDER BY spider
"""


@dataclass(slots=True)
class Run:
    """The last run of a spider. Instants are the archive's text."""

    spider: str
    started_at: str
    finished_at: str | None
    reason: str | None
    failure: str | None = None
    """Why it counts as failed."""


@dataclass(slots=True)
class FailingEntry:
    """An entry point whose last visits failed."""

    url: str
    status: int | None
    failures: int
    """In a row."""


@dataclass(slots=True)
class SiteState:
    """How a site is."""

    site: str
    health: Health = "ok"
    why: str = EXPLAINED["ok"]
    last_visit_at: str | None = None
    """When any of its pages was last fetched."""
    last_run: Run | None = None
    """The last run of the spider of that name."""
    articles_1d: int = 0
    """Articles and copies that were first seen in the last 24 hours."""
    articles_28d: int = 0
    is_daily: bool = False
    """It had something new on nearly every day of the last 28, but for the last one."""
    next_due_at: str | None = None
    """When the first of its entry points is due."""
    entry_points: int = 0
    """Those that are in use."""
    failing: list[FailingEntry] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    """Times of which a feed may have dropped entries that no other list has shown since."""

    @property
    def failures(self) -> int:
        """The longest row of failures of an entry point."""
        return max((entry.failures for entry in self.failing), default=0)


@dataclass(slots=True)
class Status:
    """The state of all sites of an archive, and the last runs of spiders that are no site by themselves."""

    at: str
    sites: list[SiteState]
    other_runs: list[Run]


def status(
    connection: sqlite3.Connection, *, now: datetime, failure_of: Callable[[dict[str, Any], str], str | None]
) -> Status:
    """Give the state of all sites; `failure_of(stats, finish_reason)` says why a run counts as failed."""
    sites = {site: SiteState(site, last_visit_at=visited) for site, visited in connection.execute(_VISITED)}
    since = [utc_text(now - timedelta(days=days)) for days in (_DAYS, 1)]
    for site, month, day, first, active_days in connection.execute(_CAME_IN, since):
        state = sites.setdefault(site, SiteState(site))
        state.articles_28d, state.articles_1d = month, day
        history = (now - datetime.fromisoformat(first)).days
        state.is_daily = history >= _HISTORY_DAYS and active_days >= _USUAL * history
    for state, entries in _entries_by_site(connection, sites):
        _read_entries(state, entries, now)
    others = []
    for run in _last_runs(connection, now, failure_of):
        if run.spider in sites:
            sites[run.spider].last_run = run
        else:
            others.append(run)
    for gap in open_gaps(connection):
        if gap.site in sites:
            sites[gap.site].gaps.append(gap)
    for state in sites.values():
        state.health = _health(state, now)
        state.why = _why(state)
    return Status(utc_text(now), sorted(sites.values(), key=lambda state: state.site), others)


def _entries_by_site(
    connection: sqlite3.Connection, sites: dict[str, SiteState]
) -> Iterable[tuple[SiteState, list[tuple[Any, ...]]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in connection.execute(_ENTRIES):
        found.setdefault(row[0], []).append(row)
    return [(sites[site], rows) for site, rows in found.items()]


def _read_entries(state: SiteState, entries: list[tuple[Any, ...]], now: datetime) -> None:
    """Take in a site's entry points that are in use.

    Those that the last visit passed by although they were due (old sitemaps, addresses of yesterday) are not.
    """
    last = state.last_visit_at or ""
    recent = utc_text(datetime.fromisoformat(last) - _GRACE) if last else ""
    due = []
    for _, url, _, status, fetched_at, next_visit_at, failures in entries:
        if failures and fetched_at >= recent:
            state.failing.append(FailingEntry(url, status, failures))
        elif next_visit_at is None or next_visit_at <= last:
            continue
        else:
            due.append(next_visit_at)
        state.entry_points += 1
    state.failing.sort(key=lambda entry: (-entry.failures, entry.url))
    # An entry point that failed is due at once.
    state.next_due_at = min(due, default=None) or (utc_text(now) if state.failing else None)


def _last_runs(
    connection: sqlite3.Connection, now: datetime, failure_of: Callable[[dict[str, Any], str], str | None]
) -> Iterable[Run]:
    for spider, started_at, finished_at, reason, stats in connection.execute(_LAST_RUNS):
        failure = failure_of(json.loads(stats), reason or "") if finished_at else None
        if finished_at is None and datetime.fromisoformat(started_at) < now - _LONGEST_CRAWL:
            failure = "it never ended: it was killed, or the machine went down"
        yield Run(spider, started_at, finished_at, reason, failure)


def _health(state: SiteState, now: datetime) -> Health:
    run = state.last_run
    if run is not None and run.finished_at is None:
        return "cut off" if run.failure else "running"
    if (run is not None and run.failure) or (state.failing and len(state.failing) == state.entry_points):
        return "broken"
    if state.next_due_at is not None and datetime.fromisoformat(state.next_due_at) < now - _GRACE:
        return "overdue"
    if state.failing:
        return "partly"
    was_read = state.last_visit_at is not None and datetime.fromisoformat(state.last_visit_at) >= now - _GRACE
    return "silent" if was_read and state.is_daily and state.articles_1d == 0 else "ok"


def _why(state: SiteState) -> str:
    if state.health == "broken" and state.last_run is not None and state.last_run.failure:
        return state.last_run.failure
    if state.failing and state.health in ("broken", "partly"):
        worst = state.failing[0]
        answer = f"HTTP {worst.status}" if worst.status else "no answer"
        count = f"{len(state.failing)} of {state.entry_points} entry points fail"
        return f"{count}; {worst.url}: {worst.failures} times in a row, last {answer}"
    return EXPLAINED[state.health]

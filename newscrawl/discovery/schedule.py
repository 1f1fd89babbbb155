"""When to look again: at an article by its age, at an entry point by how much of it was new."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

RECHECKS: Final = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
"""Ages at which an article is looked at again: most edits of news come within hours, the last within days."""

SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(days=1)
_FIRST: Final = timedelta(minutes=30)

FARTHEST: Final = RECHECKS[-1] + timedelta(days=1)
"""No visit of an article is planned so far ahead; one that seems to be was planned while the clock was ahead."""


def next_article_visit(published: datetime | date | None, *, now: datetime) -> datetime | None:
    """Give the aware instant of an article's next visit, None where it is old enough to be left alone.

    An unknown publication time counts as now, and so does one in the future; a clock without a zone as UTC: hours do
    not matter here.
    """
    born = min(_instant(published) or now, now)
    return next((due for age in RECHECKS if (due := born + age) > now), None)


def next_retry(attempts: int, *, now: datetime) -> datetime | None:
    """Give when a page that gave no article is tried again, after so many attempts; None after the fourth."""
    return now + RECHECKS[attempts - 1] if 1 <= attempts <= len(RECHECKS) else None


def next_poll(interval: timedelta | None, *, listed: int, new: int) -> timedelta:
    """Give the time until an entry point's next poll, from the last interval and how much of this poll was new.

    Mostly new: half the time, since something may have been missed; hardly anything new: half as long again.
    """
    if interval is None:
        return _FIRST
    share = new / listed if listed else 0.0
    factor = 0.5 if share >= 0.5 else 1.0 if share >= 0.1 else 1.5
    return min(max(interval * factor, SHORTEST), LONGEST)


def is_due(planned: datetime | None, *, now: datetime) -> bool:
    """Tell whether an entry point is to be polled; one that no schedule puts so far off is due too.

    Otherwise a crawl whose clock was a year ahead would leave the site alone for a year once the clock is right again.
    """
    return planned is None or not now < planned <= now + 2 * LONGEST


def _instant(value: datetime | date | None) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)

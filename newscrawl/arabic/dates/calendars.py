"""Days of two calendars, checked: an impossible day is None, never the next month's first."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from hijridate import Hijri

from newscrawl.arabic.dates.model import EARLIEST_YEAR

HIJRI_YEARS: Final = range(1300, 1500)
_GREGORIAN_YEARS: Final = range(EARLIEST_YEAR, 2100)


def gregorian(year: int, month: int, day: int) -> date | None:
    """Give the day, or None where there is none such, or where no web page is as old."""
    if year not in _GREGORIAN_YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hijri(year: int, month: int, day: int) -> date | None:
    """Give the Gregorian day of a Hijri date by the Umm al-Qura table (hijridate); None outside it, and before 1990."""
    start, length = _hijri_month(year, month)
    if start is None or not 1 <= day <= length:
        return None
    value = start + timedelta(days=day - 1)
    return value if value.year in _GREGORIAN_YEARS else None


@lru_cache(maxsize=4096)
def _hijri_month(year: int, month: int) -> tuple[date | None, int]:
    try:
        first = Hijri(year, month, 1)
        start = first.to_gregorian()
    except (ValueError, OverflowError):
        return None, 0
    return date(start.year, start.month, start.day), first.month_length()


def last_such_day(month: int, day: int, today: date, weekday: int | None) -> date | None:
    """Give the last day of that number and month, and weekday where one is printed, that is not after `today`.

    A weekday comes round within eleven years; a 29 February with one can take forty.
    """
    for year in range(today.year, today.year - 12, -1):
        value = gregorian(year, month, day)
        if value is not None and value <= today and (weekday is None or value.weekday() == weekday):
            return value
    return None

"""Machine dates of feeds, sitemaps and APIs: RFC 822, ISO 8601 and epoch, read only where they are sure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_ZONE: Final = r"(?:(Z|UTC?|GMT)(?![+-])|(?:GMT|UTC)?([+-])(\d\d):?(\d\d)?)"
_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\s{0,3}(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s{0,3}" + _ZONE + "?)?",
    re.IGNORECASE,
)
# Other zone names are left alone: `AST` is Arabia's to some and Atlantic to RFC 822, and `-0000` means unknown there.
_RFC: Final = re.compile(
    r"(?:[A-Z]{3,9}\.?,?\s{1,3})?(\d{1,2})[\s-]{1,3}([A-Z]{3,9})\.?[\s-]{1,3}(\d{4}),?\s{1,3}"
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s{0,3}(?:" + _ZONE + r"|[A-Z]{2,5}))?",
    re.IGNORECASE | re.ASCII,
)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# As most are written: Python reads it itself, many times as fast.
_PLAIN_ISO: Final = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:[+-]\d\d:\d\d|Z)", re.ASCII)
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_YEARS: Final = range(1990, 2101)
_LONGEST: Final = 64

_Read = tuple[datetime | None, datetime | None]
_NOTHING: Final[_Read] = (None, None)


def parse_instant(raw: str | None) -> datetime | None:
    """Read a date that states day, time and zone; None for anything less, and for years outside 1990 to 2100.

    `Tue, 09 Jul 2024 11:06:38 +0000` · `2024-07-09T14:06:38+03:00` · `1720523198` → aware, in the offset as written.
    """
    return _parse(raw)[0]


def parse_lastmod(raw: str | None) -> tuple[datetime | None, bool]:
    """Read a modification date: an aware instant and False, or a day's midnight in UTC and True, or None and False."""
    instant, day = _parse(raw)
    return (instant, False) if instant is not None else (day, day is not None)


def _parse(raw: str | None) -> _Read:
    """Give the instant, and the day at midnight in UTC, as far as each is stated."""
    raw = (raw or "").strip()
    if not raw or len(raw) > _LONGEST:
        return _NOTHING
    try:
        instant, day = _parse_iso(raw) or _parse_rfc822(raw) or _parse_epoch(raw) or _NOTHING
    except (ValueError, OverflowError):  # 31 February, or an offset of a day
        return _NOTHING
    stated = instant or day
    return (instant, day) if stated is not None and stated.year in _YEARS else _NOTHING


def _parse_iso(raw: str) -> _Read | None:
    if _PLAIN_ISO.fullmatch(raw):
        with suppress(ValueError):
            instant = datetime.fromisoformat(raw)
            return instant, instant.replace(hour=0, minute=0, second=0, tzinfo=UTC)
    match = _ISO.fullmatch(raw)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, utc, sign, zone_hours, zone_minutes = match.groups()
    midnight = datetime(int(year), int(month), int(day), tzinfo=UTC)
    if hour is None:
        return None, midnight
    clock = midnight.replace(hour=int(hour), minute=int(minute), second=min(int(second or 0), 59))
    clock = clock.replace(microsecond=int((fraction or "0").ljust(6, "0")[:6]))
    zone = _zone(utc, sign, zone_hours, zone_minutes)
    return (None if zone is None else clock.replace(tzinfo=zone)), midnight


def _parse_rfc822(raw: str) -> _Read | None:
    match = _RFC.fullmatch(raw)
    if match is None:
        return None
    day, name, year, hour, minute, second, utc, sign, zone_hours, zone_minutes = match.groups()
    month = next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.lower())), None)
    if month is None:
        return None
    midnight = datetime(int(year), month, int(day), tzinfo=UTC)
    clock = midnight.replace(hour=int(hour), minute=int(minute), second=min(int(second or 0), 59))
    zone = None if raw.endswith("-0000") else _zone(utc, sign, zone_hours, zone_minutes)
    return (None if zone is None else clock.replace(tzinfo=zone)), midnight


def _zone(utc: str | None, sign: str | None, hours: str | None, minutes: str | None) -> timezone | None:
    if utc is not None:
        return UTC
    if sign is None:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)


def _parse_epoch(raw: str) -> _Read | None:
    if not _EPOCH.fullmatch(raw):
        return None
    seconds, milliseconds = int(raw[:10]), int(raw[10:] or 0)
    instant = datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=milliseconds)
    return instant, instant.replace(hour=0, minute=0, second=0, microsecond=0)

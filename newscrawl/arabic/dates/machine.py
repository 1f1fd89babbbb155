"""Dates written for machines: ISO 8601, and the day in the path of a URL."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from newscrawl.arabic.dates.calendars import gregorian

_ISO: Final = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?:[Tt]|\s{1,2})([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]{1,9})?)?)?"
    r"\s{0,2}(?:([Zz]|UTC|GMT)|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)
_ISO_DAY: Final = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})")
_URL: Final = re.compile(r"(?:https?:/|www\.|/)\S+", re.IGNORECASE)
_URL_DAY: Final = re.compile(
    r"/(?:([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})|((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2}))(?=/|$|\?|\#)"
)
_URL_HYPHENS: Final = re.compile(r"[/_-]((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?![0-9])")


def read_iso(text: str) -> tuple[datetime, bool] | None:
    """Read a whole string as ISO 8601: the clock, aware if an offset stands there, and whether seconds do.

    None for anything else, and for an impossible day or hour.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, _, month, day, hour, minute, second, utc, sign, zone_hours, zone_minutes = match.groups()
    if gregorian(int(year), int(month), int(day)) is None:
        return None
    zone: tzinfo | None = UTC if utc else None
    if sign:
        offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes or 0))
        if offset > timedelta(hours=14):
            return None
        zone = timezone(-offset if sign == "-" else offset)
    try:
        clock = datetime(
            int(year), int(month), int(day), int(hour), int(minute or 0), min(int(second or 0), 59), tzinfo=zone
        )
    except ValueError:
        return None
    return clock, second is not None


def looks_iso(text: str) -> bool:
    """Tell whether a string has the form of an ISO date, possible or not."""
    return _ISO.fullmatch(text) is not None or _ISO_DAY.fullmatch(text) is not None


def read_iso_day(text: str) -> date | None:
    """Read a whole string as an ISO day, `2021-06-05` or `20210605`."""
    match = _ISO_DAY.fullmatch(text)
    return gregorian(int(match[1]), int(match[3]), int(match[4])) if match else None


def is_url(text: str) -> bool:
    """Tell whether a string is one URL, or the path of one."""
    return _URL.fullmatch(text) is not None


def read_url_day(url: str) -> date | None:
    """Read the day in a URL's path, `/2021/10/12/` or `/20211012/`; None for a month alone and for several days."""
    days = set()
    for match in _URL_DAY.finditer(url.partition("?")[0]):
        year, month, day = (int(part) for part in match.groups() if part)
        days.add(gregorian(year, month, day))
    days.discard(None)
    return days.pop() if len(days) == 1 else None


def read_url_hyphens(url: str) -> date | None:
    """Read a day written `2021-10-12` in a URL's path: evidence on a page, though it may be the subject's day."""
    matches = _URL_HYPHENS.findall(url.partition("?")[0])
    days = {gregorian(int(year), int(month), int(day)) for year, month, day in matches}
    days.discard(None)
    return days.pop() if len(days) == 1 else None

"""Dates in machine fields: what `parse_date` reads, and the forms that only programs write."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from newscrawl.arabic.dates.calendars import gregorian
from newscrawl.arabic.dates.model import ParsedDate
from newscrawl.arabic.dates.zones import zone_for

_EPOCH: Final = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
# .NET writes dates the American way whatever the page's language; without am or pm it could be any country's.
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d\d):(\d\d) ([AP])M", re.ASCII)


def read_machine_date(raw: str, timezone: str | None) -> ParsedDate | None:
    """Read seconds since 1970 and `8/24/2020 9:23:13 AM`, as machine fields hold them; None for everything else."""
    text = raw.strip()
    if _EPOCH.fullmatch(text):
        instant = datetime.fromtimestamp(int(text[:10]), UTC)
        if gregorian(instant.year, instant.month, instant.day) is None:
            return None
        return ParsedDate(instant, "second", "text", instant.replace(tzinfo=None), is_sortable=True)
    match = _AMERICAN.fullmatch(text)
    if match is None:
        return None
    month, day, year, hour, minute, second = (int(part) for part in match.groups()[:6])
    value = gregorian(year, month, day)
    if value is None or hour > 12 or minute > 59 or second > 59:
        return None
    local = _at(value, hour % 12 + (12 if match[7] == "P" else 0), minute, second)
    zone = zone_for(timezone)
    if zone is None:
        return ParsedDate(value, "second", None, local, is_sortable=True)
    return ParsedDate(local.replace(tzinfo=zone), "second", "site", local, is_sortable=True)


def _at(day: date, hour: int, minute: int, second: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - a clock as shown

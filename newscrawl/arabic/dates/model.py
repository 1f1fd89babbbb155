"""What a printed date reads as, and the small records that its parts give on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from newscrawl.items import DateRole

Precision = Literal["second", "minute", "day"]
ZoneSource = Literal["text", "site"]
Calendar = Literal["gregorian", "hijri"]
Form = Literal["stamp", "dateline", "prose"]

EARLIEST_YEAR = 1990
"""No news page is older; an earlier date on one is somebody's birthday, or a null."""


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date string, read."""

    value: date | datetime
    """An aware datetime where day, time and zone are known; else the day alone."""
    precision: Precision
    """What `value` is good for, or the clock in `local` where no zone is known."""
    zone_source: ZoneSource | None = None
    """Where the zone came from; None for a day, and for a clock without a zone."""
    local: datetime | None = None
    """The clock as shown, naive, wherever a time was printed."""
    role: DateRole = "unknown"
    """What the label beside it says."""
    calendar: Calendar = "gregorian"
    is_relative: bool = False
    """Counted back from `now`: three hours ago, yesterday."""
    is_age: bool = False
    """Counted back in hours or less: `local` is then a clock that nobody printed."""
    has_year: bool = True
    weekday_agrees: bool | None = None
    """Whether the weekday printed beside the date is that day's; None where none is."""
    calendars_agree: bool | None = None
    """Whether the Hijri date printed beside it is that day's within three days; None where none is."""
    month_first: date | None = None
    """What 04/01/2020 is in American order; None where no other order is possible, or the weekday settles it."""
    is_sortable: bool = False
    """Written for machines (ISO 8601, a URL path), not for readers."""
    form: Form = "stamp"
    """`stamp`: little but the date; `dateline`: it opens a text, after a place; `prose`: a sentence holds it."""
    updated: ParsedDate | None = None
    """The time of updating, where the same string states it beside the publication."""


class Clock(NamedTuple):
    """A time of day at a place in the string."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    zone: tzinfo | Literal["site", "unknown"] | None
    """None: nothing said; `site`: the site's own clock; `unknown`: a zone that cannot be told."""
    is_possible: bool = True


class Day(NamedTuple):
    """A calendar day at a place in the string; `value` is None where what stands there can be no day."""

    start: int
    end: int
    value: date | None
    calendar: Calendar = "gregorian"
    has_year: bool = True
    weekday_agrees: bool | None = None
    month_first: date | None = None

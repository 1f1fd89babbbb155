"""Date candidates of a page, read and weighed: what each says, how much it is worth, or why it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.dates.instants import read_machine_date
from newscrawl.arabic.dates.machine import read_url_hyphens
from newscrawl.arabic.dates.model import EARLIEST_YEAR, ParsedDate
from newscrawl.arabic.dates.reading import parse_date

if TYPE_CHECKING:
    from newscrawl.items import DateCandidate, DateRole

_FAMILIES: Final = {
    "jsonld": "machine", "meta": "machine", "rest": "machine", "item": "machine", "feed": "feed", "sitemap": "feed",
    "url": "url", "time": "visible", "text": "visible", "listing": "visible", "dateline": "visible",
}  # fmt: skip
"""Sources that repeat each other count once: JSON-LD and meta tags come from one field of one database."""

_WEIGHTS: Final = {
    "jsonld:datePublished": 5.0, "jsonld": 4.5, "meta": 4.5, "rest": 5.5, "item": 5.0, "feed": 4.0, "sitemap": 3.5,
    "url": 3.0, "listing": 2.5, "dateline": 3.0,
}  # fmt: skip
_NEAR_WEIGHTS: Final = ((2, 5.4), (5, 4.2), (14, 2.0))
_FAR_WEIGHT: Final = 0.7
_HEADER: Final = 2  # text blocks from the headline
HEADLINE: Final = 5
"""Text blocks from the headline; what stands farther off belongs to the page rather than to the article."""
ENOUGH: Final = 1.5
"""The least weight that makes a day; a date in a far corner of the page alone does not."""

_A_DAY: Final = timedelta(days=1)
_PAGE_CLOCK: Final = timedelta(minutes=10)
_UNKNOWN_NOW: Final = datetime(2099, 1, 1, tzinfo=UTC)
_OLD_YEAR: Final = re.compile(r"(?<!\d)(?:000[01]|1[5-9]\d\d)(?!\d)")


Known = dict[tuple[str, bool, bool], ParsedDate | None]
"""Readings by raw text, whether it is a machine's field, and whether it is an address."""


@dataclass(slots=True, eq=False)
class Witness:
    """A candidate, read. `days` are the days it may mean at the publisher's, the likeliest first."""

    index: int
    candidate: DateCandidate
    parsed: ParsedDate
    family: str
    role: DateRole
    weight: float
    days: tuple[date, ...]
    local: datetime | None = field(init=False)
    """The clock as shown, naive, whole seconds."""
    offset: timedelta | None = field(init=False)
    """The offset that the text itself states."""
    is_utc: bool = field(init=False)
    """Marked as UTC, which many a CMS writes beside a local clock."""

    def __post_init__(self) -> None:
        parsed = self.parsed
        value = parsed.value
        self.local = parsed.local.replace(microsecond=0) if parsed.local is not None else None
        self.offset = value.utcoffset() if parsed.zone_source == "text" and isinstance(value, datetime) else None
        self.is_utc = self.offset == timedelta(0)

    @property
    def shown(self) -> str:
        """The value for a reader of the notes."""
        if self.local is not None and not isinstance(self.parsed.value, datetime):
            return f"{self.local.isoformat(' ')} (no zone)"
        return self.parsed.value.isoformat()


def read_candidate(
    candidate: DateCandidate, now: datetime | None, timezone: str | None, known: Known
) -> ParsedDate | str:
    """Read a candidate, or say why not: unreadable, relative to nothing, in the future, the page's own clock.

    `known` holds what was read on the page already, since most pages say the same in several places.
    """
    family = family_of(candidate.source)
    is_machine = family in {"machine", "feed", "server"} or candidate.source == "time"
    key = candidate.raw, is_machine, family == "url"
    if key not in known:
        known[key] = _read(*key, now or _UNKNOWN_NOW, timezone)
    parsed = known[key]
    if parsed is None:
        if family == "url":
            return "no day in its path"
        is_old = _OLD_YEAR.search(candidate.raw) is not None
        return f"before {EARLIEST_YEAR}, or no day at all" if is_old else "no date that can be told"
    if now is None:
        is_floating = parsed.is_relative or not parsed.has_year
        return "counted from the moment of reading, which is not known" if is_floating else parsed
    return _why_implausible(candidate, parsed, now) or parsed


def _read(raw: str, is_machine: bool, is_url: bool, now: datetime, timezone: str | None) -> ParsedDate | None:
    if is_machine and (parsed := read_machine_date(raw, timezone)) is not None:
        return parsed
    if is_url and (day := read_url_hyphens(raw)) is not None:
        return ParsedDate(day, "day", is_sortable=True)
    return parse_date(raw, now=now, timezone=timezone)


def _why_implausible(candidate: DateCandidate, parsed: ParsedDate, now: datetime) -> str | None:
    value = parsed.value
    if isinstance(value, datetime):
        distance = value - now
    else:
        shown = parsed.local or datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a naive clock is meant
        distance = shown - now.replace(tzinfo=None)
    if distance > _A_DAY:
        return "in the future"
    if parsed.is_relative or not is_unlabelled_outside(candidate, parsed):
        return None
    near = candidate.near_title
    is_beside = near is not None and near <= _HEADER and not candidate.before_title
    if parsed.local is not None and abs(distance) < _PAGE_CLOCK and not is_beside:
        return "the page's own clock: the time of reading, without a label, outside the article"
    is_far = near is None or near > HEADLINE or (candidate.before_title and candidate.source == "text")
    if parsed.local is None and value == now.date() and is_far:
        return "the page's own date: the day of reading, without a label, outside the article"
    return None


def is_unlabelled_outside(candidate: DateCandidate, parsed: ParsedDate) -> bool:
    """Tell whether a date is printed outside the article's text with nothing that says whose it is."""
    is_plain = candidate.role == "unknown" and parsed.role == "unknown"
    return family_of(candidate.source) == "visible" and is_plain and not candidate.inside_article


def family_of(source: str) -> str:
    """Give the family of a source: machine, feed, url, visible or server."""
    return _FAMILIES.get(source.partition(":")[0], "server")


def make_witness(index: int, candidate: DateCandidate, parsed: ParsedDate, zone: tzinfo | None) -> Witness:
    """Weigh a candidate that was read."""
    family = family_of(candidate.source)
    role = candidate.role if candidate.role != "unknown" else parsed.role
    if family == "feed" and candidate.source.endswith(":lastmod"):
        family, role = "server", "modified"
    return Witness(
        index, candidate, parsed, family, role, _weight(candidate, parsed, family, role), days_of(parsed, zone)
    )


def days_of(parsed: ParsedDate, zone: tzinfo | None) -> tuple[date, ...]:
    """Give the days that a reading may mean at the publisher's, the likeliest first."""
    value = parsed.value
    if not isinstance(value, datetime) or parsed.zone_source != "text":
        day = value.date() if isinstance(value, datetime) else value
        return (day,) if parsed.month_first is None else (day, parsed.month_first)
    days = [value.date()]
    if zone is not None:
        there = value.astimezone(zone).date()
        days.insert(0 if not value.utcoffset() else 1, there)
    else:
        # Without a zone the publisher may sit some hours off, where another day is on the calendar.
        days += [(value.astimezone(UTC) + timedelta(hours=hours)).date() for hours in (4, -5)]
    return tuple(dict.fromkeys(days))


def _weight(candidate: DateCandidate, parsed: ParsedDate, family: str, role: DateRole) -> float:
    """Give how much a reading is worth as the day of publication, in no unit; only the order counts."""
    if family == "server" or parsed.form == "prose":
        return 0.0
    if family != "visible":
        weight = _WEIGHTS.get(candidate.source) or _WEIGHTS[candidate.source.partition(":")[0]]
        return weight if role == "published" else weight - 1 if role == "unknown" else 0.8
    near = candidate.near_title
    weight = _WEIGHTS.get(candidate.source, _FAR_WEIGHT)
    if near is not None:
        weight = next((value - 0.05 * near for limit, value in _NEAR_WEIGHTS if near <= limit), weight)
    if role == "published":
        weight = max(weight, 2.0) + 0.4
    elif role == "modified":
        # Many sites print nothing else: the update, near the headline, is then the best that is known.
        weight = 2.0 if near is not None and near <= HEADLINE else 0.5
    if parsed.form == "dateline":
        weight = min(weight, _WEIGHTS["dateline"])
    if parsed.weekday_agrees is False or parsed.calendars_agree is False:
        weight -= ENOUGH
    if parsed.is_relative or parsed.calendar == "hijri":
        weight *= 0.5
    return weight if parsed.has_year else weight * 0.6

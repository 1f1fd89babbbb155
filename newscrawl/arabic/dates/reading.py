"""One printed date, read: which of its days and clocks belong together, and which of them is the publication."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawl.arabic.dates.clocks import find_clocks
from newscrawl.arabic.dates.days import find_days
from newscrawl.arabic.dates.fallback import ask_dateparser
from newscrawl.arabic.dates.lexer import Shape, lex
from newscrawl.arabic.dates.machine import is_url, looks_iso, read_iso, read_iso_day, read_url_day
from newscrawl.arabic.dates.model import EARLIEST_YEAR, ParsedDate
from newscrawl.arabic.dates.relative import find_ago, find_today, is_now
from newscrawl.arabic.dates.zones import Zone, zone_beside, zone_for
from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    from datetime import date

    from newscrawl.arabic.dates.model import Clock, Day, Form, Precision, ZoneSource
    from newscrawl.items import DateRole

_LONGEST: Final = 1000
_HIJRI_CENTURIES: Final = ("13", "14")
# A label of an update counts only before a date, since its words (حدث، حين) are common ones.
_LABEL: Final = re.compile(r"P|U(?=[PUiwYOc:,(|/\-]*[dDjmqtsTvVuY])")
_ROLES: Final[dict[str, DateRole]] = {"P": "published", "U": "modified"}
_ORDER: Final[tuple[DateRole, ...]] = ("published", "unknown", "modified")
_NEGATIVE_YEAR: Final = re.compile(r"^\W{0,3}-\d{1,4}[-/]\d|-0\d{3}(?!\d)")
_GAP: Final = re.compile(r"[^rGCD]*(?:[-|,.)]r{1,3}[-|,.(])?[^rGCD]*")
_LATEST: Final = timedelta(hours=1)
_SHORT_UNITS: Final = {
    letter: fold(word) for letter, word in (("ث", "ثانية"), ("د", "دقيقة"), ("س", "ساعة"), ("ي", "يوم"))
}
_SHORT_AGO: Final = re.compile(r"(?<!\w)(منذ|قبل) ?(\d{1,3}) ?([ثدسي])(?!\w)")
_SIGHTING: Final = timedelta(days=3)
_UNKNOWN_MONTH: Final = re.compile(r"d[-/.,c]{0,2}r[-/.,c]{0,2}y")
_WORDS_OF_A_STAMP: Final = 6  # a byline and a section may stand beside a date; a sentence is longer
_SPAN_GAP: Final = re.compile(r"[^|]{0,3}L[^|]{0,3}|[)i]?-[(iw]?")
# Signs of other scripts and of mathematics that look like ours, and full-width digits.
_LOOKALIKES: Final = re.compile("[\u2044\u2215\u2236\ufe13\ufe55\uff0c-\uff1a\uff5c\ua789]")
_LOOKALIKE_TABLE: Final = {
    0x2044: "/", 0x2215: "/", 0x2236: ":", 0xFE13: ":", 0xFE55: ":", 0xFF0C: ",", 0xFF0D: "-", 0xFF0E: ".", 0xFF0F: "/",
    0xFF1A: ":", 0xFF5C: "|", 0xA789: ":", **{0xFF10 + digit: str(digit) for digit in range(10)},
}  # fmt: skip


_Timed = tuple["date | datetime", "Precision", "ZoneSource | None", "datetime | None"]
"""Value, precision, source of the zone, and the clock as shown."""


class _Context(NamedTuple):
    now: datetime
    zone: tzinfo | None
    timezone: str | None


class _Part(NamedTuple):
    """What stands under one label."""

    role: DateRole
    shape: Shape
    days: list[Day]
    clocks: list[Clock]


def parse_date(raw: str, *, now: datetime, timezone: str | None) -> ParsedDate | None:
    """Read a date as Arabic news sites print it; None for what is no date, is impossible, or cannot be told.

    `now` is the aware moment of reading, for relative and year-less dates; `timezone` the IANA zone of the site's
    clock, None where it is not known: a time without a zone of its own is then no instant, and `value` is the day. Of a
    publication and an update in one string the publication counts. Only the first thousand characters are read.
    Never raises.
    """
    text = raw.strip()
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(None, 1)[0]  # no word is cut in two
    if "&" in text:
        text = html.unescape(text)
    folded = fold(text).strip()
    if not folded:
        return None
    zone = zone_for(timezone)
    if folded[0].isdecimal() and not folded.startswith(_HIJRI_CENTURIES) and looks_iso(folded):
        return _read_iso(folded, zone)
    if is_url(folded):
        day = read_url_day(folded)
        return ParsedDate(day, "day", is_sortable=True) if day else None
    if _NEGATIVE_YEAR.search(folded):
        return None
    if _LOOKALIKES.search(folded):
        folded = folded.translate(_LOOKALIKE_TABLE)
    if "منذ" in folded or "قبل" in folded:
        folded = _SHORT_AGO.sub(lambda match: f"{match[1]} {match[2]} {_SHORT_UNITS[match[3]]}", folded)
    shape = lex(folded)
    local_now = now.astimezone(zone) if zone is not None and now.tzinfo is not None else now
    context = _Context(local_now, zone, timezone)
    if is_now(shape):
        return _instant(context, local_now, "second")
    return _read(context, shape) or _unknown_month(shape, folded)


def _read_iso(text: str, zone: tzinfo | None) -> ParsedDate | None:
    day = read_iso_day(text)
    if day is not None:
        return ParsedDate(day, "day", is_sortable=True)
    read = read_iso(text.upper())
    if read is None:
        return None
    clock, has_seconds = read
    timed = _timed(clock.replace(tzinfo=None), clock.tzinfo, zone, "second" if has_seconds else "minute")
    return ParsedDate(*timed, is_sortable=True)


def _unknown_month(shape: Shape, folded: str) -> ParsedDate | None:
    if _UNKNOWN_MONTH.search(shape.letters):
        day = ask_dateparser(folded)
        return ParsedDate(day, "day") if day is not None else None
    return None


def _read(context: _Context, shape: Shape) -> ParsedDate | None:
    """Read each part of a string by itself, then take the publication's, and the update's beside it."""
    parts = _parts(context, shape)
    found: dict[DateRole, ParsedDate | None] = {}
    for part in parts:
        if part.role in found:
            continue
        if part.days:
            found[part.role] = _absolute(context, part, parts)
        else:
            counted = _counted(context, part)
            if counted is not None:
                found[part.role] = counted
    roles = [role for role in _ORDER if role in found]
    if not roles:
        return None
    chosen = found[roles[0]]
    updated = found.get("modified")
    if chosen is None or updated is None or roles[0] == "modified":
        return chosen
    return replace(chosen, updated=updated)


def _parts(context: _Context, shape: Shape) -> list[_Part]:
    letters = shape.letters
    cuts: list[tuple[int, DateRole]] = []
    if "P" in letters or "U" in letters:
        for match in _LABEL.finditer(letters):
            if not cuts or cuts[-1][1] != _ROLES[match.group()]:
                cuts.append((match.start(), _ROLES[match.group()]))
            opened = letters.rfind("(", 0, match.start())
            closed = letters.find(")", match.start())
            if opened > letters.rfind(")", 0, match.start()) and closed > 0:
                cuts.append((closed, "unknown"))
    if not cuts or cuts[0][0] > 0:
        cuts.insert(0, (0, "unknown"))
    cuts.sort()
    parts = []
    for index, (start, role) in enumerate(cuts):
        end = cuts[index + 1][0] if index + 1 < len(cuts) else len(letters)
        piece = shape if len(cuts) == 1 else Shape(letters[start:end], shape.values[start:end])
        parts.append(_Part(role, piece, find_days(piece, context.now.date()), find_clocks(piece, context.timezone)))
    return parts


def _absolute(context: _Context, part: _Part, parts: list[_Part]) -> ParsedDate | None:
    letters = part.shape.letters
    days = part.days
    first = next((day for day in days if day.calendar == "gregorian"), days[0])
    if first.value is None or _is_span(letters, days, first):
        return None
    clock = _nearest(letters, first, part.clocks)
    if clock is not None and clock.zone is None and clock.end <= first.start:
        # 14:30 - 12 أكتوبر 2021 (GMT)
        clock = clock._replace(zone=zone_beside(part.shape, first.end, first.end, context.timezone)[0])
    clock = clock or _borrowed(part, parts)
    if clock is None:
        timed: _Timed = first.value, "day", None, None
    elif not clock.is_possible:
        return None
    else:
        timed = _at(context, first.value, clock)
    return ParsedDate(
        *timed,
        part.role,
        first.calendar,
        has_year=first.has_year,
        weekday_agrees=first.weekday_agrees,
        calendars_agree=_calendars_agree(first, days),
        month_first=first.month_first,
        form=_form(letters, first),
    )


def _calendars_agree(first: Day, days: list[Day]) -> bool | None:
    """Compare a Gregorian day with the Hijri one beside it, which by sighting may lie a day or two off the table."""
    if first.value is None or first.calendar == "hijri" or len(days) == 1:
        return None
    other = next((day.value for day in days if day.calendar == "hijri" and day.value is not None), None)
    return None if other is None else abs(first.value - other) <= _SIGHTING


def _form(letters: str, day: Day) -> Form:
    if letters.count("r") <= _WORDS_OF_A_STAMP:
        return "stamp"
    before = letters[: day.start]
    is_headed = before.count("r") <= 2 and ("C" in before or "G" in letters[: day.end + 3])
    return "dateline" if is_headed else "prose"


def _is_span(letters: str, days: list[Day], first: Day) -> bool:
    """Tell whether the day opens a span: «من 12 أكتوبر 2021 إلى 15 أكتوبر 2021»."""
    for day in days:
        if day.start >= first.end and day.calendar == first.calendar and day.value != first.value:
            return _SPAN_GAP.fullmatch(letters, first.end, day.start) is not None
    return False


def _nearest(letters: str, day: Day, clocks: list[Clock]) -> Clock | None:
    """Give the clock nearest to a day, unless words that say something stand between them."""
    best, best_distance = None, len(letters) + 1
    for clock in clocks:
        if clock.start >= day.end:
            gap = (day.end, clock.start)
        elif clock.end <= day.start:
            gap = (clock.end, day.start)
        else:
            return clock  # inside: Tue Oct 12 14:30:00 2021
        distance = gap[1] - gap[0]
        if distance < best_distance and _GAP.fullmatch(letters, *gap):
            best, best_distance = clock, distance
    return best


def _borrowed(part: _Part, parts: list[_Part]) -> Clock | None:
    """Give the clock of a part without a day: an unlabelled day takes any, a labelled one no other label's.

    «5 ماي 2021، آخر تحديث 10:45» is one moment; «نشر 5 ماي 2021، آخر تحديث 10:45» is a day and a clock of another.
    """
    if part.clocks or sum(bool(other.days) for other in parts) > 1:
        return None
    for other in parts:
        if other is not part and other.clocks and (part.role == "unknown" or other.role == "unknown"):
            return other.clocks[0]
    return None


def _counted(context: _Context, part: _Part) -> ParsedDate | None:
    """Read a date counted back from now: «منذ ساعتين», «أمس 21:33»."""
    agos = find_ago(part.shape)
    if agos:
        value = agos[0].from_now(context.now)
        if value is None or value.year < EARLIEST_YEAR:
            return None
        if isinstance(value, datetime):
            precision: Precision = "second" if agos[0].smallest == "second" else "minute"
            return _instant(context, value, precision, part.role)
        clock = next((clock for clock in part.clocks if clock.start >= agos[0].end), None)
        return _on_day(context, value, clock, part.role)
    back = find_today(part.shape)
    if back is None:
        return None
    day = context.now.date() - timedelta(days=back)
    weekdays = [value for letter, value in zip(*part.shape, strict=True) if letter == "w"]
    if any(weekday != day.weekday() for weekday in weekdays):
        return None
    return _on_day(context, day, part.clocks[0] if part.clocks else None, part.role)


def _on_day(context: _Context, day: date, clock: Clock | None, role: DateRole) -> ParsedDate | None:
    if clock is None:
        return ParsedDate(day, "day", role=role, is_relative=True)
    if not clock.is_possible:
        return None
    timed = _at(context, day, clock)
    if isinstance(timed[0], datetime) and context.now.tzinfo is not None and timed[0] - context.now > _LATEST:
        return None  # «اليوم 23:15», read at noon: a programme
    return ParsedDate(*timed, role, is_relative=True)


def _at(context: _Context, day: date, clock: Clock) -> _Timed:
    local = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0)  # noqa: DTZ001 - as shown
    return _timed(local, clock.zone, context.zone, "minute" if clock.second is None else "second")


def _timed(local: datetime, own: Zone | None, site: tzinfo | None, precision: Precision) -> _Timed:
    """Join a clock and its zone: the text's own, the site's, or none, where the value falls back to the day."""
    if isinstance(own, tzinfo):
        return local.replace(tzinfo=own), precision, "text", local
    if own == "unknown" or site is None:
        return local.date(), precision, None, local
    return local.replace(tzinfo=site), precision, "site", local


def _instant(context: _Context, value: datetime, precision: Precision, role: DateRole = "unknown") -> ParsedDate:
    local = value.replace(tzinfo=None)
    if value.tzinfo is None:
        return ParsedDate(local.date(), precision, None, local, role, is_relative=True, is_age=True)
    source: ZoneSource | None = "site" if context.zone is not None else None
    return ParsedDate(value, precision, source, local, role, is_relative=True, is_age=True)

"""Days printed with a month's name or in numbers, found in a shape."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.dates.calendars import HIJRI_YEARS, gregorian, hijri, last_such_day
from newscrawl.arabic.dates.model import Day

if TYPE_CHECKING:
    from datetime import date

    from newscrawl.arabic.dates.lexer import Shape

_JOIN: Final = "[-/.,(clVi]{0,3}"
_MONTH: Final = r"[mqbh](?:[-/,(o]{0,2}[mqb]\)?){0,2}\)?"
_NAMED: Final = re.compile(
    rf"(?P<d>[dj]){_JOIN}(?P<m>{_MONTH})[-/.,:(clVi]{{0,3}}(?P<y>y)"
    rf"|(?P<d2>[dj])(?P<s>[-/])(?P<m2>m)(?P=s)(?P<yy>d)"
    rf"|(?P<m3>{_MONTH})[-/.,]{{0,2}}(?P<d3>d)(?:[-/.,]{{0,2}}|[.,]?t(?:[zZA][-+]?[dty]?)?)(?P<y3>y)"
    rf"|(?P<y4>y){_JOIN}(?P<m4>{_MONTH}){_JOIN}(?P<d4>d)(?![-/.,]{{0,2}}[dyN])"
    r"|(?P<num>D)"
)
_HOLDS_A_DAY: Final = re.compile("[Dmqbh]")
_GROUPS: Final = {"y": ("d", "m", "y"), "yy": ("d2", "m2", "yy"), "y3": ("d3", "m3", "y3"), "d4": ("d4", "m4", "y4")}
"""The groups of day, month and year, by the last group of each way to write a date."""
_FARTHEST: Final = timedelta(days=366)
_NAMESAKE_BEFORE: Final = re.compile(r"(?:x|Fc?|s(?!:)|^L)[i:Y]{0,2}w?,?$")
"""What shows before a day that nothing was published then: a street, «منذ» without a colon, the end of a time (حتى)."""
_LABELLED_BEFORE: Final = re.compile(r"X[:.]?$")
_SPAN_BEFORE: Final = re.compile(r"(?<!X)(?<!X:)(?<!X[.-])[dj](?:[mqbh]?[-/,oL(]{1,2}|[mqb]i?Li?w,?)$")

# A day without a year is believed only where it stands alone: «شارع 20 غشت» and «حركة 20 فبراير» are no dates.
_QUIET: Final = "[PUiwtaAOTYzZg]"
_YEARLESS: Final = re.compile(
    rf"(?:^|[|,()\-:./!])(?:{_QUIET}|[,.:|(\-](?={_QUIET}))*"
    rf"(?P<core>(?P<d>d){_JOIN}(?P<m>[mq](?:[-/,(]{{0,2}}[mq]\)?)?)|(?P<m2>m)(?P<d2>d))"
    r"(?=[)eA]?(?:$|[|]|[-,.:(]{0,2}(?:[tOaAPUw]|i+[OtH]|$)|i+[OtH]))"
)
_DATELINE: Final = re.compile(
    r"^(?:(?:C|r{1,2})[,/:\-]?i?|(?:C|r{1,2})[,/:\-]?\(G\)[,/:\-]?)(?P<core>(?P<d>d)c?(?P<m>[mq](?:[-/(]?[mq]\)?)?))"
    r"(?=[-/,]?\(G|[/-]G)"
)


def find_days(shape: Shape, today: date) -> list[Day]:
    """Find the days that a string states, in its order; a Day without a value is something like a day that is none.

    Nobody prints next year's date on news: a day more than a year after `today` is a misread number. A day without a
    year is looked for only where no day with one stands.
    """
    if _HOLDS_A_DAY.search(shape.letters) is None:
        return []
    days = [_named_day(shape, match) for match in _NAMED.finditer(shape.letters)]
    latest = today + _FARTHEST
    found = [
        day._replace(value=None) if day.value is not None and day.value > latest else day
        for day in days
        if day is not None
    ]
    return found or _yearless(shape, today)


def _named_day(shape: Shape, match: re.Match[str]) -> Day | None:
    letters = shape.letters
    start, end = match.span()
    if _NAMESAKE_BEFORE.search(letters, max(0, start - 6), start):
        return None
    if match["num"]:
        return None if _LABELLED_BEFORE.search(letters, max(0, start - 2), start) else _numeric_day(shape, start)
    day_group, month_group, year_group = _GROUPS[match.lastgroup or ""]
    day_at, year_at = match.start(day_group), match.start(year_group)
    month = _month(shape, *match.span(month_group))
    is_counted = letters[day_at - 1 : day_at] == "X" and day_at == start  # «العدد 12 أكتوبر 2021» has two readings
    if is_counted or (year_group != "y4" and _SPAN_BEFORE.search(letters, max(0, start - 5), start)):
        return Day(start, end, None)
    calendar = "hijri" if "h" in match.group() else "gregorian"
    year, number = shape.number(year_at), shape.number(day_at)
    if year_group == "yy":
        year += 2000
    is_hijri_year = year in HIJRI_YEARS
    era_end, era = _era(shape, end)
    if month is None or is_hijri_year != (calendar == "hijri") or (era and era != calendar):
        return Day(start, end, None)
    if calendar == "hijri":
        return Day(start, era_end, hijri(year, month, number), "hijri", True, None)
    return _checked(shape, start, era_end, gregorian(year, month, number))


def _numeric_day(shape: Shape, at: int) -> Day:
    a, b, c = shape.numeric_date(at)
    first, middle, last = int(a), int(b), int(c)
    end, era = _era(shape, at + 1)
    year, number = (first, last) if len(a) == 4 else (last, first)
    if year in HIJRI_YEARS or era == "hijri":
        if era == "gregorian" or year not in HIJRI_YEARS:
            return Day(at, end, None)
        return Day(at, end, hijri(year, middle, number), "hijri")
    if len(a) == 4:
        return _checked(shape, at, end, gregorian(year, middle, number))
    if len(c) == 2:
        year += 2000
    day_first, month_first = gregorian(year, middle, first), gregorian(year, first, middle)
    checked = _checked(shape, at, end, day_first or month_first)
    if checked.weekday_agrees is False and day_first and month_first:
        # The weekday tells the order: أربعاء, 04/01/2020 is the first of April.
        swapped = _checked(shape, at, end, month_first)
        return swapped if swapped.weekday_agrees else checked
    is_open = day_first and month_first and day_first != month_first and checked.weekday_agrees is None
    return checked._replace(month_first=month_first) if is_open else checked


def _checked(shape: Shape, start: int, end: int, value: date | None) -> Day:
    weekday = _weekday(shape, start, end)
    agrees = None if value is None or weekday is None else value.weekday() == weekday
    return Day(start, end, value, "gregorian", True, agrees)


def _yearless(shape: Shape, today: date) -> list[Day]:
    letters = shape.letters
    if "m" not in letters and "q" not in letters:
        return []
    match = _DATELINE.search(letters)
    if match is None:
        match = _YEARLESS.search(letters)
        if match is None or letters.count("r") > 8 or re.search("[dyN]", letters[match.end() :]):
            return []
    name = "d" if match["d"] else "d2"
    start, end = match.span("core")
    month = _month(shape, *match.span("m" if match["m"] else "m2"))
    if month is None or _SPAN_BEFORE.search(letters, max(0, start - 5), start):
        return [Day(start, end, None)]
    weekday = _weekday(shape, start, end)
    value = last_such_day(month, shape.number(match.start(name)), today, weekday)
    return [Day(start, end, value, "gregorian", False, None if weekday is None else True)]


def _month(shape: Shape, start: int, end: int) -> int | None:
    """Give the month that one or several names beside each other mean; None where they disagree, or leave it open."""
    months: set[int] | None = None
    for at in range(start, end):
        if shape.letters[at] in "mqbh":
            value = shape.values[at]
            named = (
                {month for month in value if isinstance(month, int)} if isinstance(value, tuple) else {shape.number(at)}
            )
            months = named if months is None else months & named
    return months.pop() if months and len(months) == 1 else None


def _era(shape: Shape, at: int) -> tuple[int, str | None]:
    """Read «هـ», «م» or «ميلادي» at `at`: where it ends, and which calendar it names."""
    letters, values = shape
    if at < len(letters) and letters[at] == ")":
        at += 1
    after_bracket = at + 1 if at < len(letters) and letters[at] in "(-" else at
    for place in (at, after_bracket):
        letter = letters[place] if place < len(letters) else ""
        if letter in {"e", "E"}:
            return place + 1, str(values[place])
        if letter == "A" and values[place] == "pm" and place == at and letters[place + 1 : place + 2] != "t":
            return place + 1, "gregorian"
    return at, None


_WEEKDAY_BEFORE: Final = re.compile(r"w[-/,.:|(ic]{0,3}$")
_WEEKDAY_AFTER: Final = re.compile(r"[-/,.:|()i]{0,3}w")


def _weekday(shape: Shape, start: int, end: int) -> int | None:
    letters = shape.letters
    if "w" not in letters:
        return None
    if match := _WEEKDAY_BEFORE.search(letters, max(0, start - 4), start):
        return shape.number(match.start())
    if match := _WEEKDAY_AFTER.match(letters, end):
        return shape.number(match.end() - 1)
    return None

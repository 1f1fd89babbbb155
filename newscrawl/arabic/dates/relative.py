"""Dates counted back from the moment of reading: three hours ago, two days ago, yesterday at nine."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from newscrawl.arabic.dates.lexer import Shape

_NUMBER: Final = "(?:[kI]B?oK|KoK|[dkKNI])"
_PART: Final = f"(?:{_NUMBER}B?[uVYp]|vI?|f[uVYp]|[uVY]I?)"
_LENGTH: Final = f"{_PART}(?:,?o?(?:{_PART}|(?<=o)f|(?<=o){_NUMBER}))*(?:Mf)?"
_PIECE: Final = re.compile(
    rf"(?P<less>M)?(?P<fraction>f)(?P<of>[uVYp])?|(?P<number>{_NUMBER})?B?(?P<unit>[uVYpv])I?|(?P<rest>{_NUMBER})"
)
_QUIET: Final = "[PUiwtaAOzZg]"
_EDGE_BEFORE: Final = rf"(?:^[PW]:?r{{1,4}}|^|[|,()\-:./!])(?:{_QUIET}|[:,](?=[{_QUIET[1:-1]}sdkKIfuvVYT]))*"
_EDGE_AFTER: Final = r"(?=[B.,)]{0,2}(?:$|[|\-(/]|:?[PU]|,?i?[tO]))"
_AGO: Final = re.compile(rf"{_EDGE_BEFORE}(?:sB?(?P<since>{_LENGTH})B?S?|B{{0,2}}(?P<ago>{_LENGTH})B?S){_EDGE_AFTER}")
_TODAY_ALONE: Final = re.compile(r"^(?:[PU][i:]{0,2})*[wY,|.()!-]*(?P<T>T)[w,|.()!]*$")
_DAY_AND_CLOCK: Final = re.compile(r"(?:^|[|\-:(])(?P<all>[PUiwtaAOYzZg,:.]*(?P<T>T)[PUiwtaAOYdzZgC,:()\-.]*)(?=$|\|)")
_NOW: Final = re.compile(r"^(?:[PU]:?)?n\.?$")

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}
_DAYS: Final = {"day": 1, "week": 7}
_MONTHS: Final = {"month": 1, "year": 12}
_MOST: Final = {"second": 86400, "minute": 10080, "hour": 1000, "day": 4000, "week": 600, "month": 420, "year": 36}


class Ago(NamedTuple):
    """A length of time before now: months, days and seconds; `smallest` tells whether it gives an instant or a day."""

    start: int
    end: int
    months: int
    days: int
    seconds: int
    smallest: str

    def from_now(self, now: datetime) -> datetime | date | None:
        """Count back from `now`: an instant where hours or less are stated, else the day in `now`'s own zone."""
        day = _months_back(now.date(), self.months)
        if day is None:
            return None
        day -= timedelta(days=self.days)
        if self.smallest not in _SECONDS:
            return day
        return now - timedelta(days=(now.date() - day).days, seconds=self.seconds)


def find_ago(shape: Shape) -> list[Ago]:
    """Find «منذ ساعتين», «قبل 3 أيام», «5 ساعات مضت» where they stand alone, not as part of a sentence."""
    if not any(letter in shape.letters for letter in "uvVYp"):
        return []
    found = [_length(shape, match) for match in _AGO.finditer(shape.letters)]
    return [ago for ago in found if ago is not None]


def find_today(shape: Shape) -> int | None:
    """Find «اليوم», «أمس 21:33», «أول أمس»: how many days back it is.

    Without a clock the word must be all there is, since newspapers and programmes are named Today.
    """
    match = _TODAY_ALONE.match(shape.letters)
    if match is None:
        match = _DAY_AND_CLOCK.search(shape.letters)
        if match is None or not re.search("[tO]|da", match["all"]) or match["all"].count("T") > 1:
            return None
        if re.search("(?<!O)(?<!O:)d(?!a)|t-t", match["all"]):
            return None  # a number that is no clock, or the hours of a programme
    value = shape.values[match.start("T")]
    return value if isinstance(value, int) else None


def is_now(shape: Shape) -> bool:
    """Tell whether the string says no more than «الآن»."""
    return _NOW.match(shape.letters) is not None


def _length(shape: Shape, match: re.Match[str]) -> Ago | None:
    """Add up the pieces of a length of time; None for one out of all measure, and for a fraction of a day."""
    start, end = match.span("since" if match["since"] else "ago")
    months = days = seconds = 0
    unit = ""
    for piece in _PIECE.finditer(shape.letters, start, end):
        if piece["fraction"]:
            unit = str(shape.values[piece.start("of")]) if piece["of"] else unit
            if unit != "hour":
                return None
            minutes = shape.number(piece.start("fraction"))
            seconds += -60 * minutes if piece["less"] else 60 * minutes
            continue
        if piece["rest"]:  # ساعة وعشرين: the minutes go without saying
            if unit != "hour":
                return None
            unit, count = "minute", _sum(shape, *piece.span("rest"))
        else:
            unit = str(shape.values[piece.start("unit")])
            count = _sum(shape, *piece.span("number")) if piece["number"] else 2 if piece["unit"] == "v" else 1
        if not 0 <= count <= _MOST[unit] or (piece["number"] == "N" and not count):
            return None
        seconds += count * _SECONDS.get(unit, 0)
        days += count * _DAYS.get(unit, 0)
        months += count * _MONTHS.get(unit, 0)
    return Ago(start, end, months, days, seconds, unit)


def _sum(shape: Shape, start: int, end: int) -> int:
    return sum(shape.number(at) for at in range(start, end))


def _months_back(day: date, months: int) -> date | None:
    """Give the same day some months earlier, or the last of that month: 31 March less one is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

"""Dates counted back from the moment of reading: three hours ago, two days ago, yesterday at nine."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from newscrawl.arabic.dates.lexer import Shape

_NUMBER: Final = "(?:kB?oK|KoK|[dkKN])"
_PART: Final = f"(?:{_NUMBER}B?[uVYp]|vk?|f[uVY]|[uVY]k?)"
_LENGTH: Final = f"{_PART}(?:,?o?(?:{_PART}|(?<=o)f|(?<=o){_NUMBER}))*(?:Mf)?"
_QUIET: Final = "[PUiwtaAOzZg]"
_EDGE_BEFORE: Final = rf"(?:^[PW]:?r{{1,4}}|^|[|,()\-:./!])(?:{_QUIET}|[:,](?=[{_QUIET[1:-1]}sdkKfuvVYT]))*"
_EDGE_AFTER: Final = r"(?=[B.,)]{0,2}(?:$|[|\-(/]|:?[PU]|,?i?[tO]))"
_AGO: Final = re.compile(rf"{_EDGE_BEFORE}(?:sB?(?P<since>{_LENGTH})B?S?|B?(?P<ago>{_LENGTH})B?S){_EDGE_AFTER}")
_TODAY_ALONE: Final = re.compile(r"^[PUiwY,:|.()!-]*(?P<T>T)[iw,:|.()!]*$")
_DAY_AND_CLOCK: Final = re.compile(r"(?:^|[|\-:(])(?P<all>[PUiwtaAOYzZg,:.]*(?P<T>T)[PUiwtaAOYdzZgC,:()\-.]*)(?=$|\|)")
_NOW: Final = re.compile(r"^[PUi:,|.]*n[.,:|]*$")

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}
_DAYS: Final = {"day": 1, "week": 7}
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
        if match is None or not re.search("[tO]", match["all"]) or match["all"].count("T") > 1:
            return None
        if re.search("(?<!O)(?<!O:)d", match["all"]):
            return None
    value = shape.values[match.start("T")]
    return value if isinstance(value, int) else None


def is_now(shape: Shape) -> bool:
    """Tell whether the string says no more than «الآن»."""
    return _NOW.match(shape.letters) is not None


def _length(shape: Shape, match: re.Match[str]) -> Ago | None:
    start, end = match.span("since" if match["since"] else "ago")
    months = days = seconds = 0
    number: int | None = None
    pending = 0  # a unit's number that may still grow: خمس وعشرين
    unit = ""
    minus = False
    for at in range(start, end):
        letter, value = shape.letters[at], shape.values[at]
        if letter in "dN":
            number = int(value)  # type: ignore[arg-type]
            if number == 0 and letter == "N":
                return None
        elif letter in "kK":
            if letter == "k" and at and shape.letters[at - 1] in "uVYvp" and value == 1:
                continue
            number = (number or 0) + int(value)  # type: ignore[arg-type]
        elif letter == "M":
            minus = True
        elif letter == "f":
            minutes = int(value)  # type: ignore[arg-type]
            following = shape.values[at + 1] if at + 1 < end and shape.letters[at + 1] in "uVYp" else unit
            if following != "hour":
                return None
            seconds += -minutes * 60 if minus else minutes * 60
            number = -1  # the unit after a fraction counts nothing itself
            unit = "hour"
            pending = 1 if at + 1 < end and shape.letters[at + 1] in "uVYp" else 0
            if not pending:
                number = None
        elif letter in "uVYvp":
            unit = str(value)
            if number == -1:
                number = None
                continue
            count = 2 if letter == "v" else 1 if number is None else number
            number = None
            if count > _MOST[unit]:
                return None
            if unit in _SECONDS:
                seconds += count * _SECONDS[unit]
            elif unit in _DAYS:
                days += count * _DAYS[unit]
            else:
                months += count * (12 if unit == "year" else 1)
    if number is not None and number > 0:
        if unit != "hour":
            return None
        seconds += number * 60
        unit = "minute"
    return Ago(start, end, months, days, seconds, unit)


def _months_back(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return None
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    return None

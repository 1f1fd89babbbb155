"""Times of day found in a shape: 14:30, 2:30 م, «الساعة الثالثة والنصف مساء»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.dates.model import Clock
from newscrawl.arabic.dates.zones import is_offset, zone_beside

if TYPE_CHECKING:
    from newscrawl.arabic.dates.lexer import Shape

_TIME: Final = re.compile(
    r"(?P<before>a[T,:|(]{0,2}|A:?)?(?P<t>t)(?:[(,]?(?P<after>[aA])(?!t))?"
    r"|O[i:]{0,2}(?P<h>[dH])(?:\.(?P<dot>d)|[up]?o(?P<and>d)[up]?|o(?P<f>f)|M(?P<minus>f))?[up]?(?:[(,]?(?P<after2>[aA]))?"
    r"|(?<=[Dy])[,|(\-]?(?P<h3>d)\.(?P<dot3>d)(?:(?P<after3>[aA])|(?=$|[zZg)]))"
    r"|(?P<h4>[dH])(?:o(?P<f2>f))?(?P<after4>a)"
)
_NUMBERS: Final = ("h", "h3", "h4", "dot", "dot3", "and", "f", "f2", "minus")


def find_clocks(shape: Shape, site: str | None) -> list[Clock]:
    """Find the times of day in a string, in its order, each with what is said of its zone.

    `site` is the IANA name of the site's zone, which settles names that several places share (عمان).
    """
    letters = shape.letters
    if not ("t" in letters or "O" in letters or "a" in letters or "." in letters):
        return []
    clocks = [_read(shape, match, site) for match in _TIME.finditer(letters)]
    return [clock for clock in clocks if clock is not None]


def _read(shape: Shape, match: re.Match[str], site: str | None) -> Clock | None:
    start, end = match.span()
    at = match.start("t") if match["t"] else start
    if match["t"] and is_offset(shape, at):
        return None
    hour, minute, second = _digits(shape, match)
    part = _part_of_day(shape, match)
    zone, end = zone_beside(shape, at, end, site)
    if hour > 23 or minute > 59 or (second or 0) > 60:
        return Clock(start, end, 0, 0, None, zone, is_possible=False)
    if part == "am" and hour > 12:
        return None  # 14:30 in the morning: the day may stand, the time cannot be told
    return Clock(start, end, _on_24_hours(hour, part), minute, None if second is None else min(second, 59), zone)


def _digits(shape: Shape, match: re.Match[str]) -> tuple[int, int, int | None]:
    """Read 14:30:05, «الساعة 14 و30 دقيقة», «الساعة الثالثة والنصف», «الساعة الخامسة إلا ربعا», «8 مساء»."""
    if match["t"]:
        hour, minute, second, _ = shape.clock(match.start("t"))
        return hour, minute, second
    numbers = {name: shape.number(match.start(name)) for name in _NUMBERS if match[name]}
    hour = next(numbers[name] for name in ("h", "h3", "h4") if name in numbers)
    if "minus" in numbers:
        return (hour - 1) or 12, 60 - numbers["minus"], None
    minute = next((numbers[name] for name in ("dot", "dot3", "and", "f", "f2") if name in numbers), 0)
    return hour, minute, None


def _part_of_day(shape: Shape, match: re.Match[str]) -> str | None:
    name = next((name for name in ("after", "after2", "after3", "after4", "before") if match[name]), None)
    return str(shape.values[match.start(name)]) if name is not None else None


def _on_24_hours(hour: int, part: str | None) -> int:
    """Add noon where a part of the day asks for it; a 24-hour time stays as it is."""
    if hour == 12:
        return 0 if part in {"am", "night"} else 12
    if hour > 12 or part in {None, "am"}:
        return hour
    if part == "noon":
        return hour + 12 if hour < 10 else hour  # half past eleven at noon is before twelve
    if part == "night":
        return hour + 12 if hour >= 6 else hour  # two at night is after midnight
    return hour + 12

"""The zone that stands beside a clock: GMT+3, بتوقيت مكة, ت.غ, +03:00."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from newscrawl.arabic.dates.lexer import Shape

Zone = tzinfo | Literal["site", "unknown"]

_AFTER: Final = re.compile(
    r"\)?[(,|]?[(i]?(?:"
    r"-?g?:?(?:(?P<sign>z)|(?P<gmt>Z))(?!t)"  # 06:50 GMT, 14:30 بتوقيت غرينتش; not the GMT of a clock that follows
    r"|(?P<plus>[+-])d?t?g?(?P<gmt2>Z)"  # +3 GMT
    r"|-?g(?P<place>C)|-?g(?P<nowhere>[rx])|(?<=\()(?P<place2>C)(?=\))"
    r"|(?P<bare>[+-])(?=[ty]))"
)
_BEFORE: Final = re.compile(
    r"(?:(?P<sign>z)|(?P<gmt>Z)(?:[-+][dty])?|g(?P<place>C)|(?<=\()(?P<place2>C)|g(?P<nowhere>r))[):|]{0,2}$"
)
_BEFORE_REACH: Final = 6
_MOST_HOURS: Final = 14


def zone_beside(shape: Shape, start: int, end: int, site: str | None) -> tuple[Zone | None, int]:
    """Give the zone of the clock at `start`..`end`, and where its name ends.

    A zone that touches the front of the clock (KSA 16:25) goes before one behind it.
    """
    before = _BEFORE.search(shape.letters, max(0, start - _BEFORE_REACH), start)
    if before is not None:
        if before["gmt"]:
            return _with_offset(shape, before.start("gmt"))[0], end
        if before["nowhere"]:
            return "unknown", end
        return _named(shape, before, site), end
    after = _AFTER.match(shape.letters, end)
    if after is None:
        return None, end
    if after["nowhere"]:
        return "unknown", after.end()
    if after["gmt"]:
        return _with_offset(shape, after.start("gmt"))
    if after["plus"]:
        offset = _offset(shape, after.start("plus"))
        return (offset if offset is not None else UTC), after.end()
    if after["bare"]:
        offset = _offset(shape, after.start("bare"), needs_care=True)
        return offset, after.end() + 1 if offset is not None else end
    return _named(shape, after, site), after.end()


def _with_offset(shape: Shape, at: int) -> tuple[Zone, int]:
    """Read GMT, and the offset that may follow it: GMT+3, GMT -05:00, غرينتش 3+."""
    letters = shape.letters
    offset = _offset(shape, at + 1) if letters[at + 1 : at + 2] in {"+", "-"} else None
    if offset is not None:
        return offset, at + 3
    if letters[at + 1 : at + 3] == "d+" and shape.number(at + 1) <= _MOST_HOURS:
        return timezone(timedelta(hours=_hours(shape, at + 1)[0])), at + 3
    return UTC, at + 1


def _offset(shape: Shape, at: int, *, needs_care: bool = False) -> tzinfo | None:
    """Read the signed offset whose sign is at `at`; None where a dash only joins what follows.

    `needs_care`: no GMT stands before it, so that 14:30 - 1200 is believed only in ISO spelling or with a plus.
    """
    letters = shape.letters
    kind = letters[at + 1 : at + 2]
    if kind not in {"d", "t", "y"}:
        return None
    hours, minutes = _hours(shape, at + 1)
    if hours > _MOST_HOURS or minutes not in {0, 15, 30, 45}:
        return None
    if letters[at] == "-":
        rest = letters[at + 2 : at + 4]
        if kind == "d" and re.match("[-/.,(clVi]{0,2}[mqbh]", letters[at + 2 :]):
            return None  # GMT - 7 مارس
        if kind == "t" and rest[:1] in {"g", "z", "Z", "C", "a", "A", "t"}:
            return None  # غرينتش - 14:30 مكة
        if needs_care and kind == "t" and not _is_iso(shape, at - 1):
            return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if letters[at] == "-" else offset)


def _is_iso(shape: Shape, at: int) -> bool:
    return at >= 0 and shape.letters[at] == "t" and shape.clock(at)[3]


def _hours(shape: Shape, at: int) -> tuple[int, int]:
    if shape.letters[at] == "t":
        return shape.clock(at)[:2]
    number = shape.number(at)
    return divmod(number, 100) if shape.letters[at] == "y" else (number, 0)


def is_offset(shape: Shape, at: int) -> bool:
    """Tell whether the clock at `at` is another's offset: the 03:00 of 16:25 +03:00 and of GMT+03:00."""
    letters = shape.letters
    if at < 1 or letters[at - 1] not in "+-":
        return False
    before = letters[at - 2] if at > 1 else ""
    if before == "Z":
        return _offset(shape, at - 1) is not None
    if before == "t":
        return _offset(shape, at - 1, needs_care=True) is not None
    return letters[at - 1] == "+" and letters[at + 1 : at + 2] == "Z"


def _named(shape: Shape, match: re.Match[str], site: str | None) -> Zone | None:
    name = next(name for name in ("sign", "place", "place2") if match[name])
    return named_zone(str(shape.values[match.start(name)]), site)


def named_zone(name: str, site: str | None) -> Zone | None:
    """Give the zone of a lexicon value: an offset, an IANA name (of several the site's own wins), `site`, `unknown`."""
    if name == "site":
        return "site"
    if name == "unknown":
        return "unknown"
    if name[0] in "+-":
        offset = timedelta(hours=int(name[1:3]), minutes=int(name[4:6]))
        return timezone(-offset if name[0] == "-" else offset)
    names = name.split("|")
    return zone_for(site if site in names else names[0])


@cache
def zone_for(name: str | None) -> tzinfo | None:
    """Load an IANA zone; None for no name, and for a name that is not in the database."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

"""dateparser, asked last and under guard: about a month's name in a language that our table does not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.dates.calendars import gregorian

if TYPE_CHECKING:
    from datetime import date

_UNKNOWN_MONTH: Final = re.compile(
    r"(?<![\d.,/-])(\d{1,2})(?:\s|[-/.,]){1,3}([^\W\d_]{3,14})(?:\s|[-/.,]){1,3}(\d{4})(?!\d)"
)
_LONGEST: Final = 80
_LANGUAGES: Final = ["ar", "fr", "en", "es", "tr", "de", "it", "fa"]
_SETTINGS: Final = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "PARSERS": ["absolute-time"]}


def ask_dateparser(folded: str) -> date | None:
    """Read day, unknown word and year as dateparser does; None unless its day and year are those that stand there.

    Only these three parts are shown to it, so that it cannot take its answer from elsewhere; it costs some thirty times
    as much as reading a known string.
    """
    match = _UNKNOWN_MONTH.search(folded) if len(folded) <= _LONGEST else None
    if match is None:
        return None
    import dateparser  # noqa: PLC0415 - half a second to load, and most crawls never need it

    day, word, year = match.groups()
    found = dateparser.parse(f"{int(day)} {word} {year}", languages=_LANGUAGES, settings=_SETTINGS)
    if found is None or (found.day, found.year) != (int(day), int(year)):
        return None
    return gregorian(found.year, found.month, found.day)

"""Dates that a listing prints on its cards, as people read them: `الجمعة 20 نونبر 2020`, `منذ ساعتين`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.dates import parse_date

if TYPE_CHECKING:
    from datetime import date

    from lxml.html import HtmlElement

_DATE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:\w{0,12}dates?|times?|timestamp|timeago|posted|published|heure)(?:$|[\s_-])", re.IGNORECASE
)
_TEXT_TAGS: Final = frozenset({"span", "small", "div", "p", "i", "em", "b", "li", "abbr", "strong"})
_LONGEST: Final = 60
_CLOCK: Final = re.compile(r"[\d\u0660-\u0669]{1,3}(?::[\d\u0660-\u0669]{2}){1,2}")


def printed_date(element: HtmlElement) -> str | None:
    """Give the text of an element whose class or id says that it is a date; None for other elements and long texts.

    A clock alone (`12:30`) is a film's length as often as a time.
    """
    if element.tag not in _TEXT_TAGS:
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names == " " or _DATE_NAMES.search(names) is None:
        return None
    text = " ".join("".join(element.itertext()).split())
    return text if text and len(text) <= _LONGEST and _CLOCK.fullmatch(text) is None else None


def printed_day(raw: str | None, *, now: datetime | None, timezone: str | None) -> date | None:
    """Read the publisher's local day out of a card's date; None where it cannot be told."""
    if raw is None or now is None:
        return None
    parsed = parse_date(raw, now=now, timezone=timezone)
    if parsed is None:
        return None
    return parsed.value.date() if isinstance(parsed.value, datetime) else parsed.value

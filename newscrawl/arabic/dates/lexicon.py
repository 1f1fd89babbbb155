"""The words of dates: months, weekdays, labels, zones, each with the letter that stands for its kind."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

from newscrawl.arabic.fold import fold
from newscrawl.arabic.phrases import load_lexicon

TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s]|_|\d")
"""A run of digits, a run of letters, or one sign, of folded text."""

KINDS: Final = {
    "weekday": "w", "ampm": "a", "letter": "A", "era": "e", "letter-era": "E",
    "published": "P", "modified": "U",
    "since": "s", "ago": "S", "about": "B", "unit": "u", "plural": "p", "dual": "v", "day-name": "Y",
    "number": "k", "ten": "K", "one": "I", "fraction": "f", "minus": "M", "ordinal": "j", "hour": "H",
    "today": "T", "now": "n", "clock": "O", "zone": "g",
    "street": "x", "labelled": "X", "to": "L", "from": "F", "of": "c", "link": "l",
    "agency": "G", "by": "W", "filler": "i", "other": "r",
}  # fmt: skip
"""The letter of each kind of word.

Beside them: `d` one or two digits, `y` four, `N` other numbers, `D` a numeric date, `t` a clock, `m` a month, `q` a
month whose number is missing, `b` one believed only before a year, `h` a Hijri one, `z` a zone, `Z` one that may carry
an offset, `C` a place, `V` a unit that may also bind month or year, `o` «و», `r` any other word; a sign is itself.
"""

_MONTH_KINDS: Final = {"gregorian": "m", "either": "q", "libyan": "b", "hijri": "h"}
_ZONE_KINDS: Final = {"sign": "z", "offset": "Z", "place": "C"}
_LINK_UNITS: Final = frozenset({"month", "year"})

Value = int | str | tuple[int, int] | None


class Entry(NamedTuple):
    """A known word or phrase: the letter of its kind, and what it stands for."""

    kind: str
    value: Value


class Lexicon(NamedTuple):
    """Single words, and phrases by their first word, longest first; French words are known without accents too."""

    words: dict[str, Entry]
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]]
    unaccented: dict[str, Entry]


@cache
def lexicon() -> Lexicon:
    """Load the lexicon files once."""
    found = Lexicon({}, {}, {})
    for row in load_lexicon("date_words"):
        kind = KINDS[row["kind"]]
        value: Value = int(row["value"]) if row["value"].isdecimal() else row["value"] or None
        if kind == "u" and value in _LINK_UNITS and " " not in row["form"] and len(row["form"]) <= len("شهر"):
            kind = "V"
        _add(found, row["form"], Entry(kind, "day" if kind == "Y" else value))
    for row in load_lexicon("date_zones"):
        _add(found, row["name"], Entry(_ZONE_KINDS[row["kind"]], row["zone"]))
    for row in load_lexicon("months"):
        first, _, second = row["month"].partition("|")
        month: Value = (int(first), int(second)) if second else int(first)
        _add(found, row["name"], Entry(_MONTH_KINDS[row["calendar"]], month))
    for phrases in found.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    for word, entry in found.unaccented.items():
        found.words.setdefault(word, entry)
    return found


def _add(found: Lexicon, form: str, entry: Entry) -> None:
    folded = fold(form)
    first, *rest = TOKEN.findall(folded)
    if rest:
        found.phrases.setdefault(first, []).append((tuple(rest), entry))
    elif found.words.setdefault(first, entry) != entry:
        raise ValueError(f"{form!r} is both {found.words[first]} and {entry}")
    plain = _without_accents(folded)
    if plain != folded and rest:
        _add(found, plain, entry)
    elif plain != folded and plain not in found.unaccented:
        found.unaccented[plain] = entry


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not "\u0300" <= char <= "\u036f")


@cache
def misspelt_months() -> dict[str, int]:
    """Give every string one letter away from a long month name: its month, or 0 where two months are as near."""
    names = {word: entry.value for word, entry in lexicon().words.items() if entry.kind == "m" and len(word) >= 5}
    near: dict[str, int] = {}
    for name, month in names.items():
        for key in _deletions(name):
            near[key] = month if near.get(key, month) == month and isinstance(month, int) else 0
    return near


def month_like(word: str) -> int | None:
    """Read a word that is one letter off a month's name (`نوفنبر`, `اكتوبرر`); None where none or several are near."""
    if len(word) < 5 or len(word) > 12:
        return None
    near = misspelt_months()
    months = {near[key] for key in _deletions(word) if key in near}
    return months.pop() if len(months) == 1 and 0 not in months else None


def _deletions(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}

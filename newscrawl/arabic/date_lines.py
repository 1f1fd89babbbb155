"""Date lines: a paragraph that is nothing but a printed date (`الاثنين 24 أغسطس 2020 - 09:23`, `منذ 31 دقيقة`)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from newscrawl.arabic.phrases import PhraseTable, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

Role = Literal["name", "since", "unit", "word"]

MAX_WORDS: Final = 18
_NAME_WORDS: Final = 4
# Kinds of lexicons/date_words.tsv that may stand in a date line, and what each proves: a weekday beside a number is a
# date, a word such as «بتوقيت» proves nothing.
_ROLES: Final[dict[str, Role]] = {
    "weekday": "name", "since": "since", "ago": "since", "unit": "unit", "plural": "unit", "dual": "unit",
    "ampm": "word", "letter": "word", "letter-era": "word", "era": "word", "published": "word", "modified": "word",
    "clock": "word", "zone": "word", "filler": "word", "link": "word", "day-name": "word", "number": "word",
    "about": "word", "of": "word",
}  # fmt: skip
_SHAPE: Final = re.compile(r"(?<!\d)(?:\d{1,4}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{1,4}|\d{1,2}:\d{2})(?!\d)")


@cache
def date_words() -> PhraseTable[Role]:
    """Give the words of printed dates, from the lexicons that dates are read with."""
    rows: list[tuple[str, Role]] = [(row["name"], "name") for row in load_lexicon("months")]
    rows += [(row["form"], _ROLES[row["kind"]]) for row in load_lexicon("date_words") if row["kind"] in _ROLES]
    rows += [(row["name"], "word") for row in load_lexicon("date_zones")]
    # The head of a printed paper: «5 مارس 2024 م رقم العدد [16626]».
    rows += [("رقم العدد", "word"), ("العدد", "word")]
    return PhraseTable(rows)


def is_stamp(folded: str, words: Sequence[str]) -> bool:
    """Tell the stamp of an archive of papers, which names the paper: «نشر في صوت الجبل يوم 05 - 03 - 2024»."""
    if words[:2] != ["نشر", "في"] or "يوم" not in words[2 : 3 + _NAME_WORDS]:
        return False
    day = words.index("يوم")
    return is_date_line(folded.partition(" يوم ")[2], words[day + 1 :])


def is_date_line(folded: str, words: Sequence[str]) -> bool:
    """Tell whether every word of a folded line belongs to a date, and a date is there."""
    if len(words) > MAX_WORDS:
        return False
    found: set[Role | str] = set()
    at = 0
    while at < len(words):
        if words[at].isdigit():
            found.add("number")
            at += 1
        elif (entry := date_words().longest(words, at)) is not None:
            found.add(entry[1])
            at += entry[0]
        elif len(words[at]) > 1 and words[at][0] == "و" and words[at][1:].isdigit():
            at += 1
        else:
            return False
    if "number" in found and ("name" in found or _SHAPE.search(folded) is not None):
        return True
    return "since" in found and "unit" in found

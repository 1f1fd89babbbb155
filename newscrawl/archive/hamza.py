"""Hamza: the seats on which the press of one country writes it inside a word otherwise than that of another.

Folding takes the hamza off its seat, which makes different words of مسؤول and مسئول, of هيئة and هيأة. A seat is open
only in some places of a word, though: that of رئيس is not, and رويس (a town) is another word. So what follows are the
places where the spelling rules of Cairo, Beirut and Rabat differ, where a case ending moves the seat (آراؤه, آرائه), or
where typists write the letter and the hamza one behind the other (شاطىء).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.characters import INVISIBLE, MARKS, TATWEEL
from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEATED: Final = re.compile("[ؤئءأآ]")
_UNWRITTEN: Final = re.compile(f"[{MARKS}{TATWEEL}{INVISIBLE}]")
# What stands before the stem: a conjunction, a preposition, the article. A hamza behind it begins the word.
_BEFORE_STEM: Final = re.compile("[وف]?(?:[بك]?ال|لل)?")
# What is written onto a noun's end; before it the seat follows the case: ضوؤها, ضوئها, ضوءها.
_SUFFIX: Final = re.compile("(?:ه|ها|هم|هن|هما|ك|كم|نا|ي)")
_DUAL: Final = ("ين", "ان")
# Printed as one letter behind these two alone; elsewhere that makes another word: مئات (hundreds), مات (died).
_JOINED: Final = re.compile("(?<=[اي])[ءئ]ا(?=ت)")
# شاطىء for شاطئ; a shorter word is one of its own: بريء (innocent), بري (wild).
_APART: Final = re.compile("(?<=...)[يىو]ء$")


def spellings(word: str) -> tuple[str, ...]:
    """Give the other folded forms under which a word (as it was typed) may be printed: مسؤول → مسيول, مسءول."""
    plain = _UNWRITTEN.sub("", unicodedata.normalize("NFC", word))
    if not _SEATED.search(plain):
        return ()
    prefix = _BEFORE_STEM.match(plain)
    stem = prefix.end() if prefix else 0
    # A hamza that begins the stem has one seat.
    found = [
        plain[: seat.start()] + other + plain[seat.end() :]
        for seat in _SEATED.finditer(plain, stem + 1)
        for other in _others(plain[stem : seat.start()], seat[0], plain[seat.end() :])
    ]
    found += [plain[: pair.start()] + "آ" + plain[pair.end() :] for pair in _JOINED.finditer(plain, stem + 1)]
    found += [plain[: pair.start()] + ("ؤ" if pair[0] == "وء" else "ئ") for pair in _APART.finditer(plain, stem)]
    own = fold(plain)
    return tuple(dict.fromkeys(form for form in map(fold, found) if form != own))


def _others(before: str, seated: str, after: str) -> Iterator[str]:
    """Give what may stand in place of a hamza, given the stem before it and the rest of the word."""
    after_ya, after_alef = len(before) > 1 and before[-1] == "ي", before[-1] == "ا"
    if seated == "آ":
        if after_ya or after_alef:  # هيآت, قراآت
            yield from ("ئا", "ءا")
    elif seated == "أ":
        if after_ya or after in ("ون", "وا"):  # هيأة, يقرأون
            yield from "ؤئء" if after.startswith("و") else "ئء"
        elif len(before) > 1 and after in _DUAL:  # جزئين
            yield from "ئء"
    else:
        if after.startswith("و"):  # مسئول, رءوس, يقرءون
            yield from "ؤئء"
        if after in ("ون", "وا") or (after_ya and after.startswith(("ة", "ت"))):  # يقرأون, هيأة
            yield "أ"
        if after_ya:  # شيئا, جريئ
            yield from "ئء"
        if after_alef and after:
            # Not `ئ` to `ؤ`: the name حائل is not the verb حاول.
            yield from {"ء": "ئ", "ئ": "ء", "ؤ": "ئء"}[seated]
        yield from _before_ending(before, seated, after)


def _before_ending(before: str, seated: str, after: str) -> Iterator[str]:
    if not after:
        if seated in "ؤئ" and before[-1] != "ي":  # قاريء, تواطوء
            yield ("ي" if seated == "ئ" else "و") + "ء"
    elif len(before) > 1 and _SUFFIX.fullmatch(after):  # جزءي, ضوؤها
        yield from "ؤئء"
    elif len(before) > 1 and after in _DUAL:  # جزءين, جزأين
        yield from "ئءأ"

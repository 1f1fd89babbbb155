"""Vowel marks that a converter tore off their letter: ` ُ` after a space, where no Arabic word can begin."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from newscrawl.arabic.characters import LETTERS, MARKS

HARAKAT: Final = "\u064b-\u0652\u0670"
_TANWIN: Final = frozenset("\u064b\u064c\u064d")
_TORN: Final = re.compile(f"(?<=[{LETTERS}{HARAKAT}])( +)([{HARAKAT}]++)([{LETTERS}]?)([{LETTERS}{MARKS}]?)")
_LAST_WORD: Final = re.compile(f"(?<![{LETTERS}{MARKS}])[{LETTERS}]{{1,4}}$")


def _word_heads() -> frozenset[str]:
    """Heads of words that are no words: a letter, the article with a letter, both with what may stand before them."""
    letters = set("أإآابتثجحخدذرزسشصضطظعغفقكلمنهي")
    heads = letters | {"ست", "سي", "سن", "سأ", "لت", "لي", "لن", "لأ", "ال", "لل", "بال", "كال"}
    heads |= {article + letter for article in ("ال", "بال", "كال") for letter in letters - set("اهي")}
    heads |= {clitic + head for clitic, head in product("وف", heads)}
    words = "في لي لن سي فن فم فك فخ فل فض فر فلي فلن ولي ولن وا"
    return frozenset(heads - set(words.split()))


_HEADS: Final = _word_heads()


def attach_torn_marks(text: str) -> str:
    """Put each vowel that stands after a space back on the letter before it, without joining two words.

    `محمد ٌ قال` → `محمدٌ قال`; tanwin ends a word, so `جدا ًفي` → `جداً في`; `ي ُعقد` → `يُعقد`, since `ي` is no word and
    none begins with a vowel. Where the letters before could be a word of their own, the text stays as it is.
    """
    return _TORN.sub(_attach, text)


def _attach(match: re.Match[str]) -> str:
    spaces, marks, letter, more = match.groups()
    if not letter:
        return marks + spaces
    if marks[-1] in _TANWIN or marks[0] in _TANWIN:
        ends_with_seat = letter in "اى" and not more
        return marks + letter if ends_with_seat else marks + spaces + letter + more
    head = _LAST_WORD.search(match.string, max(0, match.start() - 5), match.start())
    if head is not None and head.group() in _HEADS:
        return marks + letter + more
    return match.group()

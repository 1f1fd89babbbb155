"""Lossy folding: the form in which search and deduplication compare Arabic text, never the form that is stored."""

from __future__ import annotations

import re
from typing import Final

from newscrawl.arabic.characters import CONTROLS, INVISIBLE, MARKS, PRESENTATION_FORMS, SPACES, TATWEEL

# Letters that the same Arabic word is spelled with, by habit, keyboard or country: فيينا and ڤيينا, بوتين and پوتين.
_COMMON: Final = {"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي"}
_RARE: Final = {
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ٵ": "ا", "ٶ": "و", "ٷ": "و", "ٸ": "ي",
    "ی": "ي", "ې": "ي", "ۍ": "ي", "ێ": "ي", "ے": "ي", "ۓ": "ي", "ؽ": "ي", "ؾ": "ي", "ؿ": "ي", "ۆ": "و", "ۇ": "و",
    "ک": "ك", "ڪ": "ك", "ګ": "ك", "گ": "ك", "ڭ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۂ": "ه", "ۃ": "ه",
    "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف", "ڥ": "ف", "ڨ": "ق",
}  # fmt: skip


_SPACE: Final = re.compile(f"[{SPACES}]")
_DROPPED: Final = re.compile(f"[{MARKS}{TATWEEL}{INVISIBLE}{CONTROLS}\ufe00-\ufe0f]")
_PLANE: Final = "".join(map(chr, range(0xFFFD)))


def _build_table() -> dict[int, str]:
    table = {ord(letter): plain for letter, plain in (_COMMON | _RARE).items()}
    for zero in (0x0660, 0x06F0):
        table.update({zero + digit: str(digit) for digit in range(10)})
    table.update((ord(char), " ") for char in _SPACE.findall(_PLANE))
    table.update((ord(char), "") for char in _DROPPED.findall(_PLANE) if not _SPACE.match(char))
    for code, plain in PRESENTATION_FORMS.items():
        table[code] = plain.translate(table)
    # Cased letters elsewhere (Latin, Greek, Cyrillic) go through casefold, which leaves Arabic alone.
    return table


_TABLE: Final = _build_table()
_IN_TABLE: Final = re.compile(f"[{''.join(re.escape(chr(c)) for c in sorted(_TABLE) if chr(c) not in _COMMON)}]")


def fold(text: str) -> str:
    """Give the form of a text that search and deduplication compare: `الأُمّـة ١٩٩٠` → `الامه 1990`.

    Vowels, tatweel, invisible and control characters go; alef, hamza carriers, ta marbuta, alef maqsura, Persian
    letters, presentation forms, digits and odd spaces become plain; cased letters are casefolded. Each character folds
    by itself, so `fold(a + b) == fold(a) + fold(b)`, and `fold(fold(text)) == fold(text)`.
    """
    # Several times faster than one translate of the whole text, since all but seven of the letters are rare.
    text = _IN_TABLE.sub(_plain, text)
    for letter, plain in _COMMON.items():
        text = text.replace(letter, plain)
    return text.casefold()


def _plain(found: re.Match[str]) -> str:
    return _TABLE[ord(found[0])]


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold a text and tell, for each folded character, the index of the original one that it comes from.

    The list has one index a folded character and one more, `len(text)`, so that a folded span `[a, b)` with `a < b` is
    the original span `[offsets[a], offsets[b])`, vowels that follow its last letter included.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    known: dict[str, str] = {}
    for index, char in enumerate(text):
        folded = known.get(char)
        if folded is None:
            folded = known[char] = fold(char)
        if folded:
            pieces.append(folded)
            offsets.extend([index] * len(folded))
    offsets.append(len(text))
    return "".join(pieces), offsets

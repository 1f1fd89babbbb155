"""Damage that real pages do to their text on the way: each fault by name, exact and repeatable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawl.newsroom.stories import Block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PASSIVE: Final = re.compile(r"(?<!\S)([وف][تأ])(عقد|عرض|قام|جرى|نشر|وزع|علن)(?!\S)")
_CURLY: Final = re.compile("“([^“”]*)”")
_GUILLEMETS: Final = re.compile("«([^«»]*)»")
_STRETCHABLE: Final = re.compile(r"(?<!\S)([بتثجحخسشصضطظعغفقكلمنهي]{2})([\u0621-\u064a]{3,})")
_BEFORE_STOP: Final = re.compile(r"(?<=[\u0621-\u064a])([،؛:])(?= )")
_LAM_ALEF: Final = re.compile(r"لا(?=[\u0621-\u064a])")


def damaged(blocks: Sequence[Block], faults: Sequence[str]) -> list[Block]:
    """Give the paragraphs as a page with these faults would print them."""
    hurt = list(blocks)
    for fault in faults:
        hurt = [Block(_FAULTS[fault](block.text, position), block.kind) for position, block in enumerate(hurt)]
    return hurt


def _torn_damma(text: str, _position: int) -> str:
    """A vowel that the converter did not know left a space: `وتُعقد` → `وت عقد`."""
    return _PASSIVE.sub(r"\1 \2", text)


def _lost_first_letter(text: str, position: int) -> str:
    """A drop cap drawn by the style sheet never reached the markup: `أعلنت` → `علنت`."""
    return text[1:] if position == 0 else text


def _reversed_quotes(text: str, position: int) -> str:
    """An editor that thinks left to right turned the marks round, now and then with spaces inside."""
    return _CURLY.sub(r"” \1 “" if position % 2 else r"”\1“", text)


def _mismatched_quotes(text: str, _position: int) -> str:
    """The opening mark is a single one: `“نعم”` → `‘نعم”`."""
    return _CURLY.sub("‘\\1”", text)


def _no_break_spaces(text: str, _position: int) -> str:
    """Text pasted from a word processor: every seventh space does not break, and one is doubled."""
    words = text.split(" ")
    marks = ["\u00a0" if place % 7 == 6 else " " for place in range(len(words) - 1)]
    if len(words) > 12:
        marks[10] = "  "
    return "".join(word + mark for word, mark in zip(words, [*marks, ""], strict=True))


def _zero_width(text: str, position: int) -> str:
    """Marks of direction and width that nobody sees."""
    marked = text.replace("، ", "،\u200f ", 1).replace(". ", ".\u200b ", 1)
    return ("\ufeff" if position == 1 else "\u200f") + marked


def _stretched(text: str, position: int) -> str:
    """Tatweel that stretches a word for looks: `معلقا` → `معـــلقا`."""
    return _STRETCHABLE.sub("\\1\u0640\u0640\u0640\\2", text, count=1) if position % 2 == 0 else text


def _spaces_before(text: str, _position: int) -> str:
    """A typist's space before comma, semicolon and colon."""
    return _BEFORE_STOP.sub(r" \1", text)


def _persian_letters(text: str, position: int) -> str:
    """A Persian keyboard: its yeh and kaf look the same and are other letters."""
    return text.replace("ي", "\u06cc").replace("ك", "\u06a9") if position in (1, 3) else text


def _presentation_forms(text: str, position: int) -> str:
    """A PDF's ligatures: lam-alef as one shape."""
    return _LAM_ALEF.sub("\ufefb", text) if position % 3 == 1 else text


def _entities(text: str, _position: int) -> str:
    """Escaped once too often: the reader sees `&quot;` in the text."""
    return text.replace('"', "&quot;")


_FAULTS: Final[dict[str, Callable[[str, int], str]]] = {
    "torn_damma": _torn_damma,
    "lost_first_letter": _lost_first_letter,
    "reversed_quotes": _reversed_quotes,
    "mismatched_quotes": _mismatched_quotes,
    "nbsp": _no_break_spaces,
    "zero_width": _zero_width,
    "tatweel": _stretched,
    "spaces_before": _spaces_before,
    "persian_letters": _persian_letters,
    "presentation_forms": _presentation_forms,
    "entities": _entities,
}

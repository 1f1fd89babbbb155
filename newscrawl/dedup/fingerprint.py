"""Fingerprints: the compact form of a text in which duplicates are looked for and compared, without the text itself."""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from heapq import nsmallest
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from zlib import crc32

from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERSION: Final = 1
"""Changes with anything that changes a stored fingerprint; an index of another version must be rebuilt."""

# A word is 15 bits, whose range tells its class, and one that tells whether a mark or a line's end follows: a stored article
# costs two bytes a word.
_COMMON_FROM: Final = 0x0400
_OTHER_FROM: Final = 0x1000
_NUMBER_FROM: Final = 0x7000
_BREAK: Final = 0x8000
_PREFIXES: Final = ("ال", "وال", "فال", "بال", "وبال", "لل", "ولل", "كال", "ب", "وب", "ل", "ول")
SHINGLE: Final = 3

_MIX: Final = 0x9E3779B97F4A7C15
_LONGEST: Final = 6000  # tokens kept of one text; what follows is not compared

_BREAKS: Final = frozenset(".:!?؟،,؛;…()\n")
_WORD: Final = re.compile(r"\d+(?:[.,:/٫٬]\d+)*|[^\W\d_]+|[.:!?؟،,؛;…()\n]")
_DIGIT_GROUPS: Final = re.compile(r"[,٬](?=\d{3}(?!\d))")


@cache
def _word_classes() -> dict[str, str]:
    """Read the lexicon: a folded word to its class."""
    classes: dict[str, str] = {}
    text = files("newscrawl.dedup").joinpath("lexicons/word_classes.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, kind = line.split("\t")
            folded = fold(word)
            for form in (folded, f"و{folded}", f"ف{folded}"):
                classes.setdefault(form, kind)
    return classes


@lru_cache(maxsize=1 << 16)
def token(word: str) -> int:
    """Give the 15-bit code of a folded word; the code's range tells the word's class."""
    kind = _kind(word)
    if kind == "number":
        word = _DIGIT_GROUPS.sub("", word).replace("٫", ".")
    code = crc32(word.encode())
    match kind:
        case "function":
            return 1 + code % (_COMMON_FROM - 1)
        case "common":
            return _COMMON_FROM + code % (_OTHER_FROM - _COMMON_FROM)
        case "number":
            return _NUMBER_FROM + code % (_BREAK - _NUMBER_FROM)
    return _OTHER_FROM + code % (_NUMBER_FROM - _OTHER_FROM)


def _kind(word: str) -> str | None:
    classes = _word_classes()
    if word in classes:
        return classes[word]
    if word[0].isdigit():
        return "number"
    for prefix in _PREFIXES:
        if word.startswith(prefix) and classes.get(word[len(prefix) :]) == "common":
            return "common"
    return None


def is_function(code: int) -> bool:
    """Tell whether a token is a function word."""
    return code < _COMMON_FROM


def is_common(code: int) -> bool:
    """Tell whether a token is an everyday word that is no function word."""
    return _COMMON_FROM <= code < _OTHER_FROM


def is_number(code: int) -> bool:
    """Tell whether a token is a number, a weekday or a month."""
    return code >= _NUMBER_FROM


def tokens(text: str) -> array[int]:
    """Fold a text and give the codes of its words, each with a bit for a mark or a line's end that follows it.

    A conjunction written apart joins its word: `و قال` → `وقال`.
    """
    codes = array("H")
    prefix = ""
    for word in _WORD.findall(fold(text)):
        if word in _BREAKS:
            if codes:
                codes[-1] |= _BREAK
        elif word == "و":
            prefix = word
        else:
            codes.append(token(prefix + word if not word[0].isdigit() else word))
            prefix = ""
    return codes[:_LONGEST]


def shingles(codes: Sequence[int]) -> list[int]:
    """Give the 32-bit hash of every run of three tokens, in order; a shorter text is one run."""
    if len(codes) < SHINGLE:
        codes = [*codes, *[0] * (SHINGLE - len(codes))]
    mask = 0xFFFFFFFFFFFFFFFF
    return [((a << 32 | b << 16 | c) * _MIX & mask) >> 32 for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)]


@dataclass(slots=True)
class Fingerprint:
    """What is kept of one text: its words and its title's as `tokens` gives them, and the day it was published.

    `day` is the proleptic ordinal (`date.toordinal()`), None where unknown.
    """

    marked: array[int]
    marked_title: array[int] = field(default_factory=lambda: array("H"))
    day: int | None = None
    _codes: array[int] | None = None
    _title: array[int] | None = None
    _shingles: list[int] | None = None
    _set: frozenset[int] | None = None
    _counts: Counter[int] | None = None

    @property
    def codes(self) -> array[int]:
        """The text's words as 15-bit codes."""
        if self._codes is None:
            self._codes = array("H", [code & ~_BREAK for code in self.marked])
        return self._codes

    @property
    def title(self) -> array[int]:
        """The title's words as 15-bit codes."""
        if self._title is None:
            self._title = array("H", [code & ~_BREAK for code in self.marked_title])
        return self._title

    def starts_clause(self, place: int) -> bool:
        """Tell whether a mark, a line's end or the text's stands in front of the word at `place`."""
        return place == 0 or place >= len(self.marked) or self.marked[place - 1] >= _BREAK

    @property
    def shingles(self) -> list[int]:
        """Hashes of all runs of three words, in order."""
        if self._shingles is None:
            self._shingles = shingles(self.codes)
        return self._shingles

    @property
    def shingle_set(self) -> frozenset[int]:
        """Hashes of all runs of three words."""
        if self._set is None:
            self._set = frozenset(self.shingles)
        return self._set

    @property
    def counts(self) -> Counter[int]:
        """How often each word stands in the text."""
        if self._counts is None:
            self._counts = Counter(self.codes)
        return self._counts

    @property
    def digest(self) -> int:
        """A hash of all words in order: equal texts, whatever their spelling, marks and punctuation, have one digest."""
        return int.from_bytes(blake2b(to_bytes(self.codes), digest_size=4).digest(), "big")

    def sample(self, count: int) -> list[int]:
        """Give the `count` smallest shingle hashes: two texts that share much share some of them."""
        return nsmallest(count, self.shingle_set)


def fingerprint(text: str, *, title: str | None = None, day: int | None = None) -> Fingerprint:
    """Take the fingerprint of a body and its title."""
    return Fingerprint(tokens(text), tokens(title or ""), day)


def to_bytes(codes: array[int] | Iterable[int]) -> bytes:
    """Pack 16-bit codes, little-endian on every machine."""
    packed = array("H", codes)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def from_bytes(blob: bytes) -> array[int]:
    """Unpack what `to_bytes` packed."""
    codes = array("H")
    codes.frombytes(blob)
    if sys.byteorder == "big":
        codes.byteswap()
    return codes

"""Fingerprints: the compact form of a text in which duplicates are looked for and compared, without the text itself."""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Final
from zlib import crc32

from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERSION: Final = 3
"""Changes with anything that changes a stored fingerprint; an index of another version must be rebuilt."""

# A word is 15 bits, whose range tells its class, and one that tells whether a mark or a line's end follows: a stored
# article costs two bytes a word.
_COMMON_FROM: Final = 0x0400
OTHER: Final = 0x1000
_NUMBER_FROM: Final = 0x7000
BREAK: Final = 0x8000
_ARTICLE: Final = re.compile(r"(?:[وف]?(?:[بك]?ال|لل))(?=...)")
_PROCLITICS: Final = re.compile(r"[وفبلك]+(?=....)")
_ENDING: Final = re.compile(r"(?<=...)(?:ين|ون|ا|ه)$")
SHORT: Final = 12  # words; of a shorter text the headline decides
SHINGLE: Final = 3
Shingle = tuple[int, ...]
"""The codes of three neighbouring words."""

_MIX: Final = 0x9E3779B97F4A7C15
_APART: Final = -1  # in the place of a conjunction that stands alone
_LANE: Final = 128  # bits of a word, when many are hashed at once
_SAMPLE: Final = 32  # keys of an article; enough that a third of a text shares several with the whole
_LONGEST: Final = 6000  # tokens kept of one text; what follows is not compared

_BREAKS: Final = frozenset(".:!?؟،,؛;…()\n")
_WORD: Final = re.compile(r"\d+ر\d+|\d+(?:[.,:/٫٬]\d+)*|[^\W\d_]+|[.:!?؟،,؛;…()\n]")
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:[.,٬]\d{3})+")
_DIGIT_GROUPS: Final = re.compile(r"[,٬](?=\d{3}(?!\d))")


@cache
def _lexicon() -> list[list[str]]:
    """Read the lexicon: a folded word, its class, and where it has one the word that it is taken for, folded too."""
    text = files("newscrawl.dedup").joinpath("lexicons/word_classes.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [[fold(word), kind, *map(fold, taken_for)] for word, kind, *taken_for in rows]


@cache
def _word_classes() -> dict[str, str]:
    """Give the class of each word of the lexicon, with the conjunctions too."""
    classes: dict[str, str] = {}
    for word, kind, *_ in _lexicon():
        for form in (word, f"و{word}", f"ف{word}"):
            classes.setdefault(form, kind)
    return classes


@cache
def _common_stems() -> frozenset[str]:
    """Give the stems of everyday words, which are such in every form."""
    return frozenset(_stem(word) for word, kind, *_ in _lexicon() if kind == "common")


@cache
def _taken_for() -> dict[str, str]:
    """Give the number that a number, a month or a weekday is taken for: `خمسة` and `وخمس` are 5, `آذار` is `مارس`."""
    found: dict[str, str] = {}
    for word, kind, *taken_for in _lexicon():
        if kind == "number":
            found.update({word: word, f"و{word}": word, f"ف{word}": word})
            found.update({form: number for number in taken_for for form in (word, f"و{word}", f"ف{word}")})
    return found


@lru_cache(maxsize=1 << 16)
def token(word: str) -> int:
    """Give the 15-bit code of a folded word, whose range tells the word's class; 0 for a mark or a line's end."""
    if word in _BREAKS:
        return 0
    kind = _word_classes().get(word) or ("number" if word[0].isdigit() else None)
    if kind == "number":
        word = _taken_for().get(word) or _plain_number(word)
    elif kind != "function":
        word = _stem(word)
        kind = "common" if word in _common_stems() else None
    code = crc32(word.encode())
    match kind:
        case "function":
            return 1 + code % (_COMMON_FROM - 1)
        case "common":
            return _COMMON_FROM + code % (OTHER - _COMMON_FROM)
        case "number":
            return _NUMBER_FROM + code % (BREAK - _NUMBER_FROM)
    return OTHER + code % (_NUMBER_FROM - OTHER)


def _plain_number(word: str) -> str:
    """Write a number alike for all papers: `606,724` and `606.724`, and an agency's `6ر19` and `19.6`."""
    whole, _, fraction = word.rpartition("ر")
    if whole:
        return f"{fraction}.{whole}"
    if _GROUPED.fullmatch(word):
        return re.sub(r"\D", "", word)
    return _DIGIT_GROUPS.sub("", word).replace("٫", ".")


def _stem(word: str) -> str:
    """Leave out what an editor turns a word with when he turns a sentence: article, proclitics, an ending.

    `وبالمهندسين` and `مهندسون` are one word then, and `مسئول` is `مسؤول`.
    """
    found = _ARTICLE.match(word)
    if found:
        word = word[found.end() :]
    found = _PROCLITICS.match(word)
    if found:
        word = word[found.end() :]
    return _ENDING.sub("", word).replace("يو", "وو")


def is_function(code: int) -> bool:
    """Tell whether a token is a function word."""
    return code < _COMMON_FROM


def is_common(code: int) -> bool:
    """Tell whether a token is an everyday word that is no function word."""
    return _COMMON_FROM <= code < OTHER


def is_number(code: int) -> bool:
    """Tell whether a token is a number, a weekday or a month."""
    return code >= _NUMBER_FROM


def tokens(text: str) -> array[int]:
    """Fold a text and give the codes of its words, each with a bit for a mark or a line's end that follows it.

    A conjunction written apart joins its word: `و قال` → `وقال`; so does `عبد`: `عبد العزيز` → `عبدالعزيز`.
    """
    folded = fold(text).replace("\n", " . ").replace("عبد ال", "عبدال")
    if " و و " not in folded:
        folded = folded.replace(" و ", " و")
    codes = list(chain.from_iterable(map(_piece, folded.split())))
    if _APART in codes:
        codes = list(map(token, _join_conjunctions(_WORD.findall(folded))))
    at = -1
    for _ in range(codes.count(0)):
        at = codes.index(0, at + 1)
        if at and codes[at - 1]:
            codes[at - 1] |= BREAK
    return array("H", list(filter(None, codes))[:_LONGEST])


@lru_cache(maxsize=1 << 16)
def _piece(piece: str) -> tuple[int, ...]:
    """Give the codes of what stands between two spaces: a word as a rule, and the marks around it."""
    words = _WORD.findall(piece)
    if words and words[-1] == "و":
        return (_APART,)
    codes = list(map(token, _join_conjunctions(words)))
    # A month in the names of two countries is one: `تموز/يوليو`.
    return tuple(
        code for at, code in enumerate(codes) if not (at and code == codes[at - 1] and _is_named_number(code, piece))
    )


def _is_named_number(code: int, piece: str) -> bool:
    return is_number(code) and piece[0].isalpha()


def _join_conjunctions(words: list[str]) -> list[str]:
    joined: list[str] = []
    prefix = ""
    for word in words:
        if word == "و":
            prefix = word
            continue
        joined.append(prefix + word if word[0].isalpha() else word)
        prefix = ""
    return joined


def shingles(codes: Sequence[int]) -> list[Shingle]:
    """Give every run of three words, in order; a shorter text is one run."""
    if len(codes) < SHINGLE:
        codes = [*codes, *[0] * (SHINGLE - len(codes))]
    return list(zip(codes, codes[1:], codes[2:], strict=False))


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
    _keys: list[int] | None = None
    _set: frozenset[Shingle] | None = None
    _counts: Counter[int] | None = None
    _names: frozenset[int] | None = None

    @property
    def codes(self) -> array[int]:
        """The text's words as 15-bit codes."""
        if self._codes is None:
            self._codes = _unmark(self.marked)
        return self._codes

    @property
    def title(self) -> array[int]:
        """The title's words as 15-bit codes."""
        if self._title is None:
            self._title = _unmark(self.marked_title)
        return self._title

    def starts_clause(self, place: int) -> bool:
        """Tell whether a mark, a line's end or the text's stands in front of the word at `place`."""
        return place == 0 or place >= len(self.marked) or self.marked[place - 1] >= BREAK

    @property
    def shingle_set(self) -> frozenset[Shingle]:
        """All runs of three words."""
        if self._set is None:
            self._set = frozenset(shingles(self.codes))
        return self._set

    @property
    def counts(self) -> Counter[int]:
        """How often each word stands in the text."""
        if self._counts is None:
            self._counts = Counter(self.codes)
        return self._counts

    @property
    def names(self) -> frozenset[int]:
        """The different words that are neither grammar nor everyday words nor numbers: names and rare words."""
        if self._names is None:
            self._names = frozenset(code for code in self.counts if OTHER <= code < _NUMBER_FROM)
        return self._names

    @property
    def is_short(self) -> bool:
        """Whether there is too little text to tell articles apart without their headlines."""
        return len(self.marked) < SHORT

    @property
    def keys(self) -> list[int]:
        """What the index looks the text up by: a hash of all words in order, then the smallest shingle hashes; 31 bits
        each.

        Equal texts have the first in common, whatever their spelling, marks and punctuation; two texts that share much
        have some of the others. A short text has only the first, which holds its headline too.
        """
        if self._keys is None:
            words = to_bytes([*self.codes, 0, *self.title] if self.is_short else self.codes)
            whole = int.from_bytes(blake2b(words, digest_size=4).digest(), "big") >> 1
            self._keys = [whole] if self.is_short else [whole, *_sample(self.codes)]
        return self._keys


def _sample(codes: array[int]) -> list[int]:
    """Give the `_SAMPLE` smallest of the hashes of all runs of three words, each once, 31 bits each.

    For words a, b, c the hash is bits 33 to 63 of (a·2³⁰ + b·2¹⁵ + c) · `_MIX`; Python's own hash of a tuple may differ
    between versions. All are taken in one multiplication of a long number in which each word has 128 bits of its own,
    many times as fast as one after the other.
    """
    size = len(codes)
    lanes = array("Q", bytes(_LANE // 8 * size))
    lanes[::2] = array("Q", codes)
    words = int.from_bytes(_little_endian(lanes).tobytes(), "little")
    runs = (words << 30) + (words >> _LANE << 15) + (words >> 2 * _LANE)
    product = (runs * _MIX).to_bytes(_LANE // 8 * (size + 1), "little")
    halves = _little_endian(array("I", product))[1 : 4 * (size - SHINGLE + 1) : 4]
    # Most are too large to be among the smallest, which a few hashes tell without sorting them all.
    limit = (1 << 32) * 2 * _SAMPLE // len(halves)
    smallest = {half >> 1 for half in filter(limit.__gt__, halves)}
    if len(smallest) < _SAMPLE:
        smallest = {half >> 1 for half in halves}
    return sorted(smallest)[:_SAMPLE]


@lru_cache(maxsize=8)
def fingerprint(text: str, *, title: str | None = None, day: int | None = None) -> Fingerprint:
    """Take the fingerprint of a body and its title, keys included."""
    taken = Fingerprint(tokens(text), tokens(title or ""), day)
    taken.keys  # noqa: B018 (taken now, since this may be another process than the index's)
    return taken


def _unmark(marked: array[int]) -> array[int]:
    """Clear the break bits of all codes, as one long number: ten times as fast as one after the other."""
    size = len(marked) * 2
    keep = int.from_bytes(array("H", [~BREAK & 0xFFFF]).tobytes() * len(marked), sys.byteorder)
    bits = int.from_bytes(marked.tobytes(), sys.byteorder) & keep
    return array("H", bits.to_bytes(size, sys.byteorder))


def to_bytes(codes: array[int] | Iterable[int]) -> bytes:
    """Pack 16-bit codes, little-endian on every machine."""
    return _little_endian(array("H", codes)).tobytes()


def from_bytes(blob: bytes) -> array[int]:
    """Unpack what `to_bytes` packed."""
    codes = array("H")
    codes.frombytes(blob)
    return _little_endian(codes)


def _little_endian(codes: array[int]) -> array[int]:
    """Turn an array of this machine's numbers into little-endian ones, or back."""
    if sys.byteorder == "big":
        codes = codes[:]
        codes.byteswap()
    return codes

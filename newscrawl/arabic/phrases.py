"""Phrases as data: lexicon files, and tables that find the longest known phrase at a word."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from newscrawl.arabic.characters import INVISIBLE, MARKS
from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")

WORD: Final = re.compile(r"\w+")
"""A word of folded text: letters and digits, so that `أ.ف.ب`, `أ ف ب` and `(أ. ف. ب)` all give three."""

# Marks and invisible characters are no word characters to Python; they stay inside their word.
_TOKEN: Final = re.compile(rf"[\w{MARKS}{INVISIBLE}]+|[^\w\s]")


@cache
def load_lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Read `lexicons/<name>.tsv`: one mapping a row; `#` starts a comment, the first other line names the columns."""
    text = (files("newscrawl.arabic") / "lexicons" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ValueError(f"lexicons/{name}.tsv: {len(header)} columns expected: {line!r}")
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)


def words_of(text: str) -> list[str]:
    """Give the folded words of a text: `لا توجد تعليقاتٌ (0)` → `["لا", "توجد", "تعليقات", "0"]`."""
    return WORD.findall(fold(text))


@cache
def prose_words() -> dict[str, str]:
    """Give the folded words that begin a news sentence, each with its role: `verb` or `opener`."""
    return {word: row["role"] for row in load_lexicon("reporting_verbs") for word in words_of(row["word"])}


class PhraseTable(Generic[T]):
    """Phrases of folded words, each with a value; the longest one that stands at a place is found in one look-up."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in rows:
            words = tuple(words_of(phrase))
            if not words:
                raise ValueError(f"a phrase without words: {phrase!r}")
            self._by_first.setdefault(words[0], []).append((words, value))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
        self.first_words = frozenset(self._by_first)

    def all_at(self, words: Sequence[str], at: int = 0) -> Iterator[tuple[int, T]]:
        """Give the length and value of each phrase that starts at word `at`, the longest first."""
        for phrase, value in self._by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield len(phrase), value

    def longest(self, words: Sequence[str], at: int = 0) -> tuple[int, T] | None:
        """Give the length in words, and the value, of the longest phrase that starts at word `at`, if any."""
        for phrase, value in self._by_first.get(words[at], ()):
            length = len(phrase)
            if length == 1 or tuple(words[at : at + length]) == phrase:
                return length, value
        return None


class Token(NamedTuple):
    """A word or one sign of a text, with its offsets; `folded` is empty for a stretcher that stands alone as a dash."""

    start: int
    end: int
    folded: str

    @property
    def is_word(self) -> bool:
        """Tell a word or number from a sign."""
        return self.folded.isalnum()


def tokens_of(text: str) -> list[Token]:
    """Cut a short text into words and signs, keeping their offsets; invisible characters stay inside their word."""
    return [Token(match.start(), match.end(), fold(match.group())) for match in _TOKEN.finditer(text)]

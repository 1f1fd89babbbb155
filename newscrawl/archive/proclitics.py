"""Proclitics: the forms under which a reader would look for an Arabic word, `و ف ب ك ل` and `ال` written onto it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.characters import LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ARABIC_WORD: Final = re.compile(f"[{LETTERS}]+")
_LEAST_STEM: Final = 3  # letters of a word without an article; a letter before a shorter one mostly makes another word
_LEAST_IN_PHRASE: Final = 2  # the words behind it say which word it is: بحي النخيل
_LEAST_DEFINITE: Final = 4  # letters of a word with its article
_OWN_WORD: Final = 20  # one in so many occurrences behind an article or the like makes a form a word of its own
_RARER: Final = 2  # times that a form with a preposition may be as common as the word itself


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often words stand in an archive, to tell `بمصر` (in Egypt) from `فكرة` (idea, not *so a ball*)."""

    count: Callable[[str], int]
    """The number of articles that hold a folded word, which may stop at some hundreds."""

    def is_other_word(self, form: str, word: str) -> bool:
        """Tell whether a letter and a word together are another word.

        A proclitic never follows an article, nor a conjunction a preposition or another one, so what is seen behind
        such is a word of its own; and a word with a preposition is rarer than the word.
        """
        times = self.count(form)
        if not times:
            return False
        # `بو` would say so too, but for the names that begin with it: بوعلي says nothing of وعلي.
        before = ("ال", "وال", "بال", *(("ل", "ك", "و") if form[0] in "وف" else ()))
        behind = sum(self.count(f"{letters}{form}") for letters in before)
        if behind >= 2 and behind * _OWN_WORD >= times:
            return True
        return form[0] in "بلك" and times > _RARER * max(1, self.count(word))


def word_forms(
    word: str, vocabulary: Vocabulary | None = None, *, prefix: bool = False, article: bool = True
) -> Iterator[str]:
    """Give the forms of a folded word: itself, with its article, then with one or two proclitics before them.

    `ل` and the article are `لل`. `article` adds the article to a word without one, which the first word of a phrase
    does not want. A prefix (part of a word) gets what stands before an article only, since a letter before part of a
    word says nothing.
    """
    yield word
    if not _ARABIC_WORD.fullmatch(word):
        return
    if word.startswith("ال") and len(word) >= _LEAST_DEFINITE:
        yield from _definite(word)
        return
    if len(word) < (_LEAST_STEM if article else _LEAST_IN_PHRASE):
        return
    if article:
        yield f"ال{word}"
        yield from _definite(f"ال{word}")
    if not prefix:
        yield from _prefixed(word, vocabulary)


def _prefixed(word: str, vocabulary: Vocabulary | None) -> Iterator[str]:
    """Give the word behind one or two letters, where these and the word are no other word."""
    for inner in ("", "ب", "ل", "ك"):
        form = f"{inner}{word}"
        # Where `لجنة` is a word, `ولجنة` is that one with `و`, not `جنة` with two letters.
        if inner and vocabulary is not None and vocabulary.is_other_word(form, word):
            continue
        if inner:
            yield form
        for outer in ("و", "ف") if inner != "ك" else ():
            if vocabulary is None or not vocabulary.is_other_word(f"{outer}{form}", word):
                yield f"{outer}{form}"


def _definite(word: str) -> Iterator[str]:
    stem = word.removeprefix("ال")
    # Before a stem in lam two lams are written, not three: اللغة, للغة.
    with_preposition = (f"ب{word}", f"ك{word}", f"ل{stem}" if stem.startswith("ل") else f"لل{stem}")
    for form in (word, *with_preposition):
        if form != word:
            yield form
        yield f"و{form}"
        yield f"ف{form}"

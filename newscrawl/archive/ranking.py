"""Ranking: a word and its forms count as one word, and a title counts more than a body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TITLE_WEIGHT: Final = 8.0
"""Occurrences in a body that one in the title is worth."""

# BM25's usual constants: how soon more occurrences stop counting, and how much a long text is held against it.
_SATURATION: Final = 1.2
_LENGTH: Final = 0.75


@dataclass(slots=True)
class Matcher:
    """Finds one term, in any of its forms, in folded text."""

    ending: re.Pattern[str]
    """The end that all forms share, and what follows it: a search for it is much faster than one for each form."""
    beginnings: frozenset[str]
    """What stands before it in the word, one for each form."""
    weight: float = 1.0
    """How much the term tells: the fewer articles hold it, the more."""

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Give where the term stands."""
        for match in self.ending.finditer(folded):
            start = match.start()
            while start > 0 and folded[start - 1].isalnum():
                start -= 1
            if folded[start : match.start()] in self.beginnings:
                yield start, match.end()

    def count(self, folded: str) -> int:
        """Count how often the term stands there."""
        return sum(1 for _ in self.spans(folded))


def matcher(
    forms: Sequence[str], rests: Sequence[tuple[str, ...]], *, prefix: bool, articles: int, holding: int
) -> Matcher:
    """Make the matcher of a term of which `holding` of `articles` articles hold some form.

    `forms` are those of its first word, `rests` the ways to spell the words behind it.
    """
    ending = _common_ending(forms)
    behind = "|".join("".join(rf"[\W_]+{word}" for word in rest) for rest in rests)
    rest = f"(?:{behind})" if behind else ""
    end = r"[^\W_]*" if prefix else r"(?![^\W_])"
    weight = log((max(articles, holding) - holding + 0.5) / (holding + 0.5) + 1)
    return Matcher(
        re.compile(ending + rest + end), frozenset(form.removesuffix(ending) for form in forms), max(1e-6, weight)
    )


def _common_ending(forms: Sequence[str]) -> str:
    shortest = min(forms, key=len)
    return next(
        (shortest[at:] for at in range(len(shortest)) if all(form.endswith(shortest[at:]) for form in forms)), ""
    )


def score(matchers: Sequence[Matcher], title: str, body: str, *, length: int, mean_length: float) -> float:
    """Score an article, given its folded title and body and its length in words (BM25)."""
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * length / max(1.0, mean_length))
    total = 0.0
    for one in matchers:
        times = TITLE_WEIGHT * one.count(title) + one.count(body)
        total += one.weight * times * (_SATURATION + 1) / (times + norm) if times else 0.0
    return total


def spans(matchers: Sequence[Matcher], text: str) -> list[tuple[int, int]]:
    """Give where any of the terms stand in folded text, in order, overlapping ones as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for one in matchers for span in one.spans(text)):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found

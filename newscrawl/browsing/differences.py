"""What changed between two texts: paragraphs laid side by side, with the words that differ."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Piece = tuple[bool, str]
"""A run of text, and whether it changed."""

_TOKENS: Final = re.compile(r"\s+|\w+|[^\w\s]+")
_PAIRABLE: Final = 0.3  # share of common words from which on two paragraphs are the same one, rewritten
_MOST_PAIRS: Final = 20_000  # pairs of paragraphs, and of words, that are compared one by one
_MOST_WORDS: Final = 4_000_000


@dataclass(slots=True)
class Row:
    """One paragraph of the one text beside that of the other; an absent one has no pieces."""

    before: list[Piece]
    after: list[Piece]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(changed for changed, _ in (*self.before, *self.after))


def side_by_side(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Lay the paragraphs of two texts side by side, with the words that differ marked.

    Joining a side's pieces gives back its paragraphs. Texts of thousands of paragraphs or words that differ throughout
    are marked more coarsely, so that the time stays bounded.
    """
    rows = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            rows += [Row([(False, text)], [(False, text)]) for text in before[i:j]]
        else:
            rows += [_row(one, other) for one, other in _paired(before[i:j], after[k:m])]
    return rows


def _row(before: str | None, after: str | None) -> Row:
    if before is None or after is None:
        return Row([] if before is None else [(True, before)], [] if after is None else [(True, after)])
    return Row(*changed_words(before, after))


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair paragraphs that share words, in order; those without a partner stand alone."""
    if len(before) * len(after) > _MOST_PAIRS:
        yield from zip_longest(before, after)
        return
    own, theirs = ([Counter(_words(text)) for text in texts] for texts in (before, after))
    alike = [[_likeness(one, other) for other in theirs] for one in own]
    # best[i][j] is the greatest sum of likenesses that before[i:] and after[j:] can be paired with.
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _PAIRABLE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < len(before) and j < len(after):
        if best[i][j] == best[i + 1][j]:
            yield before[i], None
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield None, after[j]
            j += 1
        else:
            yield before[i], after[j]
            i, j = i + 1, j + 1
    yield from ((text, None) for text in before[i:])
    yield from ((None, text) for text in after[j:])


def _words(text: str) -> list[str]:
    return [token for token in _TOKENS.findall(text) if not token.isspace()]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def changed_words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Mark the words of two texts that the other lacks; the pieces of a side joined are its text."""
    one, other = _tokens(before), _tokens(after)
    large = len(one) * len(other) > _MOST_WORDS
    matcher = SequenceMatcher(None, one, other, autojunk=large)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        for pieces, tokens in ((left, one[i:j]), (right, other[k:m])):
            _append(pieces, "".join(tokens), changed=kind != "equal")
    return left, right


def _tokens(text: str) -> list[str]:
    """Split into words, signs and spaces, all of the text."""
    return _TOKENS.findall(text)


def _append(pieces: list[Piece], text: str, *, changed: bool) -> None:
    """Add a run; a lone space between two changes belongs to them, so that a rewritten phrase is one mark."""
    if not text:
        return
    if changed and len(pieces) > 1 and pieces[-1][1].isspace() and pieces[-2][0]:
        space, run = pieces.pop()[1], pieces.pop()[1]
        text = run + space + text
    pieces.append((changed, text))

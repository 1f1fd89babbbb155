"""Tell an edited copy from another instance of a formula: another telegram, another day's prices, another line-up."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from math import log1p, sqrt
from operator import and_
from typing import TYPE_CHECKING, Final

from newscrawl.dedup.alignment import differences
from newscrawl.dedup.fingerprint import from_bytes, is_function, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newscrawl.dedup.fingerprint import Fingerprint


_LEAVES: Final = 16  # of one tree, at most


@dataclass(slots=True)
class _Forest:
    """Trees laid out so that all are walked at once, with a few operations on long numbers.

    Each tree has `_LEAVES` bits, one a leaf from left to right. A feature above a node's bound rules out the leaves to
    the node's left; what has not been ruled out in the end begins with the leaf that the tree leads to.
    """

    base: float
    bounds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """The bounds of each feature, ascending."""
    left: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The leaves that are left, for each number of these bounds that the feature is above."""
    leaves: list[list[float]] = field(default_factory=list)

    def value(self, features: Mapping[str, float]) -> float:
        left = -1
        for name, bounds in self.bounds.items():
            left &= self.left[name][bisect_left(bounds, features[name])]
        size = _LEAVES // 8 * len(self.leaves)
        bits = from_bytes((left & ((1 << 8 * size) - 1)).to_bytes(size, "little"))
        return self.base + sum(
            [leaves[(tree & -tree).bit_length() - 1] for leaves, tree in zip(self.leaves, bits, strict=True)]
        )


@cache
def _forest() -> _Forest:
    text = files("newscrawl.dedup").joinpath("lexicons/formula_trees.tsv").read_text(encoding="utf-8")
    base, *lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    forest = _Forest(float(base))
    nodes: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, line in enumerate(lines):
        leaves: list[float] = []
        for name, bound, first, end in _plant(iter(line.split("\t")), leaves):
            ruled_out = (1 << end) - (1 << first)
            nodes[name].append((bound, ~(ruled_out << _LEAVES * number)))
        forest.leaves.append(leaves)
    for name, found in nodes.items():
        found.sort()
        forest.bounds[name] = [bound for bound, _ in found]
        forest.left[name] = list(accumulate((mask for _, mask in found), and_, initial=-1))
    return forest


def _plant(words: Iterator[str], leaves: list[float]) -> Iterator[tuple[str, float, int, int]]:
    """Read one tree: append its leaves, and give each node's feature and bound, and its first and last leaf of the left
    side, the latter exclusive.
    """
    word = next(words)
    if word.lstrip("-")[:1].isdigit():
        leaves.append(float(word))
        return
    bound, first = float(next(words)), len(leaves)
    yield from _plant(words, leaves)
    yield word, bound, first, len(leaves)
    yield from _plant(words, leaves)


def formula_odds(one: Fingerprint, two: Fingerprint, similarity: float) -> float | None:
    """Give the log odds that two texts fill one formula differently, None where no place has other words in each.

    Names and numbers swapped, alike in each place, and in the headlines too, speak for a formula; words left out or
    added, function words changed, and words changed in one place and kept in another speak for an edited copy.
    """
    features = formula_features(one, two, similarity)
    if features is None:
        return None
    return _forest().value(features)


def formula_features(one: Fingerprint, two: Fingerprint, similarity: float) -> dict[str, float] | None:
    """Count the evidence that `formula_odds` weighs; `similarity` is the Jaccard index of the shingles."""
    found = differences(one, two)
    if not found.slots and not found.changed_numbers and not found.moved:
        return None
    numbers = found.changed_numbers + found.shared_numbers
    shorter = min(len(one.codes), len(two.codes))
    shared, mine, theirs = title_words(one, two)
    known = bool(one.title) and bool(two.title)
    return {
        "words": log1p(found.words),
        "function words": log1p(found.function_words),
        "common words": log1p(found.common_words),
        "other words": log1p(found.words - found.function_words - found.common_words),
        "share of numbers changed": (found.changed_numbers - 0.3 * numbers) / sqrt(numbers + 1),
        "numbers changed": min(found.changed_numbers, 8) ** 0.5,
        "numbers kept": min(found.shared_numbers, 8) ** 0.5,
        "insertions": log1p(found.insertions),
        "inserted": log1p(found.inserted),
        "inserted names": found.inserted_names / (found.inserted + 1),
        "insertions on one side": abs(2 * found.inserted_in_one - found.insertions) / (found.insertions + 1),
        "names kept": kept_names(one, two),
        "slots": log1p(found.slots),
        "slots of one word": found.single / (found.slots + 1),
        "slots of whole clauses": found.clauses / (found.slots + 1),
        "clauses": log1p(found.clauses),
        "moved": log1p(found.moved),
        "clause words": log1p(found.clause_words),
        "clause function words": log1p(found.clause_function_words),
        "share of clauses": found.clauses / (found.clauses + found.kept_clauses + 1),
        "share of clause words": found.clause_words / (2 * shorter),
        "repetition": repetition(one),
        "words a slot": min(found.words / (2 * (found.slots - found.clauses) + 1), 10.0),
        "longest slot": log1p(found.longest),
        "repeated": min(found.repeated, 6) ** 0.5,
        "halfway": min(found.halfway, 8) ** 0.5,
        "share changed": (found.words + found.clause_words + 2 * found.changed_numbers) / (2 * shorter),
        "words between": log1p(found.shared / (found.slots + found.insertions + found.changed_numbers + 1)),
        "share aligned": found.shared / shorter,
        "similarity": similarity,
        "most kept": max(0.0, _containment(one, two, similarity) - 0.7),
        "headlines known": float(known),
        "headline words": min(mine + theirs, 4) ** 0.5 if known else 0.0,
        "headline words on both sides": float(min(mine, theirs, 2)) if known and shared >= 2 else 0.0,
    }


def _containment(one: Fingerprint, two: Fingerprint, similarity: float) -> float:
    """Give the share of the shorter text's shingles that the longer has, from their Jaccard index."""
    a, b = len(one.shingle_set), len(two.shingle_set)
    return similarity * (a + b) / (1 + similarity) / min(a, b)


def kept_names(one: Fingerprint, two: Fingerprint) -> float:
    """Give the share of the different rare words of the text with fewer of them that the other has too."""
    return len(one.names & two.names) / (min(len(one.names), len(two.names)) + 1)


def repetition(text: Fingerprint) -> float:
    """Give the share of a text's neighbouring words that it has had before, numbers alike: high in tables and lists."""
    codes = [0 if is_number(code) else code for code in text.codes]
    pairs = list(pairwise(codes))
    return 1 - len(set(pairs)) / len(pairs) if pairs else 0.0


def title_words(one: Fingerprint, two: Fingerprint) -> tuple[int, int, int]:
    """Compare two headlines: words in both, and for the two sides apart, words that only its own body bears out.

    Such a word stands in one headline and its body, and in neither the other headline nor the other body.
    """
    shared = {code for code in one.title if not is_function(code)} & set(two.title)
    return len(shared), _own_title_words(one, two), _own_title_words(two, one)


def _own_title_words(one: Fingerprint, two: Fingerprint) -> int:
    return sum(
        not is_function(code) and code in one.counts and code not in two.counts and code not in two.title
        for code in set(one.title)
    )

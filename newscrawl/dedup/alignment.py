"""Align two texts along the word runs that they share, and count what stands in the places where they differ."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.dedup.fingerprint import SHINGLE, Shingle, is_common, is_function, is_number, shingles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawl.dedup.fingerprint import Fingerprint

Run = tuple[int, int, int]
"""Start in one text, start in the other, words."""

_LONGEST_SLOT: Final = 24  # words; a longer difference is another passage, not other words in the same place
_ANY_NUMBER: Final = 0xFFFF
_BLANKS: Final = [0] * SHINGLE


@dataclass(slots=True)
class Differences:
    """What stands where two texts differ, between runs that they share; counts of both texts together.

    A *slot* is a short place where both have words, and the words that both have there are left out. A number stands
    for any other when the runs are looked for, so that two tables with other figures are aligned by their labels.
    """

    slots: int = 0
    insertions: int = 0
    """Short places where only one of the two has words."""
    words: int = 0
    """Words in slots."""
    function_words: int = 0
    """Function words among them: editors change these too, formulas do not."""
    common_words: int = 0
    """Everyday words among them."""
    longest: int = 0
    """Words of one text in the longest slot."""
    clauses: int = 0
    """Slots that begin and end at a mark or a line's end in both: items of a list, stock sentences, labelled values."""
    single: int = 0
    """Slots of one word against one word."""
    changed_numbers: int = 0
    """Numbers that stand where the other text has another number, of one text."""
    shared_numbers: int = 0
    """Numbers that both texts have in runs that they share."""
    repeated: int = 0
    """Different words that stand in slots twice or more and are missing in the other text."""
    halfway: int = 0
    """Different words that stand in slots of their text and elsewhere in both: a formula fills all its places alike."""
    shared: int = 0
    """Words in shared runs, of one text."""


def differences(one: Fingerprint, two: Fingerprint) -> Differences:
    """Align two texts and count their differences; linear in their lengths."""
    found = Differences()
    changed_one: list[int] = []
    changed_two: list[int] = []
    end_i = end_j = 0
    masked_one, masked_two = _mask(one.codes), _mask(two.codes)
    first, second = shingles(masked_one), shingles(masked_two)
    left_one, left_two = _blank_shared(one.codes, first, second), _blank_shared(two.codes, second, first)
    for i, j, length in _runs(masked_one, masked_two, first, second):
        is_slot = _count_gap(found, left_one[end_i:i], left_two[end_j:j], changed_one, changed_two)
        found.clauses += is_slot and all(map(one.starts_clause, (end_i, i))) and all(map(two.starts_clause, (end_j, j)))
        found.shared += length
        for a, b in zip(one.codes[i : i + length], two.codes[j : j + length], strict=True):
            if a != b:
                found.changed_numbers += 1
            elif is_number(a):
                found.shared_numbers += 1
        end_i, end_j = i + length, j + length
    if end_i:
        _count_gap(found, left_one[end_i:], left_two[end_j:], changed_one, changed_two)
    found.words = len(changed_one) + len(changed_two)
    found.function_words = sum(map(is_function, changed_one)) + sum(map(is_function, changed_two))
    found.common_words = sum(map(is_common, changed_one)) + sum(map(is_common, changed_two))
    _count_repeats(found, changed_one, one, two)
    _count_repeats(found, changed_two, two, one)
    return found


def _mask(codes: array[int]) -> array[int]:
    return array("H", [_ANY_NUMBER if is_number(code) else code for code in codes])


def _blank_shared(codes: array[int], own: Sequence[Shingle], other: Sequence[Shingle]) -> list[int]:
    """Put 0 for the words of runs that stand anywhere in the other text: moved passages are no difference."""
    left = list(codes)
    theirs = set(other)
    for place, shingle in enumerate(own):
        if shingle in theirs:
            left[place : place + SHINGLE] = _BLANKS
    return left


def _runs(one: Sequence[int], two: Sequence[int], first: Sequence[Shingle], second: Sequence[Shingle]) -> list[Run]:
    """Give the shared runs of three words and more, in the order of both texts.

    Runs that stand once in each text come first, the longest chain of them in one order (patience diff); between two
    of those the others are taken as they come.
    """
    runs: list[Run] = []
    if min(len(one), len(two)) < SHINGLE:
        return runs
    end_i = end_j = 0
    for anchor_i, anchor_j in [*_anchors(first, second), (len(one), len(two))]:
        if anchor_i < end_i or anchor_j < end_j:
            continue
        for run in _greedy_runs(first[end_i:anchor_i], second[end_j:anchor_j]):
            i, j = run[0] + end_i, run[1] + end_j
            runs.append((i, j, min(run[2], anchor_i - i, anchor_j - j)))
        if anchor_i < len(first):
            length = SHINGLE
            while anchor_i + length < len(one) and anchor_j + length < len(two):
                if one[anchor_i + length] != two[anchor_j + length]:
                    break
                length += 1
            runs.append((anchor_i, anchor_j, length))
            end_i, end_j = anchor_i + length, anchor_j + length
    return runs


def _anchors(first: Sequence[Shingle], second: Sequence[Shingle]) -> list[tuple[int, int]]:
    """Give the places of the shingles that stand once in each, the longest chain that is in order in both."""
    places = _once(second)
    tails: list[int] = []  # the least last place of a chain of each length
    chains: list[tuple[int, int, int]] = []  # places in both and the chain's previous element
    ends: list[int] = []
    for shingle, i in _once(first).items():
        j = places.get(shingle)
        if j is None:
            continue
        at = bisect_left(tails, j)
        chains.append((i, j, ends[at - 1] if at else -1))
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [len(chains) - 1]
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        i, j, at = chains[at]
        chain.append((i, j))
    return chain[::-1]


def _once(values: Sequence[Shingle]) -> dict[Shingle, int]:
    """Give the place of each value that stands once, in order."""
    counts = Counter(values)
    return {value: place for place, value in enumerate(values) if counts[value] == 1}


def _greedy_runs(first: Sequence[Shingle], second: Sequence[Shingle]) -> list[Run]:
    places: dict[Shingle, list[int]] = {}
    for j, shingle in enumerate(second):
        places.setdefault(shingle, []).append(j)
    runs: list[Run] = []
    i = end_i = end_j = 0
    while i < len(first):
        expected = end_j + i - end_i
        ahead = places.get(first[i], ())
        at = bisect_left(ahead, end_j)
        if at == len(ahead):
            i += 1
            continue
        # Of the places ahead the one nearest to where the text would go on.
        nearest = bisect_left(ahead, expected, at)
        if nearest == len(ahead) or (nearest > at and expected - ahead[nearest - 1] < ahead[nearest] - expected):
            nearest -= 1
        j = ahead[nearest]
        length = 1
        while i + length < len(first) and j + length < len(second) and first[i + length] == second[j + length]:
            length += 1
        runs.append((i, j, length + SHINGLE - 1))
        i += length + SHINGLE - 1
        end_i, end_j = i, j + length + SHINGLE - 1
    return runs


def _count_gap(
    found: Differences, a: Sequence[int], b: Sequence[int], changed_one: list[int], changed_two: list[int]
) -> bool:
    """Count what stands between two shared runs; tell whether it is a slot."""
    a, b = list(filter(None, a)), list(filter(None, b))
    if (not a and not b) or len(a) > _LONGEST_SLOT or len(b) > _LONGEST_SLOT:
        return False
    common = Counter(a) & Counter(b)
    left, right = _without(a, common), _without(b, common)
    if not left or not right:
        found.insertions += bool(left or right)
        return False
    found.slots += 1
    found.longest = max(found.longest, len(left), len(right))
    found.single += len(left) == len(right) == 1
    found.changed_numbers += min(sum(map(is_number, left)), sum(map(is_number, right)))
    changed_one += left
    changed_two += right
    return True


def _without(codes: Iterable[int], common: Counter[int]) -> list[int]:
    left = dict(common)
    kept = []
    for code in codes:
        if left.get(code, 0):
            left[code] -= 1
        else:
            kept.append(code)
    return kept


def _count_repeats(found: Differences, changed: list[int], own: Fingerprint, other: Fingerprint) -> None:
    counts, theirs = own.counts, other.counts
    for code, times in Counter(changed).items():
        if is_function(code) or is_number(code):
            continue
        if code in theirs:
            found.halfway += 1
        elif times >= 2 and counts[code] == times:
            found.repeated += 1

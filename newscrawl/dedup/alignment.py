"""Align two texts along the word runs that they share, and count what stands in the places where they differ."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.dedup.fingerprint import BREAK, OTHER, SHINGLE, Shingle, is_common, is_function, is_number, shingles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newscrawl.dedup.fingerprint import Fingerprint

Run = tuple[int, int, int]
"""Start in one text, start in the other, words."""

_LONGEST_SLOT: Final = 24  # words; a longer difference is another passage, not other words in the same place
_LONGEST_CLAUSES: Final = 48  # where whole clauses stand for whole clauses
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
    inserted: int = 0
    """Words there."""
    inserted_names: int = 0
    """Of these the ones that are neither function words nor everyday words: rare words, names and numbers."""
    inserted_in_one: int = 0
    """The places of these that are in the first text."""
    words: int = 0
    """Words in slots that are not whole clauses."""
    function_words: int = 0
    """Function words among them: editors change these too, formulas do not."""
    common_words: int = 0
    """Everyday words among them."""
    longest: int = 0
    """Words of one text in the longest of these slots."""
    clauses: int = 0
    """Slots that begin and end at a mark or a line's end in both: items of a list, stock sentences, labelled values."""
    clause_words: int = 0
    """Words in them."""
    clause_function_words: int = 0
    """Function words in them: sentences have some, names and values have none."""
    moved: int = 0
    """Places between marks where one has what the other has elsewhere: paragraphs in another order, or a stock."""
    kept_clauses: int = 0
    """Marks and line's ends in shared runs."""
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
    return _Alignment(one, two).found


class _Alignment:
    def __init__(self, one: Fingerprint, two: Fingerprint) -> None:
        self.found = Differences()
        self._one, self._two = one, two
        self._changed_one: list[int] = []
        self._changed_two: list[int] = []
        masked_one, masked_two = _mask(one.codes), _mask(two.codes)
        first, second = shingles(masked_one), shingles(masked_two)
        self._left_one = _blank_shared(one.codes, first, second)
        self._left_two = _blank_shared(two.codes, second, first)
        runs = _runs(masked_one, masked_two, first, second)
        if not runs:
            return
        end_i = end_j = 0
        for i, j, length in [*runs, (len(one.codes), len(two.codes), 0)]:
            self._count_gap(end_i, i, end_j, j)
            self._count_run(i, j, length)
            end_i, end_j = i + length, j + length
        _count_repeats(self.found, self._changed_one, one, two)
        _count_repeats(self.found, self._changed_two, two, one)

    def _count_run(self, i: int, j: int, length: int) -> None:
        found = self.found
        found.shared += length
        for a, b in zip(self._one.codes[i : i + length], self._two.codes[j : j + length], strict=True):
            if a != b:
                found.changed_numbers += 1
            elif is_number(a):
                found.shared_numbers += 1
        found.kept_clauses += sum(map(BREAK.__le__, self._one.marked[i : i + length]))

    def _count_gap(self, start_i: int, i: int, start_j: int, j: int) -> None:
        """Count what stands between two shared runs, cut at the clauses that are the same in both."""
        if i - start_i > 2 and j - start_j > 2:
            for at, other, length in _same_clauses(self._one, self._two, (start_i, i), (start_j, j)):
                self._count_slot(start_i, at, start_j, other)
                self._count_run(at, other, length)
                start_i, start_j = at + length, other + length
        self._count_slot(start_i, i, start_j, j)

    def _count_slot(self, start_i: int, i: int, start_j: int, j: int) -> None:
        if start_i == i and start_j == j:
            return
        found, one, two = self.found, self._one, self._two
        is_clause = (
            one.starts_clause(start_i) and one.starts_clause(i) and two.starts_clause(start_j) and two.starts_clause(j)
        )
        a, b = list(filter(None, self._left_one[start_i:i])), list(filter(None, self._left_two[start_j:j]))
        found.moved += is_clause and len(a) + len(b) < i - start_i + j - start_j and start_i < i and start_j < j
        if not a and not b:
            return
        most = _LONGEST_CLAUSES if is_clause else _LONGEST_SLOT
        if len(a) > most or len(b) > most:
            return
        common = Counter(a) & Counter(b)
        left, right = _without(a, common), _without(b, common)
        if not left or not right:
            found.insertions += bool(left or right)
            found.inserted_in_one += bool(left)
            found.inserted += len(left or right)
            found.inserted_names += sum(code >= OTHER for code in left or right)
            return
        found.slots += 1
        found.single += len(left) == len(right) == 1
        found.changed_numbers += min(sum(map(is_number, left)), sum(map(is_number, right)))
        self._changed_one += left
        self._changed_two += right
        changed = left + right
        if is_clause:
            found.clauses += 1
            found.clause_words += len(changed)
            found.clause_function_words += sum(map(is_function, changed))
        else:
            found.longest = max(found.longest, len(left), len(right))
            found.words += len(changed)
            found.function_words += sum(map(is_function, changed))
            found.common_words += sum(map(is_common, changed))


def _same_clauses(one: Fingerprint, two: Fingerprint, here: tuple[int, int], there: tuple[int, int]) -> Iterator[Run]:
    """Give the clauses between two shared runs that are the same in both and stand once in each, in order.

    They are too short to be runs: the labels of a list, as a rule.
    """
    theirs = {codes: place for codes, place in _clauses(two, *there) if place is not None}
    end_j = there[0]
    for codes, place in _clauses(one, *here):
        other = theirs.get(codes)
        if place is not None and other is not None and other >= end_j:
            yield place, other, len(codes)
            end_j = other + len(codes)


def _clauses(text: Fingerprint, start: int, end: int) -> Iterable[tuple[Shingle, int | None]]:
    """Give the words of each whole clause and its place, None where it stands there more than once."""
    found: dict[Shingle, int | None] = {}
    at = start if text.starts_clause(start) else None
    for place in range(start, end):
        if text.marked[place] >= BREAK:
            if at is not None:
                codes = tuple(text.codes[at : place + 1])
                found[codes] = None if codes in found else at
            at = place + 1
    return found.items()


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

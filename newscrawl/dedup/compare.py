"""Compare fingerprints: whether one text is a copy of another, a part of it, or another instance of one formula."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from newscrawl.dedup.fingerprint import SHINGLE, is_function, shingles
from newscrawl.dedup.formula import formula_odds
from newscrawl.items import Match

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from newscrawl.dedup.fingerprint import Fingerprint, Shingle

Kind = Literal["exact", "near", "contained", "similar"]

_MERGED: Final = 0.4  # Jaccard index from which two texts are one article
_MERGED_FAR: Final = 0.7
_LINKED: Final = 0.15
_LINKED_BY_WORDS: Final = 0.06  # enough where the words themselves, in any order, are mostly the same
_SAME_WORDS: Final = 0.55
_CONTAINED: Final = 0.5  # share of the shorter text
_LEAST_TITLE: Final = 1  # words of the headline that makes a short text a copy
_LEAST_TITLE_ALONE: Final = 4  # where there is no text at all
_LEAST_PART: Final = 8  # shingles of a part
_NEAR_DAYS: Final = 2  # days between two copies; more need more
_LINKED_FAR: Final = 0.3
_CONTAINED_FAR: Final = 0.7
_FORMULA: Final = -0.5  # log odds from which two texts are taken for two instances of a formula
_SURELY_COPY: Final = -2.5  # log odds of the two texts alone below which they are surely not
_BRIEF: Final = 40  # words of a text that has little to tell by:
_SURELY_COPY_BRIEF: Final = -3.4
_LIKELY_COPY: Final = -1.0  # log odds, with the evidence of other texts, above which they are not one article
_FAR_FORMULA: Final = -1.5

# Among texts that share a frame, a copy keeps nearly all that few of the others have, another instance little of it.
_FRAME_COVERS: Final = 0.6  # share of what two texts have in common that other stories have too
_KEPT: Final = 0.7  # share of the rare rest from which a copy is likelier
_MERGED_KEPT: Final = 0.85
_EVIDENCE: Final = 16.5  # log odds from all to nothing kept
_SURE: Final = -4.0  # log odds of two texts alone below which they count more
_SURE_COUNTS: Final = 2.0
_LONGEST_PLACE: Final = 6  # shingles of one place that count

# Two edits of one article touch different places; two instances of a formula differ in the same places. What one stored
# text alone has, a copy of it keeps as often as any of its words, another instance hardly ever.
_KEPT_AS_ANY: Final = 0.6  # of the share that would be kept of any words
_PLACES: Final = 22.5  # log odds from that to nothing
_NO_SLOTS: Final = -4.5  # log odds of a formula where no place has other words in each
# A copy has its words from one text, or from two that it puts together; a column, from everywhere in its stock.
_THIRD: Final = 0.025  # share of a text that is in neither of the two stored texts that hold most of it, but in others
_STOCK: Final = 90.0  # log odds from that to all of it
_MOST_STOCK: Final = 6.5  # a round-up has its passages from many texts too


@dataclass(slots=True)
class Candidate:
    """A stored article that may share text; `story` is one number for all articles that were linked with each other."""

    other_id: int
    story: int
    fingerprint: Fingerprint


@dataclass(slots=True)
class Comparison:
    """What a new text and a stored one share, in shingles."""

    own: Fingerprint
    candidate: Candidate
    shared: frozenset[Shingle]
    similarity: float
    """Jaccard index."""
    containment: float
    """Share of the new text's shingles that the other holds."""
    contained: float
    """Share of the shorter one's shingles that the longer holds."""
    odds: float | None
    """Log odds of a formula; None where the texts do not differ in any place where both have words."""
    alone: float = -99.0
    """The same, from these two texts alone."""
    kept: float = 1.0
    """Share of what few other stories have that the two have in common; 1 where no other story shares their frame."""

    @property
    def is_far(self) -> bool:
        """Whether the two were published on days that lie apart."""
        one, two = self.own.day, self.candidate.fingerprint.day
        return one is not None and two is not None and abs(one - two) > _NEAR_DAYS

    @property
    def is_surely_copy(self) -> bool:
        """Whether the two texts alone say so, and others that happen to be stored do not gainsay it.

        What these add to the odds depends on the order of arrival, so it decides as little as it can.
        """
        words = min(len(self.own.codes), len(self.candidate.fingerprint.codes))
        bound = _SURELY_COPY if words >= _BRIEF else _SURELY_COPY_BRIEF
        return self.alone < bound and (self.odds is None or self.odds < _LIKELY_COPY)

    def kind(self) -> Kind | None:
        """Say what the other text is to this one, None where they should not be linked."""
        own, other = self.own, self.candidate.fingerprint
        if own.is_short or other.is_short:
            return "exact" if self._is_same_short() else None
        if own.codes == other.codes:
            return "exact"
        odds = self.odds if self.odds is not None else -99.0
        if not self._shares_enough() or odds >= (_FAR_FORMULA if self.is_far else _FORMULA):
            return None
        is_sure = self.is_surely_copy and self.kept >= _MERGED_KEPT
        if is_sure and self.similarity >= (_MERGED_FAR if self.is_far else _MERGED):
            return "near"
        return "contained" if self.contained >= _CONTAINED and self.similarity < _MERGED else "similar"

    def _is_same_short(self) -> bool:
        own, other = self.own, self.candidate.fingerprint
        if own.codes != other.codes or own.title != other.title or self.is_far:
            return False
        return len(own.title) >= (_LEAST_TITLE if own.codes else _LEAST_TITLE_ALONE)

    def _shares_enough(self) -> bool:
        own, other = self.own, self.candidate.fingerprint
        part = self.contained if min(len(own.shingle_set), len(other.shingle_set)) >= _LEAST_PART else 0.0
        if self.is_far:
            return self.similarity >= _LINKED_FAR or part >= _CONTAINED_FAR
        if self.similarity >= _LINKED or part >= _CONTAINED:
            return True
        return self.similarity >= _LINKED_BY_WORDS and shared_words(own, other) >= _SAME_WORDS


def judge(own: Fingerprint, candidates: Sequence[Candidate]) -> list[tuple[Match, int | None]]:
    """Give a match for each candidate to be linked with the text, and its story where that is beyond doubt."""
    compared = [comparison for candidate in candidates if (comparison := compare(own, candidate)) is not None]
    _weigh_frame(compared)
    if len(compared) > 1 and any(comparison.kind() is not None for comparison in compared):
        _weigh_places(compared)
    return [
        (
            Match(found.candidate.other_id, kind, found.similarity, found.containment),
            found.candidate.story if found.is_surely_copy else None,
        )
        for found in compared
        if (kind := found.kind()) is not None
    ]


def compare(own: Fingerprint, candidate: Candidate) -> Comparison | None:
    """Compare a new text with a stored one; None where they share next to nothing."""
    other = candidate.fingerprint
    if own.codes == other.codes:
        return Comparison(own, candidate, own.shingle_set, 1.0, 1.0, 1.0, None)
    a, b = own.shingle_set, other.shingle_set
    shared = a & b
    similarity = len(shared) / (len(a) + len(b) - len(shared))
    contained = len(shared) / min(len(a), len(b))
    if similarity < _LINKED_BY_WORDS and contained < _CONTAINED:
        return None
    odds = formula_odds(own, other, similarity)
    alone = odds if odds is not None else -99.0
    return Comparison(own, candidate, shared, similarity, len(shared) / len(a), contained, odds, alone)


def shared_words(one: Fingerprint, two: Fingerprint) -> float:
    """Give the share of the shorter text's words, function words left out, that the longer has too, as often."""
    a = {code: times for code, times in one.counts.items() if not is_function(code)}
    b = {code: times for code, times in two.counts.items() if not is_function(code)}
    both = sum(min(times, b[code]) for code, times in a.items() if code in b)
    return both / max(1, min(sum(a.values()), sum(b.values())))


def _weigh_frame(compared: Sequence[Comparison]) -> None:
    """Correct the odds by what texts of other stories share with the new one.

    What most of them share is the frame of a formula; what few have is what makes each of them an article of its own.
    """
    stories: dict[int, set[Shingle]] = {}
    for comparison in compared:
        stories.setdefault(comparison.candidate.story, set()).update(comparison.candidate.fingerprint.shingle_set)
    if len(stories) < 2:
        return
    times = Counter(shingle for texts in stories.values() for shingle in texts)
    own_weight: float | None = None
    for comparison in compared:
        if comparison.odds is None:
            continue
        mine = stories[comparison.candidate.story]
        own, other = comparison.own.shingle_set, comparison.candidate.fingerprint.shingle_set

        def weight(shingle: Shingle, mine: set[Shingle] = mine) -> float:
            return 1 / (1 + times[shingle] - (shingle in mine)) ** 2

        in_frame = sum(times[shingle] > 1 for shingle in comparison.shared)
        if in_frame < _FRAME_COVERS * len(comparison.shared):
            continue
        if own_weight is None:
            own_weight = 1 - _others_agree(compared, times)
        alone = sum(shingle not in times for shingle in own)
        rest = min(sum(map(weight, own)) - alone * (1 - own_weight), sum(map(weight, other)))
        comparison.kept = min(1.0, sum(map(weight, comparison.shared)) / rest)
        others = len(stories) - 1
        certainty = rest / (rest + 4) * others / (others + 1)
        sure = min(0.0, comparison.odds - _SURE)  # what two texts tell so clearly, others hardly gainsay
        comparison.odds = (comparison.odds - sure) * (1 - certainty * others / (others + 4)) + _SURE_COUNTS * sure
        comparison.odds += _EVIDENCE * certainty * (_KEPT * (0.5 + 0.5 * others / (others + 1)) - comparison.kept)


def _others_agree(compared: Sequence[Comparison], times: Counter[Shingle]) -> float:
    """Tell how far the stored stories agree with each other in the places where the new text stands alone, 0 to 1.

    Where they do, the new text was edited there, or got a line of its own; in the places that a formula fills anew each
    has something of its own.
    """
    own = compared[0].own.codes
    run = shingles(own)
    followers: list[tuple[int, array[int], dict[Shingle, int]]] = []
    for comparison in compared:
        codes = comparison.candidate.fingerprint.codes
        place = {shingle: at for at, shingle in enumerate(shingles(codes))}
        followers.append((comparison.candidate.story, codes, place))
    agreed = places = 0.0
    at = 0
    while at < len(run):
        if run[at] in times:
            at += 1
            continue
        start = at
        while at < len(run) and run[at] not in times:
            at += 1
        votes: dict[int, int] = {}
        for story, codes, place in followers:
            if start and (before := place.get(run[start - 1])) is not None:
                votes[story] = codes[before + SHINGLE] if before + SHINGLE < len(codes) else -1
            elif not start and at < len(run) and (after := place.get(run[at])) is not None:
                votes[story] = codes[after - 1] if after else -1
        size = min(at - start, _LONGEST_PLACE)
        places += size
        if votes:
            agreed += size * (max(Counter(votes.values()).values()) - 1) / (len(votes) + 1)
    return agreed / places if places else 0.0


def _weigh_places(compared: Sequence[Comparison]) -> None:
    """Correct the odds by where several stored texts, of one story too, differ from each other and from the new one.

    This tells the instances of a formula that was taken for copies at first, when there was nothing to compare with.
    """
    # One text may be stored in several stories, where the day of one was too far off for the other to be found.
    alike: dict[bytes, list[Comparison]] = {}
    for found in compared:
        alike.setdefault(found.candidate.fingerprint.codes.tobytes(), []).append(found)
    texts = [group[-1] for group in alike.values()]
    if len(texts) < 2 or any(found.odds is None and found.similarity == 1 for found in compared):
        return
    times = Counter(shingle for found in texts for shingle in found.candidate.fingerprint.shingle_set)
    weights = [1 / max(1, count) ** 2 for count in range(len(texts) + 1)]
    kept: dict[int, float] = {}
    certainty: dict[int, float] = {}
    for found, group in zip(texts, alike.values(), strict=True):
        own, other = found.own.shingle_set, found.candidate.fingerprint.shingle_set
        shared = sum(weights[times[shingle]] for shingle in found.shared)
        mine = sum(weights[times[shingle] + (shingle not in other)] for shingle in own)
        theirs = sum(weights[times[shingle]] for shingle in other)
        share = max(shared / mine / found.containment, shared / theirs / (len(found.shared) / len(other)))
        rest = min(mine, theirs)
        sure = rest / (rest + 4) * (1 - 1 / len(texts))
        for story in {one.candidate.story for one in group}:
            kept[story] = max(kept.get(story, 0.0), share)
            certainty[story] = max(certainty.get(story, 0.0), sure)
    stock = min(_MOST_STOCK, _STOCK * max(0.0, _in_a_third(texts) - _THIRD))
    for found in compared:
        story = found.candidate.story
        against = _PLACES * certainty[story] * max(0.0, _KEPT_AS_ANY - kept[story]) + stock
        if against > 0:
            found.odds = against + (_NO_SLOTS if found.odds is None else found.odds)


def _in_a_third(texts: Sequence[Comparison]) -> float:
    """Give the share of the new text that two stored texts do not hold, chosen to hold most, but others do."""
    left = set().union(*(found.shared for found in texts))
    for _ in range(2):
        left -= max((found.shared for found in texts), key=lambda shared: len(shared & left))
    return len(left) / len(texts[0].own.shingle_set)

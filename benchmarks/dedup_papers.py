"""Pairs of articles of real papers, labelled by rule, for `dedup_fit.py --papers`.

The rule knows what a comparison of two texts cannot: in how many articles a word stands, and on which days a run of
words. What a copy shares with its original stood in the papers for a few days, and its rarest words are in both; what
two instances of a formula share stands there every few days, and their rarest words differ. Pairs of which neither can
be said are left out. The folder holds `.json` or `.jsonl` of several papers over some weeks, with dates.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup_copies import Text, load_folder

from newscrawl.arabic.fold import fold
from newscrawl.dedup.fingerprint import Fingerprint, fingerprint, is_number
from newscrawl.dedup.formula import title_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

KEYS, HOLDERS, CANDIDATES = 2, 48, 16
"""Keys that two articles share, articles looked at of one key, candidates of one article."""
STORY_DAYS, FRAME_DAYS = 3, 4
"""Within how many days what tells of an event stands in the papers; on how many different ones a frame."""
BANDS = (0.2, 0.35, 0.55, 1.0)
"""Similarity up to which a pair belongs to a band; each has the same weight."""
OF_A_BAND, OF_A_STORY = 1500, 8
_WORD = re.compile(r"[^\W\d_]+")
_PROCLITICS = re.compile(r"(?:[وفبلك]{0,2}ال|لل|[وفبلك])(?=...)")
Trigram = tuple[int, ...]


@dataclass(frozen=True)
class PaperPair:
    one: Text
    two: Text
    label: str
    story: str
    is_formula: bool


@dataclass
class _Pair:
    one: int
    two: int
    similarity: float
    contained: float


def paper_pairs(folder: Path, seed: int) -> Iterator[PaperPair]:
    texts = sorted(
        {text.body: text for text in load_folder(folder) if text.day}.values(), key=lambda t: (str(t.day), t.body)
    )
    prints = [
        fingerprint(text.body, title=text.title, day=text.day.toordinal() if text.day else None) for text in texts
    ]
    pairs = list(candidate_pairs(prints))
    labels = dict(label_pairs(texts, prints, pairs))
    story = stories([(pairs[at].one, pairs[at].two) for at, is_formula in labels.items() if not is_formula])
    bands: dict[str, list[_Pair]] = defaultdict(list)
    for at, is_formula in labels.items():
        band = next(number for number, bound in enumerate(BANDS) if pairs[at].similarity <= bound)
        bands[f"paper's {'formula' if is_formula else 'copy'} {band}"].append(pairs[at])
    rng = random.Random(seed)
    for label, found in sorted(bands.items()):
        rng.shuffle(found)
        of_story: Counter[int] = Counter()
        taken = 0
        for pair in found:
            root = story.get(pair.one, pair.one)
            of_story[root] += 1
            if of_story[root] <= OF_A_STORY and taken < OF_A_BAND:
                taken += 1
                yield PaperPair(texts[pair.one], texts[pair.two], label, f"story {root}", "formula" in label)


def candidate_pairs(prints: Sequence[Fingerprint]) -> Iterator[_Pair]:
    """Give the pairs that share keys, and some of their words."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(prints):
        if own.is_short:
            continue
        shared = Counter(other for key in own.keys for other in holders[key][-HOLDERS:])
        for other, keys in shared.most_common(CANDIDATES):
            a, b = own.shingle_set, prints[other].shingle_set
            both = len(a & b)
            pair = _Pair(number, other, both / len(a | b), both / min(len(a), len(b)))
            if keys >= KEYS and own.codes != prints[other].codes and (pair.similarity >= 0.1 or pair.contained >= 0.5):
                yield pair
        for key in own.keys:
            holders[key].append(number)
        own._set = None


def label_pairs(
    texts: Sequence[Text], prints: Sequence[Fingerprint], pairs: Sequence[_Pair]
) -> Iterator[tuple[int, bool]]:
    """Give the places of the pairs that the rule knows, and whether they are instances of a formula."""
    stems = [sorted(_stems(text.body)) for text in texts]
    known = [set(words) for words in stems]
    documents = Counter(word for words in stems for word in words)
    days = days_of_shared(prints, pairs)
    for at, pair in enumerate(pairs):
        one, two = prints[pair.one], prints[pair.two]
        shared = one.shingle_set & two.shingle_set
        one._set = two._set = None
        of_story = sum(max(days[run]) - min(days[run]) < STORY_DAYS for run in shared) / max(1, len(shared))
        in_frame = sum(len(days[run]) >= FRAME_DAYS for run in shared) / max(1, len(shared))
        first, second = sorted((pair.one, pair.two), key=lambda number: len(stems[number]))
        rare = sorted(stems[first], key=lambda word: (documents[word], word))[: max(6, len(stems[first]) // 3)]
        kept = sum(word in known[second] for word in rare) / max(1, len(rare))
        if kept >= 0.75 and of_story >= 0.25 and (pair.similarity >= 0.15 or pair.contained >= 0.5):
            yield at, False
        elif in_frame >= 0.8 and of_story < 0.1 and (kept < 0.6 or _is_other_item(one, two, kept, of_story, in_frame)):
            yield at, True


def _is_other_item(one: Fingerprint, two: Fingerprint, kept: float, of_story: float, in_frame: float) -> bool:
    """Tell two reports of figures, and two items of which each is headed by a name of its own."""
    if of_story >= 0.05 or in_frame < 0.9:
        return False
    numbers = [{code for code in text.counts if is_number(code)} for text in (one, two)]
    fewer = min(map(len, numbers))
    if fewer >= 4 and len(numbers[0] & numbers[1]) <= 0.2 * fewer:
        return True
    return kept < 0.9 and in_frame >= 0.95 and min(title_words(one, two)[1:]) >= 1


def days_of_shared(prints: Sequence[Fingerprint], pairs: Sequence[_Pair]) -> dict[Trigram, set[int]]:
    """Give the days on which each run of words that any pair shares stands in the papers."""
    days: dict[Trigram, set[int]] = {}
    for pair in pairs:
        one, two = prints[pair.one], prints[pair.two]
        days.update((run, set()) for run in one.shingle_set & two.shingle_set)
        one._set = two._set = None
    for text in prints:
        for run in text.shingle_set:
            if run in days and text.day is not None:
                days[run].add(text.day)
        text._set = None
    return days


def stories(copies: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Give one number to all articles that are copies of each other."""
    root: dict[int, int] = {}

    def find(number: int) -> int:
        while root.setdefault(number, number) != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for one, two in copies:
        root[find(one)] = find(two)
    return {number: find(number) for number in list(root)}


def _stems(body: str) -> set[str]:
    """Give the different words of a body, its first and last few left out, where papers put their own lines."""
    words = [_PROCLITICS.sub("", word) for word in _WORD.findall(fold(body).replace("عبد ال", "عبدال"))]
    return set(words[4:-6] if len(words) > 40 else words)

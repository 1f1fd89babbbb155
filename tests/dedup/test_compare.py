"""What is said of a text beside stored ones, whatever these are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dedup.compare import Candidate, judge
from newscrawl.dedup.fingerprint import Fingerprint, fingerprint

WORDS = [f"كلمة{number}" for number in range(40)]
STOCK = [" ".join(random.Random(seed).choices(WORDS, k=9)) + "." for seed in range(12)]
texts = st.lists(st.sampled_from(STOCK), max_size=7).map("\n".join)
fingerprints = st.builds(
    lambda text, title, day: fingerprint(text, title=title, day=day),
    texts,
    st.sampled_from([None, *STOCK[:3]]),
    st.sampled_from([None, 739_000, 739_001, 739_030]),
)


@given(own=fingerprints, stored=st.lists(st.tuples(fingerprints, st.integers(0, 3)), max_size=6))
def test_any_text_is_judged_beside_any_others(own: Fingerprint, stored: list[tuple[Fingerprint, int]]) -> None:
    candidates = [Candidate(number, story, other) for number, (other, story) in enumerate(stored)]
    judged = judge(own, candidates)
    ids = [match.other_id for match, _ in judged]
    assert sorted(set(ids)) == sorted(ids)
    for match, story in judged:
        candidate = candidates[match.other_id]
        assert story in (None, candidate.story)
        assert 0 < match.containment <= 1
        assert (own.codes != candidate.fingerprint.codes) or match.kind == "exact"


@pytest.mark.parametrize("story", [1, 2])
def test_one_text_may_be_stored_in_two_stories(story: int) -> None:
    first = fingerprint("\n".join(STOCK[:6]), day=739_000)
    other = fingerprint("\n".join([*STOCK[1:6], STOCK[8]]), day=739_001)
    own = fingerprint("\n".join([*STOCK[:5], STOCK[9]]), day=739_001)
    judged = judge(own, [Candidate(1, 1, first), Candidate(2, story, first), Candidate(3, 3, other)])
    similar = {match.other_id: match.similarity for match, _ in judged}
    assert similar[1] == similar[2]

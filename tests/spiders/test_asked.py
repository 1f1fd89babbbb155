"""What a run has asked for: never twice, what was announced meanwhile, and memory that is bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.spiders.asked import Asked

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_a_page_is_known_while_it_waits_and_a_while_after() -> None:
    asked = Asked(remembered=2)
    assert "a" not in asked
    for key in "abc":
        asked.add(key)
        assert key in asked
    asked.finish("b")
    asked.finish("nobody asked for this")
    assert all(key in asked for key in "abc")
    asked.finish("a")
    asked.finish("c")
    assert "b" not in asked
    assert "a" in asked
    assert len(asked) == 2


def test_only_a_later_announcement_is_news() -> None:
    asked = Asked()
    asked.add("a", NOON)
    asked.add("b")
    assert asked.announced("a") == NOON
    assert asked.announced("b") is None
    assert asked.announced("c") is None
    assert asked.announce("b", NOON)
    for done in (False, True):
        later = NOON + timedelta(hours=1 + done)
        assert not asked.announce("a", NOON)
        assert asked.announce("a", later)
        assert not asked.announce("a", later)
        assert asked.announced("a") == later
        asked.finish("a")


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans())), st.integers(0, 3))
def test_memory_is_what_waits_and_what_is_remembered(steps: list[tuple[str, bool]], remembered: int) -> None:
    asked, waiting = Asked(remembered=remembered), set[str]()
    for key, is_end in steps:
        if is_end:
            asked.finish(key)
            waiting.discard(key)
        elif key not in asked:
            asked.add(key)
            waiting.add(key)
        assert all(key in asked for key in waiting)
        assert len(asked) <= len(waiting) + remembered

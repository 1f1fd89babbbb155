"""Two texts side by side: nothing lost, the changed words marked, paragraphs beside their partners."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.browsing.differences import Piece, changed_words, side_by_side

PARAGRAPHS = st.lists(st.text("ابتث ،.\u064e1a", min_size=1, max_size=30), max_size=8)


def joined(pieces: list[Piece]) -> str:
    return "".join(text for _, text in pieces)


def changes(pieces: list[Piece]) -> list[str]:
    return [text for changed, text in pieces if changed]


@settings(max_examples=80, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_no_text_is_lost_or_moved(before: list[str], after: list[str]) -> None:
    rows = side_by_side(before, after)
    assert [joined(row.before) for row in rows if row.before] == before
    assert [joined(row.after) for row in rows if row.after] == after
    assert any(row.changed for row in rows) == (before != after)


def test_a_changed_word_is_marked_and_no_other() -> None:
    one, other = changed_words("قتل ثلاثة أشخاص في حادث", "قتل خمسة أشخاص في حادث")
    assert (changes(one), changes(other)) == (["ثلاثة"], ["خمسة"])


def test_a_rewritten_phrase_is_one_mark() -> None:
    one, other = changed_words("سيفتح صباح الخميس أمام الناس", "سيفتح مساء الجمعة أمام الناس")
    assert (changes(one), changes(other)) == (["صباح الخميس"], ["مساء الجمعة"])


def test_a_vowel_sign_does_not_cut_a_word() -> None:
    _, other = changed_words("قال الوزير", "قال الوز\u0650ير")
    assert changes(other) == ["الوز\u0650ير"]


def test_a_paragraph_that_came_between_moves_no_partner() -> None:
    before = ["افتتح الوزير المعرض أمس في القاعة", "وحضر الحفل عدد من السفراء والكتاب"]
    after = ["افتتح الوزير المعرض اليوم في القاعة", "وهطل المطر طوال الليل", "وحضر الحفل عدد من السفراء والشعراء"]
    rows = side_by_side(before, after)
    assert [(bool(row.before), bool(row.after)) for row in rows] == [(True, True), (False, True), (True, True)]
    assert (changes(rows[0].before), changes(rows[2].after)) == (["أمس"], ["والشعراء"])


def test_two_long_texts_with_nothing_in_common_take_no_minutes() -> None:
    one = [" ".join(f"كلمة{number + line}" for number in range(60)) for line in range(0, 12_000, 60)]
    other = [" ".join(f"لفظ{number + line}" for number in range(60)) for line in range(0, 12_000, 60)]
    began = time.process_time()
    rows = side_by_side(one, other)
    assert time.process_time() - began < 5
    assert all(row.changed for row in rows)

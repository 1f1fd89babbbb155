from __future__ import annotations

import time
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.fold import fold
from newscrawl.dedup.alignment import differences
from newscrawl.dedup.fingerprint import (
    fingerprint,
    from_bytes,
    is_common,
    is_function,
    is_number,
    to_bytes,
    token,
    tokens,
)

ARABIC = st.text(alphabet="ابتثجحدرسعفقكلمنهويىةأإآءئؤ ًٌَُِّـ 0123456789٠١٢٣٤٥٦٧٨٩.,،؛؟!\n\u200f\u0640", max_size=300)


@settings(max_examples=80)
@given(ARABIC)
def test_folding_changes_no_fingerprint(text: str) -> None:
    assert fingerprint(fold(text)).marked == fingerprint(text).marked


@settings(max_examples=80)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_has_a_fingerprint(text: str, title: str) -> None:
    own = fingerprint(text, title=title)
    assert own.keys
    assert all(0 <= key < 2**31 for key in own.keys)
    assert len(own.codes) == len(own.marked)
    assert 0 not in own.codes


@settings(max_examples=60)
@given(ARABIC, ARABIC)
def test_counts_of_differences_agree(one: str, two: str) -> None:
    a, b = fingerprint(one), fingerprint(two)
    found = differences(a, b)
    assert found.shared <= min(len(a.codes), len(b.codes))
    assert found.function_words + found.common_words <= found.words
    assert found.clauses <= found.slots


@settings(max_examples=60)
@given(ARABIC)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    own = fingerprint(text)
    found = differences(own, fingerprint(text))
    assert (found.slots, found.insertions, found.changed_numbers) == (0, 0, 0)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 0xFFFF), max_size=60))
def test_codes_survive_storage(codes: list[int]) -> None:
    assert from_bytes(to_bytes(codes)) == array("H", codes)


def test_stored_bytes_are_the_same_on_every_machine() -> None:
    assert to_bytes([1, 0x0203]) == b"\x01\x00\x03\x02"
    assert fingerprint(
        "أعلنت الوزارة اليوم فتح باب التسجيل للطلاب الجدد في جميع المدارس الحكومية بالمنطقة الشرقية"
    ).keys[:2] == [
        606398012,
        192194835,
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("أعلنت الوزارة", "اعلنت الوزاره"),
        ("في عام ١٩٩٠", "في عام 1990"),
        ("كلّـــف ١٬٥٠٠ ريال", "كلف 1,500 ريال"),
        ("محمد و علي و ٣ آخرون", "محمد وعلي و3 آخرون".replace("و3", "3")),
        ("بنسبة 2٫5", "بنسبة 2.5"),
    ],
)
def test_spellings_of_one_text_are_one(one: str, two: str) -> None:
    assert fingerprint(one).codes == fingerprint(two).codes


@pytest.mark.parametrize(
    ("word", "is_class"),
    [
        ("من", is_function), ("ومن", is_function), ("1990", is_number), ("الاربعاء", is_number), ("وثلاثه", is_number),
        ("الحكومه", is_common), ("وبالمدينه", is_common), ("للمواطنين", is_common),
    ],
)  # fmt: skip
def test_classes_of_words(word: str, is_class: object) -> None:
    assert callable(is_class)
    assert is_class(token(word))
    assert sum(bool(test(token(word))) for test in (is_function, is_number, is_common)) == 1


@pytest.mark.parametrize(
    ("one", "two"), [("خمسة", "5"), ("وخمس", "٥"), ("مائتين", "200"), ("آذار", "مارس"), ("الثالثة", "الثالث")]
)
def test_numbers_and_months_of_other_countries_are_one_word(one: str, two: str) -> None:
    assert tokens(one) == tokens(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("بنسبة 6ر19 بالمئة", "بنسبة 19.6 بالمئة"),
        ("606.724 متابع", "606,724 متابع"),
        ("في نيسان/ابريل الماضي", "في أبريل الماضي"),
        ("الملك سلمان بن عبد العزيز", "الملك سلمان بن عبدالعزيز"),
        ("رئيسة الهيئات والمسئولون", "رئيسة هيئات مسؤولون"),
        ("استقبلت وبالمصورين", "استقبلت مصورون"),
    ],
)
def test_what_papers_write_each_in_its_own_way_is_one(one: str, two: str) -> None:
    assert fingerprint(one).codes == fingerprint(two).codes


def test_a_decimal_and_two_equal_figures_stay_what_they_are() -> None:
    assert tokens("0.125") != tokens("0125")
    assert tokens("1.25") != tokens("125")
    assert len(tokens("مارس مارس")) == 2


def test_a_name_is_of_no_class() -> None:
    assert not any(test(token("ديفوار")) for test in (is_function, is_number, is_common))


def test_marks_and_line_ends_bound_clauses() -> None:
    own = fingerprint("فاز الفريق، وخسر الضيف\nوانتهى اللقاء")
    assert [place for place in range(6) if own.starts_clause(place)] == [0, 2, 4]


def test_long_texts_cost_in_proportion() -> None:
    """A megabyte, plain and hostile: of marks alone, of one word, of digits."""
    for unit in ("قال المتحدث إن ", "و ", ". ", "1", "1,", "ا", "\u0640"):
        text = unit * (1_000_000 // len(unit))
        started = time.process_time()
        own = fingerprint(text, title=text)
        differences(own, fingerprint(text[: len(text) // 2]))
        assert time.process_time() - started < 6
        assert len(tokens(text)) <= 6000

"""Which letters before a word are clitics, and which make another word of it; which hamza seats are one word."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.arabic.fold import fold
from newscrawl.archive.hamza import spellings
from newscrawl.archive.search import search
from newscrawl.items import Article

if TYPE_CHECKING:
    from newscrawl.archive import Archive

FILLERS = ("شمس", "بحر", "نخلة", "دفتر", "قمر", "مسار", "حقل", "سحاب", "ميزان", "عصفور", "غيمة", "رصيف")


def fill(archive: Archive, *sentences: str) -> None:
    """Store one article a sentence, each with words of its own around it."""
    for number, sentence in enumerate(sentences):
        around = " ".join(f"{word}{number}" for word in FILLERS)
        article = Article(f"https://a.example/{number}", title=f"عنوان {number}", body=f"{around} {sentence} {around}")
        archive.store(article, crawl_id=None, now=datetime(2026, 3, 10, tzinfo=UTC))


def found(archive: Archive, query: str) -> set[int]:
    return {hit.id - 1 for hit in search(archive.connection, query, limit=50)}


def test_two_letters_before_a_word_are_no_clitics_where_one_makes_another_word(archive: Archive) -> None:
    fill(archive, "ولجنة التحكيم", "اللجنة العليا", "لجنة محلية", "واللجنة قالت", "في جنة صغيرة", "وجنة الأرض", "وبجنة")
    assert found(archive, "جنة") == {4, 5, 6}


def test_what_stands_behind_a_preposition_begins_with_no_conjunction(archive: Archive) -> None:
    fill(archive, "قال وسام أمس", "ووسام معه", "هدية لوسام", "كوسام تماما", "بيت سام", "وسام قال", "حضر سام")
    assert {4, 6} <= found(archive, "سام")
    assert not found(archive, "سام") & {1, 2, 3}
    assert found(archive, "وسام") == {0, 1, 2, 3, 5}


def test_names_that_begin_with_bou_say_nothing_of_a_conjunction(archive: Archive) -> None:
    fill(archive, "حضر بوعلي", "غاب بوعلي", "سافر بوعلي", "حسن وعلي", "علي وحده")
    assert found(archive, "علي") == {3, 4}


@pytest.mark.parametrize(
    ("typed", "printed"), [("مسؤول", "مسئول"), ("هيأة", "هيئة"), ("شئون", "الشؤون"), ("رءوس", "رؤوس")]
)
def test_one_hamza_on_two_seats(archive: Archive, typed: str, printed: str) -> None:
    fill(archive, f"قال {printed} اليوم", "لا شيء هنا", f"قال {typed} أمس")
    assert found(archive, typed) == {0, 2}
    assert found(archive, f'"{typed} أمس"') == {2}


@pytest.mark.parametrize(
    ("one", "other"),
    [("مسؤول", "مسئول"), ("رؤوس", "رءوس"), ("يقرؤون", "يقرأون"), ("بدؤوا", "بدأوا"), ("هيئة", "هيأة"),
     ("هيئات", "هيآت"), ("قراءات", "قراآت"), ("جزئي", "جزءي"), ("جزأين", "جزءين"), ("كفاءة", "كفائة"),
     ("آراؤه", "آرائه"), ("شاطئ", "شاطىء"), ("مبادئ", "مباديء"), ("تباطؤ", "تباطوء"), ("جريء", "جريئ"),
     ("مَسْؤُولة", "مسئولة"), ("بمسؤولين", "بمسئولين")],
)  # fmt: skip
def test_spellings_of_one_hamza_give_each_other(one: str, other: str) -> None:
    assert fold(other) in spellings(one)
    assert fold(one) in spellings(other)


@pytest.mark.parametrize(
    ("word", "another"),
    [("حائل", "حاول"), ("قائم", "قاوم"), ("رئيس", "رويس"), ("بؤرة", "بيرة"), ("رؤية", "راية"), ("سؤال", "سيال"),
     ("خطأ", "خطى"), ("بدء", "بدا"), ("بريء", "بري"), ("شيء", "شي"), ("شىء", "شي"), ("مئات", "مات"), ("فئة", "فوه"),
     ("رؤوس", "روس"), ("مأوى", "مئوي"), ("رأي", "ري"), ("يأس", "ييس"), ("مؤتمر", "ماتمر"), ("وئام", "ووام")],
)  # fmt: skip
def test_a_hamza_with_one_seat_makes_no_other_word(word: str, another: str) -> None:
    assert fold(another) not in spellings(word)


@pytest.mark.parametrize("word", ["القاهرة", "إلى", "أمن", "الآن", "", "ؤ", "ءءء", "123", "Beirut"])
def test_words_with_nothing_to_move_have_one_spelling(word: str) -> None:
    assert spellings(word) == ()


def test_the_words_of_a_phrase_take_every_seat_too(archive: Archive) -> None:
    fill(archive, "وزير الشئون الخارجية", "وزير الشؤون الخارجية", "وزير الخارجية والشؤون", "وزير الشون الخارجية")
    assert found(archive, '"وزير الشؤون الخارجية"') == {0, 1}
    hits = search(archive.connection, '"وزير الشؤون الخارجية"')
    marked = {hit.snippet[start:end] for hit in hits for start, end in hit.snippet_spans}
    assert marked == {"وزير الشئون الخارجية", "وزير الشؤون الخارجية"}


def test_words_under_not_are_left_out_of_titles_too(archive: Archive) -> None:
    fill(archive, "ميناء ومطار", "ميناء وحده")
    assert found(archive, "عنوان NOT مطار") == {1}


def test_a_phrase_may_begin_with_a_short_word_and_a_clitic(archive: Archive) -> None:
    fill(archive, "اندلع حريق بحي النخيل ليلا", "سكان حي النخيل", "النخيل وحي آخر")
    assert found(archive, '"حي النخيل"') == {0, 1}

"""repair_lost_letters: what is restored, and the far more that must stay as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.lost_letters import _first_words, apply_repairs, repair_lost_letters, undo_repairs
from newscrawl.items import Repair

if TYPE_CHECKING:
    from pathlib import Path

LEAD = "وأوضح المتحدث باسم الوزارة أن اللقاء كان مثمرا."


def restored(paragraphs: list[str], *, title: str | None = None, witnesses: list[str] | None = None) -> list[str]:
    repairs = repair_lost_letters(paragraphs, title=title, witnesses=witnesses or [])
    after = apply_repairs(paragraphs, repairs)
    assert undo_repairs(after, repairs) == paragraphs
    for repair in repairs:
        assert after[repair.position].startswith(repair.after, repair.start)
    return after


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("وت عقد أشغال الدورة الأولى بالرباط.", "وتعقد أشغال الدورة الأولى بالرباط."),
        ("قال الوزير إن الخطة جاهزة، فت قرر تأجيلها.", "قال الوزير إن الخطة جاهزة، فتقرر تأجيلها."),
        ("حضر اللقاء وأ علن عن النتائج وت وج الفائزون.", "حضر اللقاء وأعلن عن النتائج وت وج الفائزون."),
        ("غاب الحارس فأ صيب الفريق بالإحباط وت قلصت حظوظه.", "غاب الحارس فأصيب الفريق بالإحباط وتقلصت حظوظه."),
        ("وتُ عقد الدورة كل سنة.", "وتُعقد الدورة كل سنة."),
        ("«نعم» قال المدير وت عتبر هذه الدورة الأهم.", "«نعم» قال المدير وتعتبر هذه الدورة الأهم."),
    ],
)
def test_a_torn_prefix_joins_its_word(torn: str, whole: str) -> None:
    assert restored([LEAD, torn]) == [LEAD, whole]


@pytest.mark.parametrize(
    "text",
    [
        "قال: «وت عقد الدورة» ثم انصرف.",
        'قال: "وت عقد الدورة" ثم انصرف.',
        "وتابع “وت عقد الدورة في الرباط ثم",
        "نص سابق وت عقد الدورة” وانصرف.",
        "الدورة (وت عقد سنويا) مهمة.",
        "الدورة [وت عقد سنويا] مهمة.",
        "قال تعالى ﴿وت عقد﴾ صدق الله.",
        "وت عقد عليه آمال القوم ... في كل يوم من الأيام",
        "وت الوزارة خبر قصير.",
        "وت هي كلمة من حرفين.",
        "وت  عقد بمسافتين.",
        "وت، عقد بفاصلة.",
        "لوت عقد ووت عقد.",
        "ت عقد الدورة، وي عقد اللقاء، ون علم، ست عقد، سي محمد، ن عقد، ي عقد.",
        "المجموعة ت تضم خمسة فرق، والمجموعة أ تضم أربعة.",
        "حرف فأ و حرف وت.",
        "وت 2026 سنة.",
        "وت Google شركة.",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert repair_lost_letters([LEAD, text]) == []


def test_lines_of_a_poem_stay() -> None:
    poem = ["وت مضي بنا الأيام في عجل", "ويبقى ذكر من رحلوا", "نسير على دروب الشوق", "وفي أعماقنا أمل"]
    assert repair_lost_letters([LEAD, *poem, LEAD]) == []


def test_a_quotation_over_several_paragraphs_stays() -> None:
    quoted = ["وقال الوزير: «الخطة جاهزة.", "وت عقد الدورة في موعدها.", "ونحن على استعداد».", LEAD]
    assert repair_lost_letters(quoted) == []
    unclosed = ["وقال الوزير: «الخطة جاهزة.", "وت عقد الدورة في موعدها.", LEAD]
    assert restored(unclosed)[1] == "وتعقد الدورة في موعدها."


def test_known_first_words() -> None:
    body = ["علنت وزارة الصحة عن حملة جديدة.", "علنت الوزارة هذا أيضا."]
    assert restored(body) == ["أعلنت وزارة الصحة عن حملة جديدة.", "علنت الوزارة هذا أيضا."]
    assert repair_lost_letters(body) == [Repair(0, 0, "علنت", "أعلنت", "first-letter-known")]
    assert restored(["", "ستقبلت العاصمة ضيوفها، وت عقد القمة غدا."]) == [
        "",
        "استقبلت العاصمة ضيوفها، وتعقد القمة غدا.",
    ]


@pytest.mark.parametrize(
    "first", ["قال", "صدر", "دان", "كدت", "وضحت", "برزت", "دانت", "ستقبل", "نطلق", "عادت", "شارت", "طلقت"]
)
def test_ordinary_first_words_stay(first: str) -> None:
    assert repair_lost_letters([f"{first} الوزارة أمس عن البرنامج"]) == []


@pytest.mark.parametrize(
    "text", ["«علنت الوزارة»", "علنت", "علنت 2026", "علنتها الوزارة", "- علنت الوزارة", '"فادت الوكالة" بذلك']
)
def test_a_known_word_needs_its_place(text: str) -> None:
    assert repair_lost_letters([text]) == []


@pytest.mark.parametrize(
    ("first", "witness", "letter"),
    [
        ("كدت وزارة الصحة أن الوضع مستقر.", "أكدت وزارة الصحة أن الوضع مستقر", "أ"),
        ("كدت وزارة الصحة، اليوم، أن الوضع مستقر.", "أكدت وزارة الصحة تسجيل إصابات", "أ"),
        ("ذرت الأرصاد الجوية من عاصفة رملية.", "حذرت الأرصاد الجوية من عاصفة", "ح"),
        ("هدت مدينة فاس صباح اليوم حادثا.", "شهدت مدينة فاس صباح اليوم حا…", "ش"),
        ("زير الصحة يعلن نتائج التحقيق.", "وزير الصحة يعلن نتائج التحقيق", "و"),
        ("شف تقرير جديد عن ارتفاع الأسعار.", "كشف تقرير جديد عن ارتفاع الأسعار", "ك"),
        ("لرئيس يستقبل وفدا من البرلمان.", "الرئيس يستقبل وفدا من البرلمان", "ا"),
    ],
)
def test_a_witness_restores_the_first_letter(first: str, witness: str, letter: str) -> None:
    assert restored([first, LEAD], witnesses=[witness]) == [letter + first, LEAD]
    assert restored([first, LEAD], title=witness) == [letter + first, LEAD]


@pytest.mark.parametrize(
    ("first", "witness"),
    [
        ("قال الوزير إن الخطة جاهزة.", "وقال الوزير إن الخطة جاهزة"),
        ("قد أعلن المتحدث أن القرار نهائي.", "فقد أعلن المتحدث أن القرار نهائي"),
        ("رد الوزير على أسئلة النواب.", "ورد الوزير على أسئلة النواب"),
        ("قال رئيس الحكومة إن القرار نهائي.", "أقال رئيس الحكومة وزير الصحة"),
        ("حمد بن راشد يصل إلى الرباط.", "محمد بن راشد يفتتح معرض الكتاب"),
        ("قرر الوزير تأجيل الموعد.", "يؤكد أن القرار سليم"),
        ("كدت وزارة الصحة أن الوضع مستقر.", "أكدت الحكومة أن الوضع مستقر"),
        ("كدت أن أصدق الخبر.", "كدت أن أصدق الخبر، أكدت أن أصدق الخبر"),
    ],
)
def test_a_witness_that_proves_nothing(first: str, witness: str) -> None:
    assert repair_lost_letters([first], witnesses=[witness]) == []
    assert repair_lost_letters([first], title=witness) == []


def test_a_headline_in_the_present_proves_no_loss() -> None:
    assert repair_lost_letters(["قرر الوزير إغلاق المدارس غدا."], title="يقرر الوزير إغلاق المدارس غدا") == []


def test_only_the_first_word_of_the_first_paragraph() -> None:
    paragraphs = ["الرباط - علنت الوزارة.", "كدت وزارة الصحة أن الوضع مستقر."]
    assert repair_lost_letters(paragraphs, witnesses=["أكدت وزارة الصحة أن الوضع مستقر"]) == []


def test_apply_and_undo_refuse_another_text() -> None:
    repairs = repair_lost_letters(["علنت الوزارة عن برنامجها."])
    with pytest.raises(ValueError, match="expected"):
        apply_repairs(["أعلنت الوزارة عن برنامجها."], repairs)
    with pytest.raises(ValueError, match="expected"):
        undo_repairs(["علنت الوزارة عن برنامجها."], repairs)


def test_each_row_of_the_lexicon_loses_exactly_one_letter() -> None:
    known = _first_words()
    assert all(whole[1:] == left for left, whole in known.never.items())
    assert not known.never.keys() & known.whole
    assert not set(known.never) & set(known.never.values())


SENTENCES = [
    "أعلنت الوزارة عن برنامج جديد",
    "وتعقد الدورة المقبلة في مراكش",
    "قال المدير: «وتستمر الأشغال»",
    "ت - عقد اللقاء",
    "شارك في اللقاء سي محمد وي عقوب",
    "فأكد أن الوضع مستقر وأضاف أنه متفائل",
    "(المجموعة أ) و(المجموعة ب)",
]


@given(
    st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(". ".join), max_size=5),
    st.sampled_from(SENTENCES),
)
@settings(max_examples=80, deadline=None)
def test_correct_text_is_left_alone(paragraphs: list[str], title: str) -> None:
    assert repair_lost_letters(paragraphs, title=title, witnesses=SENTENCES) == []


PIECES = [
    "وت",
    "فت",
    "وأ",
    "فأ",
    "عقد",
    "الدورة",
    "من",
    "«",
    "»",
    '"',
    "(",
    ")",
    "علنت",
    "،",
    "...",
    "وتُ",
    "\ud800",
    "Google",
    "12",
]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), max_size=5), st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_repairs_are_exact_and_invertible(paragraphs: list[str], title: str) -> None:
    after = restored(paragraphs, title=title)
    for old, new in zip(paragraphs, after, strict=True):
        assert len(new.replace(" ", "")) <= len(old.replace(" ", "")) + 1


def test_the_sample_gets_its_two_letters_back(corpus: Path) -> None:
    lines = [line for line in (corpus / "seed.txt").read_text(encoding="utf-8").split("\n") if line]
    repairs = repair_lost_letters(lines[2:11], title=lines[0])
    assert [(repair.position, repair.rule) for repair in repairs] == [(0, "first-letter-known"), (7, "torn-prefix")]


def test_true_articles_of_the_corpus_lose_nothing(corpus: Path) -> None:
    for file in sorted((corpus / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        assert repair_lost_letters(gold["body"], title=gold["title"], witnesses=gold["body"]) == [], file.name

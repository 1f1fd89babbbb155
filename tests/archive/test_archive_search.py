from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.archive import Archive, open_archive
from newscrawl.archive.functions import register
from newscrawl.archive.proclitics import Vocabulary, word_forms
from newscrawl.archive.query import NOTHING, to_fts
from newscrawl.archive.search import Hit, count, search
from newscrawl.items import Article

if TYPE_CHECKING:
    from pathlib import Path

MakeArticle = Callable[..., Article]

# A site's small archive; the number of each text is its id.
TEXTS = {
    1: ("مؤتمر المناخ في القاهرة", "يبدأ اليوم في القاهرة مؤتمر المناخ بمشاركة خمسين وفدا من القارات كلها."),
    2: ("زيارة رسمية", "وصل الوفد بالقاهرة صباحا، ثم غادر إلى الخرطوم حيث عقد اجتماعا مغلقا مع نظرائه."),
    3: ("افتتاح خط جوي", "يربط الخط الجديد بين عمّان والقاهرة ثلاث مرات في الأسبوع خلال الصيف."),
    4: ("منتخب المغرب يتأهل", "تأهل المنتخب إلى النهائي، والفوز هدية للمغرب ولجماهيره في كل مكان."),
    5: ("هدنة في كرة القدم", "أعلنت رابطة كرة القدم هدنة بين الأندية، وتعود كرة اليد الأسبوع المقبل."),
    6: ("فكرة مشروع", "جاءت فكرة المشروع من طالبين، والفكرة نفسها فازت بجائزة، وهي فكرة بسيطة."),
    7: ("الفكرة التي نجحت", "نجحت الفكرة وصارت شركة، وأعجبت الفكرة لجنة التحكيم كثيرا."),
    8: ("أسعار الذهب ١٩٩٠", "ارتفعت أسعار الذهب إلى أعلى مستوى منذ سنة ١٩٩٠ بعد هبوط الدولار."),
    9: ("اللُّغة العربيّة", "احتفت المدرسة باللغة العربية، وقدم التلاميذ قصائد للغة الضاد في يومها العالمي."),
    10: ("مسؤولون في مصر", "التقى المسؤولون في مصر نظراءهم، وقال مسؤول إن العلاقات متينة بمصر ولمصر دور كبير."),
    11: ("أمن الحدود", "قال الناطق إن دوريات جديدة ستؤمن الحدود، وإن التعاون مستمر مع دول الجوار."),
    12: ("بث تجريبي", "بدأت القناة بثا تجريبيا لبرنامج عن تاريخ السينما العربية وروادها الأوائل."),
}  # fmt: skip


@pytest.fixture
def library(archive: Archive, article: MakeArticle, now: datetime) -> Archive:
    for number, (title, body) in TEXTS.items():
        made = article(
            f"https://paper.example/{number}",
            title=title,
            body=body,
            site="paper" if number % 2 else "other",
            published=date(2026, 3, number),
            agencies=["MAP"] if number in (1, 2) else [],
        )
        archive.store(made, crawl_id=None, now=now)
    return archive


def ids(hits: list[Hit]) -> list[int]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # Proclitics
        ("القاهرة", {1, 2, 3}),
        ("المغرب", {4}),
        ("اللغة", {9}),
        ("مصر", {10}),
        ("كرة", {5}),
        ("فكرة", {6, 7}),
        ("وفد", {2}),
        # Spelling
        ("القاهره", {1, 2, 3}),
        ("اللغه العربيه", {9}),
        ("عمان", {3}),
        ("أسعار الذهب 1990", {8}),
        ("اسعار", {8}),
        ("مسوول", {10}),
        ("القـــاهرة", {1, 2, 3}),
        # Syntax
        ('"كرة القدم"', {5}),
        ('"القدم كرة"', set()),
        ('"القاهرة"', {1}),
        ("«مؤتمر المناخ»", {1}),
        ("القاهرة OR المغرب", {1, 2, 3, 4}),
        ("القاهرة AND عمان", {3}),
        ("القاهرة NOT المناخ", {2, 3}),
        ("القاهرة -المناخ", {2, 3}),
        ("(كرة OR الذهب) NOT اليد", {8}),
        ("مسؤول*", {10}),
        ("مؤتم*", {1}),
        ("NOT القاهرة", set()),
        ("", set()),
        ("   ", set()),
        ('"', set()),
        ("AND OR NOT", set()),
    ],
)
def test_what_a_search_finds(library: Archive, query: str, found: set[int]) -> None:
    assert set(ids(search(library.connection, query))) == found
    assert count(library.connection, query) == len(found)


@pytest.mark.parametrize(
    "query",
    [
        "title:القاهرة",
        "NEAR(القاهرة عمان)",
        "القاهرة)",
        "((((القاهرة",
        'القاهرة"',
        "'; DROP TABLE articles; --",
        "{title body}: القاهرة",
        "^القاهرة + عمان",
        "* القاهرة *",
        "(" * 3000,
        "القاهرة " * 3000,
        "NOT " * 500 + "القاهرة",
        "\x00القاهرة\ud800",
    ],
)
def test_no_search_is_an_error(library: Archive, query: str) -> None:
    search(library.connection, query)
    count(library.connection, query)
    assert library.connection.execute("SELECT count(*) FROM articles").fetchone() == (len(TEXTS),)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from('القاهرة و"()«»*-:^+{}|&ANDORNOT \t\n\u200f1'), max_size=40))
def test_any_text_is_a_search(query: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5 (title, body)")
    connection.execute("SELECT * FROM f WHERE f MATCH ?", (to_fts(query),)).fetchall()
    connection.close()


def test_a_title_outranks_bodies_and_forms_count_as_one_word(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    filler = "كلام طويل عن أمور أخرى لا صلة لها بالموضوع في هذا اليوم"
    texts = [
        ("خبر أول", f"جرى في القاهرة لقاء. {filler}"),
        ("خبر ثان", f"فبالقاهرة معالم كثيرة. {filler}"),  # the rarest form
        ("أخبار بالقاهرة", f"لقاء جديد. {filler}"),
        ("خبر رابع", f"القاهرة ثم القاهرة وبالقاهرة. {filler}"),
    ] + [(f"خبر {number}", f"في القاهرة {number}. {filler} {number * 7}") for number in range(5, 30)]
    for number, (title, body) in enumerate(texts, 1):
        made = article(f"https://paper.example/{number}", title=title, body=body)
        archive.store(made, crawl_id=None, now=now)
    order = [hit.title for hit in search(archive.connection, "القاهرة", limit=50)]
    assert order[:2] == ["أخبار بالقاهرة", "خبر رابع"]
    plain, rare = search_score(archive, "خبر أول"), search_score(archive, "خبر ثان")
    assert plain == pytest.approx(rare, rel=0.2)


def search_score(archive: Archive, title: str) -> float:
    return next(hit.score for hit in search(archive.connection, "القاهرة", limit=50) if hit.title == title)


def test_common_words_are_ranked_by_their_titles_and_none_is_lost(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.begin_batch()
    for number in range(260):
        title = f"خبر بالقاهرة {number}" if number % 2 else f"خبر {number}"
        made = article(
            f"https://paper.example/{number}", title=title, body=f"القاهرة {number} {number * 7} {number * 13}"
        )
        archive.store(made, crawl_id=None, now=now)
    archive.end_batch()
    stored = archive.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    assert all("بالقاهرة" in hit.title for hit in search(archive.connection, "القاهرة", limit=30))
    assert len({hit.id for hit in search(archive.connection, "القاهرة", limit=500)}) == stored
    assert count(archive.connection, "القاهرة") == stored


def test_filters(library: Archive) -> None:
    connection = library.connection
    assert ids(search(connection, "القاهرة", site="other")) == [2]
    assert set(ids(search(connection, "القاهرة", agency="map"))) == {1, 2}
    assert ids(search(connection, "القاهرة", since=date(2026, 3, 2), until="2026-03-02")) == [2]
    assert ids(search(connection, "القاهرة", since="2026-03-03", site="paper")) == [3]
    assert count(connection, "القاهرة", site="paper") == 2


def test_pages_of_hits_follow_each_other(library: Archive) -> None:
    all_hits = ids(search(library.connection, "القاهرة OR كرة OR فكرة"))
    paged = [ids(search(library.connection, "القاهرة OR كرة OR فكرة", limit=2, offset=n)) for n in range(0, 6, 2)]
    assert [one for page in paged for one in page] == all_hits
    assert search(library.connection, "القاهرة", limit=0) == []


def test_a_snippet_is_in_the_spelling_of_the_article(library: Archive) -> None:
    [hit] = search(library.connection, "اللغه")
    assert hit.title == "اللُّغة العربيّة"
    assert [hit.title[a:b] for a, b in hit.title_spans] == ["اللُّغة"]
    assert [hit.snippet[a:b] for a, b in hit.snippet_spans] == ["باللغة", "للغة"]


def test_a_long_body_is_cut_around_the_hits(archive: Archive, article: MakeArticle, now: datetime) -> None:
    words = " ".join(f"كلمة{number}" for number in range(200))
    archive.store(article(body=f"{words}\nالمفتاح هنا والمفتاح هناك\n{words}"), crawl_id=None, now=now)
    [hit] = search(archive.connection, "المفتاح")
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) < 260
    assert "\n" not in hit.snippet
    assert [hit.snippet[a:b] for a, b in hit.snippet_spans] == ["المفتاح", "والمفتاح"]


def test_prefix_hits_are_marked_to_the_end_of_the_word(library: Archive) -> None:
    [hit] = search(library.connection, "مسؤول*")
    assert [hit.snippet[a:b] for a, b in hit.snippet_spans] == ["المسؤولون", "مسؤول"]


def test_the_sql_functions_search_the_same_way(library: Archive, path: Path) -> None:
    library.flush()
    connection = sqlite3.connect(path)
    register(connection)
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH arabic_match(?)"
    assert {row[0] for row in connection.execute(sql, ("كرة",))} == {5}
    assert {row[0] for row in connection.execute(sql, ("القاهرة",))} == {1, 2, 3}
    assert connection.execute(
        "SELECT arabic_fold('الأُمّـة ١٩٩٠'), arabic_fold(NULL), arabic_match(NULL)"
    ).fetchone() == (
        "الامه 1990",
        None,
        None,
    )
    connection.close()


def test_the_index_follows_updates(library: Archive, article: MakeArticle, now: datetime) -> None:
    library.store(
        article("https://paper.example/12", title="بث", body="انتقلت القناة إلى القاهرة"),
        crawl_id=None,
        now=now,
        reason="updated",
    )
    assert 12 in ids(search(library.connection, "القاهرة"))
    assert search(library.connection, "السينما") == []


@pytest.mark.parametrize(
    ("word", "has", "has_not"),
    [
        ("القاهره", {"بالقاهره", "والقاهره", "للقاهره", "وبالقاهره", "فللقاهره"}, {"القاهر", "لالقاهره"}),
        ("اللغه", {"للغه", "باللغه", "وللغه"}, {"لللغه"}),
        ("مصر", {"مصر", "بمصر", "لمصر", "ولمصر", "المصر"}, {"للبمصر"}),
        ("من", {"من"}, {"ومن", "المن"}),
        ("covid", {"covid"}, {"وcovid"}),
        ("2026", {"2026"}, {"ب2026"}),
    ],
)
def test_the_forms_of_a_word(word: str, has: set[str], has_not: set[str]) -> None:
    forms = list(word_forms(word))
    assert forms[0] == word
    assert len(forms) == len(set(forms))
    assert has <= set(forms)
    assert not has_not & set(forms)


@pytest.mark.parametrize(
    ("word", "form", "counts", "is_other"),
    [
        ("كره", "فكره", {"كره": 90, "فكره": 80, "الفكره": 40}, True),
        ("رقه", "ورقه", {"رقه": 9, "ورقه": 30, "والورقه": 5}, True),
        ("مصر", "بمصر", {"مصر": 90, "بمصر": 20}, False),
        ("مال", "كمال", {"مال": 20, "كمال": 60}, True),
        ("اضاف", "واضاف", {"اضاف": 5, "واضاف": 200}, False),
        ("قال", "لقال", {}, False),
    ],
)
def test_a_letter_and_a_word_may_be_another_word(word: str, form: str, counts: dict[str, int], is_other: bool) -> None:
    vocabulary = Vocabulary(lambda asked: counts.get(asked, 0))
    assert vocabulary.is_other_word(form, word) is is_other
    assert (form in word_forms(word, vocabulary)) is not is_other


def test_a_search_without_words_matches_nothing() -> None:
    assert to_fts("!؟ ، «»") == NOTHING
    with open_archive(":memory:") as archive:
        assert search(archive.connection, "كلمة") == []

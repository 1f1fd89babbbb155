from __future__ import annotations

import random
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from dedup_copies import KINDS, Text

from newscrawl.dedup import SCHEMA, VERSION, DuplicateIndex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2025, 3, 10)
STORY = (
    "افتتح وزير النقل اليوم الجسر الجديد الذي يربط ضفتي النهر عند المدخل الجنوبي للمدينة، بعد ثلاث سنوات من العمل.\n"
    "ويبلغ طول الجسر 840 مترا، ويتسع لست حارات ومسارين للدراجات، وكلف بناؤه نحو 310 ملايين من ميزانية الدولة.\n"
    "وقال الوزير إن الجسر سيختصر الطريق إلى المستشفى العام من أربعين دقيقة إلى عشر، وإن الشاحنات لن تعبره نهارا.\n"
    "ورحب سكان الضفة الغربية بالمشروع، لكنهم طالبوا بخط للحافلات يصل قراهم بوسط المدينة قبل بدء العام الدراسي.\n"
    "وأوضح مهندس المشروع أن الدعامات صممت لتحمل فيضانا أعلى بمترين من أكبر فيضان سجل على النهر منذ قرن كامل."
)
OTHER = (
    "أصدرت المحكمة حكمها في قضية المزارعين الذين اشتكوا من تلوث مياه الري في السهل الشرقي قبل خمسة أعوام.\n"
    "وألزمت المحكمة المصنع بدفع تعويضات لسبع وعشرين أسرة، وبتركيب محطة معالجة تعمل قبل نهاية الصيف المقبل.\n"
    "وقال محامي المصنع إن موكله سيستأنف الحكم، مشيرا إلى أن تقارير الخبراء لم تتفق على مصدر التلوث."
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "news.db")) as connection:
        yield connection


@pytest.fixture
def index(database: sqlite3.Connection) -> DuplicateIndex:
    return DuplicateIndex(database)


MERGED = (
    "exact",
    "spelling",
    "agency line",
    "boilerplate tail",
    "new headline",
    "paragraph order",
    "update",
    "edit2 scattered",
)
LINKED = (
    "rewritten lead", "truncated", "brief", "brief from the middle", "edit10 scattered", "edit20 scattered",
    "edit30 scattered", "edit10 runs",
    "edit20 runs", "edit30 runs", "replace10", "replace20", "vocabulary10", "left out20", "swapped20",
)  # fmt: skip


@pytest.mark.parametrize("bare", [False, True], ids=["title and date", "text alone"])
@pytest.mark.parametrize("kind", MERGED + LINKED)
def test_copies_are_found(kind: str, bare: bool, articles: list[Text]) -> None:
    index, rng = DuplicateIndex(sqlite3.connect(":memory:")), random.Random(kind)
    known = [{} if bare else {"title": text.title, "published": DAY} for text in articles]
    for number, (text, more) in enumerate(zip(articles, known, strict=True)):
        assert not index.add(number, text.body, **more)  # type: ignore[arg-type]  # keywords of many types
    found = merged = wrong = 0
    for number, text in enumerate(articles):
        copy = KINDS[kind](text, rng, articles[number - 1])
        day = date(2025, 3, 11)
        matches = index.find(copy.body) if bare else index.find(copy.body, title=copy.title, published=day)
        own = [match for match in matches if match.other_id == number]
        found += bool(own)
        merged += bool(own) and own[0].kind in ("exact", "near")
        wrong += any(match.other_id not in (number, (number - 1) % len(articles)) for match in matches)
    assert len(articles) >= 30
    assert found >= len(articles) - 1
    assert not wrong
    if kind in MERGED:
        assert merged >= 0.9 * len(articles)


def test_match_says_what_is_shared(index: DuplicateIndex) -> None:
    index.add(7, STORY)
    (whole,) = index.find(STORY)
    assert (whole.other_id, whole.kind, whole.similarity, whole.containment) == (7, "exact", 1.0, 1.0)
    part = "\n".join(STORY.split("\n")[1:3])
    (match,) = index.find(part)
    assert match.kind == "contained"
    assert match.containment > 0.95
    assert 0.3 < match.similarity < 0.45


def test_the_best_match_comes_first(index: DuplicateIndex) -> None:
    index.add(1, "\n".join(STORY.split("\n")[:2]))
    index.add(2, STORY)
    index.add(3, STORY + "\nويفتح الجسر أمام السيارات صباح الأحد المقبل بعد انتهاء أعمال الإنارة.")
    assert [match.other_id for match in index.find(STORY)] == [2, 3, 1]


def test_other_articles_are_not_found(index: DuplicateIndex) -> None:
    index.add(1, STORY, title="افتتاح الجسر", published=DAY)
    assert index.find(OTHER, title="حكم في قضية المياه", published=DAY) == []
    assert index.find("") == []
    assert index.find("\n . ؟ ") == []


def test_find_writes_nothing(database: sqlite3.Connection, index: DuplicateIndex) -> None:
    index.add(1, STORY)
    database.commit()
    before = database.total_changes
    index.find(STORY, title="الجسر", published=DAY)
    assert database.total_changes == before
    assert not database.in_transaction


def test_adding_again_replaces(database: sqlite3.Connection, index: DuplicateIndex) -> None:
    index.add(1, STORY, published=DAY)
    index.add(1, OTHER, published=date(2025, 3, 12))
    assert index.find(STORY) == []
    assert [match.other_id for match in index.find(OTHER)] == [1]
    assert len(index) == 1
    index.remove(1)
    index.remove(99)
    assert index.find(OTHER) == []
    assert database.execute("SELECT count(*) FROM dedup_keys").fetchone() == (0,)


def test_an_article_does_not_match_itself(index: DuplicateIndex) -> None:
    index.add(1, STORY)
    assert index.add(1, STORY) == []


def test_short_texts_need_the_same_headline(index: DuplicateIndex) -> None:
    index.add(1, "شاهد الفيديو كاملا هنا", title="كلمة الوزير في افتتاح الجسر", published=DAY)
    assert index.find("شاهد الفيديو كاملا هنا", title="أهداف مباراة النجم والساحل", published=DAY) == []
    assert index.find("شاهد الفيديو كاملا هنا") == []
    assert index.find("شاهد الفيديو كاملا هنا", title="كلمة الوزير في افتتاح الجسر", published=date(2025, 4, 1)) == []
    (match,) = index.find("شاهد الفيديو كاملا هنا", title="كلمة الوزير في إفتتاح الجسر", published=DAY)
    assert match.kind == "exact"


def test_headlines_alone(index: DuplicateIndex) -> None:
    index.add(1, "", title="بالصور افتتاح الجسر الجديد على النهر", published=DAY)
    index.add(2, "", title="كاريكاتير اليوم", published=DAY)
    assert [m.other_id for m in index.find("", title="بالصور: افتتاح الجسر الجديد على النهر", published=DAY)] == [1]
    assert index.find("", title="كاريكاتير اليوم", published=DAY) == []
    assert index.find("", title="بالصور افتتاح الجسر الجديد على النهر", published=date(2026, 3, 10)) == []


def test_dates_far_apart_need_more(index: DuplicateIndex) -> None:
    edited = KINDS["edit30 scattered"](
        Text(None, tuple(STORY.split("\n")), None), random.Random(4), Text(None, (OTHER,), None)
    )
    index.add(1, STORY, published=DAY)
    assert index.find(edited.body, published=date(2025, 3, 11))
    assert index.find(edited.body)
    assert not index.find(edited.body, published=date(2025, 5, 11))
    assert [match.kind for match in index.find(STORY, published=date(2027, 1, 1))] == ["exact"]


def test_undated_articles_are_found_among_many_dated_ones(index: DuplicateIndex) -> None:
    index.add(1, STORY)
    for number in range(2, 40):
        index.add(number, STORY + f"\nالعدد {number}", published=date(2024, 1, number % 28 + 1))
    assert 1 in {match.other_id for match in index.find(STORY, published=DAY)}


def test_published_may_be_a_moment(index: DuplicateIndex) -> None:
    index.add(1, STORY, published=datetime(2025, 3, 10, 8, 30, tzinfo=UTC))
    assert index.find(STORY, published=datetime(2025, 3, 11, 9, 0))  # noqa: DTZ001 (a local clock)


def test_nothing_is_committed_or_begun(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "news.db", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO articles VALUES (1)")
        DuplicateIndex(connection).add(1, STORY)
        assert connection.in_transaction
        connection.execute("ROLLBACK")
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name GLOB 'dedup_*'").fetchone() == (0,)


def test_a_migration_may_create_the_tables(database: sqlite3.Connection) -> None:
    for statement in SCHEMA * 2:
        database.execute(statement)
    database.commit()
    index = DuplicateIndex(database)
    assert not database.in_transaction
    index.add(1, STORY)
    assert index.find(STORY)


def test_a_read_only_database_can_be_searched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "news.db")) as connection:
        DuplicateIndex(connection).add(1, STORY)
        connection.commit()
    with closing(sqlite3.connect(f"file:{tmp_path / 'news.db'}?mode=ro", uri=True)) as connection:
        assert DuplicateIndex(connection).find(STORY)


def test_versions(database: sqlite3.Connection, index: DuplicateIndex) -> None:
    assert index.is_current
    index.add(1, STORY)
    assert index.is_current
    database.execute("UPDATE dedup_state SET value = ? WHERE name = 'version'", (VERSION + 1,))
    assert not index.is_current
    index.clear()
    assert index.is_current


def test_two_writers_at_once(tmp_path: Path, articles: list[Text]) -> None:
    path, failures = tmp_path / "news.db", []
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        DuplicateIndex(connection)

    def write(first: int) -> None:
        try:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
                index = DuplicateIndex(connection)
                for number, text in enumerate(articles):
                    connection.execute("BEGIN IMMEDIATE")
                    index.add(first + number, text.body, title=text.title)
                    connection.execute("COMMIT")
        except sqlite3.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(first,)) for first in (1000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with closing(sqlite3.connect(path)) as connection:
        index = DuplicateIndex(connection)
        assert len(index) == 2 * len(articles)
        assert {match.other_id for match in index.find(articles[0].body)} == {1000, 2000}

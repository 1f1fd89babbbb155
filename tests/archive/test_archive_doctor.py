"""What doctor finds in a damaged archive, and what it mends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check, repair
from newscrawl.archive.search import search
from newscrawl.items import Article, Removal, Repair

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from newscrawl.archive import Archive

MakeArticle = Callable[..., Article]


@pytest.fixture
def stored(archive: Archive, article: MakeArticle, now: datetime) -> Archive:
    """Three articles; the first has been changed once, and has a copy."""
    first = article(removals=[Removal(0, 0, 4, "شارك", "share", "r")], repairs=[Repair(0, 0, "فتتحت", "افتتحت", "r")])
    archive.store(first, crawl_id=archive.begin_crawl("paper", now), now=now)
    archive.store(article("https://other.example/1", site="other"), crawl_id=None, now=now)
    first.body = f"{first.body}\nوتستمر الفعاليات أسبوعا."
    archive.store(first, crawl_id=None, now=now, reason="updated")
    for number, body in ((2, "نص ثان عن أمر آخر تماما في مدينة بعيدة"), (3, "نص ثالث لا يشبه ما سبق في شيء")):
        archive.store(article(f"https://paper.example/{number}", body=body), crawl_id=None, now=now)
    return archive


def test_a_good_archive_has_no_problem(stored: Archive) -> None:
    assert check(stored) == []
    assert not stored.connection.in_transaction


@pytest.mark.parametrize(
    ("damage", "part", "says"),
    [
        ("DELETE FROM articles_fts WHERE rowid = 2", "search", "missing in the search index"),
        ("UPDATE articles_fts SET body = 'x' WHERE rowid = 2", "search", "another text"),
        ("INSERT INTO articles_fts (rowid, title, body) VALUES (77, 'x', 'x')", "search", "not stored"),
        ("DELETE FROM articles_fts_data WHERE id > 10", "search", None),
        ("UPDATE articles SET content_hash = 'x' WHERE id = 2", "text", "content_hash in articles"),
        ("UPDATE versions SET content_hash = 'x'", "text", "content_hash in versions"),
        ("DELETE FROM dedup_articles WHERE article_id = 2", "fingerprints", "no fingerprint"),
        ("UPDATE dedup_state SET value = value - 1 WHERE name = 'version'", "fingerprints", "older version"),
        ("UPDATE removals SET article_id = 99", "orphans", "not there"),
        ("UPDATE articles SET crawl_id = 99 WHERE id = 3", "orphans", "not there"),
        ("INSERT INTO links VALUES (1, 88, 'similar', 0.2, 0.2)", "orphans", "not there"),
    ],
)
def test_what_is_derived_is_found_and_mended(stored: Archive, damage: str, part: str, says: str | None) -> None:
    texts = stored.connection.execute("SELECT title, body FROM articles ORDER BY id").fetchall()
    stored.connection.execute("PRAGMA foreign_keys = OFF")
    stored.connection.execute(damage)
    stored.connection.execute("PRAGMA foreign_keys = ON")
    problems = check(stored)
    assert {problem.part for problem in problems} == {part}
    assert all(problem.is_derived for problem in problems)
    if says:
        assert says in str(problems[0])
    assert repair(stored, problems) == []
    assert stored.connection.execute("SELECT title, body FROM articles ORDER BY id").fetchall() == texts
    assert [hit.id for hit in search(stored.connection, "ثالث")] == [3]


@pytest.mark.parametrize(
    ("damage", "part", "says"),
    [
        ("UPDATE articles SET url = 'https://x.example/' WHERE id = 2", "keys", "not that of the url"),
        ("UPDATE copies SET url_key = 'x'", "keys", "not that of its url"),
        ("UPDATE copies SET url = 'https://paper.example/2', url_key = 'paper.example/2'", "keys", "and as a copy"),
        ("UPDATE removals SET version = 7", "removals", "does not exist"),
        ("UPDATE removals SET text = 'شا'", "removals", "does not fit"),
        ("UPDATE removals SET position = 90", "removals", "more paragraphs"),
        ("UPDATE repairs SET position = 90", "removals", "a repair of another paragraph"),
        ("UPDATE repairs SET after = 'غير' WHERE version = 2", "removals", "found"),
    ],
)
def test_what_cannot_be_derived_is_told(stored: Archive, damage: str, part: str, says: str) -> None:
    stored.connection.execute(damage)
    problems = check(stored)
    assert {problem.part for problem in problems} == {part}
    assert any(says in str(problem) for problem in problems)
    assert repair(stored, problems) == problems


def test_a_damaged_file_is_told(stored: Archive, path: Path) -> None:
    stored.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    root = stored.connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles'").fetchone()[0]
    size = stored.connection.execute("PRAGMA page_size").fetchone()[0]
    stored.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : (root - 1) * size + 64] = b"\xff" * 64
    path.write_bytes(content)
    with open_archive(path) as damaged:
        assert {problem.part for problem in check(damaged)} == {"file"}


def test_a_crawl_that_writes_meanwhile_is_no_damage(
    stored: Archive, path: Path, article: MakeArticle, now: datetime
) -> None:
    with open_archive(path) as crawl:
        crawl.begin_batch()
        crawl.store(article("https://paper.example/8", body="نص كتب أثناء الفحص"), crawl_id=None, now=now)
        assert check(stored, deep=False) == []
        crawl.end_batch()
    assert check(stored) == []

"""`scrapy search` as a person reads it, and as a program does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.items import Article

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://paper.example/%D9%85%D9%8A%D9%86%D8%A7%D8%A1-" + "-".join(["%D8%AC%D8%AF%D9%8A%D8%AF"] * 12)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    body = "افتتح وزير الشئون البحرية ميناء صغيرا في البلدة القديمة أمس بحضور عدد كبير من الصيادين وأسرهم."
    published = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    with open_archive(path) as archive:
        article = Article(URL, title="ميناء جديد", body=body, site="paper", published=published)
        archive.store(article, crawl_id=None, now=published)
    return path


def test_a_hit_shows_its_whole_address_in_letters(scrapy: Any, db: Path) -> None:
    run = scrapy("search", "الميناء", "OR", "ميناء", "--db", str(db))
    assert run.returncode == 0, run.stderr
    text = "".join(line.strip() for line in run.stdout.splitlines())
    assert "ميناء جديد" in run.stdout
    assert "https://paper.example/ميناء-" + "-".join(["جديد"] * 12) in text


def test_json_gives_addresses_as_they_are_stored(scrapy: Any, db: Path) -> None:
    run = scrapy("search", "شؤون", "--json", "--db", str(db))
    (hit,) = [json.loads(line) for line in run.stdout.splitlines()]
    assert hit["url"] == URL
    assert [hit["snippet"][start:end] for start, end in hit["snippet_spans"]] == ["الشئون"]


def test_nothing_found_is_one_line_and_status_1(scrapy: Any, db: Path) -> None:
    run = scrapy("search", "مطار", "--db", str(db))
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f"newscrawl: nothing in {db} matches مطار\n"


def test_no_words_are_one_line(scrapy: Any, db: Path) -> None:
    run = scrapy("search", "--db", str(db))
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "scrapy search القاهرة" in run.stderr

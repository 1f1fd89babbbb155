"""`dedup --rebuild` and `prune` from the command line; `merge` and `reclean` have files of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import PageVisit, open_archive
from newscrawl.items import Article, Reject

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "أعلنت بلدية المدينة افتتاح مكتبة عامة جديدة في الحي القديم بحضور عدد كبير من الأهالي والطلبة والكتاب.\n"
    "وتضم المكتبة أكثر من عشرين ألف كتاب وقاعة للأطفال وأخرى للمحاضرات، وتفتح أبوابها كل يوم إلا الجمعة."
)
OLD = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with open_archive(path) as archive:
        for number, site in enumerate(("paper", "other")):
            published = datetime(2020, 1, 1, 10 + number, tzinfo=UTC)
            page = Article(f"https://{site}.example/1", title="مكتبة", body=TEXT, site=site, published=published)
            visit = PageVisit(page.url, kind="article", status=200, fetched_at=OLD)
            archive.store(page, crawl_id=None, now=OLD, page=visit)
        archive.store(Article("https://paper.example/2", reject=Reject("listing")), crawl_id=None, now=OLD)
    return path


def test_rebuild_says_what_it_found(scrapy: Any, db: Path) -> None:
    run = scrapy("dedup", "--rebuild", "--processes", "1", "--db", str(db))
    assert run.returncode == 0, run.stderr
    assert "2 pages are 1 articles: 0 articles are copies now" in run.stdout
    assert "Traceback" not in run.stderr
    assert not (db.parent / "news.db-rebuild").exists()


def test_rebuild_takes_an_index_of_an_older_version(scrapy: Any, db: Path) -> None:
    with open_archive(db, create=False) as archive:
        archive.connection.execute("UPDATE dedup_state SET value = 0")
    split = scrapy("dedup", "--split", "https://other.example/1", "--db", str(db))
    assert (split.returncode, "run `scrapy dedup --rebuild` once" in split.stderr) == (1, True)
    assert scrapy("dedup", "--rebuild", "--db", str(db)).returncode == 0
    assert scrapy("dedup", "--split", "https://other.example/1", "--db", str(db)).returncode == 0


def test_split_takes_an_article_id_for_all_its_copies(scrapy: Any, db: Path) -> None:
    with open_archive(db) as archive:
        third = Article("https://third.example/1", title="مكتبة", body=TEXT, site="third", published=OLD)
        archive.store(third, crawl_id=None, now=OLD)
        [(original, article_id)] = archive.connection.execute("SELECT url, id FROM articles").fetchall()
    split = scrapy("dedup", "--split", str(article_id), "--db", str(db))
    assert (split.returncode, split.stdout.count(" is article ")) == (0, 2)
    assert scrapy("dedup", "--rebuild", "--db", str(db)).returncode == 0
    with open_archive(db) as archive:
        assert not archive.connection.execute("SELECT 1 FROM copies WHERE article_id = ?", (article_id,)).fetchall()
        [(kept,)] = archive.connection.execute("SELECT url FROM articles WHERE id = ?", (article_id,)).fetchall()
    assert kept == original
    again = scrapy("dedup", "--split", str(article_id), "--db", str(db))
    assert (again.returncode, f"{article_id} is no article with copies" in again.stderr) == (1, True)


def test_prune_counts_before_it_deletes(scrapy: Any, db: Path) -> None:
    dry = scrapy("prune", "--visits-older-than", "30", "--rejects-older-than", "30", "--dry-run", "--db", str(db))
    assert (dry.returncode, dry.stdout.split("\n")[:2]) == (0, ["visits: 2 would go", "rejects: 1 would go"])
    wet = scrapy("prune", "--visits-older-than", "30", "--db", str(db))
    assert wet.stdout == "visits: 2 deleted\n"
    with open_archive(db, create=False) as archive:
        found = archive.connection.execute(
            "SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM rejects), (SELECT count(*) FROM articles)"
        ).fetchone()
    assert found == (0, 1, 1)


BAD = [
    (("prune",), "say what is to go"),
    (("prune", "--rejects-older-than", "-1"), "number of days"),
    (("prune", "--rejects-older-than", "nan"), "number of days"),
    (("merge",), "name the archives"),
    (("dedup", "--rebuild", "--processes", "0"), "at least 1"),
    (("dedup",), "required"),
]


@pytest.mark.parametrize(("arguments", "line"), BAD)
def test_bad_arguments(scrapy: Any, db: Path, arguments: tuple[str, ...], line: str) -> None:
    run = scrapy(*arguments, "--db", str(db))
    assert (run.returncode, line in run.stderr + run.stdout) == (2, True)
    assert "Traceback" not in run.stderr


MISSING = [("dedup", "--rebuild"), ("reclean",), ("prune", "--rejects-older-than", "9"), ("merge", "nowhere.db")]


@pytest.mark.parametrize("arguments", MISSING)
def test_a_missing_archive_is_named(scrapy: Any, arguments: tuple[str, ...]) -> None:
    run = scrapy(*arguments, "--db", "nowhere.db")
    assert (run.returncode, "nowhere.db" in run.stderr, "Traceback" in run.stderr) == (1, True, False)


@pytest.mark.parametrize("name", ["merge", "reclean", "prune", "dedup"])
def test_help_has_an_example(scrapy: Any, name: str) -> None:
    run = scrapy(name, "--help")
    assert run.returncode == 0
    assert f"scrapy {name} " in " ".join(run.stdout.split("Usage")[-1].split()[3:])

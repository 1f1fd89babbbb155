"""`doctor`, `backup`, `forget` and `dedup` over a crawled archive."""

from __future__ import annotations

import gzip
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def crawled(scrapy: Any, tmp_path: Path) -> Path:
    """A folder with the sample's archive and raw pages."""
    run = scrapy("crawl", "newsroom", "-s", f"NEWSCRAWL_WARC_DIR={tmp_path / 'warc'}", db=tmp_path / "news.db")
    assert run.returncode == 0, run.stderr
    return tmp_path


def one(db: Path, query: str) -> Any:
    connection = sqlite3.connect(db)
    (row,) = connection.execute(query).fetchall()
    connection.close()
    return row[0] if len(row) == 1 else row


def command(scrapy: Any, folder: Path, *arguments: str) -> Any:
    return scrapy(*arguments, "--db", str(folder / "news.db"), "-s", f"NEWSCRAWL_WARC_DIR={folder / 'warc'}")


def test_doctor_backup_forget_dedup(scrapy: Any, crawled: Path) -> None:
    well = command(scrapy, crawled, "doctor")
    assert (well.returncode, "all is well" in well.stdout) == (0, True), well.stdout + well.stderr

    saved = command(scrapy, crawled, "backup", str(crawled / "copy.db"))
    assert saved.returncode == 0, saved.stderr
    count = one(crawled / "news.db", "SELECT count(*) FROM articles")
    assert one(crawled / "copy.db", "SELECT count(*) FROM articles") == count
    again = command(scrapy, crawled, "backup", str(crawled / "copy.db"))
    assert (again.returncode, "is there already" in again.stderr) == (1, True)

    url, body = one(crawled / "news.db", "SELECT url, body FROM articles WHERE site = 'shati' ORDER BY id LIMIT 1")
    gone = command(scrapy, crawled, "forget", url)
    assert gone.returncode == 0, gone.stderr
    assert "2 raw records removed" in gone.stdout
    assert one(crawled / "news.db", "SELECT count(*) FROM articles") == count - 1
    phrase = body.split("\n")[0][:60].encode()
    assert phrase not in (crawled / "news.db").read_bytes()
    assert all(url.encode() not in gzip.decompress(path.read_bytes()) for path in (crawled / "warc").glob("*.warc.gz"))
    well = command(scrapy, crawled, "doctor")
    assert well.returncode == 0, well.stdout
    rerun = scrapy("crawl", "newsroom", "-s", "NEWSCRAWL_WARC_DIR=", db=crawled / "news.db")
    assert one(crawled / "news.db", "SELECT count(*) FROM articles") == count - 1, rerun.stderr

    copy = one(crawled / "news.db", "SELECT url FROM copies ORDER BY url LIMIT 1")
    split = command(scrapy, crawled, "dedup", "--split", copy)
    assert split.returncode == 0, split.stderr
    assert one(crawled / "news.db", "SELECT count(*) FROM articles") == count
    no_copy = command(scrapy, crawled, "dedup", "--split", copy)
    assert (no_copy.returncode, "is no copy" in no_copy.stderr) == (1, True)


def test_doctor_finds_and_mends(scrapy: Any, crawled: Path) -> None:
    connection = sqlite3.connect(crawled / "news.db")
    connection.execute("DELETE FROM articles_fts WHERE rowid = (SELECT min(id) FROM articles)")
    connection.execute("UPDATE pages SET warc_offset = 5 WHERE url = (SELECT max(url) FROM pages WHERE warc_file > '')")
    connection.commit()
    connection.close()
    ill = command(scrapy, crawled, "doctor")
    assert ill.returncode == 1
    assert "missing in the search index" in ill.stdout
    assert "holds no record at byte 5" in ill.stdout
    mended = command(scrapy, crawled, "doctor", "--repair")
    assert "mended, nothing is left" in mended.stdout


@pytest.mark.parametrize("name", ["doctor", "search", "forget", "dedup", "backup"])
def test_a_missing_archive_is_named(scrapy: Any, tmp_path: Path, name: str) -> None:
    more = {"search": ["x"], "forget": ["https://a.test/"], "dedup": ["--split", "x"], "backup": ["y.db"]}.get(name, [])
    run = scrapy(name, *more, "--db", "nowhere.db")
    assert run.returncode == 1
    assert "nowhere.db" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", ["crawl", "doctor", "search", "forget", "dedup", "backup", "explain"])
def test_help_has_an_example(scrapy: Any, name: str) -> None:
    run = scrapy(name, "--help")
    assert run.returncode == 0
    assert f"scrapy {name}" in " ".join(run.stdout.split("Usage")[-1].split()[3:])

"""`scrapy batch`: loading a batch makes the archive that a replay makes, learned boilerplate included."""

from __future__ import annotations

import random
import shutil
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.arabic.learned_boilerplate import line_observations
from newscrawl.archive import open_archive
from newscrawl.archive.raw import Exchange, RawPages
from newscrawl.items import Article

pytest.importorskip("distributed")

SITE = "learned.example"
HABIT = "تابعوا صفحتنا الجديدة على الهاتف من هنا"
NOW = datetime(2026, 2, 1, tzinfo=UTC)
TEXTS = Path(__file__).parents[1] / "archive" / "texts.txt"


def text(number: int) -> list[str]:
    """Write three paragraphs; two numbers share nothing that counts."""
    pick, words = random.Random(number), TEXTS.read_text(encoding="utf-8").split()
    return [" ".join(pick.choices(words, k=30)) + "." for _ in range(3)]


def knows_the_habit(db: Path) -> None:
    """Make an archive that has seen the site's own line below thirty articles on six days."""
    with open_archive(db) as archive:
        for number in range(30):
            paragraphs = [*text(number + 100), HABIT]
            page = Article(
                f"https://{SITE}/old/{number}", title=f"قديم {number}", body="\n".join(paragraphs), site=SITE
            )
            outcome = archive.store(page, crawl_id=None, now=NOW)
            assert outcome.article_id is not None
            day = (date(2026, 1, 1) + timedelta(days=number % 6)).isoformat()
            archive.observe_lines(SITE, outcome.article_id, day, line_observations(paragraphs))
        assert archive.learned_lines(SITE)


def save_pages(folder: Path) -> None:
    raw = RawPages(folder, file_bytes=1 << 20)
    for number in range(40):
        body = "".join(f"<p>{paragraph}</p>" for paragraph in [*text(number % 35), HABIT])
        title = f"خبر {number % 35}"
        head = f"<html lang='ar'><head><title>{title}</title></head>"
        page = f"{head}<body><article><h1>{title}</h1>{body}</article></body></html>"
        headers = [("Content-Type", "text/html; charset=utf-8")]
        when = NOW + timedelta(minutes=number)
        url = f"https://{SITE}/new/{number}" if number else f"https://{SITE}/empty"
        content = page.encode() if number else b"<html><body></body></html>"
        raw.write(Exchange(url, "GET", [], 200, "OK", headers, content, when, "article"))
    raw.close()


def dump(db: Path) -> list[str]:
    connection = sqlite3.connect(db)
    connection.execute("UPDATE crawls SET started_at = '', finished_at = '', stats = '{}'")
    connection.execute("UPDATE pages SET next_visit_at = NULL")  # it is drawn about the time of the run
    # In how many parts the search index lies depends on how many articles a transaction took.
    lines = [
        line for line in connection.iterdump() if "articles_fts_data" not in line and "articles_fts_idx" not in line
    ]
    connection.close()
    return lines


@pytest.mark.slow
def test_loading_makes_the_archive_that_a_replay_makes(scrapy: Any, tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    knows_the_habit(one)
    shutil.copy(one, two)
    save_pages(tmp_path / "warc")
    alone = scrapy("crawl", "archive", "-a", "path=warc", "-a", "jobs=1", db=one)
    assert alone.returncode == 0, alone.stderr[-2000:]
    batch = scrapy("batch", "warc", "--out", "out", "--workers", "2", "--load", str(two))
    assert batch.returncode == 0, batch.stderr[-2000:]
    assert "1 partitions, 0 of them done before" in batch.stderr
    connection = sqlite3.connect(two)
    learned = connection.execute("SELECT count(*) FROM removals WHERE text LIKE ?", (f"{HABIT}%",)).fetchone()
    rejects = connection.execute("SELECT url, reason FROM rejects").fetchall()
    connection.close()
    assert learned[0] >= 30
    assert rejects == [(f"https://{SITE}/empty", "no-body")]
    assert dump(two) == dump(one)


def test_what_is_missing_is_said(scrapy: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = scrapy("batch", "empty", "--out", "out", "--workers", "1")
    assert (run.returncode, "Traceback" in run.stderr) == (1, False)
    assert "path=empty holds no .html" in run.stderr
    run = scrapy("batch", "empty")
    assert run.returncode == 2
    assert "--out DIR" in run.stdout + run.stderr

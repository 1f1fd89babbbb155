"""Saved pages for a batch: WARC files with what a feed announced, a damaged end, and files with a manifest."""

from __future__ import annotations

import gzip
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive.raw import Exchange, RawPages
from newscrawl.newsroom.server import Newsroom
from newscrawl.newsroom.truth import true_articles

pytest.importorskip("distributed")
pq = pytest.importorskip("pyarrow.parquet")

from newscrawl.batch.dataset import TABLES  # noqa: E402 - needs the extra

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FETCHED = datetime(2026, 1, 2, tzinfo=UTC)
UNDATED = "https://undated.example/1"
_FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>خلاصة</title><item><title>خبر بلا تاريخ</title>'
    f"<link>{UNDATED}</link><pubDate>Thu, 01 Jan 2026 07:00:00 +0000</pubDate></item></channel></rss>"
)
_UNDATED = (
    "<html lang='ar'><head><title>خبر بلا تاريخ</title></head><body><article><h1>خبر بلا تاريخ</h1>"
    "<p>افتتحت بلدية المدينة صباح اليوم مكتبة عامة تضم آلاف الكتب في حي الزيتون القديم.</p>"
    "<p>وقالت مديرة المكتبة إن أبوابها ستبقى مفتوحة للقراء طيلة أيام الأسبوع دون رسوم.</p></article></body></html>"
)


def exchange(url: str, body: bytes, seconds: int, kind: str = "article") -> Exchange:
    mime = "application/rss+xml" if kind == "feed" else "text/html; charset=utf-8"
    headers = [("Content-Type", mime), ("Content-Encoding", "gzip")]
    when = FETCHED + timedelta(seconds=seconds)
    return Exchange(url, "GET", [("User-Agent", "test")], 200, "OK", headers, gzip.compress(body), when, kind)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder of some 200 saved pages of all kinds."""
    folder = tmp_path / "saved"
    room = Newsroom()
    raw = RawPages(folder / "warc", file_bytes=150_000)
    raw.write(exchange("https://undated.example/feed", _FEED.encode(), 0, "feed"))
    pages = [(true.url, room.answer(true.url).body) for true in true_articles()]
    for number, (url, body) in enumerate(pages):
        raw.write(exchange(url, body, number))
    url, body = pages[0]
    raw.write(
        exchange(url, body.replace(b"</article>", "<p>وأضاف المصدر أن العمل مستمر.</p></article>".encode()), 9000)
    )
    raw.write(exchange("https://paper.example/empty", b"<html><body><p>404</p></body></html>", 400))
    raw.write(exchange(UNDATED, _UNDATED.encode(), 500))
    raw.close()
    last = sorted((folder / "warc").iterdir())[-1]
    (folder / "warc" / "z-cut.warc.gz").write_bytes(last.read_bytes()[:-300])
    for number, (_, body) in enumerate(pages[:5]):
        (folder / f"copy{number}.html").write_bytes(body)
    (folder / "note.txt").write_text("خبر مكتوب\nحضر الافتتاح عدد من القراء والكتاب، وتحدثوا عن المكتبة الجديدة.\n")
    line = {"file": "copy1.html", "url": "https://reprint.example/1", "fetched_at": "2026-01-03T00:00:00Z"}
    (folder / "manifest.jsonl").write_text(json.dumps(line) + "\n")
    return folder


def rows_of_archive(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What an archive holds of what a dataset has; a list's own visit is the archive's business."""
    connection = sqlite3.connect(path)
    found = {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in TABLES.items()}
    connection.close()
    found["pages"] = [row for row in found["pages"] if row[2] == "article"]
    return found


def rows_of_dataset(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for name in TABLES:
        rows = [tuple(row.values()) for row in pq.read_table(folder / name).to_pylist()]
        found[name] = sorted(rows, key=repr)
    return found


@pytest.fixture
def one_machine(scrapy: Any, saved: Path, tmp_path: Path) -> Callable[[], dict[str, list[tuple[Any, ...]]]]:
    """The rows of `scrapy crawl archive` over the same pages."""

    def read() -> dict[str, list[tuple[Any, ...]]]:
        db = tmp_path / "one.db"
        run = scrapy("crawl", "archive", "-a", f"path={saved}", "-a", "jobs=1", db=db)
        assert run.returncode == 0, run.stderr[-2000:]
        return rows_of_archive(db)

    return read

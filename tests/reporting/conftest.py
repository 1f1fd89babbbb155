"""A made archive of three months: one site breaks, one agency floods, one week goes by without a crawl."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

NOW = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
DAYS = 91
SITES = {"sahara": 14, "جريدة النهر": 9, "jabal.example": 6, "<b>hostile</b> & co": 3}
BROKEN = "sahara"
BROKEN_SINCE = date(2026, 6, 10)
NO_CRAWL = [date(2026, 5, day) for day in range(4, 9)]
FLOOD = [date(2026, 5, day) for day in range(20, 23)]


class Maker:
    """Puts rows into an archive as they are, without the line."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.number = 0

    def article(self, site: str, published: datetime | None, **fields: Any) -> int:
        """Insert an article; gives its id."""
        self.number += 1
        number = self.number
        seen = (published or NOW - timedelta(days=3)) + timedelta(hours=1)
        row = {
            "id": number,
            "uid": f"{number:032x}",
            "url": f"https://{number}.example/",
            "site": site,
            "title": f"خبر رقم {number}",
            "body": "نص الخبر كما نشره الناشر",
            "summary": "ملخص" if number % 3 else None,
            "published_date": published and published.date().isoformat(),
            "published_local": published and published.strftime("%Y-%m-%dT%H:%M:%S"),
            "published_at": published and published.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "first_seen_at": seen.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "last_seen_at": seen.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "text_seen_at": seen.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "word_count": 5,
            "content_hash": f"{number:032x}",
            "cluster_id": number,
            "rules_version": 1,
            "change_seq": number,
            "url_key": f"{number}.example",
        } | fields
        self._insert("articles", row)
        return number

    def copy(self, article_id: int, site: str, published: datetime) -> None:
        """Insert a copy of an article."""
        self.number += 1
        stamp = published.strftime("%Y-%m-%dT%H:%M:%SZ")
        row = {
            "url": f"https://{self.number}.example/copy",
            "article_id": article_id,
            "site": site,
            "kind": "exact",
            "similarity": 1.0,
            "article": "{}",
            "published_date": published.date().isoformat(),
            "published_at": stamp,
            "first_seen_at": stamp,
            "last_seen_at": stamp,
            "content_hash": "0" * 32,
            "url_key": f"{self.number}.example/copy",
        }
        self._insert("copies", row)

    def run(self, spider: str, started: datetime, seconds: float, new: int) -> None:
        """Insert a finished run."""
        figures = {"elapsed_time_seconds": seconds, "response_received_count": new * 2, "newscrawl/store/new": new}
        row = {
            "spider": spider,
            "started_at": started.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "finished_at": (started + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "finish_reason": "finished",
            "stats": json.dumps(figures),
        }
        self._insert("crawls", row)

    def reject(self, site: str, seen: datetime, reason: str) -> None:
        """Insert a page that gave nothing."""
        self.number += 1
        stamp = seen.strftime("%Y-%m-%dT%H:%M:%SZ")
        row = {"url": f"https://{self.number}.example/r", "site": site, "reason": reason}
        self._insert("rejects", row | {"first_seen_at": stamp, "last_seen_at": stamp})

    def removal(self, article_id: int, kind: str) -> None:
        """Insert a removal of the article's current text."""
        row = {"article_id": article_id, "version": 1, "position": 0, "start": 0, "end": 4, "text": "شارك"}
        self._insert("removals", row | {"kind": kind, "rule": "test"})

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()])


def fill(maker: Maker) -> None:
    """Fill an archive with three months."""
    for number in range(DAYS):
        day = NOW.date() - timedelta(days=DAYS - 1 - number)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        for site, a_day in SITES.items():
            broken = site == BROKEN and day >= BROKEN_SINCE
            for item in range(0 if broken or day in NO_CRAWL else a_day + (number * 7 + len(site)) % 5):
                published = midnight + timedelta(hours=7 + item % 13, minutes=(item * 17) % 60)
                agency = ["AFP"] if item % 5 == 0 else []
                article = maker.article(site, published, agencies=json.dumps(agency))
                if item % 2:
                    maker.removal(article, "share")
                if day in FLOOD and site == "جريدة النهر":
                    for late, other in enumerate(SITES, 1):
                        maker.copy(article, other, published + timedelta(minutes=20 * late))
                    maker.connection.execute("UPDATE articles SET agencies = '[\"MAP\"]' WHERE id = ?", (article,))
            if broken:
                for item in range(a_day):
                    maker.reject(site, midnight + timedelta(hours=9, minutes=item), "no-body")
            if day not in NO_CRAWL:
                maker.run(site, midnight + timedelta(hours=18), 60 + a_day * 20 + number % 9 * 15, a_day)
    for _ in range(7):
        maker.article("jabal.example", None, published_raw="أمس")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The path of the made archive."""
    path = tmp_path / "news.db"
    with open_archive(path) as archive, archive.transaction():
        fill(Maker(archive.connection))
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """The path of an archive without a row."""
    path = tmp_path / "empty.db"
    open_archive(path).close()
    return path

"""The write-ahead log beside the archive: it grows while a slow reader reads, and shrinks after it."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.archive import Archive, open_archive
from newscrawl.archive.doctor import check
from newscrawl.items import Article

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def log_size(path: Path) -> int:
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def write(archive: Archive, numbers: range) -> None:
    for number in numbers:
        chooser = random.Random(number)
        words = ("".join(chooser.choices(LETTERS, k=chooser.randrange(2, 8))) for _ in range(600))
        body = " ".join(words)
        article = Article(f"https://paper.example/news/{number}", site="paper", title=f"خبر {number}", body=body)
        archive.store(article, crawl_id=None, now=NOW)


def test_a_slow_reader_lets_the_log_grow_and_it_shrinks_after_it(path: Path) -> None:
    with open_archive(path) as archive:
        assert archive.connection.execute("PRAGMA journal_size_limit").fetchone() == (64 << 20,)
        archive.connection.execute("PRAGMA journal_size_limit = 500000")
        write(archive, range(1))
        with closing(open_archive(path, read_only=True)) as reader:
            reader.connection.execute("BEGIN")
            assert reader.connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
            write(archive, range(1, 120))
            grown = log_size(path)
            assert grown > 6_000_000, "nothing could be taken over into the archive while it was read"
            assert reader.connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
            reader.connection.execute("ROLLBACK")
            write(archive, range(120, 122))  # the reader is still open, but reads nothing
            assert log_size(path) < 1_000_000
        assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (122,)
        assert check(archive) == []
    assert log_size(path) == 0

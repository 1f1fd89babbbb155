"""Several processes on one archive, and processes that are killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.archive import ArchiveError, PageVisit, open_archive
from newscrawl.archive.doctor import check
from newscrawl.items import Article, Removal

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
WORDS = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").split()
CONTEXT = multiprocessing.get_context("fork")


def made(number: int) -> Article:
    """One article, told apart from all others by its number."""
    chooser = random.Random(number)
    paragraphs = [" ".join(chooser.choices(WORDS, k=30)) for _ in range(4)]
    return Article(
        url=f"https://www.paper.example/news/{number}",
        site="paper",
        title=f"خبر رقم {number}",
        body="\n".join(paragraphs),
        removals=[Removal(4, 0, 4, "شارك", "share", "r")],
    )


def _write(path: str, numbers: list[int], batch: bool, results: Any) -> None:
    try:
        with open_archive(path) as archive:
            crawl = archive.begin_crawl("paper", NOW)
            if batch:
                archive.begin_batch()
            for number in numbers:
                article = made(number)
                archive.store(article, crawl_id=crawl, now=NOW, page=PageVisit(article.url, status=200))
            archive.end_batch()
            archive.finish_crawl(crawl, finished_at=NOW, reason="finished", stats={})
    except sqlite3.Error as error:
        results.put(repr(error))
    else:
        results.put("written")


def _read(path: str, stop: Any, results: Any) -> None:
    try:
        with open_archive(path) as archive:
            while not stop.is_set():
                counts = archive.connection.execute(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles_fts)"
                ).fetchone()
                assert counts[0] == counts[1]
    except sqlite3.Error as error:
        results.put(repr(error))
    else:
        results.put("read")


def test_writers_and_a_reader_on_one_archive_at_once(path: Path) -> None:
    """Three crawls that share a third of their pages, one of them in batches."""
    open_archive(path).close()
    results, stop = CONTEXT.Queue(), CONTEXT.Event()
    work = [list(range(90)), list(range(60, 150)), list(range(30, 120))]
    for numbers in work:
        random.Random(len(numbers)).shuffle(numbers)
    reader = CONTEXT.Process(target=_read, args=(str(path), stop, results))
    reader.start()
    writers = [
        CONTEXT.Process(target=_write, args=(str(path), numbers, index == 0, results))
        for index, numbers in enumerate(work)
    ]
    for writer in writers:
        writer.start()
    assert [results.get(timeout=120) for _ in writers] == ["written"] * 3
    stop.set()
    assert results.get(timeout=60) == "read"
    for process in (*writers, reader):
        process.join(timeout=60)
        assert process.exitcode == 0
    with open_archive(path) as archive:
        urls = [
            url for (url,) in archive.connection.execute("SELECT url FROM articles UNION ALL SELECT url FROM copies")
        ]
        assert sorted(urls) == sorted(made(number).url for number in range(150))
        assert archive.connection.execute("SELECT count(*) FROM removals").fetchone()[0] >= len(urls) - 20
        changes = archive.connection.execute("SELECT count(DISTINCT change_seq), count(*) FROM articles").fetchone()
        assert changes[0] == changes[1]
        assert archive.connection.execute(
            "SELECT count(*) FROM crawls WHERE finish_reason = 'finished'"
        ).fetchone() == (3,)
        assert check(archive) == []


def test_a_writer_waits_for_a_reader_that_is_slow_to_none(path: Path) -> None:
    """A reader in the middle of its result keeps no writer waiting, and sees one state of the archive."""
    with open_archive(path) as archive:
        archive.store(made(1), crawl_id=None, now=NOW)
        reader = sqlite3.connect(path)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        started = time.monotonic()
        archive.store(made(2), crawl_id=None, now=NOW)
        assert time.monotonic() - started < 5
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        reader.close()


def test_a_crawl_that_looks_for_gaps_lets_others_write_while_it_reads_its_lists(path: Path) -> None:
    with open_archive(path) as archive, open_archive(path) as other:
        archive.begin_batch()
        archive.begin_crawl("paper", NOW)
        archive.gaps_to_fill("paper")
        assert not archive.connection.in_transaction
        other.store(made(1), crawl_id=None, now=NOW)


def test_a_backup_is_whole_and_leaves_the_archive_alone(path: Path) -> None:
    copy = path.with_name("copy.db")
    with open_archive(path) as archive:
        for number in range(20):
            archive.store(made(number), crawl_id=None, now=NOW)
        archive.backup(copy)
        with pytest.raises(ArchiveError, match="there is a file already"):
            archive.backup(copy)
        with pytest.raises(ArchiveError, match="there is no folder"):
            archive.backup(path / "nowhere" / "copy.db")
        everything = archive.connection.execute("SELECT * FROM articles").fetchall()
    with open_archive(copy) as backup:
        assert backup.connection.execute("SELECT * FROM articles").fetchall() == everything
        assert check(backup) == []


def _write_until_killed(path: str, batch: bool, done: Any) -> None:
    archive = open_archive(path)
    if batch:
        archive.begin_batch()
    for number in range(100_000):
        article = made(number)
        archive.store(article, crawl_id=None, now=NOW, page=PageVisit(article.url, status=200))
        if not archive.connection.in_transaction:
            done.value = number + 1


def kill_and_check(path: Path, *, batch: bool, after: float) -> None:
    done = CONTEXT.Value("l", 0)
    writer = CONTEXT.Process(target=_write_until_killed, args=(str(path), batch, done))
    writer.start()
    time.sleep(after)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(timeout=60)
    with open_archive(path) as archive:
        assert check(archive) == []
        held = archive.known_urls(made(number).url for number in range(done.value))
        assert len(held) == done.value, "a committed article is lost"
        visited = archive.connection.execute(
            "SELECT count(*) FROM pages WHERE article_id IS NULL AND status = 200"
        ).fetchone()
        assert visited == (0,)


@pytest.mark.parametrize("batch", [False, True])
def test_a_killed_writer_leaves_whole_articles(path: Path, batch: bool) -> None:
    kill_and_check(path, batch=batch, after=0.6)


@pytest.mark.slow
def test_writers_killed_at_many_moments_leave_whole_articles(path: Path) -> None:
    moments = random.Random(20)
    for round_number in range(40):
        kill_and_check(path, batch=round_number % 2 == 0, after=moments.uniform(0.05, 1.5))

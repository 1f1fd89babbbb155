from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from newscrawl.archive import ArchiveError, connection, open_archive
from newscrawl.archive.search import search
from newscrawl.items import Article

if TYPE_CHECKING:
    from datetime import datetime

MakeArticle = Callable[..., Article]


def test_a_new_archive_has_its_folder_wal_and_strict_tables(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "news.db"
    with open_archive(path) as archive:
        assert archive.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert archive.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        strict = dict(archive.connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
        for name in ("articles", "versions", "copies", "links", "removals", "repairs", "rejects", "pages", "crawls"):
            assert strict[name] == 1, name
    with open_archive(str(path), create=False) as again:
        assert again.database.table_names()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>not a database</html>", "not an SQLite database"),
        (b"SQLite format 3\x00" + b"\xff" * 4000, "not an SQLite database"),
    ],
)
def test_a_file_that_is_no_database_is_refused_untouched(path: Path, content: bytes, says: str) -> None:
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=says) as caught:
        open_archive(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_newer_schema_is_refused(path: Path) -> None:
    open_archive(path).close()
    database = Database(str(path))
    database.table("_sqlite_migrations").insert(
        {"migration_set": "newscrawl", "name": "m9999_from_the_future", "applied_at": "2030-01-01"}
    )
    database.close()
    with pytest.raises(ArchiveError, match=r"m9999_from_the_future.*update newscrawl"):
        open_archive(path)


def test_another_programs_database_is_refused_untouched(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE articles (id INTEGER, mine TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="another program"):
        open_archive(path)
    assert path.read_bytes() == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"folder.*news\.db"):
        open_archive(tmp_path)


def test_a_missing_archive_is_refused_and_not_made(path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive here"):
        open_archive(path, create=False)
    assert not path.exists()


def test_a_folder_that_is_a_file_is_refused(path: Path) -> None:
    path.write_text("x")
    with pytest.raises(ArchiveError, match="folder can not be made"):
        open_archive(path / "news.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(ArchiveError, match="may not write"):
        open_archive(folder / "news.db")


def test_a_folder_that_access_denies_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ArchiveError, match="may not write"):
        open_archive(path)
    assert not path.exists()


def test_a_network_file_system_is_refused_and_explained(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "file_system", lambda _: "nfs4")
    with pytest.raises(ArchiveError, match=r"network file system \(nfs4\).*local disk"):
        open_archive(path)
    assert not path.exists()


def test_the_file_system_of_a_folder_is_named() -> None:
    assert connection.file_system(Path("/proc")) == "proc"


def test_an_empty_file_becomes_an_archive(path: Path) -> None:
    path.touch()
    with open_archive(path) as archive:
        assert "articles" in archive.database.table_names()


def test_opening_again_changes_nothing(path: Path) -> None:
    open_archive(path).close()
    before = path.read_bytes()
    open_archive(path).close()
    assert path.read_bytes() == before


def test_a_reader_writes_nothing_and_sees_what_crawls_write(path: Path, article: MakeArticle, now: datetime) -> None:
    with pytest.raises(ArchiveError, match="no archive here"):
        open_archive(path, read_only=True)
    assert not path.exists()
    with open_archive(path) as archive, open_archive(path, read_only=True) as reader:
        archive.store(article(), crawl_id=None, now=now)
        assert [hit.id for hit in search(reader.connection, "المكتبة")] == [1]
        assert reader.holds(article().url)
        with pytest.raises(ArchiveError, match="can not be written"):
            reader.store(article("https://x.example/2"), crawl_id=None, now=now)


def test_a_reader_reads_where_nobody_may_write(
    path: Path, article: MakeArticle, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(path) as archive:
        archive.store(article(), crawl_id=None, now=now)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with open_archive(path, read_only=True) as reader:
        assert reader.holds(article().url)
    assert sorted(path.parent.iterdir()) == [path]


def _open(path: str, start: object, results: object) -> None:
    start.wait()  # type: ignore[attr-defined]  # of multiprocessing
    with open_archive(path) as archive:
        names = archive.database.table_names()
    results.put("articles" in names and "copies" in names)  # type: ignore[attr-defined]  # of multiprocessing


def test_many_processes_may_open_a_new_archive_at_once(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    start, results = context.Event(), context.Queue()
    workers = [context.Process(target=_open, args=(str(path), start, results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    start.set()
    assert [results.get(timeout=60) for _ in workers] == [True] * 4
    for worker in workers:
        worker.join(timeout=60)
        assert worker.exitcode == 0
    with open_archive(path) as archive:
        applied = archive.connection.execute("SELECT count(*), count(DISTINCT name) FROM _sqlite_migrations").fetchone()
        assert applied[0] == applied[1]

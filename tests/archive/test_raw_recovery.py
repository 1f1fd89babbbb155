"""What a killed crawl had fetched and not stored is found in its raw pages, once, and only while it is fresh."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import Archive, PageVisit, open_archive, raw_upkeep
from newscrawl.archive.raw import RENDERED_HEADER, Exchange, RawPages
from newscrawl.archive.raw_recovery import FRESH, LeftPages, left_pages
from newscrawl.archive.raw_upkeep import mend
from newscrawl.items import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime.now(UTC).replace(microsecond=0)
PAGE = gzip.compress("<html><body><p>نص المقال بالعربية</p></body></html>".encode())


def dead_process() -> int:
    """Give the number of a process that has ended."""
    return int(subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True).stdout)  # noqa: PLW1510 - its answer is looked at


def fetch(folder: Path, *urls: str, at: datetime = NOW, kind: str = "article", rendered: bool = False) -> list[int]:
    """Write raw pages as a crawl does that is killed then; give their offsets."""
    raw = RawPages(folder, file_bytes=1 << 20)
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("ETag", '"x"')]
    headers += [(RENDERED_HEADER, "yes")] if rendered else []
    pointers = [raw.write(Exchange(url, "GET", [], 200, "OK", headers, PAGE, at, kind)) for url in urls]
    raw.close()
    for name in {name for name, _ in pointers}:
        path = folder / name
        path.rename(folder / name.replace(f"-{os.getpid()}-", f"-{dead_process()}-"))
    return [offset for _, offset in pointers]


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An archive in which one crawl never ended and another has begun, whose id is 2."""
    with open_archive(path) as archive:
        archive.begin_crawl("paper", NOW - timedelta(minutes=5))
        archive.begin_crawl("paper", NOW)
        yield archive


def left(folder: Path, archive: Archive, *, now: datetime = NOW + timedelta(minutes=1)) -> LeftPages:
    return left_pages(folder, archive.connection, crawl_id=2, now=now)


def store(archive: Archive, folder: Path, url: str, offset: int, at: datetime) -> None:
    (file,) = folder.glob("*.warc.gz")
    visit = PageVisit(url, "article", 200, fetched_at=at, warc_file=file.name, warc_offset=offset)
    archive.store(Article(url, title="عنوان", body=f"نص {url}"), crawl_id=1, now=at, page=visit)


def test_an_answer_that_was_not_stored_comes_back_to_the_byte_and_once(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "warc"
    offsets = fetch(folder, "https://a.test/1", "https://a.test/2", "https://a.test/3")
    store(archive, folder, "https://a.test/2", offsets[1], NOW)
    found = left(folder, archive)
    assert len(found) == 2
    assert found.take("https://a.test/2") is None
    taken = found.take("https://a.test/3")
    assert taken is not None
    exchange, (name, offset) = taken
    assert (exchange.body, exchange.status, exchange.fetched_at) == (PAGE, 200, NOW)
    assert dict(exchange.headers)["ETag"] == '"x"'
    assert ((folder / name).is_file(), offset) == (True, offsets[2])
    assert found.take("https://a.test/3") is None


def test_an_older_visit_of_the_page_hides_no_answer(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "warc"
    offsets = fetch(folder, "https://a.test/1")
    store(archive, folder, "https://a.test/1", offsets[0], NOW - timedelta(minutes=3))
    assert left(folder, archive).take("https://a.test/1") is not None


def test_what_is_old_or_not_an_article_or_made_by_a_browser_is_asked_for_again(
    tmp_path: Path, archive: Archive
) -> None:
    folder = tmp_path / "warc"
    fetch(folder, "https://a.test/old", at=NOW - FRESH)
    fetch(folder, "https://a.test/feed", kind="feed")
    fetch(folder, "https://a.test/rendered", rendered=True)
    fetch(folder, "https://a.test/later", at=NOW + timedelta(days=2))
    found = left(folder, archive)
    for name in ("old", "feed", "rendered", "later"):
        assert found.take(f"https://a.test/{name}") is None, name


def test_a_page_that_changed_since_or_that_another_address_names_is_asked_for_again(
    tmp_path: Path, archive: Archive
) -> None:
    folder = tmp_path / "warc"
    fetch(folder, "https://a.test/1", "https://a.test/2?utm_source=x", "https://a.test/3")
    found = left(folder, archive)
    assert found.take("https://a.test/1", changed_at=NOW + timedelta(seconds=1)) is None
    assert found.take("https://a.test/2") is None
    assert found.take("https://a.test/3", changed_at=NOW - timedelta(hours=1)) is not None


def test_files_that_are_being_written_and_crawls_that_ended_are_left_alone(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "warc"
    raw = RawPages(folder, file_bytes=1 << 20)
    raw.write(Exchange("https://a.test/1", "GET", [], 200, "OK", [], PAGE, NOW, "article"))
    assert len(left(folder, archive)) == 0
    raw.close()
    fetch(folder, "https://a.test/2")
    assert len(left(folder, archive)) == 1
    archive.finish_crawl(1, finished_at=NOW, reason="finished", stats={})
    assert len(left(folder, archive)) == 0
    assert len(left(tmp_path / "none", archive)) == 0


def test_of_two_answers_the_later_counts(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "warc"
    fetch(folder, "https://a.test/1", at=NOW)
    fetch(folder, "https://a.test/1", at=NOW - timedelta(minutes=10))
    taken = left(folder, archive).take("https://a.test/1")
    assert taken is not None
    assert taken[0].fetched_at == NOW


def test_whole_files_are_not_read_at_a_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tens of gigabytes of raw pages must not be decompressed before each crawl."""
    fetch(tmp_path, *(f"https://a.test/{n}" for n in range(5)))

    def read_all(_: Path) -> int:
        raise AssertionError("it was read to its end")

    monkeypatch.setattr(raw_upkeep, "_end_of_last_member", read_all)
    assert mend(tmp_path) == []
    (file,) = tmp_path.glob("*.warc.gz")
    for extra in (b"\x1f", b"\x1f\x8b\x08", PAGE[:40], b"\x00" * 5000):
        whole = file.read_bytes()
        file.write_bytes(whole + extra)
        with pytest.raises(AssertionError, match="read to its end"):
            mend(tmp_path)
        file.write_bytes(whole)

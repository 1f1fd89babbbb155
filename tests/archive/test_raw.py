"""Raw pages in WARC: what is written comes back to the byte, and what a kill leaves is mended."""

from __future__ import annotations

import gzip
import os
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard

from newscrawl.archive import PageVisit, open_archive
from newscrawl.archive.raw import Exchange, RawPages
from newscrawl.archive.raw_upkeep import mend, prune
from newscrawl.archive.saved_pages import read_warc
from newscrawl.items import Article

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2025, 10, 1, 8, tzinfo=UTC)
PAGE = "<html><body><p>نص المقال بالعربية</p></body></html>"


def exchange(body: bytes, url: str = "https://a.test/1", kind: str = "article", *headers: tuple[str, str]) -> Exchange:
    return Exchange(
        url=url,
        method="GET",
        request_headers=[("Accept-Language", "ar")],
        status=200,
        reason="OK",
        headers=[("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), *headers],
        body=body,
        fetched_at=WHEN,
        kind=kind,
    )


BODIES = [
    (PAGE.encode(), PAGE.encode(), ""),
    (gzip.compress(PAGE.encode()), PAGE.encode(), "gzip"),
    (zlib.compress(PAGE.encode()), PAGE.encode(), "deflate"),
    (brotli.compress(PAGE.encode()), PAGE.encode(), "br"),
    (zstandard.ZstdCompressor().compress(PAGE.encode()), PAGE.encode(), "zstd"),
    (gzip.compress(PAGE.encode("cp1256")), PAGE.encode("cp1256"), "gzip"),
]


@pytest.mark.parametrize(
    ("sent", "page", "encoding"), BODIES, ids=["plain", "gzip", "deflate", "br", "zstd", "windows-1256"]
)
def test_bodies_come_back_to_the_byte(tmp_path: Path, sent: bytes, page: bytes, encoding: str) -> None:
    raw = RawPages(tmp_path, file_bytes=1 << 20)
    headers = [("Content-Encoding", encoding)] if encoding else []
    name, offset = raw.write(exchange(sent, "https://a.test/1", "article", *headers, ("ETag", '"x"')))
    raw.close()
    (saved,) = read_warc(tmp_path / name)
    assert (saved.content, saved.offset, saved.fetched_at) == (page, offset, WHEN)
    assert (saved.url, saved.kind, saved.etag, saved.error) == ("https://a.test/1", "article", '"x"', None)


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    raw = RawPages(tmp_path, file_bytes=2000)
    pointers = [raw.write(exchange(os.urandom(900), f"https://a.test/{n}")) for n in range(5)]
    raw.close()
    files = sorted(tmp_path.glob("*.warc.gz"))
    assert len(files) > 1
    assert sorted({name for name, _ in pointers}) == [file.name for file in files]
    urls = [page.url for file in files for page in read_warc(file)]
    assert urls == [f"https://a.test/{n}" for n in range(5)]


def cut_file(folder: Path, pid: int, keep: float) -> tuple[Path, int]:
    """Write two exchanges and cut the second, as a killed process `pid` leaves it; give file and offset."""
    raw = RawPages(folder, file_bytes=1 << 20)
    raw.write(exchange(PAGE.encode(), "https://a.test/1"))
    name, second = raw.write(exchange(PAGE.encode(), "https://a.test/2"))
    raw.close()
    path = folder / name.replace(f"-{os.getpid()}-", f"-{pid}-")
    content = (folder / name).read_bytes()
    (folder / name).unlink()
    path.write_bytes(content[: second + int((len(content) - second) * keep)])
    return path, second


GONE = 2**22 - 1  # no process has this number


@pytest.mark.parametrize("keep", [0.01, 0.2, 0.4])
def test_a_half_written_record_is_cut_off(tmp_path: Path, keep: float) -> None:
    path, good = cut_file(tmp_path, GONE, keep)
    size = path.stat().st_size
    assert mend(tmp_path) == [(path, size - good)]
    assert path.stat().st_size == good
    assert mend(tmp_path) == []
    assert [page.url for page in read_warc(path)] == ["https://a.test/1"]


@pytest.mark.parametrize("damaged", [0, 1])
def test_records_behind_a_damaged_one_are_not_cut_off_with_it(tmp_path: Path, damaged: int) -> None:
    raw = RawPages(tmp_path, file_bytes=1 << 30)
    offsets = [raw.write(exchange(PAGE.encode() * 9, f"https://a.test/{number}"))[1] for number in range(3)]
    raw.close()
    (path,) = tmp_path.iterdir()
    path = path.rename(tmp_path / path.name.replace(f"-{os.getpid()}-", f"-{GONE}-"))
    data = path.read_bytes()
    at = offsets[damaged] + 40
    path.write_bytes(data[:at] + bytes(20) + data[at + 20 : -30])
    mend(tmp_path)
    read = [page.url for page in read_warc(path) if page.error is None]
    assert read == [f"https://a.test/{number}" for number in range(3) if number != damaged]


def test_a_file_in_use_and_foreign_files_are_left_alone(tmp_path: Path) -> None:
    path, _ = cut_file(tmp_path, os.getppid(), 0.2)
    foreign = tmp_path / "CC-NEWS-2025.warc.gz"
    foreign.write_bytes(path.read_bytes())
    assert mend(tmp_path) == []


def test_the_oldest_files_go_and_those_without_an_article_last(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    raw = RawPages(folder, file_bytes=1)
    names = [raw.write(exchange(os.urandom(3000), f"https://a.test/{n}"))[0] for n in range(4)]
    for age, name in enumerate(names):
        os.utime(folder / name, (1_000_000 + age, 1_000_000 + age))
    with open_archive(tmp_path / "news.db") as archive:
        for number, name in enumerate(names):
            url = f"https://a.test/{number}"
            visit = PageVisit(url, "article", status=200, warc_file=name, warc_offset=0)
            if number == 0:
                archive.visit(visit)
            else:
                text = f"فقرة عن الموضوع رقم {number} لا تشبه سواها"
                archive.store(Article(url, title="عنوان", body=text), crawl_id=None, now=WHEN, page=visit)
        deleted = prune(folder, total_bytes=8000, archive=archive)
        assert [path.name for path in deleted] == names[1:3]
        kept = archive.connection.execute(
            "SELECT warc_file FROM pages WHERE warc_file IS NOT NULL ORDER BY url"
        ).fetchall()
        assert kept == [(names[0],), (names[3],)]
        assert prune(folder, total_bytes=8000, archive=archive) == []

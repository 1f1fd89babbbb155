"""Saved files and WARC records → pages, and what is said of those that cannot be read."""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl.archive.bodies import MAX_BYTES, decompress, salvage
from newscrawl.archive.saved_pages import read_saved, saved_files
from newscrawl.urls import urn_for

PAGE = "<html><body><p>نص</p></body></html>".encode()


def write_warc(path: Path, records: list[tuple[str, bytes, str, str]]) -> None:
    """Write responses as (URL, body, content type, content encoding)."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.name.endswith(".gz"))
        for url, body, kind, encoding in records:
            headers = [("Content-Type", kind), *([("Content-Encoding", encoding)] if encoding else [])]
            status = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                http_headers=status,
                warc_headers_dict={"WARC-Date": "2025-10-01T08:00:00Z"},
            )
            writer.write_record(record)


def test_a_folder_in_order_with_its_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "b.html").write_bytes(PAGE)
    (folder / "a.txt").write_text("عنوان\nفقرة", encoding="utf-8")
    (folder / "notes.md").write_text("x", encoding="utf-8")
    row = {"file": "pages/b.html", "url": "https://a.test/%d8%a7?utm_source=x", "fetched_at": "2025-10-01T08:00:00Z"}
    (tmp_path / "manifest.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    text, page = read_saved(folder)
    assert (text.is_text, text.url, text.fetched_at) == (True, urn_for("عنوان\nفقرة".encode()), None)
    assert (page.url, page.content) == ("https://a.test/%D8%A7", PAGE)
    assert page.fetched_at == datetime(2025, 10, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_warc_bodies_are_decoded(tmp_path: Path, name: str) -> None:
    compressed = [
        (PAGE, ""),
        (gzip.compress(PAGE), "gzip"),
        (brotli.compress(PAGE), "br"),
        (zstandard.ZstdCompressor().compress(PAGE), "zstd"),
        (PAGE, "gzip"),  # decoded already, the header left as it was
    ]
    write_warc(
        tmp_path / name,
        [(f"https://a.test/{n}", body, "text/html", encoding) for n, (body, encoding) in enumerate(compressed)]
        + [("https://a.test/x.jpg", b"\xff", "image/jpeg", "")],
    )
    pages = list(read_saved(tmp_path / name))
    assert [page.url for page in pages] == [f"https://a.test/{n}" for n in range(5)]
    assert {page.content for page in pages} == {PAGE}
    assert {page.fetched_at for page in pages} == {datetime(2025, 10, 1, 8, tzinfo=UTC)}
    assert len({page.offset for page in pages}) == 5


def test_a_damaged_body_is_told(tmp_path: Path) -> None:
    write_warc(tmp_path / "x.warc", [("https://a.test/1", b"\x1f\x8bbroken", "text/html", "gzip")])
    (page,) = read_saved(tmp_path / "x.warc")
    assert page.error is not None
    assert "gzip" in page.error


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_cut_body_is_told(encoding: str) -> None:
    compress = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstandard.ZstdCompressor().compress,
    }[encoding]
    text = "<p>نص المقال وهو فقرات كثيرة</p>".encode() * 40
    body = compress(text)
    assert decompress(body, encoding) == text
    for end in range(3, len(body) - 8):
        with pytest.raises(ValueError, match=f"damaged {encoding} body"):
            decompress(body[:end], encoding)


def test_all_members_of_a_gzip_body_are_read() -> None:
    assert decompress(gzip.compress(PAGE) + gzip.compress(b"<p>") + b"\0\0", "gzip") == PAGE + b"<p>"


def three_pages(path: Path) -> bytes:
    bodies = [f"<html><body><p>{number} {PAGE.decode() * 9}</p></body></html>".encode() for number in range(3)]
    write_warc(path, [(f"https://a.test/{number}", body, "text/html", "") for number, body in enumerate(bodies)])
    return path.read_bytes()


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_of_a_cut_file_every_page_is_whole_or_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = three_pages(path)
    whole = [(page.url, page.content, page.offset) for page in read_saved(path)]
    starts = [offset or 0 for *_, offset in whole]
    for end in range(1, len(data)):
        path.write_bytes(data[:end])
        pages = list(read_saved(path))
        good = [(page.url, page.content, page.offset) for page in pages if page.error is None]
        assert good == whole[: len(good)]
        begun = sum(start < end for start in starts)
        # Only the blank lines after a record may be missing without a word.
        assert len(good) == begun or (len(good) == begun - 1 == len(pages) - 1), end


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
@pytest.mark.parametrize("damaged", [0, 1])
def test_pages_after_a_damaged_one_are_read(tmp_path: Path, name: str, damaged: int) -> None:
    path = tmp_path / name
    data = three_pages(path)
    starts = [page.offset or 0 for page in read_saved(path)]
    at = [*starts, len(data)][damaged + 1] - 150  # in the page
    path.write_bytes(data[:at] + data[at + 40 :])
    pages = list(read_saved(path))
    assert [page.url for page in pages if page.error is None] == [
        f"https://a.test/{number}" for number in range(3) if number != damaged
    ]
    (told,) = (page.error for page in pages if page.error)
    assert f"damaged after byte {starts[damaged]:,}" in told


@given(at=st.integers(0, 10_000), byte=st.integers(0, 255), take=st.integers(0, 40))
def test_whatever_bytes_change_no_page_is_read_that_was_not_there(at: int, byte: int, take: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.warc.gz"
        data = three_pages(path)
        whole = {page.url: page.content for page in read_saved(path)}
        at %= len(data)
        path.write_bytes(data[:at] + bytes([byte]) * (take % 3) + data[at + take :])
        pages = list(read_saved(path))
        good = {page.url: page.content for page in pages if page.error is None}
        assert good.items() <= whole.items()
        assert good  # the bytes are of two records at most
        assert len(good) == 3 or any(page.error for page in pages)


def test_an_answer_without_an_address_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    three_pages(path)
    path.write_bytes(
        path.read_bytes().replace(b"WARC-Target-URI: https://a.test/1", b"WARC-Nowhere: https://a.test/00001")
    )
    pages = list(read_saved(path))
    assert [page.error for page in pages] == [None, "it names no WARC-Target-URI", None]


def test_a_file_that_is_no_warc_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(b"not a warc at all")
    (page,) = read_saved(tmp_path / "x.warc.gz")
    assert page.error is not None
    assert "damaged" in page.error


def test_a_large_file_is_told(tmp_path: Path) -> None:
    with (tmp_path / "x.html").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    (page,) = read_saved(tmp_path)
    assert page.error is not None
    assert page.content == b""


def test_bombs_are_bounded() -> None:
    bomb = gzip.compress(b"\0" * (MAX_BYTES + 10))
    with pytest.raises(ValueError, match="more than"):
        decompress(bomb, "gzip")


def test_what_is_no_encoding_of_bytes_changes_none() -> None:
    assert decompress(PAGE, "utf-8") == PAGE
    assert decompress(PAGE, "gzip, rot13") == PAGE
    assert decompress(b"", "br") == b""


DOCUMENT = f"<html><body>{'<p>نص المقال وهو فقرات كثيرة</p>' * 40}</body></html>\n".encode()


@pytest.mark.parametrize("damage", ["checksum", "length", "cut checksum", "cut length"])
def test_a_document_whose_last_end_tag_came_is_whole(damage: str) -> None:
    sent = gzip.compress(DOCUMENT, mtime=0)
    sent = {
        "checksum": sent[:-8] + bytes(byte ^ 1 for byte in sent[-8:-4]) + sent[-4:],
        "length": sent[:-4] + bytes(byte ^ 1 for byte in sent[-4:]),
        "cut checksum": sent[:-6],
        "cut length": sent[:-3],
    }[damage]
    assert decompress(sent, "gzip") == DOCUMENT


def test_a_body_is_damaged_in_the_middle_or_whole() -> None:
    """What is read of a damaged stream counts as a page only if nothing of the page lies behind the damage."""
    sent = gzip.compress(DOCUMENT, mtime=0)
    for at in range(10, len(sent) - 8):
        damaged = sent[:at] + bytes((sent[at] ^ 0xFF,)) + sent[at + 1 :]
        content, problem = salvage(damaged, "gzip")
        if problem is None:
            assert content == DOCUMENT
        elif b"</html" not in content[-1024:]:
            with pytest.raises(ValueError, match="damaged gzip body"):
                decompress(damaged, "gzip")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "x-gzip,,deflate"]))
def test_any_bytes_are_read_or_refused(raw: bytes, encoding: str) -> None:
    for start in (b"", b"\x1f\x8b\x08", b"\x78\x9c", b"\x28\xb5\x2f\xfd"):
        with suppress(ValueError):
            decompress(start + raw, encoding, limit=100_000)


def test_paths_that_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        saved_files(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="holds no"):
        saved_files(tmp_path)


def test_a_broken_manifest_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "manifest.jsonl").write_text('{"file": "a.html"}\nnonsense\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"manifest\.jsonl line 2"):
        list(read_saved(tmp_path))


def chunked(body: bytes, size: int = 700) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("name", ["cc.warc", "cc.warc.gz"])
def test_a_foreign_warc_gives_its_pages_only(tmp_path: Path, name: str) -> None:
    long = PAGE * 60
    with (tmp_path / name).open("wb") as stream:
        writer = WARCWriter(stream, gzip=name.endswith(".gz"))

        def write(kind: str, url: str, body: bytes, status: str = "200 OK", **headers: str) -> None:
            pairs = [(key.replace("_", "-"), value) for key, value in headers.items()]
            http = StatusAndHeaders(status, pairs, protocol="HTTP/1.1")
            record = writer.create_warc_record(url, kind, payload=BytesIO(body), http_headers=http)
            writer.write_record(record)

        writer.write_record(writer.create_warcinfo_record("x", {"software": "another crawler"}))
        html = "text/html; charset=utf-8"
        write("response", "https://a.test/1", chunked(long), Content_Type=html, Transfer_Encoding="chunked")
        write("response", "https://a.test/2", long, Content_Type=html, Transfer_Encoding="chunked")  # its frame is lost
        squeezed = chunked(gzip.compress(long), 20)
        write(
            "response",
            "<https://a.test/3>",
            squeezed,
            Content_Type=html,
            Transfer_Encoding="chunked",
            Content_Encoding="gzip",
        )
        write("response", "https://a.test/4", chunked(long)[:900], Content_Type=html, Transfer_Encoding="chunked")
        write("revisit", "https://a.test/1", b"", Content_Type=html)
        write("response", "https://a.test/5", long, "404 Not Found", Content_Type=html)
        write("response", "https://a.test/6.png", b"\x89PNG", Content_Type="image/png")
        write("response", "https://a.test/feed", b"<rss/>", Content_Type="application/rss+xml")
    pages = list(read_saved(tmp_path / name))
    assert [(page.url, page.error is None) for page in pages] == [
        ("https://a.test/1", True),
        ("https://a.test/2", True),
        ("https://a.test/3", True),
        ("https://a.test/4", False),
    ]
    assert {page.content for page in pages[:3]} == {long}
    assert "chunked" in (pages[3].error or "")

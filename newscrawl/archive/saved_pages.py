"""Saved pages: `.html`, `.txt` and `.warc(.gz)` files and folders of them, one page after the other.

`saved_records` tells cheaply what there is, `read_record` reads one of it, in any process; `read_saved` does both.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from newscrawl.archive.bodies import MAX_BYTES, dechunk, decompress
from newscrawl.archive.raw import KIND_HEADER
from newscrawl.archive.warc_damage import damage_of, next_record, past_blank_lines
from newscrawl.urls import is_http_url, normalize_url, urn_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PAGE_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".txt"})
WARC_SUFFIXES: Final = (".warc", ".warc.gz")
MANIFEST: Final = "manifest.jsonl"


class BrokenFile(ValueError):
    """A saved file, or the rest of one, cannot be read; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One page as it was saved, its bytes decompressed."""

    content: bytes
    url: str
    """Its address; `urn:sha256:…` of its bytes where none is known."""
    path: Path
    offset: int | None = None
    """Where its record starts in a WARC file."""
    is_text: bool = False
    """Plain text, whose first line is the headline."""
    content_type: str | None = None
    fetched_at: datetime | None = None
    """Aware; None where nobody noted it."""
    etag: str | None = None
    last_modified: str | None = None
    kind: str | None = None
    """What the crawl that wrote the record took it for: `article`, `feed`, `sitemap`, `listing`, `rest`."""
    error: str | None = None
    """Why the content could not be read; it is empty then."""


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """Where a saved page lies: a whole file, or one record of a WARC file. Nothing of its content was read."""

    path: Path
    url: str = ""
    """Its address; empty where none is known."""
    offset: int | None = None
    """Where its record starts in a WARC file; None for a whole file."""
    end: int | None = None
    """Where its record ends."""
    kind: str | None = None
    fetched_at: datetime | None = None
    content_type: str | None = None
    """What the manifest says of a whole file."""
    is_answer: bool = True
    """Whether it may be a page; a request is none."""
    error: str | None = None
    """Why it cannot be read; without an `end`, nothing of the file from `offset` on can."""


_ANSWERS: Final = ("response", "resource")
_DAMAGES: Final = (ArchiveLoadFailed, EOFError, zlib.error, OSError, ValueError)


def saved_records(files: Iterable[Path], folder: Path) -> Iterator[SavedRecord]:
    """Give what the files hold, in order; `folder` is where their manifest is looked for. Raises ValueError for it."""
    manifest = _read_manifest(folder)
    for file in files:
        if is_warc(file):
            yield from warc_records(file)
        else:
            yield file_record(file, manifest.get(file.resolve(), {}))


def is_warc(file: Path) -> bool:
    """Tell a WARC file by its name."""
    return file.name.lower().endswith(WARC_SUFFIXES)


def warc_records(file: Path, start: int = 0) -> Iterator[SavedRecord]:
    """Give the records of a WARC file from one's start on; none of them is read.

    What is damaged comes as one record with `error`, and then the next that is whole.
    """
    at = start
    with file.open("rb") as stream:
        while True:
            try:
                stream.seek(at)
                iterator = ArchiveIterator(stream, no_record_parse=True)
                for found in iterator:
                    record = _scanned(file, iterator, found)
                    at = record.end or at
                    yield record
                problem = "what follows is no record"
            except _DAMAGES as raised:
                problem = str(raised)
            bad = past_blank_lines(stream, at)
            if bad is None:
                return
            end = next_record(stream, bad)
            detail = f"damaged after byte {bad:,}: {problem}"
            yield SavedRecord(file, urn_for(f"{file.name}:{bad}".encode()), bad, end, error=detail)
            if end is None:
                return
            at = end


def _scanned(file: Path, iterator: ArchiveIterator, found: Any) -> SavedRecord:
    """Give the record that an iterator is at; raises ArchiveLoadFailed where it is not whole."""
    if found.format != "warc":
        raise ArchiveLoadFailed("no WARC record")
    if damage := damage_of(iterator):
        raise ArchiveLoadFailed(damage)
    header = found.rec_headers.get_header
    offset = iterator.get_record_offset()
    is_answer = found.rec_type in _ANSWERS
    return SavedRecord(
        file,
        _address(header("WARC-Target-URI")),
        offset,
        offset + iterator.get_record_length(),
        header(KIND_HEADER),
        _instant(header("WARC-Date")),
        is_answer=is_answer,
        error="it names no WARC-Target-URI" if is_answer and header("WARC-Target-URI") is None else None,
    )


def read_record(record: SavedRecord) -> SavedPage | None:
    """Read what lies at a record: a page, or one with its `error`; None where that is no answer with a page."""
    if record.error is not None:
        return SavedPage(b"", record.url, record.path, error=record.error)
    if record.offset is None:
        return _read_page(record)
    with record.path.open("rb") as stream:
        try:
            stream.seek(record.offset)
            found = next(iter(ArchiveIterator(stream)), None)
            return _warc_page(found, record.path, record.offset) if found is not None else None
        except _DAMAGES as problem:
            return SavedPage(
                b"", record.url, record.path, record.offset, error=f"damaged at byte {record.offset:,}: {problem}"
            )


def saved_files(path: Path) -> list[Path]:
    """Give the files of saved pages at or below a path, sorted.

    Raises ValueError, in one line that names the path, where there are none.
    """
    if not path.exists():
        raise ValueError(f"path={path} does not exist: give a saved page, a .warc(.gz) file, or a folder of them")
    if path.is_file():
        return [path]
    found = [file for file in sorted(path.rglob("*")) if file.is_file() and _is_page(file)]
    if not found:
        raise ValueError(f"path={path} holds no .html, .htm, .txt, .warc or .warc.gz file")
    return found


def read_saved(path: Path) -> Iterator[SavedPage]:
    """Give every page at or below a path; what cannot be read comes with its `error`. Raises ValueError as above."""
    for record in saved_records(saved_files(path), path if path.is_dir() else path.parent):
        page = read_record(record) if record.is_answer else None
        if page is not None:
            yield page


def _is_page(file: Path) -> bool:
    return file.suffix.lower() in PAGE_SUFFIXES or is_warc(file)


def _read_manifest(folder: Path) -> dict[Path, dict[str, Any]]:
    """Read `manifest.jsonl` in the folder or its parent: one object a line with `file` and `url`.

    Optional: `fetched_at` (ISO 8601 with a zone), `content_type`. Raises ValueError for a line that is no such object.
    """
    for place in (folder, folder.parent):
        manifest = place / MANIFEST
        if not manifest.is_file():
            continue
        rows: dict[Path, dict[str, Any]] = {}
        for number, line in enumerate(manifest.read_text(encoding="utf-8-sig").splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                rows[(place / row["file"]).resolve()] = row
            except (ValueError, TypeError, KeyError):
                raise ValueError(
                    f'{manifest} line {number}: write an object such as {{"file": "page.html", "url": "https://…"}}'
                ) from None
        return rows
    return {}


def file_record(file: Path, row: dict[str, Any]) -> SavedRecord:
    """Give the record of a whole file with what its line of the manifest says."""
    url = row.get("url")
    return SavedRecord(
        file,
        normalize_url(url) if isinstance(url, str) and url else "",
        fetched_at=_instant(row.get("fetched_at")),
        content_type=row.get("content_type"),
    )


def _read_page(record: SavedRecord) -> SavedPage:
    file = record.path
    error = None
    content = b""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            error = f"{size:,} bytes; a page may have {MAX_BYTES:,}"
        else:
            content = file.read_bytes()
    except OSError as problem:
        error = f"cannot be read: {problem.strerror}"
    return SavedPage(
        content=content,
        url=record.url or urn_for(content or str(file).encode()),
        path=file,
        is_text=file.suffix.lower() == ".txt",
        content_type=record.content_type,
        fetched_at=record.fetched_at,
        error=error,
    )


def read_warc(file: Path) -> Iterator[SavedPage]:
    """Give the HTML answers (status 200) of a WARC file in its order; of our own files, feeds and API answers too.

    A damaged rest of the file comes as one page with `error`.
    """
    for record in warc_records(file):
        page = read_record(record) if record.is_answer else None
        if page is not None:
            yield page


def _address(url: str | None) -> str:
    bare = (url or "").strip("<>")
    return normalize_url(bare) if is_http_url(bare) else ""


def _warc_page(record: Any, file: Path, offset: int) -> SavedPage | None:
    if record.rec_type not in _ANSWERS:
        return None
    http = record.http_headers
    if record.rec_type == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    content_type = http.get_header("Content-Type") if http else record.content_type
    kind = record.rec_headers.get_header(KIND_HEADER)
    if kind is None and content_type and not any(name in content_type.lower() for name in ("html", "text/plain")):
        return None
    raw = record.raw_stream.read(MAX_BYTES + 1)
    error = f"more than {MAX_BYTES:,} bytes" if len(raw) > MAX_BYTES else None
    content = b""
    if error is None:
        try:
            if http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
                raw = dechunk(raw)
            content = decompress(raw, http.get_header("Content-Encoding") if http else None)
        except ValueError as problem:
            error = str(problem)
    return SavedPage(
        content=content,
        url=_address(record.rec_headers.get_header("WARC-Target-URI")) or urn_for(content),
        path=file,
        offset=offset,
        content_type=content_type,
        fetched_at=_instant(record.rec_headers.get_header("WARC-Date")),
        etag=http.get_header("ETag") if http else None,
        last_modified=http.get_header("Last-Modified") if http else None,
        kind=kind,
        error=error,
    )


def _instant(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""Saved pages: `.html`, `.txt` and `.warc(.gz)` files and folders of them, one page after the other."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import brotli
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from newscrawl.archive.raw import KIND_HEADER
from newscrawl.urls import is_http_url, normalize_url, urn_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml", ".txt"})
WARC_SUFFIXES: Final = (".warc", ".warc.gz")
MANIFEST: Final = "manifest.jsonl"
MAX_BYTES: Final = 20 * 1024 * 1024
"""A larger page is not read; the same bound as for a download."""


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
    files = saved_files(path)
    folder = path if path.is_dir() else path.parent
    manifest = _read_manifest(folder)
    for file in files:
        if file.name.lower().endswith(WARC_SUFFIXES):
            yield from read_warc(file)
        else:
            yield _read_page(file, manifest.get(file.resolve(), {}))


def _is_page(file: Path) -> bool:
    return file.suffix.lower() in PAGE_SUFFIXES or file.name.lower().endswith(WARC_SUFFIXES)


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


def _read_page(file: Path, row: dict[str, Any]) -> SavedPage:
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
    url = row.get("url")
    return SavedPage(
        content=content,
        url=normalize_url(url) if isinstance(url, str) and url else urn_for(content or str(file).encode()),
        path=file,
        is_text=file.suffix.lower() == ".txt",
        content_type=row.get("content_type"),
        fetched_at=_instant(row.get("fetched_at")),
        error=error,
    )


def read_warc(file: Path) -> Iterator[SavedPage]:
    """Give the HTML answers (status 200) of a WARC file in its order; of our own files, feeds and API answers too.

    A damaged rest of the file comes as one page with `error`.
    """
    with file.open("rb") as stream:
        iterator = ArchiveIterator(stream)
        try:
            for record in iterator:
                if record.format != "warc":
                    raise ArchiveLoadFailed("no WARC record")
                if record.rec_type not in ("response", "resource"):
                    continue
                page = _warc_page(record, file, iterator.offset)
                if page is not None:
                    yield page
        except (ArchiveLoadFailed, EOFError, zlib.error, OSError, ValueError) as problem:
            detail = f"damaged after byte {stream.tell():,}: {problem}"
            yield SavedPage(b"", urn_for(f"{file}:{stream.tell()}".encode()), file, error=detail)


def _warc_page(record: Any, file: Path, offset: int) -> SavedPage | None:
    http = record.http_headers
    if record.rec_type == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    content_type = http.get_header("Content-Type") if http else record.content_type
    kind = record.rec_headers.get_header(KIND_HEADER)
    if kind is None and content_type and not any(name in content_type.lower() for name in ("html", "text/plain")):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    raw = record.raw_stream.read(MAX_BYTES + 1)
    error = f"more than {MAX_BYTES:,} bytes" if len(raw) > MAX_BYTES else None
    content = b""
    if error is None:
        try:
            content = decompress(raw, http.get_header("Content-Encoding") if http else None)
        except ValueError as problem:
            error = str(problem)
    return SavedPage(
        content=content,
        url=normalize_url(url) if is_http_url(url.strip("<>")) else urn_for(content),
        path=file,
        offset=offset,
        content_type=content_type,
        fetched_at=_instant(record.rec_headers.get_header("WARC-Date")),
        etag=http.get_header("ETag") if http else None,
        last_modified=http.get_header("Last-Modified") if http else None,
        kind=kind,
        error=error,
    )


def decompress(raw: bytes, encoding: str | None) -> bytes:
    """Undo a Content-Encoding (`gzip`, `deflate`, `br`, `zstd`); bytes that do not wear it come back as they are.

    Raises ValueError for damaged bytes, an encoding nobody knows, and a body past MAX_BYTES.
    """
    for name in reversed([part.strip().lower() for part in (encoding or "").split(",") if part.strip()]):
        raw = _undo(raw, name)
        if len(raw) > MAX_BYTES:
            raise ValueError(f"decompresses to more than {MAX_BYTES:,} bytes")
    return raw


def _undo(raw: bytes, name: str) -> bytes:
    try:
        match name:
            case "identity" | "utf-8" | "none":
                return raw
            case "gzip" | "x-gzip":
                return _inflate(raw, 31) if raw.startswith(b"\x1f\x8b") else raw
            case "deflate":
                return _inflate(raw, zlib.MAX_WBITS if raw[:1] == b"\x78" else -zlib.MAX_WBITS)
            case "br":
                return bytes(brotli.Decompressor().process(raw, output_buffer_limit=MAX_BYTES + 1))
            case "zstd":
                return bytes(zstandard.ZstdDecompressor().stream_reader(raw).read(MAX_BYTES + 1))
    except (zlib.error, EOFError, brotli.error, zstandard.ZstdError) as problem:
        raise ValueError(f"damaged {name} body: {problem}") from None
    raise ValueError(f"unknown Content-Encoding {name}")


def _inflate(raw: bytes, window: int) -> bytes:
    decompressor = zlib.decompressobj(window)
    content = decompressor.decompress(raw, MAX_BYTES + 1)
    if not decompressor.eof and len(content) <= MAX_BYTES:
        raise EOFError("it is cut")
    return content


def _instant(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

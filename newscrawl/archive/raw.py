"""Raw pages: every useful answer as a WARC record, in gzip files that are rotated by size."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO
    from pathlib import Path

KIND_HEADER: Final = "Newscrawl-Kind"
"""Header of our own in a record: what the crawl took the page for (`article`, `feed` …)."""
RENDERED_HEADER: Final = "Newscrawl-Rendered"
"""Marks a page as a browser made it; the bytes that the server sent were other ones."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they went over the wire; bodies may be compressed."""

    url: str
    method: str
    request_headers: Sequence[tuple[str, str]]
    status: int
    reason: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    fetched_at: datetime
    kind: str


class RawPages:
    """Appends exchanges to WARC files of one folder; each process writes files of its own."""

    def __init__(self, folder: Path, *, file_bytes: int) -> None:
        self.folder = folder
        self.file_bytes = file_bytes
        self._stream: FileIO | None = None
        self._path: Path | None = None
        self._number = 0

    def write(self, exchange: Exchange) -> tuple[str, int]:
        """Append answer and request, and give the file's name and the answer's offset in it.

        Raises OSError where the disk is full, the folder cannot be written or the file was removed; what was written
        by half is cut off again.
        """
        stream = self._open()
        before = stream.tell()
        try:
            _write_whole(stream, _records(exchange))
        except OSError:
            stream.seek(before)
            stream.truncate()
            raise
        assert self._path is not None  # noqa: S101 - _open sets it
        name = self._path.name
        if stream.tell() >= self.file_bytes:
            self.close()
        return name, before

    def close(self) -> None:
        """Close the file that is open; the next write starts another."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _open(self) -> FileIO:
        if self._stream is None:
            self.folder.mkdir(parents=True, exist_ok=True)
        elif os.fstat(self._stream.fileno()).st_nlink == 0:
            # What is written into it would be gone with it.
            raise FileNotFoundError(errno.ENOENT, f"{self._path} was removed while it was written")
        while self._stream is None:
            self._number += 1
            started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            self._path = self.folder / f"newscrawl-{started}-{os.getpid()}-{self._number:05}.warc.gz"
            # Other crawls of this process may have begun a file in this very second.
            with suppress(FileExistsError):
                self._stream = self._path.open("xb", buffering=0)
        return self._stream


def _records(exchange: Exchange) -> bytes:
    """Give the records of an answer and of its request, a gzip member each."""
    records = BytesIO()
    writer = WARCWriter(records, gzip=True)
    date = exchange.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        http_headers=_response_headers(exchange),
        warc_headers_dict={"WARC-Date": date, KIND_HEADER: exchange.kind},
    )
    request = writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(b""),
        http_headers=_request_headers(exchange),
        warc_headers_dict={
            "WARC-Date": date,
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    writer.write_record(response)
    writer.write_record(request)
    return records.getvalue()


def _write_whole(stream: FileIO, data: bytes) -> None:
    """Write all bytes past Python's buffer, which a full disk would leave full: it fails again on each later call."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def _response_headers(exchange: Exchange) -> StatusAndHeaders:
    """Give the answer's headers; those that describe the transfer are made true of the stored bytes."""
    kept = [
        (name, value)
        for name, value in exchange.headers
        if name.lower() not in ("transfer-encoding", "content-length", "connection")
    ]
    kept.append(("Content-Length", str(len(exchange.body))))
    return StatusAndHeaders(f"{exchange.status} {exchange.reason}", kept, protocol="HTTP/1.1")


def _request_headers(exchange: Exchange) -> StatusAndHeaders:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc), *exchange.request_headers]
    return StatusAndHeaders(f"{exchange.method} {target} HTTP/1.1", headers, is_http_request=True)

"""Raw pages that a killed crawl had fetched but not stored: the next crawl reads them here and asks nobody again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from warcio.archiveiterator import ArchiveIterator

from newscrawl.archive import pages
from newscrawl.archive.raw import KIND_HEADER, RENDERED_HEADER, Exchange
from newscrawl.archive.raw_upkeep import OWN_NAME, writer_of
from newscrawl.archive.saved_pages import warc_records
from newscrawl.items import utc_text
from newscrawl.urls import normalize_url

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from newscrawl.archive.saved_pages import SavedRecord

FRESH: Final = timedelta(hours=1)
"""An older raw page is asked for again: articles are looked at again after an hour anyway."""

_BEFORE: Final = 200
"""Stored records of a file's end that are looked past: answers are not stored quite in the order in which they came."""


class LeftPages:
    """Answers with article pages that no row of the archive knows of, by their addresses."""

    def __init__(self, records: Iterable[SavedRecord] = ()) -> None:
        # Of one page fetched twice the later answer counts.
        self._records = {record.url: record for record in records}

    def __len__(self) -> int:
        return len(self._records)

    def take(self, url: str, *, changed_at: datetime | None = None) -> tuple[Exchange, tuple[str, int]] | None:
        """Give a page's answer and where it lies, once; None where there is none, or the page changed since."""
        record = self._records.pop(normalize_url(url), None) if self._records else None
        if record is None or record.offset is None or record.fetched_at is None:
            return None
        if changed_at is not None and changed_at > record.fetched_at:
            return None
        exchange = _read(record, record.fetched_at)
        if exchange is None or exchange.url != url:
            return None
        return exchange, (record.path.name, record.offset)


def left_pages(folder: Path, connection: sqlite3.Connection, *, crawl_id: int, now: datetime) -> LeftPages:
    """Find what crawls that were killed in the last hour had fetched and not stored; `crawl_id` is the caller's own.

    Files whose process still runs are left alone.
    """
    killed = connection.execute(
        "SELECT 1 FROM crawls WHERE finished_at IS NULL AND id <> ? AND started_at >= ?",
        (crawl_id, utc_text(now - timedelta(days=1))),
    ).fetchone()
    if killed is None or not folder.is_dir():
        return LeftPages()
    oldest = (now - FRESH).timestamp()
    files = {
        path.name: path
        for path in sorted(folder.glob("*.warc.gz"))
        if OWN_NAME.fullmatch(path.name) and path.stat().st_mtime >= oldest and writer_of(path) is None
    }
    stored: dict[str, list[int]] = {name: [] for name in files}
    if files:
        for name, offset in connection.execute("SELECT warc_file, warc_offset FROM pages WHERE warc_file IS NOT NULL"):
            if name in stored:
                stored[name].append(offset)
    found: list[SavedRecord] = []
    for name, path in files.items():
        offsets = sorted(stored[name])
        start = offsets[-_BEFORE] if len(offsets) >= _BEFORE else 0
        found += _unstored(path, start, connection, now=now)
    return LeftPages(sorted(found, key=lambda record: (record.fetched_at, record.path.name, record.offset)))


def _unstored(path: Path, start: int, connection: sqlite3.Connection, *, now: datetime) -> Iterable[SavedRecord]:
    for record in warc_records(path, start):
        if record.error is not None or record.kind != "article" or not record.is_answer or record.fetched_at is None:
            continue
        if not now - FRESH <= record.fetched_at <= now:
            continue
        row = pages.page(connection, record.url)
        if row is None or row.fetched_at is None or row.fetched_at < utc_text(record.fetched_at):
            yield record


def _read(record: SavedRecord, fetched_at: datetime) -> Exchange | None:
    """Read an answer as it was sent; None for a page as a browser made it, which a server never sent."""
    assert record.offset is not None  # noqa: S101 - it lies in a WARC file
    with record.path.open("rb") as stream:
        stream.seek(record.offset)
        found = next(iter(ArchiveIterator(stream)), None)
        if found is None or found.http_headers is None or found.http_headers.get_header(RENDERED_HEADER):
            return None
        return Exchange(
            url=found.rec_headers.get_header("WARC-Target-URI"),
            method="GET",
            request_headers=[],
            status=int(found.http_headers.get_statuscode()),
            reason="OK",
            headers=found.http_headers.headers,
            body=found.raw_stream.read(),
            fetched_at=fetched_at,
            kind=found.rec_headers.get_header(KIND_HEADER),
        )

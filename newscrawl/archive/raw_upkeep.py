"""Upkeep of raw pages: cut records mended, old files deleted, pointers checked, and a page taken out for good."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from typing import TYPE_CHECKING, Final

from warcio.archiveiterator import ArchiveIterator

from newscrawl.urls import identity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from newscrawl.archive.store import Archive

_OWN_NAME: Final = re.compile(r"newscrawl-\d{8}T\d{6}-(\d+)-\d{5}\.warc\.gz", re.ASCII)
_CHUNK: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b\x08"


def mend(folder: Path) -> list[tuple[Path, int]]:
    """Cut a half-written last record off each file of the folder; give the files that were cut and by how many bytes.

    A crawl that was killed leaves at most one such record, at the end of its newest file. Files of a process that still
    runs are left alone, and so are files of other programs.
    """
    mended = []
    for path in sorted(folder.glob("*.warc.gz")):
        name = _OWN_NAME.fullmatch(path.name)
        if name is None or _is_running(int(name[1])):
            continue
        size = path.stat().st_size
        good = _end_of_last_member(path)
        if good < size:
            with path.open("r+b") as stream:
                stream.truncate(good)
            mended.append((path, size - good))
    return mended


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end_of_last_member(path: Path) -> int:
    """Give the offset at which the last whole gzip member of a file ends."""
    good = 0
    with path.open("rb") as stream:
        decompressor = zlib.decompressobj(31)
        started = False
        while chunk := stream.read(_CHUNK):
            while chunk:
                started = True
                try:
                    decompressor.decompress(chunk)
                except zlib.error:
                    return good
                if not decompressor.eof:
                    break
                chunk = decompressor.unused_data
                good = stream.tell() - len(chunk)
                decompressor = zlib.decompressobj(31)
                started = False
                if chunk and not chunk.startswith(_GZIP[: len(chunk)]):
                    return good
    return good if started else path.stat().st_size


def prune(folder: Path, *, total_bytes: int, archive: Archive) -> list[Path]:
    """Delete the oldest files until the folder holds at most `total_bytes`; give the deleted ones.

    A file of which some page has no article in the archive stays longest: its raw page is the only copy. Pointers of
    `pages` into a deleted file are cleared first. Raises ArchiveError where they cannot be.
    """
    files = sorted(folder.glob("*.warc.gz"), key=lambda path: (path.stat().st_mtime, path.name))
    excess = sum(path.stat().st_size for path in files) - total_bytes
    if excess <= 0:
        return []
    needed = _files_of_unstored_pages(archive.connection)
    deleted: list[Path] = []
    for path in sorted(files[:-1], key=lambda path: path.name in needed):
        if excess <= 0:
            break
        excess -= path.stat().st_size
        with archive.transaction():
            archive.connection.execute(
                "UPDATE pages SET warc_file = NULL, warc_offset = NULL WHERE warc_file = ?", (path.name,)
            )
        archive.flush()
        path.unlink()
        deleted.append(path)
    return deleted


def _files_of_unstored_pages(connection: sqlite3.Connection) -> frozenset[str]:
    rows: Iterable[tuple[str]] = connection.execute(
        "SELECT DISTINCT warc_file FROM pages WHERE kind = 'article' AND article_id IS NULL AND warc_file IS NOT NULL"
    )
    return frozenset(name for (name,) in rows)


def broken_pointers(folder: Path, connection: sqlite3.Connection) -> list[str]:
    """Give, in words, each pointer of `pages` at which the folder holds no record of that page."""
    found = []
    pointers = connection.execute(
        "SELECT warc_file, warc_offset, url, url_key FROM pages WHERE warc_file IS NOT NULL ORDER BY 1, 2"
    )
    for name, offset, url, key in pointers:
        path = folder / name
        if not path.is_file():
            found.append(f"{url}: {name} is not there")
        elif _key_at(path, offset) not in (key, None):
            found.append(f"{url}: {name} holds another page at byte {offset:,}")
        elif _key_at(path, offset) is None:
            found.append(f"{url}: {name} holds no record at byte {offset:,}")
    return found


def _key_at(path: Path, offset: int) -> str | None:
    """Give the identity of the page whose record starts at an offset, None where none starts there."""
    with path.open("rb") as stream:
        stream.seek(offset)
        if stream.read(3) != _GZIP:
            return None
        stream.seek(offset)
        try:
            with gzip.GzipFile(fileobj=stream) as record:
                head = record.read(8192)
        except (OSError, EOFError, zlib.error):
            return None
    match = re.search(rb"^WARC-Target-URI: <?([^\r\n>]+)", head, re.MULTILINE)
    return identity(match[1].decode("utf-8", "replace")) if match else None


def forget(folder: Path, urls: Iterable[str], connection: sqlite3.Connection) -> int:
    """Take every record of some pages out of the folder's WARC files; give how many records went.

    A file is written anew beside the old one and renamed into its place, and the pointers of `pages` into it follow.
    """
    keys = {identity(url) for url in urls}
    gone = 0
    for path in sorted(folder.glob("*.warc.gz")):
        records = list(_records(path))
        if not any(key in keys for _, _, key in records):
            continue
        moved: list[tuple[int, int]] = []
        fresh = path.with_suffix(".tmp")
        with path.open("rb") as old, fresh.open("wb") as new:
            for start, end, key in records:
                if key in keys:
                    gone += 1
                    continue
                moved.append((start, new.tell()))
                old.seek(start)
                new.write(old.read(end - start))
            new.flush()
            os.fsync(new.fileno())
        with connection:
            # Offsets only shrink, so in this order no two pointers of one file ever meet.
            connection.executemany(
                "UPDATE pages SET warc_offset = ? WHERE warc_file = ? AND warc_offset = ?",
                [(now, path.name, before) for before, now in moved],
            )
            fresh.replace(path)
    return gone


def _records(path: Path) -> Iterator[tuple[int, int, str]]:
    """Give start, end and page identity of each record of a file."""
    with path.open("rb") as stream:
        iterator = ArchiveIterator(stream, no_record_parse=True)
        for record in iterator:
            start = iterator.get_record_offset()
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            yield start, start + iterator.get_record_length(), identity(url.strip("<>"))

"""Upkeep of raw pages: cut records mended, old files deleted, and pointers checked."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newscrawl.archive.warc_damage import next_record
from newscrawl.urls import identity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from newscrawl.archive.store import Archive

OWN_NAME: Final = re.compile(r"newscrawl-\d{8}T\d{6}-(\d+)-\d{5}\.warc\.gz", re.ASCII)
"""A file that a crawl wrote, with the number of its process."""
_CHUNK: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b\x08"
_LAST: Final = 4096  # bytes; a file of ours ends with the record of a request, of a few hundred


def mend(folder: Path) -> list[tuple[Path, int]]:
    """Cut a half-written last record off each file of the folder; give the files that were cut and by how many bytes.

    A crawl that was killed leaves at most one such record, at the end of its newest file. Files of a process that still
    runs are left alone, and so are files of other programs.
    """
    mended = []
    for path in sorted(folder.glob("*.warc.gz")):
        name = OWN_NAME.fullmatch(path.name)
        if name is None or _is_running(int(name[1])):
            continue
        size = path.stat().st_size
        good = size if _ends_whole(path, size) else _end_of_last_member(path)
        if good < size:
            with path.open("r+b") as stream:
                stream.truncate(good)
            mended.append((path, size - good))
    return mended


def writer_of(path: Path) -> int | None:
    """Give the number of the process that is writing a raw file of ours; None where none is."""
    name = OWN_NAME.fullmatch(path.name)
    if name is None or not _is_running(int(name[1])):
        return None
    try:
        # The number may be that of another program by now.
        held = any(os.path.samefile(descriptor, path) for descriptor in Path(f"/proc/{name[1]}/fd").iterdir())
    except OSError:  # no such folder on this system, or a file that was closed meanwhile
        held = True
    return int(name[1]) if held else None


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ends_whole(path: Path, size: int) -> bool:
    """Tell by its last bytes alone that a file ends with a whole record, so that not all raw pages are read at a start.

    Where that cannot be told so, the whole file has to be read.
    """
    with path.open("rb") as stream:
        stream.seek(max(0, size - _LAST))
        tail = stream.read(_LAST)
    at = tail.rfind(_GZIP)
    while at >= 0:
        decompressor = zlib.decompressobj(31)
        try:
            record = decompressor.decompress(tail[at:], _CHUNK)
        except zlib.error:  # these bytes only look like a beginning
            record = b""
        if record.startswith(b"WARC/"):
            return decompressor.eof and not decompressor.unused_data
        at = tail.rfind(_GZIP, 0, at)
    return False


def _end_of_last_member(path: Path) -> int:
    """Give the offset at which a file's last whole gzip member ends; its size where others follow a damaged one."""
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
                    return good if next_record(stream, good) is None else path.stat().st_size
                if not decompressor.eof:
                    break
                chunk = decompressor.unused_data
                good = stream.tell() - len(chunk)
                decompressor = zlib.decompressobj(31)
                started = False
                if chunk and not chunk.startswith(_GZIP[: len(chunk)]):
                    return good
    return good if started else path.stat().st_size


def size_of(folder: Path) -> int:
    """Give the bytes that a folder's raw pages take."""
    return sum(path.stat().st_size for path in folder.glob("*.warc.gz"))


def prune(folder: Path, *, total_bytes: int, archive: Archive) -> list[Path]:
    """Delete the oldest files until the folder holds at most `total_bytes`; give the deleted ones.

    A file of which some page has no article in the archive stays longest: its raw page is the only copy. Pointers of
    `pages` into a deleted file are cleared first. Raises ArchiveError where they cannot be.
    """
    files = sorted(folder.glob("*.warc.gz"), key=lambda path: (path.stat().st_mtime, path.name))
    excess = size_of(folder) - total_bytes
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
    return [words for _, words in _broken(folder, connection)]


def clear_broken_pointers(folder: Path, archive: Archive) -> None:
    """Forget where raw pages lay that are not there any more, as when somebody deleted old files."""
    broken = [(key,) for key, _ in _broken(folder, archive.connection)]
    with archive.transaction():
        archive.connection.executemany(
            "UPDATE pages SET warc_file = NULL, warc_offset = NULL WHERE url_key = ?", broken
        )
    archive.flush()


def _broken(folder: Path, connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Give the key of each page whose pointer is broken, and how, in words."""
    pointers = connection.execute(
        "SELECT warc_file, warc_offset, url, url_key FROM pages WHERE warc_file IS NOT NULL ORDER BY 1, 2"
    )
    for name, offset, url, key in pointers:
        path = folder / name
        if not path.is_file():
            yield key, f"{url}: {name} is not there"
            continue
        there = _key_at(path, offset)
        if there is None:
            yield key, f"{url}: {name} holds no record at byte {offset:,}"
        elif there != key:
            yield key, f"{url}: {name} holds another page at byte {offset:,}"


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

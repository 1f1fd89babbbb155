"""Forgetting raw pages: every record of a page taken out of the WARC files, and the lists that tell of it."""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from newscrawl.archive.bodies import MAX_BYTES, TooLarge, salvage
from newscrawl.archive.connection import ArchiveError
from newscrawl.archive.raw import KIND_HEADER
from newscrawl.archive.raw_upkeep import mend, writer_of
from newscrawl.archive.warc_damage import damage_of
from newscrawl.urls import identity, normalize_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from newscrawl.archive.store import Archive

_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_NO_LIST: Final = frozenset({"article"})


@dataclass(frozen=True, slots=True)
class Gone:
    """How many records were taken out."""

    pages: int = 0
    """Answers and requests of the pages themselves."""
    lists: int = 0
    """Of feeds, sitemaps, listings and API answers that name one of the pages, and may hold its text."""


@dataclass(frozen=True, slots=True)
class _Record:
    start: int
    end: int
    key: str
    """Identity of its page."""
    id: str
    request_of: str
    """The id of the answer that a request belongs to."""
    names_it: bool
    """A list that names a page to be forgotten."""


def refuse_while_written(folder: Path) -> None:
    """Raise ArchiveError where a crawl is writing one of the folder's files, which can not be written anew then."""
    for path in sorted(folder.glob("*.warc.gz")):
        pid = writer_of(path)
        if pid is not None and pid != os.getpid():
            raise ArchiveError(f"{path}: a crawl (process {pid}) is writing it; run this again when it has ended")


def forget(folder: Path, urls: Iterable[str], archive: Archive) -> Gone:
    """Take every record of some pages out of the folder's WARC files, and every list that names one of them.

    A file is written anew beside the old one and renamed into its place, and the pointers of `pages` into it follow.
    Raises ArchiveError where a file is being written or can not be read, OSError where it can not be written.
    """
    refuse_while_written(folder)
    mend(folder)
    urls = list(urls)
    keys = {identity(url) for url in urls}
    names = [pattern for url in urls if (pattern := _naming(url)) is not None]
    pages = lists = 0
    for path in sorted(folder.glob("*.warc.gz")):
        try:
            records = list(_records(path, names))
        except (ArchiveLoadFailed, EOFError, ValueError) as error:
            raise ArchiveError(f"{path}: it can not be read ({error}); mend it or move it away") from error
        own = {record.start for record in records if record.key in keys}
        naming = {record.id for record in records if record.names_it and record.start not in own}
        told = {record.start for record in records if record.id in naming or record.request_of in naming} - own
        if own or told:
            _write_anew(path, records, own | told, archive)
            pages, lists = pages + len(own), lists + len(naming)
    return Gone(pages, lists)


def _write_anew(path: Path, records: list[_Record], without: set[int], archive: Archive) -> None:
    moved: list[tuple[int, int]] = []
    fresh = path.with_suffix(".tmp")
    try:
        with path.open("rb") as old, fresh.open("wb") as new:
            for record in records:
                if record.start not in without:
                    moved.append((record.start, new.tell()))
                    old.seek(record.start)
                    new.write(old.read(record.end - record.start))
            new.flush()
            os.fsync(new.fileno())
        with archive.transaction():
            archive.connection.executemany(
                "UPDATE pages SET warc_file = NULL, warc_offset = NULL WHERE warc_file = ? AND warc_offset = ?",
                [(path.name, start) for start in without],
            )
            # Offsets only shrink, so in this order no two pointers of one file ever meet.
            archive.connection.executemany(
                "UPDATE pages SET warc_offset = ? WHERE warc_file = ? AND warc_offset = ?",
                [(now, path.name, before) for before, now in moved if now != before],
            )
        archive.flush()
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    if not moved:
        path.unlink()


def _records(path: Path, names: list[re.Pattern[str]]) -> Iterator[_Record]:
    with path.open("rb") as stream:
        iterator = ArchiveIterator(stream)
        for record in iterator:
            header = record.rec_headers.get_header
            names_it = record.rec_type in ("response", "resource") and _is_list(record) and _names(record, names)
            if damage := damage_of(iterator):  # what lies behind it would go unseen
                raise ArchiveLoadFailed(f"after byte {iterator.get_record_offset():,}: {damage}")
            start = iterator.get_record_offset()
            end = start + iterator.get_record_length()
            url = header("WARC-Target-URI") or ""
            yield _Record(
                start,
                end,
                identity(url.strip("<>")),
                header("WARC-Record-ID") or "",
                header("WARC-Concurrent-To") or "",
                names_it,
            )


def _is_list(record: Any) -> bool:
    """Tell a feed, sitemap, listing or API answer; of a foreign record, by its type."""
    kind = record.rec_headers.get_header(KIND_HEADER)
    if kind is not None:
        return kind not in _NO_LIST
    content_type = record.http_headers.get_header("Content-Type") if record.http_headers else record.content_type
    return any(name in (content_type or "").lower() for name in ("xml", "json", "rss")) and "xhtml" not in content_type


def _names(record: Any, names: list[re.Pattern[str]]) -> bool:
    raw = record.raw_stream.read(MAX_BYTES + 1)
    encoding = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    try:
        body, _ = salvage(raw, encoding)
        body, _ = salvage(body, "gzip")  # a sitemap that is a .gz file
    except TooLarge:
        return False  # nobody can read a page's text there either
    text = html.unescape(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), body.decode("utf-8", "replace")))
    text = unquote(text.replace("\\/", "/"))
    return any(pattern.search(text) for pattern in names)


def _naming(url: str) -> re.Pattern[str] | None:
    """Make the pattern that finds a page's address in a list, whole or as a relative link; None for a front page."""
    parts = urlsplit(normalize_url(url))
    path = unquote(parts.path).rstrip("/")
    if not path:
        return None
    query = re.escape("?" + unquote(parts.query)) if parts.query else ""
    host = re.escape((parts.hostname or "").removeprefix("www."))
    return re.compile(rf"(?:{host}(?::\d+)?|[\"'\s>=(\[]){re.escape(path)}/?{query}(?![\w-]|\.\w|/\w)")

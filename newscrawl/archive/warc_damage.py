"""Damage in WARC files: a record that is not whole is told, and the next one after it is found.

warcio gives what it could decompress of a damaged gzip member as if that were all.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typing import BinaryIO

_START: Final = re.compile(rb"\x1f\x8b\x08|\nWARC/1\.")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 16  # bytes; more than any start has
_LOOK: Final = 4096  # compressed bytes in which the first line of a record surely is


def damage_of(iterator: Any) -> str | None:
    """Tell why the record that an ArchiveIterator gave last is not whole; None where it is. Reads it to its end.

    The iterator has to be a new one after each damage.
    """
    iterator.read_to_end()
    if not (iterator.record.rec_headers.get_header("Content-Length") or "").strip().isdecimal():
        return "the record's header is cut"
    missing = getattr(iterator.record.raw_stream, "limit", 0)
    if missing:
        return f"the record lacks {missing:,} bytes"
    if iterator.err_count or iterator.get_record_length() <= 0:
        return "the record has another length than its header says"
    decompressor = iterator.reader.decompressor
    # A file compressed as a whole has its next record in the same member; warcio refuses it there, with the reason.
    if decompressor is not None and not decompressor.eof and iterator.next_line is None:
        return "the compressed record is cut or its bytes were changed"
    return None


def past_blank_lines(stream: BinaryIO, at: int) -> int | None:
    """Give where the next thing after a record that ends at `at` starts; None at the file's end. Moves the stream."""
    stream.seek(at)
    while chunk := stream.read(_LOOK):
        rest = chunk.lstrip(b"\r\n")
        if rest:
            return stream.tell() - len(rest)
    return None


def next_record(stream: BinaryIO, after: int) -> int | None:
    """Give the offset past `after` at which the next record starts; None where there is none. Moves the stream."""
    at = after + 1
    while True:
        stream.seek(at)
        chunk = stream.read(_CHUNK)
        for found in _START.finditer(chunk):
            start = at + found.start() + (found[0][:1] == b"\n")
            if found[0][:1] == b"\n" or _is_member(stream, start):
                return start
        if len(chunk) < _CHUNK:
            return None
        at += len(chunk) - _OVERLAP


def _is_member(stream: BinaryIO, start: int) -> bool:
    """Tell whether a gzip member with a record starts here; the three bytes stand in compressed text by chance, too."""
    stream.seek(start)
    try:
        return zlib.decompressobj(31).decompress(stream.read(_LOOK), _OVERLAP).startswith(b"WARC/")
    except zlib.error:
        return False

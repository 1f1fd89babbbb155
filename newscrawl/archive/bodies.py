"""Bodies of answers as they went over the wire → the bytes of the page: chunks and compression undone, bounded."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

import brotli
import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_BYTES: Final = 50 * 1024 * 1024
"""A larger page is not read, whatever DOWNLOAD_MAXSIZE lets a crawl fetch; `extraction.page` has the same bound."""

_GZIP: Final = b"\x1f\x8b"
_ZLIB: Final = b"\x78"
_STEP: Final = 4096  # bytes between two states of a damaged stream that are kept to go back to
_BLOCK: Final = 512  # bytes; four bytes of zstd stand for up to 128 kB
_CHUNK_HEAD: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_TAIL: Final = 1024  # bytes in which a whole document's last end tag stands; comments and counters may follow it
_ENDS: Final = (b"</html", b"</rss", b"</feed", b"</urlset", b"</sitemapindex", b"</rdf:rdf")
_CUT: Final = "it is cut"


class TooLarge(ValueError):
    """A body grows past its bound when it is decompressed."""


def dechunk(raw: bytes) -> bytes:
    """Take the frame of chunks off a body, which some crawlers keep; one that lost it comes back as it is.

    Raises ValueError for a body that is cut.
    """
    parts: list[bytes] = []
    at = 0
    while head := _CHUNK_HEAD.match(raw, at):
        start = head.end()
        at = start + int(head[1], 16)
        if at == start:
            return b"".join(parts)
        parts.append(raw[start:at])
        at += len(b"\r\n")
    if not parts:
        return raw
    raise ValueError(f"damaged chunked body: no chunk at byte {at:,}")


def decompress(raw: bytes, encoding: str | None, *, limit: int = MAX_BYTES) -> bytes:
    """Undo a Content-Encoding (`gzip`, `deflate`, `br`, `zstd`); bytes that do not wear it come back as they are.

    A document whose last end tag is there is whole, even if the end of its stream is damaged, as readers see it too.
    Raises ValueError for any other damaged body, of which the half would read like a shorter article, and TooLarge past
    `limit` bytes.
    """
    content, problem = salvage(raw, encoding, limit=limit)
    if problem is not None and not _has_ended(content):
        raise ValueError(problem)
    return content


def salvage(raw: bytes, encoding: str | None, *, limit: int = MAX_BYTES) -> tuple[bytes, str | None]:
    """Undo a Content-Encoding as far as that goes, and say what is damaged; raises TooLarge past `limit` bytes."""
    damage = None
    for name in reversed([part.strip().lower() for part in (encoding or "").split(",") if part.strip()]):
        undo = _UNDO.get(name)
        if undo is None or not raw:  # `utf-8` is sent too, which is no encoding of bytes
            break
        raw, problem = undo(raw, limit)
        if len(raw) > limit:
            raise TooLarge(f"decompresses to more than {limit:,} bytes")
        if problem is not None and damage is None:
            damage = f"damaged {name} body: {problem}"
    return raw, damage


def _has_ended(document: bytes) -> bool:
    tail = document[-_TAIL:].lower()
    return any(end in tail for end in _ENDS)


def _gunzip(raw: bytes, limit: int) -> tuple[bytes, str | None]:
    """Decompress all members of a gzip body: RFC 1952 lets them follow each other."""
    parts: list[bytes] = []
    size = 0
    problem = None
    while raw.startswith(_GZIP) and size <= limit and problem is None:
        content, raw, problem = _inflate(raw, 16 + zlib.MAX_WBITS, limit)
        parts.append(content)
        size += len(content)
    return (b"".join(parts) if parts else raw), problem


def _undeflate(raw: bytes, limit: int) -> tuple[bytes, str | None]:
    content, _, problem = _inflate(raw, zlib.MAX_WBITS if raw.startswith(_ZLIB) else -zlib.MAX_WBITS, limit)
    return content, problem


def _inflate(raw: bytes, window: int, limit: int) -> tuple[bytes, bytes, str | None]:
    """Give what is compressed, at most one byte over the bound, what follows it, and what is damaged."""
    decompressor = zlib.decompressobj(window)
    try:
        content = decompressor.decompress(raw, limit + 1)
    except zlib.error as problem:
        return _inflate_damaged(raw, window, limit), b"", str(problem)
    is_cut = not decompressor.eof and len(content) <= limit
    return content, decompressor.unused_data, _CUT if is_cut else None


def _inflate_damaged(raw: bytes, window: int, limit: int) -> bytes:
    """Give all that stands before the damage, to the byte: it may be in the checksum that follows the last one."""
    decompressor = zlib.decompressobj(window)
    parts: list[bytes] = []
    size = 0
    for at in range(0, len(raw), _STEP):
        before = decompressor.copy()
        try:
            parts.append(decompressor.decompress(raw[at : at + _STEP], limit + 1 - size))
        except zlib.error:
            parts.append(_inflate_bytewise(before, raw[at : at + _STEP], limit + 1 - size))
            break
        size += len(parts[-1])
        if size > limit:
            break
    return b"".join(parts)


def _inflate_bytewise(decompressor: zlib._Decompress, raw: bytes, room: int) -> bytes:
    content = bytearray()
    try:
        for byte in raw:
            content += decompressor.decompress(bytes((byte,)), room - len(content))
            if len(content) >= room:
                break
    except zlib.error:
        pass
    return bytes(content)


def _unbrotli(raw: bytes, limit: int) -> tuple[bytes, str | None]:
    decompressor = brotli.Decompressor()
    try:
        content = bytes(decompressor.process(raw, output_buffer_limit=limit + 1))
    except brotli.error as problem:
        return b"", str(problem)
    is_cut = not decompressor.is_finished() and len(content) <= limit
    return content, _CUT if is_cut else None


def _unzstd(raw: bytes, limit: int) -> tuple[bytes, str | None]:
    decompressor = zstandard.ZstdDecompressor().decompressobj()
    parts: list[bytes] = []
    size = 0
    problem: str | None = _CUT
    try:
        for at in range(0, len(raw), _BLOCK):
            parts.append(decompressor.decompress(raw[at : at + _BLOCK]))
            size += len(parts[-1])
            if decompressor.eof or size > limit:
                problem = None
                break
    except zstandard.ZstdError as raised:
        problem = str(raised)
    return b"".join(parts), problem


_UNDO: Final[Mapping[str, Callable[[bytes, int], tuple[bytes, str | None]]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}

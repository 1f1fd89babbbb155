"""Bodies of answers as they went over the wire → the bytes of the page: chunks and compression undone, bounded."""

from __future__ import annotations

import re
import zlib
from typing import Final

import brotli
import zstandard

MAX_BYTES: Final = 20 * 1024 * 1024
"""A larger page is not read; the same bound as for a download."""

_GZIP: Final = b"\x1f\x8b"
_ZSTD_BYTES: Final = 512  # a block of four bytes stands for up to 128 kB
_CHUNK_HEAD: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")


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
                return _gunzip(raw) if raw.startswith(_GZIP) else raw
            case "deflate":
                return _inflate(raw, zlib.MAX_WBITS if raw[:1] == b"\x78" else -zlib.MAX_WBITS)[0]
            case "br":
                return _unbrotli(raw)
            case "zstd":
                return _unzstd(raw)
    except (zlib.error, EOFError, brotli.error, zstandard.ZstdError) as problem:
        raise ValueError(f"damaged {name} body: {problem}") from None
    raise ValueError(f"unknown Content-Encoding {name}")


def _gunzip(raw: bytes) -> bytes:
    """Decompress all members of a gzip body: RFC 1952 lets them follow each other."""
    parts: list[bytes] = []
    size = 0
    while raw.startswith(_GZIP) and size <= MAX_BYTES:
        content, raw = _inflate(raw, 31)
        parts.append(content)
        size += len(content)
    return b"".join(parts)


def _inflate(raw: bytes, window: int) -> tuple[bytes, bytes]:
    """Give what is compressed, at most one byte over the bound, and what follows it."""
    decompressor = zlib.decompressobj(window)
    content = decompressor.decompress(raw, MAX_BYTES + 1)
    if not decompressor.eof and len(content) <= MAX_BYTES:
        raise EOFError("it is cut")
    return content, decompressor.unused_data


def _unbrotli(raw: bytes) -> bytes:
    decompressor = brotli.Decompressor()
    content = bytes(decompressor.process(raw, output_buffer_limit=MAX_BYTES + 1))
    if not decompressor.is_finished() and len(content) <= MAX_BYTES:
        raise EOFError("it is cut")
    return content


def _unzstd(raw: bytes) -> bytes:
    decompressor = zstandard.ZstdDecompressor().decompressobj()
    parts: list[bytes] = []
    size = 0
    for at in range(0, len(raw), _ZSTD_BYTES):
        parts.append(decompressor.decompress(raw[at : at + _ZSTD_BYTES]))
        size += len(parts[-1])
        if decompressor.eof or size > MAX_BYTES:
            return b"".join(parts)
    raise EOFError("it is cut")

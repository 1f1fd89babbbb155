"""Bytes to text: the encoding that a page is really in, whatever it declares."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from newscrawl.arabic.double_encoding import restore_double_encoding

__all__ = ["decode_html", "restore_double_encoding"]

_HIGH_WORD: Final = re.compile(rb"[\xc0-\xff]{2,}")
_LONG_HIGH_WORD: Final = re.compile(rb"[\xc0-\xff]{3,}")
_ARTICLE_1256: Final = re.compile(rb"\xc7\xe1(?<![\xc0-\xff]\xc7\xe1)[\xc0-\xff]")
_ARTICLE_8859_6: Final = re.compile(rb"\xc7\xe4(?<![\xc0-\xff]\xc7\xe4)[\xc0-\xff]")
_NO_LETTER_OF_1256: Final = re.compile(rb"[\xc0\xd7\xdc\xe0\xe2\xe7-\xeb\xee\xef\xf0-\xff]")
# Bytes that ISO-8859-6 leaves empty and windows-1256 uses in every line: ف ق ك lie at DD to DF.
_NOT_8859_6: Final = re.compile(rb"[\x80-\x9f\xa1-\xa3\xa5-\xab\xae-\xba\xbc-\xbe\xc0\xdb-\xdf\xf3-\xff]")
_ARABIC_PAGES: Final = frozenset({"cp1256", "iso8859-6"})
_WESTERN: Final = frozenset({"cp1252", "iso8859-1", "latin-1", "utf-8", "ascii", None})

_SAMPLE: Final = 32_768
"""Bytes from the first one that is not UTF-8 on that decide the encoding of a page."""
_GUESSED: Final = 4096
"""Bytes of non-ASCII lines that are shown to the general detector."""


def decode_html(body: bytes, *, content_type: str | None = None) -> tuple[str, str]:
    """Decode a page, feed or plain text to `(text, encoding name)`; whatever the bytes are, it gives a text.

    A byte order mark wins, then what the bytes prove (UTF-16, valid UTF-8, Arabic in windows-1256 or
    ISO-8859-6), then the declaration in the `content_type` header or the document, then charset-normalizer's
    guess. U+FFFD stands for what cannot be read. Text that was encoded twice is restored. Linear. Names are
    Python's: `utf-8`, `cp1256`, `iso8859-6`, `utf-16-le`.
    """
    text, encoding, _ = decode_to_utf_8(body, content_type=content_type)
    return text, encoding


def decode_to_utf_8(body: bytes, *, content_type: str | None = None) -> tuple[str, str, bytes]:
    """Decode as `decode_html` does, and give the text as UTF-8 too, which most pages are already."""
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        body = body[len(mark) :]
    else:
        encoding = _utf_16(body)
    if encoding is None:
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            encoding = _damaged_or_legacy(body, error.start, content_type)
        else:
            restored = restore_double_encoding(text)
            return restored, "utf-8", body if restored is text else _utf_8(restored)
    try:
        text = body.decode(encoding, "replace")
    except UnicodeError:
        # Some codecs (idna) raise even so; a page that claims them is no page in them.
        encoding = "utf-8"
        text = body.decode(encoding, "replace")
    text = restore_double_encoding(text)
    return text, codecs.lookup(encoding).name, _utf_8(text)


def _utf_8(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _utf_16(body: bytes) -> str | None:
    """Recognise UTF-16 without a mark by its zero bytes, and by the 06 that every Arabic letter holds."""
    head = body[:400]
    if len(head) < 4 or (b"\0" not in head and b"\x06" not in head):
        return None
    even, odd = head[::2], head[1::2]
    for high, low, name in ((even, odd, "utf-16-be"), (odd, even, "utf-16-le")):
        pages = high.count(0) + high.count(6)
        if pages * 10 >= len(high) * 9 and (low.count(0) + low.count(6)) * 10 <= len(low):
            return name
    return None


def _damaged_or_legacy(body: bytes, broken_at: int, content_type: str | None) -> str:
    """Choose the encoding of bytes that are valid UTF-8 only up to `broken_at`."""
    sample = body[broken_at : broken_at + _SAMPLE]
    if _is_damaged_utf_8(body[:broken_at], sample):
        return "utf-8"
    declared = _declared(body, content_type)
    arabic = _arabic_code_page(sample, declared)
    if arabic is not None:
        return arabic
    # UTF-16 would have shown its zero bytes.
    if declared is not None and not declared.startswith("utf-"):
        return declared
    # Lone high bytes amid ASCII letters are French or Spanish, and short ones mislead a statistical detector.
    if not _LONG_HIGH_WORD.search(sample):
        return "cp1252"
    guess = from_bytes(b"\n".join(line for line in sample.splitlines() if not line.isascii())[:_GUESSED]).best()
    return guess.encoding if guess is not None else "cp1252"


def _declared(body: bytes, content_type: str | None) -> str | None:
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body[:4096])):
        encoding = resolve_encoding(name) if name else None
        if encoding is not None and _decodes(encoding):
            return encoding
    return None


def _decodes(encoding: str) -> bool:
    """Tell a text encoding from Python's other codecs (`hex`, `zip`), which a page may name as well."""
    try:
        b"<html>".decode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True


def _is_damaged_utf_8(valid: bytes, sample: bytes) -> bool:
    """Tell UTF-8 with a few broken places (a cut end, a stray byte) from another encoding.

    `valid` is what stands before the first broken place, `sample` what follows.
    """
    before = valid.decode("utf-8")
    after = sample.decode("utf-8", "replace")
    broken = after.count("\ufffd")
    whole = len(before) + len(after) - broken
    return whole - len(before.encode("ascii", "ignore")) - len(after.encode("ascii", "ignore")) > broken * 4


def _arabic_code_page(body: bytes, declared: str | None) -> str | None:
    """Recognise Arabic in a single-byte code page, whatever is declared.

    Sure by its article: `ال` opens a word in twenty at least. Where no other script is declared, words whose bytes are
    nearly all Arabic letters are enough.
    """
    words = _HIGH_WORD.findall(body)
    if not words:
        return declared if declared in _ARABIC_PAGES else None
    high = b"".join(words)
    in_1256, in_8859_6 = len(_ARTICLE_1256.findall(body)), len(_ARTICLE_8859_6.findall(body))
    holes = len(_NOT_8859_6.findall(body))
    if holes * 50 <= len(words) and (declared == "iso8859-6" or in_8859_6 > in_1256):
        return "iso8859-6" if declared == "iso8859-6" or in_8859_6 * 20 >= len(words) else None
    if in_1256 * 20 >= len(words) or declared in _ARABIC_PAGES:
        return "cp1256"
    if (
        declared in _WESTERN
        and _LONG_HIGH_WORD.search(body)
        and len(_NO_LETTER_OF_1256.findall(high)) * 20 <= len(high)
    ):
        return "cp1256"
    return None

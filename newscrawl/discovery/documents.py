"""Bytes of feeds, sitemaps and API answers → text: bounded decompression, charset, and mending of broken XML."""

from __future__ import annotations

import re
import zlib
from codecs import lookup
from html.entities import html5
from typing import Final

MAX_BYTES: Final = 50 * 1024 * 1024
"""The sitemap protocol's own limit of an uncompressed file; a feed is far smaller."""

_GZIP_MAGIC: Final = b"\x1f\x8b"
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"""^\s{0,200}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._:-]{1,40})["']"""
)
_HTTP_CHARSET: Final = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# What a Western server says of any single-byte text; the text is Arabic if its bytes make Arabic letters.
_WESTERN: Final = frozenset({"iso8859-1", "cp1252", "ascii", "iso8859-15"})
_ARABIC: Final = re.compile("[\u0621-\u064a]")

_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]+")
_FORBIDDEN_REFERENCE: Final = re.compile(
    r"&#(?:x0{0,6}(?:[0-8bcef]|1[0-9a-f])|0{0,6}(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE
)
_AMPERSAND: Final = re.compile(
    r"&(?:(#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)|([A-Za-z][A-Za-z0-9]{1,30};))?"
)


class TooLarge(ValueError):
    """A document grows past the bound when it is decompressed."""


def gunzip(body: bytes, *, limit: int = MAX_BYTES) -> bytes:
    """Decompress gzip (also gzip within gzip, as some servers send); other bytes come back as they are.

    A cut file gives what there is of it. Raises TooLarge past `limit` bytes, before it has used more memory than that.
    """
    for _ in range(2):
        if not body.startswith(_GZIP_MAGIC):
            break
        body = _gunzip_once(body, limit)
    if len(body) > limit:
        raise TooLarge(f"more than {limit:,} bytes")
    return body


def _gunzip_once(body: bytes, limit: int) -> bytes:
    pieces: list[bytes] = []
    room = limit + 1
    rest = body
    while rest.startswith(_GZIP_MAGIC):
        member = zlib.decompressobj(wbits=31)
        try:
            piece = member.decompress(rest, room)
        except zlib.error:
            break
        pieces.append(piece)
        room -= len(piece)
        if room <= 0:
            raise TooLarge(f"decompresses to more than {limit:,} bytes")
        if not member.eof:
            break
        rest = member.unused_data.lstrip(b"\x00")
    return b"".join(pieces)


def decode_document(body: bytes, *, content_type: str | None = None) -> str:
    """Decode XML, JSON or plain text, whatever it is declared to be.

    A byte order mark and the pattern of UTF-16 are believed first, then UTF-8 wherever the bytes are UTF-8 (a
    declaration of windows-1256 over UTF-8 bytes is a mistake), then the declared charset; undeclared or "Western" bytes
    that make Arabic letters in windows-1256 are that. A UTF-8 text with a few damaged bytes keeps all that is whole.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    if wide := _bare_utf16(body):
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # Cut inside the last character.
        if error.reason == "unexpected end of data" and error.start >= len(body) - 4:
            return body[: error.start].decode("utf-8")
    repaired = body.decode("utf-8", "replace")
    damaged = repaired.count("\ufffd")
    if damaged * 20 <= sum(not character.isascii() for character in repaired[:200_000]):
        return repaired
    declared = _declared_charset(body, content_type)
    if declared is None or declared.startswith("utf-"):
        return body.decode("cp1256", "replace")
    if declared in _WESTERN:
        arabic = body.decode("cp1256", "replace")
        if 4 * len(_ARABIC.findall(arabic)) >= 3 * _high_bytes(body):
            return arabic
    return body.decode(declared, "replace")


def mend_xml(text: str) -> str:
    """Make XML well-formed where feeds break it, and harmless: no DTD, so no entity expands or fetches anything.

    Outside CDATA, HTML's named entities become their characters and a bare `&` is escaped; control characters and
    references to them go everywhere; text before the first tag goes (a PHP notice, blank lines). The XML declaration is
    dropped, since the text is decoded already.
    """
    start = text.find("<")
    text = _FORBIDDEN.sub("", text[max(start, 0) :])
    text = _without_doctype(_XML_DECLARATION.sub("", text))
    pieces: list[str] = []
    position = 0
    while (opening := text.find("<![CDATA[", position)) >= 0:
        closing = text.find("]]>", opening)
        if closing < 0:
            break
        pieces += (_mend_markup(text[position:opening]), text[opening : closing + 3])
        position = closing + 3
    pieces.append(_mend_markup(text[position:]))
    return "".join(pieces)


def _mend_markup(text: str) -> str:
    if "&" not in text:
        return text
    return _AMPERSAND.sub(_mend_ampersand, _FORBIDDEN_REFERENCE.sub("", text))


def _mend_ampersand(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    if match[2] and (characters := html5.get(match[2])):
        return characters.replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + match[0][1:]


def _without_doctype(text: str) -> str:
    """Drop every `<!DOCTYPE …>` with its internal subset, and stray `<!ENTITY …>` declarations."""
    for opening_tag in ("<!DOCTYPE", "<!doctype", "<!ENTITY"):
        pieces: list[str] = []
        position = 0
        while (opening := text.find(opening_tag, position)) >= 0:
            bracket = text.find("[", opening, opening + 2000)
            end = text.find(">", opening)
            if 0 <= bracket < end:
                end = text.find("]>", bracket)
                end = end + 1 if end >= 0 else text.find(">", bracket)
            pieces.append(text[position:opening])
            position = end + 1 if end >= 0 else len(text)
        text = "".join((*pieces, text[position:]))
    return text


def _bare_utf16(body: bytes) -> str | None:
    """Recognise UTF-16 without a mark: its first sign is ASCII beside a zero byte."""
    if len(body) < 4 or body[0] == body[1]:
        return None
    if body[1] == 0 and body[0] < 0x80:
        return "utf-16-le"
    return "utf-16-be" if body[0] == 0 and body[1] < 0x80 else None


def _declared_charset(body: bytes, content_type: str | None) -> str | None:
    names = []
    if match := _DECLARED.match(body[:600]):
        names.append(match[1].decode("ascii"))
    if content_type and (found := _HTTP_CHARSET.search(content_type)):
        names.append(found[1])
    for name in names:
        try:
            return lookup(name).name
        except LookupError:
            continue
    return None


def _high_bytes(body: bytes) -> int:
    return len(body) - len(body.translate(None, bytes(range(128, 256))))

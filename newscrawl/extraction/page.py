"""Page: one document, decoded once and parsed once, for discovery and extraction alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

import lxml.html
from lxml import etree

from newscrawl.arabic.charset import decode_to_utf_8
from newscrawl.items import NotAnArticle

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES: Final = 50 * 1024 * 1024
"""A page of this size is no article: a dump, a log, or an endless stream."""

_WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
# How files of other kinds begin; a server may call any of them text/html.
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\x1f\x8b", "gzip data that nobody unpacked"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"RIFF", "a RIFF file (image, sound or video)"),
    (b"\x00\x00\x00\x18ftyp", "an MP4 file"),
    (b"\x00\x00\x00\x20ftyp", "an MP4 file"),
)
_START: Final = re.compile(r"[\s\x00]*([^\s\x00])")
_MARKUP_TYPES: Final = ("html", "xml", "text/plain", "octet-stream")


@dataclass(slots=True)
class Page:
    """A parsed HTML page; readers of `tree` must not change it."""

    tree: HtmlElement
    """Root of the lxml tree, comments and processing instructions left out."""
    url: str
    encoding: str
    """The charset that the bytes were read in; `utf-8` for a page given as text."""
    source: bytes = field(repr=False, default=b"")
    """The page as UTF-8, as it was parsed."""

    def html_tree(self) -> HtmlElement:
        """Give the tree in lxml.html's elements (`text_content()`, `cssselect()` …), for a site's `refine`."""
        if isinstance(self.tree, lxml.html.HtmlElement):
            return self.tree
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        return cast("HtmlElement", etree.fromstring(self.source, parser))


def parse_page(html: bytes | str, url: str, *, content_type: str | None = None) -> Page:
    """Decode and parse a page; `content_type` is the HTTP header's value, where there was one.

    Raises NotAnArticle with `empty`, `not-html` (another kind of file, JSON, bytes without markup) or `too-large` (over
    50 MB).
    """
    if len(html) > MAX_BYTES:
        raise NotAnArticle("too-large", f"{len(html):,} bytes; the limit is {MAX_BYTES:,}")
    if isinstance(html, bytes):
        _refuse_other_files(html, content_type)
        text, encoding, source = decode_to_utf_8(html, content_type=content_type)
    else:
        text, encoding, source = html, "utf-8", html.encode("utf-8", "replace")
    _refuse_other_text(text)
    # A parser of its own a page: lxml's parsers hold a lock, and an error log that grows.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = etree.fromstring(source, parser)
    if tree is None or len(tree) == 0:
        raise NotAnArticle("empty", "the page has no element at all")
    return Page(cast("HtmlElement", tree), url, encoding, source)


def _refuse_other_files(html: bytes, content_type: str | None) -> None:
    head = html[:16]
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise NotAnArticle("not-html", what)
    if content_type:
        kind = content_type.partition(";")[0].strip().lower()
        if kind and "/" in kind and not any(known in kind for known in _MARKUP_TYPES):
            raise NotAnArticle("not-html", f"the server calls it {kind}")


def _refuse_other_text(text: str) -> None:
    start = _START.match(text)
    if start is None:
        raise NotAnArticle("empty", "the page has no text at all")
    if start[1] in "{[" and text[-200:].rstrip()[-1:] in "}]":
        raise NotAnArticle("not-html", "JSON or other data, not markup")
    if "<" not in text:
        raise NotAnArticle("not-html", "text without markup")

"""Decoding and parsing: what is a page, what is not, and that it is read in its own charset."""

from __future__ import annotations

import gzip

import lxml.html
import pytest

from newscrawl.extraction import Page, parse_page
from newscrawl.items import NotAnArticle

TEXT = "<html><body><p>قال الوزير إن الحكومة ستعلن اليوم عن برنامج جديد لدعم الفلاحين في الجبال.</p></body></html>"
URL = "https://example.com/a"


def text_of(page: Page) -> str:
    return "".join(page.tree.itertext())


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "utf-16"])
def test_charsets(encoding: str) -> None:
    assert "الفلاحين" in text_of(parse_page(TEXT.encode(encoding), URL))


def test_text_is_taken_as_it_is() -> None:
    page = parse_page(TEXT, URL)
    assert "الفلاحين" in text_of(page)
    assert page.url == URL


@pytest.mark.parametrize(
    ("html", "content_type", "reason"),
    [
        (b"", None, "empty"),
        (b" \n\t", None, "empty"),
        (b"\x00\x00", None, "empty"),
        (b"%PDF-1.7 ...", "text/html", "not-html"),
        (b"\x89PNG\r\n", None, "not-html"),
        (b'{"title": "x"}', None, "not-html"),
        ("نص بلا وسوم".encode(), None, "not-html"),
        (b"<p>x</p>", "application/pdf", "not-html"),
        (gzip.compress(b"<p>x</p>", mtime=0), None, "not-html"),
        (b"<!--<!--<!--", None, "empty"),
    ],
)
def test_what_is_no_page(html: bytes, content_type: str | None, reason: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        parse_page(html, URL, content_type=content_type)
    assert caught.value.reason == reason


def test_a_page_of_fifty_megabytes_is_refused() -> None:
    with pytest.raises(NotAnArticle, match="too-large"):
        parse_page(b"<p>" + b"x" * (50 * 1024 * 1024), URL)


def test_html_tree_has_the_elements_of_lxml_html() -> None:
    page = parse_page(TEXT, URL)
    tree = page.html_tree()
    assert isinstance(tree, lxml.html.HtmlElement)
    assert tree.cssselect("p")[0].text_content().startswith("قال الوزير")

"""Hostile pages: an article or a reject, never an exception, never slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extraction import extract
from newscrawl.items import Article, NotAnArticle

URL = "https://example.com/a"
SENTENCE = "قال الوزير إن الحكومة ستعلن اليوم عن برنامج جديد لدعم الفلاحين، في وقت تتراجع فيه الأمطار. "
HEAD = "<html><head><title>عنوان الخبر الطويل جدا</title></head><body><h1>عنوان الخبر الطويل جدا</h1>"
MEGABYTE = 1_000_000

HOSTILE = {
    "nested": HEAD + "<div>" * 10_000 + SENTENCE + "</div>" * 10_000,
    "nested cards": HEAD + '<div><a href="/x">كلمة واحدة فقط هنا الآن</a>' * 2000,
    "nested dates": HEAD + '<span class="date">1 مارس 2024' * 2000,
    "nested asides": HEAD + "<aside>x" * 2000 + SENTENCE * 200,
    "a line of a megabyte": HEAD + "<p>" + SENTENCE * (MEGABYTE // len(SENTENCE)),
    "a word of a megabyte": HEAD + "<p>" + "ا" * MEGABYTE,
    "spaces": HEAD + "<p>" + " " * MEGABYTE + "x",
    "dates": HEAD + "<p>" + "1/1/2024<br>" * 50_000,
    "digits": HEAD + "<p>" + "1" * MEGABYTE,
    "labels": HEAD + "<div><p>التعليقات</p></div>" * 20_000,
    "headings": HEAD + "".join(f"<h1>كلمة {number} هنا</h1>" for number in range(20_000)),
    "title of a megabyte": "<title>" + "ا - " * (MEGABYTE // 4) + "</title><p>" + SENTENCE,
    "JSON-LD of brackets": HEAD + "<script type='application/ld+json'>" + "[" * 200_000 + "</script><p>" + SENTENCE,
    "JSON-LD of quotes": HEAD + "<script type='application/ld+json'>{\"a\":\"" + '" , ' * 200_000 + "</script>",
    "JSON-LD of spaces": HEAD + "<script type='application/ld+json'>{\"a\" " + " " * MEGABYTE + "</script>",
    "JSON-LD of wrappers": HEAD + "<script type='application/ld+json'>" + "<![CDATA[" * 100_000 + "</script>",
    "scripts that assign": HEAD + "<script>" + "aState={" * 100_000 + "</script>",
    "scripts that push": HEAD + "<script>" + "self.__next_f.push(" * 50_000 + "</script>",
    "surrogates": f"<html><body><p>\ud800{SENTENCE * 9}\udfff</p></body></html>",
    "NULs": f"<html><body>\x00<h1>عنوان\x00 الخبر الأول</h1><p>\x00{SENTENCE * 3}\x00</p>",
    "class of a megabyte": HEAD + '<div class="' + "related-" * (MEGABYTE // 8) + f'">{SENTENCE}</div>',
}  # fmt: skip


def outcome(html: bytes | str) -> Article | str:
    """Give the article, or the reason why there is none."""
    try:
        return extract(html, URL)
    except NotAnArticle as error:
        return error.reason


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page(name: str) -> None:
    start = time.process_time()
    found = outcome(HOSTILE[name])
    assert found if isinstance(found, str) else found.title and found.body
    assert time.process_time() - start < 2.0


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='related'>", "<div class='entry-content'>", "</div>", "<br>", "<a href='/x'>", "</a>",
     "<li>",
     "<table><tr><td>", "<h1>", "</h1>", "<h2>", "<blockquote>", "<time datetime='2024-01-01'>", "<article>", "<aside>",
     "<script>", "</script>", "<!--", "-->", "<style>", "<figure>", "<pre>", "\x00", "\ud800", "&#0;", "&nbsp;",
     "\n", "<",
     SENTENCE, SENTENCE[:30], "اقرأ أيضا", "التعليقات", "بقلم: سعيد", "12/03/2024", "<span class='dropcap'>", "</span>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_random_page(pieces: list[str]) -> None:
    found = outcome("<html><body>" + "".join(pieces))
    if isinstance(found, str):
        assert found in {"empty", "no-body", "no-title", "placeholder", "listing", "not-html"}
    else:
        assert found.body
        assert all(line and line == " ".join(line.split()) for line in found.paragraphs)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    assert outcome(data)

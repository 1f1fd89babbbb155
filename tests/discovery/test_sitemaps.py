"""Sitemaps of every kind, robots.txt lines, and hostile files."""

from __future__ import annotations

import contextlib
import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.documents import TooLarge, gunzip
from newscrawl.discovery.sitemaps import NotASitemap, parse_sitemap, robots_sitemaps

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://news.test/sitemap.xml"
NS = "http://www.sitemaps.org/schemas/sitemap/0.9"

URLSET = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="//news.test/main-sitemap.xsl"?>
<urlset xmlns="{NS}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.test/politics/101.html</loc><lastmod>2024-07-09T11:06:38+03:00</lastmod>
  <image:image><image:loc>https://news.test/wp/a.jpg</image:loc><image:title>صورة</image:title></image:image>
  <news:news><news:publication><news:name>التجربة</news:name><news:language>ar</news:language></news:publication>
  <news:publication_date>2024-07-09T10:00:00+03:00</news:publication_date>
  <news:title>عنوان &amp;quot;أول&amp;quot;</news:title></news:news></url>
<url><image:image><image:loc>https://news.test/b.jpg</image:loc></image:image>
  <loc> https://news.test/خبر?utm_source=x </loc><lastmod>2024-07-09</lastmod></url>
<url><lastmod>2024-07-09</lastmod></url>
<url><loc>/c/103.html</loc><lastmod>غير معروف</lastmod></url>
</urlset>"""


def test_urlset_with_news() -> None:
    sitemap = parse_sitemap(URLSET.encode(), URL)
    first, second, third = sitemap.links
    assert sitemap.sitemaps == []
    assert first.url == "https://news.test/politics/101.html"
    assert first.title == 'عنوان "أول"'
    assert first.source == "sitemap"
    assert first.published_raw == "2024-07-09T10:00:00+03:00"
    assert first.published is not None
    assert first.published.isoformat() == "2024-07-09T10:00:00+03:00"
    assert first.lastmod is not None
    assert not first.lastmod_is_day
    assert second.url == "https://news.test/%D8%AE%D8%A8%D8%B1"
    assert (second.lastmod, second.lastmod_is_day) == (datetime(2024, 7, 9, tzinfo=UTC), True)
    assert third.url == "https://news.test/c/103.html"
    assert (third.lastmod, third.lastmod_raw) == (None, "غير معروف")


def test_index() -> None:
    body = f"""<sitemapindex xmlns="{NS}"><sitemap><loc>https://news.test/s-2024-07.xml.gz</loc>
    <lastmod>2024-07-09T11:06:38Z</lastmod></sitemap><sitemap><loc>s2.xml</loc></sitemap></sitemapindex>"""
    sitemap = parse_sitemap(body.encode(), URL)
    assert sitemap.links == []
    assert [link.url for link in sitemap.sitemaps] == ["https://news.test/s-2024-07.xml.gz", "https://news.test/s2.xml"]
    assert sitemap.sitemaps[0].lastmod == datetime(2024, 7, 9, 11, 6, 38, tzinfo=UTC)


SAME = [
    gzip.compress(URLSET.encode()),
    gzip.compress(gzip.compress(URLSET.encode())),
    gzip.compress(URLSET[:300].encode()) + gzip.compress(URLSET[300:].encode()),
    URLSET.encode("utf-16"),
    URLSET.encode("utf-8-sig"),
    b"\n\n" + URLSET.encode(),
    URLSET.replace(f' xmlns="{NS}"', "").encode(),
    URLSET.replace("<urlset", "<sm:urlset").replace("</urlset", "</sm:urlset").replace("xmlns=", "xmlns:sm=").encode(),
    URLSET.replace("</urlset>", "").encode(),
    URLSET.replace("?utm_source=x", "?utm_source=x&utm_medium=&fbclid=").encode(),
    URLSET.replace('xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"', "").encode(),
]


@pytest.mark.parametrize("body", SAME, ids=range(len(SAME)))
def test_other_spellings_read_the_same(body: bytes) -> None:
    expected = [link.url for link in parse_sitemap(URLSET.encode(), URL).links]
    assert [link.url for link in parse_sitemap(body, URL).links] == expected


def test_a_cut_file_gives_what_there_is() -> None:
    many = "".join(f"<url><loc>https://news.test/{n}.html</loc></url>" for n in range(1000))
    body = f'<urlset xmlns="{NS}">{many}</urlset>'.encode()
    assert len(parse_sitemap(body, URL).links) == 1000
    whole = [link.url for link in parse_sitemap(body, URL).links]
    for cut in range(len(body) // 2, len(body) // 2 + 60):
        links = parse_sitemap(body[:cut], URL).links
        assert len(links) >= 498
        assert [link.url for link in links] == whole[: len(links)]
    packed = gzip.compress(body)
    assert 0 < len(parse_sitemap(packed[: len(packed) // 2], URL).links) < 1000


def test_text_sitemap() -> None:
    body = "https://news.test/1\r\n\r\nhttps://news.test/خبر\n"
    assert [link.url for link in parse_sitemap(body.encode(), URL).links] == [
        "https://news.test/1",
        "https://news.test/%D8%AE%D8%A8%D8%B1",
    ]


def test_a_feed_as_sitemap() -> None:
    body = b"<rss version='2.0'><channel><item><title>x</title><link>https://news.test/9</link></item></channel></rss>"
    (link,) = parse_sitemap(body, URL).links
    assert (link.url, link.source) == ("https://news.test/9", "sitemap")


NO_SITEMAPS = [
    b"",
    b"<!DOCTYPE html><html><body>404 <url></body></html>",
    b"Not found",
    b"some words\nhttps://news.test/1\nmore words",
    b'{"error": 1}',
    bytes(range(256)) * 50,
]


@pytest.mark.parametrize("body", NO_SITEMAPS)
def test_no_sitemap(body: bytes) -> None:
    with pytest.raises(NotASitemap):
        parse_sitemap(body, URL)


def test_entities_neither_expand_nor_fetch(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("https://news.test/SECRET")
    doctype = f'<!DOCTYPE urlset [<!ENTITY xxe SYSTEM "file://{secret}"><!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    body = (
        f'{doctype}<urlset xmlns="{NS}"><url><loc>&xxe;</loc></url><url><loc>https://news.test/&b;</loc></url></urlset>'
    )
    links = parse_sitemap(body.encode(), URL).links
    assert "SECRET" not in repr(links)
    assert all(len(link.url) < 60 for link in links)


def test_gzip_bomb_is_refused_within_bounds() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 300_000_000, 1), 9)
    assert len(bomb) < 3_000_000
    with pytest.raises(TooLarge):
        parse_sitemap(bomb, URL)
    with pytest.raises(TooLarge):
        gunzip(gzip.compress(b"x" * 600) + gzip.compress(b"x" * 600), limit=1000)
    assert gunzip(gzip.compress(b"x" * 1000), limit=1000) == b"x" * 1000


HOSTILE = [
    "<urlset>" + "<url>" * 200_000,
    "<urlset>" + "<url><loc>" * 100_000,
    "<urlset>" + "<url><loc>https://news.test/</loc>" * 30_000,
    "<urlset>" + "<a>" * 300_000,
    "<urlset>" + "<!ENTITY " * 110_000,
    "<urlset>" + "<!DOCTYPE [" * 90_000,
    "<urlset>" + "&" * 1_000_000,
    "<urlset>" + "<" * 1_000_000,
    "<urlset>" + "<url x='" * 120_000,
    "<urlset><url><loc>" + "a" * 1_000_000,
    "https://news.test/" + "a\n" * 500_000,
    "https://" * 120_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_megabyte_of_garbage_ends(text: str) -> None:
    with contextlib.suppress(NotASitemap):
        parse_sitemap(text.encode(), URL)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_survived(noise: bytes) -> None:
    for body in (noise, b"<urlset><url><loc>" + noise, noise + URLSET.encode(), b"\x1f\x8b\x08" + noise):
        with contextlib.suppress(NotASitemap):
            parse_sitemap(body, URL)


def test_robots_lines() -> None:
    text = (
        "\ufeffSitemap: https://news.test/a.xml\r\nUser-agent: *\nDisallow: /x\nsitemap:/b.xml # news\n"
        "  SITEMAP : https://cdn.test/c.xml.gz\n# Sitemap: https://news.test/no.xml\nSitemap:\nSitemap: https://news.test/a.xml\n"
        "Disallow: /sitemap: x\n"
    )
    assert robots_sitemaps(text, "https://news.test/robots.txt") == [
        "https://news.test/a.xml",
        "https://news.test/b.xml",
        "https://cdn.test/c.xml.gz",
    ]
    assert robots_sitemaps(" \t" * 500_000 + "sitemap" * 10, "https://news.test/robots.txt") == []

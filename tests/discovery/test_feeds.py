"""Feeds of every kind, broken, mislabelled and hostile."""

from __future__ import annotations

import contextlib
import gzip
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.documents import TooLarge
from newscrawl.discovery.feeds import NotAFeed, parse_feed

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://news.test/feed"


def rss(items: str, *, head: str = '<?xml version="1.0" encoding="UTF-8"?>', doctype: str = "") -> str:
    return (
        f'{head}{doctype}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>صحيفة التجربة</title><link>https://news.test/</link>{items}</channel></rss>"
    )


ITEM = (
    "<item><title>افتتاح ميناء جديد في المدينة</title><link>https://news.test/politics/101.html</link>"
    "<pubDate>Tue, 09 Jul 2024 11:06:38 +0100</pubDate><description>نبذة عن الخبر</description></item>"
)


def test_rss_with_full_text() -> None:
    item = ITEM.replace(
        "</item>", "<content:encoded><![CDATA[<p>النص الكامل &amp; أكثر</p>]]></content:encoded></item>"
    )
    (link,) = parse_feed(rss(item).encode(), URL)
    assert link.url == "https://news.test/politics/101.html"
    assert link.title == "افتتاح ميناء جديد في المدينة"
    assert link.source == "feed"
    assert link.published_raw == "Tue, 09 Jul 2024 11:06:38 +0100"
    assert link.published is not None
    assert link.published.isoformat() == "2024-07-09T11:06:38+01:00"
    assert link.summary == "نبذة عن الخبر"
    assert link.text == "<p>النص الكامل &amp; أكثر</p>"


def test_atom_with_relative_links() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>ت</title><id>urn:x</id>
    <entry><title type="html">خبر &lt;b&gt;أول&lt;/b&gt;</title><link rel="alternate" href="/a/1"/><id>tag:1</id>
    <published>2024-07-09T11:00:00Z</published><updated>2024-07-10T09:30:00+03:00</updated>
    <content type="html">&lt;p&gt;متن&lt;/p&gt;</content></entry>
    <entry><title>خبر ثان</title><link href="https://news.test/a/2"/><updated>2024-07-08T00:00:00Z</updated></entry></feed>"""
    first, second = parse_feed(body.encode(), URL)
    assert (first.url, first.title) == ("https://news.test/a/1", "خبر أول")
    assert first.published is not None
    assert first.lastmod is not None
    assert first.lastmod.isoformat() == "2024-07-10T09:30:00+03:00"
    assert first.text == "<p>متن</p>"
    assert second.published_raw is None
    assert second.lastmod_raw == "2024-07-08T00:00:00Z"


def test_rdf_dates_by_dublin_core() -> None:
    body = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>ت</title></channel>
    <item rdf:about="https://news.test/a-101"><title>خبر من ملف قديم</title><link>https://news.test/a-101</link>
    <dc:date>2024-07-09T11:00:00Z</dc:date></item></rdf:RDF>"""
    (link,) = parse_feed(body.encode(), URL)
    assert link.published_raw == "2024-07-09T11:00:00Z"
    assert link.published is not None
    assert link.lastmod is None


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": "7",
                "url": "/a/7",
                "title": "خبر",
                "date_published": "2024-07-09T11:00:00+03:00",
                "content_html": "<p>م</p>",
            },
            {"id": "https://news.test/a/8", "date_modified": "2024-07-09"},
            {"id": "9", "url": None, "title": True},
            "no item",
        ],
    }
    first, second = parse_feed(json.dumps(feed).encode("utf-8-sig"), URL)
    assert (first.url, first.text) == ("https://news.test/a/7", "<p>م</p>")
    assert second.url == "https://news.test/a/8"
    assert second.lastmod_is_day


ENCODED = [
    (rss(ITEM).encode("utf-8-sig"), None),
    (rss(ITEM, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), None),
    (rss(ITEM, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-le"), "text/xml; charset=utf-8"),
    (rss(ITEM, head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16-be"), None),
    (rss(ITEM, head='<?xml version="1.0" encoding="utf-16"?>').encode(), None),
    (rss(ITEM, head='<?xml version="1.0" encoding="windows-1256"?>').encode(), None),
    (rss(ITEM).encode(), "text/xml; charset=windows-1256"),
    (rss(ITEM, head='<?xml version="1.0" encoding="windows-1256"?>').encode("cp1256"), None),
    (rss(ITEM).encode("cp1256"), "text/xml; charset=utf-8"),
    (rss(ITEM, head="").encode("cp1256"), None),
    (rss(ITEM, head="").encode("cp1256"), "text/xml; charset=iso-8859-1"),
    (rss(ITEM, head="").encode("iso-8859-6"), "text/xml; charset=iso-8859-6"),
    (rss(ITEM, head="").encode("cp1256"), "text/xml; charset=no-such-charset"),
    (gzip.compress(rss(ITEM).encode()), "application/x-gzip"),
    (b"\n\n<br />\n" + rss(ITEM, head="").encode(), None),
    (b"Notice: something in /x.php\n" + rss(ITEM).encode(), None),
]


@pytest.mark.parametrize(("body", "content_type"), ENCODED)
def test_every_encoding_and_label(body: bytes, content_type: str | None) -> None:
    (link,) = parse_feed(body, URL, content_type=content_type)
    assert link.title == "افتتاح ميناء جديد في المدينة"


BROKEN = [
    rss(ITEM.replace("المدينة", "المدينة &nbsp;&laquo;الكبيرة&raquo; & غيرها")),
    rss(ITEM.replace("المدينة", "المدينة \x0b\x00 &#0;&#x1F;")),
    rss(ITEM + "<item><title>مقطوع").removesuffix("</channel></rss>"),
    rss(ITEM).replace("</rss>", ""),
    rss(ITEM).replace("https://news.test/politics/101.html", "\n   https://news.test/politics/101.html\n  "),
    rss(ITEM.replace("<link>", "<link>https://news.test/politics/101.html?a=1&b=2&").replace("/politics", "", 1)),
    rss(ITEM.replace("<description>", "<description><b>غير مغلق ")),
    "<rss><channel>" + ITEM + "</channel></rss>",
]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_feeds_still_give_their_entry(text: str) -> None:
    links = parse_feed(text.encode(), URL)
    assert links[0].url.startswith("https://news.test/")
    assert (links[0].title or "").startswith("افتتاح ميناء جديد في المدينة")


def test_a_damaged_byte_costs_one_letter() -> None:
    body = bytearray(rss(ITEM * 3).encode())
    body[body.index("ميناء".encode())] = 0xFF
    links = parse_feed(bytes(body), URL)
    assert len(links) == 3
    assert links[1].title == "افتتاح ميناء جديد في المدينة"


def test_arabic_date_stays_raw() -> None:
    (link,) = parse_feed(
        rss(ITEM.replace("Tue, 09 Jul 2024 11:06:38 +0100", "الثلاثاء 9 يوليوز 2024 - 11:06")).encode(), URL
    )
    assert link.published_raw == "الثلاثاء 9 يوليوز 2024 - 11:06"
    assert link.published is None


def test_address_from_a_permalink_guid_only() -> None:
    items = (
        "<item><guid>https://news.test/a/5</guid><title>أ</title></item><item><guid>12</guid><title>ب</title></item>"
    )
    assert [link.url for link in parse_feed(rss(items).encode(), URL)] == ["https://news.test/a/5"]


def test_trackers_leave_and_order_stays() -> None:
    items = "".join(
        f"<item><title>{n}</title><link>https://news.test/{n}?utm_source=rss</link></item>" for n in (3, 1, 2)
    )
    assert [link.url for link in parse_feed(rss(items).encode(), URL)] == [f"https://news.test/{n}" for n in (3, 1, 2)]


def test_empty_feed_is_a_feed() -> None:
    assert parse_feed(rss("").encode(), URL) == []


NO_FEEDS = [
    b"",
    b"   \n",
    b"<!DOCTYPE html><html><head><title>404</title></head><body><p>x</p></body></html>",
    b"Not found",
    b'{"error": 404}',
    b"[1, 2]",
    b"{broken",
    b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20,
    b"<?xml version='1.0'?><urlset><url><loc>https://news.test/1</loc></url></urlset>",
]


@pytest.mark.parametrize("body", NO_FEEDS)
def test_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        parse_feed(body, URL)


LAUGHS = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)


def test_entities_neither_expand_nor_fetch(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    bomb = rss(ITEM.replace("جديد", "&j;"), doctype=LAUGHS + "]>")
    (link,) = parse_feed(bomb.encode(), URL)
    assert len(link.title or "") < 100
    for kind in (f'SYSTEM "file://{secret}"', f'PUBLIC "x" "file://{secret}"'):
        body = rss(ITEM.replace("جديد", "&xxe;"), doctype=f"<!DOCTYPE rss [<!ENTITY xxe {kind}>]>")
        (link,) = parse_feed(body.encode(), URL)
        assert "SECRET" not in repr(link)


def test_a_feed_past_all_sizes_is_refused() -> None:
    with pytest.raises(TooLarge):
        parse_feed(rss("<!-- -->" * 1_500_000).encode(), URL)


def test_gzip_bomb_is_refused() -> None:
    with pytest.raises(TooLarge):
        parse_feed(gzip.compress(b"<rss>" + b" " * 60_000_000), URL)


HOSTILE = [
    "<rss>" + "<a>" * 300_000,
    "<rss>" + "<item>" * 100_000,
    "<rss>" + "<!DOCTYPE [" * 90_000,
    "<rss>" + "<!ENTITY " * 110_000,
    "<rss>" + "<![CDATA[" * 110_000,
    "<rss>" + "&" * 1_000_000,
    "<rss>" + "&a" * 500_000,
    "<rss>" + "<" * 1_000_000,
    "<rss>" + "<x " * 330_000,
    "<rss>" + "<x a='" * 160_000,
    "<rss><channel><item><title>" + "&lt;" * 250_000,
    "<rss><channel><item><title>" + "<![CDATA[" + "<" * 1_000_000 + "]]></title></item>",
    "<feed>" + "<entry><link href='/a'/></entry>" * 10_000,
    "[" * 1_000_000,
    '{"items":' + "[" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_megabyte_of_garbage_ends(text: str) -> None:
    with contextlib.suppress(NotAFeed):
        parse_feed(text.encode(), URL)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_survived(noise: bytes) -> None:
    for body in (noise, b"<rss><channel><item>" + noise, b"<feed>" + noise + rss(ITEM).encode(), b"\x1f\x8b" + noise):
        with contextlib.suppress(NotAFeed):
            parse_feed(body, URL)


def test_the_visible_feed(corpus: Path) -> None:
    body = (corpus / "feeds" / "aksalser__rss.xml").read_bytes()
    links = parse_feed(body, "https://www.aksalser.com/news/feed/")
    assert len(links) == body.count(b"<item>") == 50
    assert all(link.title and link.published and link.summary for link in links)
    assert all(link.url.startswith("https://www.aksalser.com/news/2024/") for link in links)
    assert len({link.url for link in links}) == 50

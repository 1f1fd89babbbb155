"""URL identity: spellings, variants, trackers, and what must never be merged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.urls import (
    host_and_path,
    identity,
    is_http_url,
    is_normal,
    normalize_url,
    readable,
    registrable_domain,
    same_site,
    urn_for,
)

NORMALIZED = [
    ("HTTPS://WWW.Example.COM:443/Path", "https://www.example.com/Path"),
    ("http://example.com:80", "http://example.com/"),
    ("http://example.com:8080/a", "http://example.com:8080/a"),
    ("https://example.com./a", "https://example.com/a"),
    ("  https://example.com/a\n", "https://example.com/a"),
    ("https://example.com/a\u200f", "https://example.com/a"),
    ("https://example.com/a#comments", "https://example.com/a"),
    ("https://example.com/خبر", "https://example.com/%D8%AE%D8%A8%D8%B1"),
    ("https://example.com/%d8%ae%d8%a8%d8%b1", "https://example.com/%D8%AE%D8%A8%D8%B1"),
    ("https://example.com/%E3%D5%D1", "https://example.com/%E3%D5%D1"),
    ("https://example.com/%41%2Fb%7Ec", "https://example.com/A%2Fb~c"),
    ("https://example.com/100%", "https://example.com/100%25"),
    ("https://example.com/a b", "https://example.com/a%20b"),
    ("https://example.com/x/../a/./b", "https://example.com/a/b"),
    ("https://example.com/?utm_source=x&utm_medium=y", "https://example.com/"),
    (
        "https://example.com/view.aspx?cdate=01052024&id=ab-1&fbclid=z",
        "https://example.com/view.aspx?cdate=01052024&id=ab-1",
    ),
    ("https://example.com/?p=12&amp;x=3", "https://example.com/?p=12&x=3"),
    ("https://example.com/?at_medium=RSS&at_campaign=KARANGA&q=node/7", "https://example.com/?q=node/7"),
    ("https://example.com/a;jsessionid=AB12?id=1", "https://example.com/a?id=1"),
    ("https://example.com/(S(abcdefghijklmnopqrstuvwx))/p.aspx", "https://example.com/p.aspx"),
    ("https://example.com/modules.php?name=News&sid=1234", "https://example.com/modules.php?name=News&sid=1234"),
    ("https://example.com/?id=3&sid=0123456789abcdef0123456789abcdef", "https://example.com/?id=3"),
    ("https://example.com/?ref=rss&id=1", "https://example.com/?id=1"),
    ("https://example.com/?ref=77812", "https://example.com/?ref=77812"),
    ("https://user:secret@example.com/a", "https://example.com/a"),
    ("http://موقع.com/", "http://xn--4gbrim.com/"),
    ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ("urn:sha256:ab", "urn:sha256:ab"),
    ("mailto:a@example.com", "mailto:a@example.com"),
    ("http://[broken", "http://[broken"),
    ("", ""),
]


@pytest.mark.parametrize(("url", "expected"), NORMALIZED)
def test_normalize(url: str, expected: str) -> None:
    assert normalize_url(url) == expected
    assert normalize_url(expected) == expected


ONE_ARTICLE = [
    "https://www.example.com/سياسة/خبر-مهم-123.html",
    "http://www.example.com/سياسة/خبر-مهم-123.html",
    "https://example.com/%d8%b3%d9%8a%d8%a7%d8%b3%d8%a9/%d8%ae%d8%a8%d8%b1-%d9%85%d9%87%d9%85-123.html",
    "https://m.example.com/سياسة/خبر-مهم-123.html",
    "https://mobile.example.com/سياسة/خبر-مهم-123.html/",
    "https://www.m.example.com/سياسة/خبر-مهم-123.html",
    "https://amp.example.com/سياسة/خبر-مهم-123.html",
    "https://example.com/amp/سياسة/خبر-مهم-123.html",
    "https://example.com/سياسة/خبر-مهم-123.html/amp/",
    "https://example.com/سياسة/خبر-مهم-123.html/amp/amp",
    "https://example.com/سياسة/خبر-مهم-123.amp.html",
    "https://example.com/سياسة/خبر-مهم-123.html?amp",
    "https://example.com/سياسة/خبر-مهم-123.html?outputType=amp",
    "https://example.com/سياسة/خبر-مهم-123.html?print=1&tmpl=component",
    "https://example.com/سياسة/خبر-مهم-123.html?ot=ot.PrintPageLayout",
    "https://example.com/سياسة/خبر-مهم-123.html/print",
    "https://example.com/سياسة/خبر-مهم-123.html?replytocom=88#respond",
    "https://example.com/سياسة/خبر-مهم-123.html?share=twitter&nb=1",
    "https://example.com/سياسة/خبر-مهم-123.html/comment-page-2/#comments",
    "https://example.com//سياسة//خبر-مهم-123.html?utm_source=rss",
    "https://example-com.cdn.ampproject.org/c/s/example.com/سياسة/خبر-مهم-123.html",
    "https://www.google.com/amp/s/www.example.com/سياسة/خبر-مهم-123.html",
]


def test_one_article_has_one_identity() -> None:
    assert len({identity(url) for url in ONE_ARTICLE}) == 1


def test_identity_of_query_order_and_index_pages() -> None:
    assert identity("https://a.com/?p=3&x=1") == identity("https://a.com/?x=1&p=3")
    assert identity("https://a.com/story/index.html") == identity("https://a.com/story/")
    assert identity("https://a.com/index.php") == identity("https://a.com")


DIFFERENT = [
    ("https://a.com/?p=3", "https://a.com/?p=4"),
    ("https://a.com/index.php?id=3", "https://a.com/index.php?id=4"),
    ("https://a.com/view.aspx?id=1", "https://a.com/view.aspx?id=2"),
    ("https://ar.a.com/1", "https://fr.a.com/1"),
    ("https://a.com/Story", "https://a.com/story"),
    ("https://a.com/amp", "https://a.com/"),
    ("https://a.com/news?page=2", "https://a.com/news?page=3"),
    ("http://127.0.0.2:8000/1", "http://127.0.0.3:8000/1"),
    ("http://127.0.0.2:8000/1", "http://127.0.0.2:9000/1"),
    ("https://m.co.uk/1", "https://www.co.uk/1"),
    ("https://a.com/a%2Fb", "https://a.com/a/b"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_stay_two(one: str, other: str) -> None:
    assert identity(one) != identity(other)
    assert normalize_url(one) != normalize_url(other)


def test_keep_query_protects_an_id() -> None:
    url = "https://a.com/read?fbclid=55&utm_x=1"
    assert normalize_url(url, keep_query=frozenset({"fbclid"})) == "https://a.com/read?fbclid=55"
    assert identity("https://a.com/?m=1", keep_query=frozenset({"m"})) == "a.com?m=1"


DOMAINS = [
    ("https://www.hespress.com/x", "hespress.com"),
    ("ar.le360.ma", "le360.ma"),
    ("gate.ahram.org.eg", "ahram.org.eg"),
    ("someone.blogspot.com", "someone.blogspot.com"),
    ("https://127.0.0.3:8000/a", "127.0.0.3"),
    ("127.0.0.3", "127.0.0.3"),
    ("127.0.0.3:80", "127.0.0.3"),
    ("[::1]", "::1"),
    ("a.news.test", "news.test"),
    ("localhost", "localhost"),
    ("ar.example.com:8080", "example.com"),
    ("", ""),
    ("http://[broken/", ""),
]


@pytest.mark.parametrize(("given_", "expected"), DOMAINS)
def test_registrable_domain(given_: str, expected: str) -> None:
    assert registrable_domain(given_) == expected


def test_same_site() -> None:
    assert same_site("https://www.a.com/x", "http://m.a.com/y")
    assert not same_site("https://a.com/x", "https://b.com/x")
    assert not same_site("http://127.0.0.2/", "http://127.0.0.3/")
    assert not same_site("", "")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.com", True),
        ("https://a.com/x", True),
        ("ftp://a.com/", False),
        ("/a", False),
        ("javascript:void(0)", False),
        ("http://", False),
        ("http://a.com:port/", False),
        ("http://a b.com/", False),
        ("http://[x]/", False),
    ],
)
def test_is_http_url(url: str, expected: bool) -> None:
    assert is_http_url(url) is expected


def test_urn_for() -> None:
    assert urn_for(b"") == "urn:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


URL_PIECES = [
    "/", ".", "..", "amp", "?", "&", "=", "%", "%d8", "%2e", "a", "خبر", ";jsessionid=", "utm_source",
    "#", ";sid=", "(S(", "))", "amp;", "print", ":", "@",
]  # fmt: skip
TAIL = st.lists(
    st.sampled_from([*URL_PIECES, "abcdefghijklmnopqrstuvwxyz", " ", "\u200f", "\udc80", "\\"]),
    max_size=14,
)


@settings(deadline=None)
@given(
    st.sampled_from(["http://a.com", "https://www.m.a.com:443", "http://", "HTTP://موقع.com", "http://[::1]:81", ""]),
    TAIL,
)
def test_normalizing_twice_changes_nothing(start: str, tail: list[str]) -> None:
    once = normalize_url(start + "".join(tail))
    assert normalize_url(once) == once
    assert identity(once) == identity(start + "".join(tail))


@settings(deadline=None)
@given(
    st.sampled_from(["http://a.com", "https://www.m.a.com:8080", "http://127.0.0.1:8000", "https://m.co.uk"]),
    st.lists(st.sampled_from(["/", "amp", "print", "mobile", "index.html", ".amp", "-amp", "%D8", "a", "-", "1"])),
)
def test_a_quick_look_gives_what_a_long_one_does(start: str, tail: list[str]) -> None:
    url = f"{start}/{''.join(tail)}"
    hurried = f"{url}#never-normal"
    assert not is_normal(hurried)
    assert identity(url) == identity(hurried)
    assert is_http_url(url)
    assert is_http_url(hurried)
    assert host_and_path(url) == host_and_path(hurried)
    assert not is_normal(url) or normalize_url(url) == url == normalize_url(hurried)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://a.example/x/y", ("a.example", "/x/y")),
        ("https://A.Example.:444/X?y#z", ("a.example", "/X")),
        ("a.example/ar", ("a.example", "/ar")),
        ("http://[::1", ("", "")),
        ("", ("", "")),
    ],
)
def test_host_and_path(url: str, parts: tuple[str, str]) -> None:
    assert host_and_path(url) == parts


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for url in (text, f"http://{text}", f"http://a.com/{text}", f"http://a.com/?{text}"):
        assert normalize_url(normalize_url(url)) == normalize_url(url)
        identity(url)
        registrable_domain(url)


@pytest.mark.parametrize(
    "piece", ["/amp", ";sid=", "%", "/(S(", "&amp;", "/..", "//", "?", "www.", "خ", "%d8", "-", "/comment-page-1"]
)
def test_a_megabyte_of_anything_ends(piece: str) -> None:
    hostile = "http://a.com/" + piece * (1_000_000 // len(piece))
    assert identity(hostile)
    assert isinstance(registrable_domain(hostile), str)


def test_nested_amp_caches_end() -> None:
    assert identity("https://x.cdn.ampproject.org/c/s/" * 3000 + "a.com/1")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/%D8%AE%D8%A8%D8%B1-1", "https://a.example/خبر-1"),
        ("https://a.example/%C7%E1", "https://a.example/%C7%E1"),  # windows-1256
        ("https://a.example/%E2%80%AEcod.exe", "https://a.example/%E2%80%AEcod.exe"),  # would turn the line round
        ("https://a.example/%1B%5B2J", "https://a.example/%1B%5B2J"),  # would clear a terminal
    ],
)
def test_an_address_is_shown_with_its_letters(url: str, shown: str) -> None:
    assert readable(url) == shown

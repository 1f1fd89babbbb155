"""Feeds and sitemaps that want to read files, to grow without bound or to lead in circles."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive.raw import Exchange, RawPages
from newscrawl.archive.saved_pages import read_warc
from newscrawl.discovery.feeds import NotAFeed, parse_feed
from newscrawl.discovery.json_api import JsonApi, NotTheApi, parse_json_api
from newscrawl.discovery.sitemaps import NotASitemap, parse_sitemap
from newscrawl.discovery.wordpress import NotPosts, parse_posts
from tests.hostile.conftest import SETTINGS, Crawled, look_at
from tests.spiders.loopback import LoopbackSite, Reply, Story, now, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BILLION = "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = f"<!DOCTYPE x [<!ENTITY a 'ها'>{BILLION}]>"
QUADRATIC = f"<!DOCTYPE x [<!ENTITY j '{'ها' * 500}'>]>"
DEEP = 100_000
ENTRIES = ("xxe", "xxe-parameter", "xxe-http", "laughs", "quadratic", "deep", "bomb.xml.gz", "bomb-nested.xml.gz")


def hostile_xml(kind: str, root: str, secret: Path) -> str:
    """One hostile document of each kind; each also announces a good page, which is all that may come of it."""
    if kind == "xxe":
        return f'<!DOCTYPE x [<!ENTITY j SYSTEM "file://{secret}">]>'
    if kind == "xxe-parameter":
        return f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{secret}"> %p; <!ENTITY j "%p;">]>'
    if kind == "xxe-http":
        return f'<!DOCTYPE x SYSTEM "{root}/evil.dtd" [<!ENTITY j SYSTEM "{root}/evil.txt">]>'
    return {"laughs": LAUGHS, "quadratic": QUADRATIC}.get(kind, "")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawled, LoopbackSite]]:
    folder = tmp_path_factory.mktemp("documents")
    secret = folder / "secret.txt"
    secret.write_text("كلمة السر سمسم", encoding="utf-8")
    sitemaps = ", ".join(f'"{{root}}/sitemap/{name}"' for name in (*ENTRIES, "self.xml", "endless.xml?n=0", "pair-1"))
    feeds = ", ".join(f'"{{root}}/feed/{name}"' for name in ENTRIES)
    declaration = (
        '    site = Site(hosts=("127.0.0.99",), article_pattern=r"/news/")\n'
        f"    sitemap_urls = ({sitemaps})\n    feed_urls = ({feeds})"
    )
    site = LoopbackSite("documents", 99, declaration=declaration)
    server = site.start()
    publish(site, secret)
    project(folder, [site], SETTINGS + "CLOSESPIDER_TIMEOUT = 60\n")
    run = scrapy(folder, "crawl", "documents")
    yield look_at(folder, run.returncode, run.stderr), site
    server.shutdown()
    server.server_close()


def publish(site: LoopbackSite, secret: Path) -> None:
    root = site.root
    bomb = gzip.compress(bytes(300 << 20), 9, mtime=0)
    for number, name in enumerate(ENTRIES):
        stories = [Story.make("documents", 10 * number + at, f"/news/{name}-{at}", now=now()) for at in range(2)]
        site.publish(*stories)
        doctype = hostile_xml(name, root, secret)
        deep = "<x>" * DEEP if name == "deep" else ""
        entry = f"<url><loc>{root}/news/{name}-0</loc><x>&j;</x></url><url><loc>{root}/&j;</loc></url>"
        item = f"<item><title>&j;</title><link>{root}/news/{name}-1</link></item>"
        texts = {
            "sitemap": f"<?xml version='1.0'?>{doctype}<urlset>{entry}{deep}</urlset>".encode(),
            "feed": f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{item}{deep}</channel></rss>".encode(),
        }
        for kind, text in texts.items():
            body = {"bomb.xml.gz": bomb, "bomb-nested.xml.gz": gzip.compress(bomb, 9, mtime=0)}.get(name, text)
            site.pages[f"/{kind}/{name}"] = Reply(body, "application/gzip" if body is not text else "application/xml")
    for path in ("/evil.dtd", "/evil.txt"):
        site.pages[path] = Reply("<!ENTITY j 'كلمة السر سمسم'>".encode(), "text/plain")
    index = "<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>"
    site.pages["/sitemap/self.xml"] = Reply(index.format(f"{root}/sitemap/self.xml").encode(), "application/xml")
    for one, other in ((1, 2), (2, 1)):
        target = f"{root}/sitemap/pair-{other}"
        site.pages[f"/sitemap/pair-{one}"] = Reply(index.format(target).encode(), "application/xml")

    def endless(query: dict[str, str]) -> Reply:
        return Reply(index.format(f"{root}/sitemap/endless.xml?n={int(query['n']) + 1}").encode(), "application/xml")

    site.pages["/sitemap/endless.xml"] = endless


def asked(site: LoopbackSite, start: str) -> list[str]:
    return [path for path, _ in site.log if path.startswith(start)]


@pytest.mark.parametrize("name", ["xxe", "xxe-parameter", "xxe-http", "laughs", "quadratic"])
def test_an_external_entity_or_entity_bomb_gives_only_what_is_listed(
    crawled: tuple[Crawled, LoopbackSite], name: str
) -> None:
    found, site = crawled
    assert asked(site, f"/news/{name}-0") == [f"/news/{name}-0"], "from the sitemap"
    assert asked(site, f"/news/{name}-1") == [f"/news/{name}-1"], "from the feed"
    assert asked(site, "/evil") == []
    assert not any("سمسم" in str(article) for article in found.articles)
    assert not any("سمسم" in path or "هاها" in path for path, _ in site.log)
    assert "سمسم" not in found.stderr


def test_a_document_that_is_nested_without_end_costs_only_itself(crawled: tuple[Crawled, LoopbackSite]) -> None:
    found, site = crawled
    assert asked(site, "/news/deep-0") == ["/news/deep-0"]
    assert "Traceback" not in found.stderr
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("name", ["bomb.xml.gz", "bomb-nested.xml.gz"])
@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_a_gzip_bomb_is_told_as_too_large(crawled: tuple[Crawled, LoopbackSite], kind: str, name: str) -> None:
    found, site = crawled
    line = next(
        line for line in found.stderr.splitlines() if "entry point failed" in line and f"/{kind}/{name}" in line
    )
    assert "decompresses to more than 52,428,800 bytes" in line
    assert asked(site, f"/{kind}/{name}") == [f"/{kind}/{name}"]


def test_a_sitemap_index_that_points_to_itself_is_asked_once(crawled: tuple[Crawled, LoopbackSite]) -> None:
    _, site = crawled
    assert asked(site, "/sitemap/self.xml") == ["/sitemap/self.xml"]
    assert sorted(asked(site, "/sitemap/pair")) == ["/sitemap/pair-1", "/sitemap/pair-2"]


def test_indexes_that_go_on_without_end_are_left(crawled: tuple[Crawled, LoopbackSite]) -> None:
    found, site = crawled
    assert len(asked(site, "/sitemap/endless.xml")) == 5
    assert "an index within 4 others is not followed" in found.stderr


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_json_that_is_nested_without_end_is_refused(opening: str) -> None:
    body = (opening * DEEP).encode()
    closed = body + b"1" + ("}" if opening == '{"a":' else "]" if opening == "[" else "}]").encode() * DEEP
    for text in (body, closed):
        with pytest.raises(NotPosts):
            parse_posts(text, "https://a.test/wp-json/")
        with pytest.raises(NotTheApi):
            parse_json_api(text, "https://a.test/api", JsonApi(url="https://a.test/api", items="a.b", link="c"))
        with pytest.raises(NotAFeed):
            parse_feed(text, "https://a.test/feed.json", content_type="application/feed+json")
        with pytest.raises(NotASitemap):
            parse_sitemap(text, "https://a.test/sitemap.xml")


def test_headers_that_would_break_a_warc_record_stay_inside_theirs(tmp_path: Path) -> None:
    """A server's names and values may hold line ends, colons, NUL and bytes of any kind."""
    page = "<p>نص</p>".encode()
    injected = "x\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://victim.test/\r\n\r\nبدل"
    headers = [
        ("Content-Type", "text/html"),
        ("X-Injected", injected.encode().decode("latin-1")),
        ("X-Bad\r\nName", "y"),
        ("", "no name"),
        ("X-Nul", "a\x00b"),
        ("Content-Length", "999999"),
        ("Transfer-Encoding", "chunked"),
        ("WARC-Target-URI", "https://victim.test/"),
        ("Newscrawl-Kind", "feed"),
        ("X-Latin", "\xe9\xff"),
    ]
    raw = RawPages(tmp_path, file_bytes=1 << 20)
    urls = ["https://a.test/1\r\nWARC-Target-URI: https://victim.test/", "https://a.test/2"]
    for url in urls:
        sent = Exchange(
            url, "GET", [("X-Ours", "z\r\n\r\nWARC/1.0")], 200, "OK\r\nX: y", headers, page, now(), "article"
        )
        name, _ = raw.write(sent)
    raw.close()
    found = list(read_warc(tmp_path / name))
    assert [saved.error for saved in found] == [None, None]
    assert [saved.content for saved in found] == [page, page]
    assert [saved.kind for saved in found] == ["article", "article"]
    assert "victim.test" not in str([saved.url.partition("WARC")[0] for saved in found])
    assert found[1].url == "https://a.test/2"

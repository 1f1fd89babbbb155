"""A hostile site can lead a crawl nowhere but to itself: not to loopback, private networks, files or data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.extensions.private_addresses import is_private
from tests.hostile.conftest import SETTINGS, Crawled, InnerServer, look_at
from tests.spiders.loopback import LoopbackSite, Reply, Story, now, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names of the test's own resolver: a public name whose owner lets it lead into the crawler's network.
RESOLVER = """
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import succeed

NAMES = {"inner.example": "127.0.0.1", "metadata.example": "169.254.169.254", "office.example": "10.1.2.3"}


class Resolver(CachingThreadedResolver):
    def getHostByName(self, name, timeout=()):
        return succeed(NAMES[name]) if name in NAMES else super().getHostByName(name, timeout)
"""

# Each way that a page is led on, by the name under which the hostile site serves it.
WRITTEN = {
    "loopback": "http://127.0.0.1:{port}/secret",
    "decimal": "http://2130706433:{port}/secret",
    "octal": "http://0177.0.0.1:{port}/secret",
    "hexadecimal": "http://0x7f000001:{port}/secret",
    "short": "http://127.1:{port}/secret",
    "nothing": "http://0.0.0.0:{port}/secret",
    "zero": "http://0:{port}/secret",
    "localhost": "http://localhost:{port}/secret",
    "localhost-with-a-dot": "http://localhost.:{port}/secret",
    "below-localhost": "http://www.localhost:{port}/secret",
    "full-width": "http://\uff11\uff12\uff17.0.0.1:{port}/secret",
    "six": "http://[::1]:{port}/secret",
    "six-nothing": "http://[::]:{port}/secret",
    "six-mapped": "http://[::ffff:127.0.0.1]:{port}/secret",
    "six-mapped-in-hexadecimal": "http://[::ffff:7f00:1]:{port}/secret",
    "another-loopback": "http://127.0.0.77:{port}/secret",
    "link-local": "http://169.254.169.254/latest/meta-data/",
    "ten": "http://10.0.0.7/secret",
    "one-nine-two": "http://192.168.1.1/secret",
    "one-seven-two": "http://172.16.0.1/secret",
    "shared": "http://100.64.0.1/secret",
    "name-to-loopback": "http://inner.example:{port}/secret",
    "name-to-link-local": "http://metadata.example/latest/meta-data/",
    "name-to-private": "http://office.example/secret",
}
NO_WEB = {
    "file": "file:///etc/passwd",
    "data": "data:text/html,<h1>x</h1><p>y</p>",
    "ftp": "ftp://127.0.0.1/secret",
    "gopher": "gopher://127.0.0.1:6379/_SAVE",
    "javascript": "javascript:alert(1)",
}


def hostile_site(port: int) -> LoopbackSite:
    """A site on a public address, as it were: it was named, and the inner server was not."""
    declaration = """    site = Site(hosts=("127.0.0.94",), article_pattern=r"/news/")
    feed_urls = ("{root}/feed",)
    sitemap_urls = ("{root}/sitemap.xml", "{root}/index.xml")
    listing_urls = ("{root}/list",)"""
    site = LoopbackSite("hostile", 94, declaration=declaration)
    good = Story.make("hostile", 1, "/news/good-1", now=now())
    named = Story.make("hostile", 2, "/news/canonical-2", now=now())
    site.publish(good, named)
    canonical = f'<link rel="canonical" href="http://127.0.0.1:{port}/secret">'
    site.pages[named.path] = Reply(named.html(head=canonical).encode())
    for name, target in (WRITTEN | NO_WEB).items():
        # An address of its own for each, for Scrapy asks for none twice.
        address = target.format(port=port) + (f"?by={name}" if name in WRITTEN else "")
        site.pages[f"/news/to-{name}-9"] = Reply(status=302, headers={"Location": address.encode().decode("latin-1")})
    refresh = f'<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1:{port}/secret"></head></html>'
    site.pages["/news/refresh-8"] = Reply(refresh.encode())
    return site


def publish_lists(site: LoopbackSite, port: int) -> None:
    own = [site.root + path for path in site.pages if path.startswith("/news/")]
    foreign = [target.format(port=port) for target in (WRITTEN | NO_WEB).values()]
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in own + foreign)
    parts = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in foreign)
    items = "".join(f"<item><title>خبر مهم</title><link>{url}</link></item>" for url in foreign)
    links = "".join(f'<li><a href="{url}">خبر طويل العنوان عن أمر ما</a></li>' for url in foreign)
    after = f'<a rel="next" href="http://127.0.0.1:{port}/secret?page=2">التالي</a>'
    site.pages["/sitemap.xml"] = Reply(f"<urlset>{entries}</urlset>".encode(), "application/xml")
    site.pages["/index.xml"] = Reply(f"<sitemapindex>{parts}</sitemapindex>".encode(), "application/xml")
    site.pages["/feed"] = Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")
    site.pages["/list"] = Reply(
        f'<ul>{links}<li><a href="/news/good-1">خبر جيد طويل العنوان</a></li></ul>{after}'.encode()
    )
    sitemaps = "".join(f"Sitemap: {url}\n" for url in foreign)
    site.pages["/robots.txt"] = Reply(f"User-agent: *\n{sitemaps}".encode(), "text/plain")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, inner: InnerServer) -> Iterator[Crawled]:
    """What a crawl of the hostile site stored."""
    folder = tmp_path_factory.mktemp("addresses")
    site = hostile_site(inner.port)
    server = site.start()
    publish_lists(site, inner.port)
    (folder / "inner_names.py").write_text(RESOLVER, encoding="utf-8")
    project(folder, [site], SETTINGS + 'TWISTED_DNS_RESOLVER = "inner_names.Resolver"\n')
    run = scrapy(folder, "crawl", "hostile")
    yield look_at(folder, run.returncode, run.stderr)
    server.shutdown()
    server.server_close()


def test_nothing_inside_was_asked_by_whatever_way(crawled: Crawled, inner: InnerServer) -> None:
    assert inner.asked == []
    assert crawled.returncode == 0, crawled.stderr
    assert "Traceback" not in crawled.stderr
    assert "سر من الداخل" not in crawled.titles
    assert len(crawled.articles) == 2


@pytest.mark.parametrize("name", WRITTEN)
def test_a_redirect_into_the_network_is_refused(crawled: Crawled, inner: InnerServer, name: str) -> None:
    (reject,) = [reject for url, reject in crawled.rejects.items() if url.endswith(f"?by={name}")]
    assert reject[0] == "ignored"
    assert "private address" in reject[1]
    assert "NEWSCRAWL_ALLOW_PRIVATE" in reject[1]
    assert inner.asked == []


@pytest.mark.parametrize("name", NO_WEB)
def test_a_redirect_to_no_web_address_is_not_followed(crawled: Crawled, name: str) -> None:
    (reject,) = [reject for url, reject in crawled.rejects.items() if f"/to-{name}-" in url]
    assert reject[0] in ("http-302", "ignored", "unsupported-url") or "Missing scheme" in reject[1], reject
    assert "root:" not in str(crawled.articles)


def test_a_meta_refresh_into_the_network_is_refused(crawled: Crawled, inner: InnerServer) -> None:
    assert inner.asked == []
    assert not any("/news/refresh-8" in article["url"] for article in crawled.articles)


def test_a_canonical_address_in_the_network_is_noted_and_not_asked_for(crawled: Crawled, inner: InnerServer) -> None:
    (article,) = [article for article in crawled.articles if "canonical-2" in article["url"]]
    assert article["source_url"] == f"http://127.0.0.1:{inner.port}/secret"
    assert inner.asked == []


@pytest.mark.parametrize("place", ["feed", "sitemap", "sitemap index", "listing", "robots.txt", "next page"])
def test_links_of_lists_into_the_network_are_not_followed(crawled: Crawled, inner: InnerServer, place: str) -> None:
    assert crawled.articles, place
    assert inner.asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:text/html,<p>x</p>", "ftp://example.com/"])
def test_no_site_is_named_by_what_is_no_web_address(scrapy: Any, url: str) -> None:
    run = scrapy("crawl", "site", "-a", f"url={url}")
    assert run.returncode == 1
    assert f"newscrawl: url={url} is no http or https address" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_setting_lets_a_site_lead_to_loopback(tmp_path: Any, inner: InnerServer) -> None:
    site = hostile_site(inner.port)
    server = site.start()
    target = f"{site.root}/news/to-loopback-9"
    site.pages["/sitemap.xml"] = Reply(f"<urlset><url><loc>{target}</loc></url></urlset>".encode(), "application/xml")
    project(tmp_path, [site], SETTINGS)
    before = len(inner.asked)
    try:
        scrapy(tmp_path, "crawl", "hostile", "-s", "NEWSCRAWL_ALLOW_PRIVATE=1")
        asked = [address for address in inner.asked[before:] if "by=loopback" in address]
    finally:
        server.shutdown()
        server.server_close()
        del inner.asked[before:]
    assert asked == [f"127.0.0.1:{inner.port}/secret?by=loopback"]


PRIVATE = [
    *("127.0.0.1", "127.8.9.1", "10.0.0.7", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "0", "2130706433", "0x7f.1", "0x7F000001", "0177.0.0.1", "127.1", "127.0.0.1.", "224.0.0.1"),
    *("[::1]", "::", "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fd00::1"),
    *("fec0::1", "ff02::1", "64:ff9b::a00:7", "2002:7f00:1::", "localhost", "LOCALHOST.", "a.localhost"),
    *("\uff11\uff12\uff17.0.0.1", "255.255.255.255"),
]
PUBLIC = [
    *("8.8.8.8", "example.com", "", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "127.example.com"),
    *("localhost.example.com", "134744072", "999.1.1.1", "1.2.3.4.5", "xn--mgbh0fb.example"),
]


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_known_in_every_form(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_address_is_not_taken_for_a_private_one(host: str) -> None:
    assert not is_private(host)

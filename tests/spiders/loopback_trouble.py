"""Sites that ask for patience, refuse, or give a crawl nothing it could use."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from tests.spiders.loopback import LoopbackSite, Reply, Story, now
from tests.spiders.loopback_parts import cards_of, listing_page, made_site, serve_feed

if TYPE_CHECKING:
    from tests.spiders.loopback import Handler


def patient(count: int) -> LoopbackSite:
    """A site whose robots.txt asks for a pause between requests."""
    site = made_site("patient", 43, count, "/{n}.html")
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.5\n", "text/plain")
    serve_feed(site, "/feed")
    site.declaration = """
    site = Site(hosts=("127.0.0.43",), timezone="UTC")
    feed_urls = ("{root}/feed",)"""
    return site


def walled(count: int) -> LoopbackSite:
    """A site that answers its feed, and 403 for every article."""
    site = made_site("walled", 44, count, "/{n}.html")
    for story in site.stories:
        site.pages[story.path] = Reply(status=403)
    serve_feed(site, "/feed")
    site.declaration = """
    site = Site(hosts=("127.0.0.44",), timezone="UTC")
    feed_urls = ("{root}/feed",)"""
    return site


def busy(count: int) -> LoopbackSite:
    """A site that answers 429 once and asks to wait three seconds."""
    site = made_site("busy", 45, count, "/{n}.html")
    first = site.stories[0]
    refusal = Reply(status=429, headers={"Retry-After": "3"})
    page = site.pages[first.path]
    asked: list[bool] = []

    def once(_: dict[str, str]) -> Reply:
        asked.append(True)
        assert isinstance(page, Reply)
        return page if len(asked) > 1 else refusal

    site.pages[first.path] = once
    serve_feed(site, "/feed")
    site.declaration = """
    site = Site(hosts=("127.0.0.45",), timezone="UTC")
    feed_urls = ("{root}/feed",)"""
    return site


def _bad(name: str, number: int, kind: str, path: str, page: Reply | Handler) -> LoopbackSite:
    """Make a site whose one entry point is no use."""
    site = LoopbackSite(name, number, pages={path: page}, entries=(path,))
    site.declaration = f"""
    site = Site(hosts=("127.0.0.{number}",), timezone="UTC")
    {kind} = ("{{root}}{path}",)"""
    return site


def bad_sites() -> dict[str, tuple[LoopbackSite, str]]:
    """Give servers that no crawl gets anything out of, by name, with what the summary has to say of each."""
    bomb = gzip.compress(bytes(80 << 20), 9)

    def redirect(query: dict[str, str]) -> Reply:
        return Reply(status=302, headers={"Location": f"/feed?n={int(query.get('n', '0')) + 1}"})

    encoded = Reply(bomb, "application/rss+xml", headers={"Content-Encoding": "gzip"})
    return {
        "hangs": (_bad("hangs", 31, "feed_urls", "/feed", Reply(fault="hang")), "timeout"),
        "breaks": (_bad("breaks", 32, "feed_urls", "/feed", Reply(status=500)), "http-500"),
        "circles": (_bad("circles", 33, "feed_urls", "/feed", redirect), "redirect"),
        "endless": (_bad("endless", 34, "feed_urls", "/feed", Reply(fault="endless")), "too-large"),
        "bomb": (_bad("bomb", 35, "sitemap_urls", "/sitemap.xml.gz", Reply(bomb, "application/gzip")), "bytes"),
        "encoded": (_bad("encoded", 36, "feed_urls", "/feed", encoded), "MAXSIZE"),
        "refuses": (_bad("refuses", 37, "feed_urls", "/feed", Reply(status=403)), "http-403"),
        "page": (_bad("page", 38, "feed_urls", "/feed", Reply(b"<html>Access Denied</html>")), "no feed"),
    }


def calendar() -> LoopbackSite:
    """A listing that goes on for ever, each page with an article never seen before."""
    site = LoopbackSite("calendar", 39, entries=("/days?page=1",))

    def day(query: dict[str, str]) -> Reply:
        number = int(query.get("page", "1"))
        story = Story.make("calendar", number, f"/events/{number + 510000}.html", now=now())
        site.pages[story.path] = Reply(story.html().encode())
        return listing_page(cards_of([story]), f'<a rel="next" href="/days?page={number + 1}">التالي</a>')

    site.pages["/days"] = day
    site.declaration = """
    site = Site(hosts=("127.0.0.39",), timezone="UTC")
    listing_urls = ("{root}/days?page=1",)"""
    return site

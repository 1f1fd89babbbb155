"""The sites of the loopback web: each behaves as some real Arabic news site does, by the facts of the declarations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now
from tests.spiders.loopback_parts import cards_of, listing_page, made_site, posts_answer, rss_of, serve_feed, urlset

if TYPE_CHECKING:
    from tests.spiders.loopback import Handler


def rss(count: int) -> LoopbackSite:
    """RSS, with one item that robots.txt forbids."""
    site = made_site("rss", 11, count, "/politique/{n}.html")
    hidden = Story.make("rss", 9999, "/private/419999.html", now=now())
    site.pages[hidden.path] = Reply(hidden.html().encode())
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private/\n", "text/plain")
    site.pages["/feed"] = lambda _: Reply(
        rss_of((absolute(site, story.path), story) for story in [hidden, *site.stories]).encode(), "text/html"
    )
    site.entries, site.forbidden = ("/feed",), ("/private/",)
    site.declaration = """
    site = Site(hosts=("127.0.0.11",), timezone="Africa/Casablanca", rules=SiteRules(body=".entry-content p"))
    feed_urls = ("{root}/feed",)"""
    return site


def atom(count: int) -> LoopbackSite:
    """Atom with relative links and a later `updated`."""
    site = made_site("atom", 12, count, "/2024/05/خبر-رقم-{n}/")

    def feed(_: dict[str, str]) -> Reply:
        entries = "".join(
            f"<entry><title>{story.title}</title><link rel='alternate' href='{quote(story.path)}'/><id>urn:{n}</id>"
            f"<published>{story.published.isoformat()}</published><updated>{story.changed}</updated></entry>"
            for n, story in enumerate(site.stories)
        )
        return Reply(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode(), "application/atom+xml")

    site.pages["/atom.xml"] = feed
    site.entries = ("/atom.xml",)
    site.declaration = """
    site = Site(hosts=("127.0.0.12",), timezone="Africa/Tunis")
    feed_urls = ("{root}/atom.xml",)"""
    return site


def utf16(count: int) -> LoopbackSite:
    """A feed in UTF-16, pages in windows-1256 that say so nowhere."""
    site = made_site("utf16", 13, count, "/news/{n}")
    for story in site.stories:
        site.pages[story.path] = Reply(story.html().encode("cp1256"), "text/html")
    site.pages["/rss.aspx"] = lambda _: Reply(
        rss_of(((absolute(site, s.path), s) for s in site.stories), "utf-16").encode("utf-16"), "text/xml"
    )
    site.entries = ("/rss.aspx",)
    site.declaration = """
    site = Site(hosts=("127.0.0.13",), timezone="Asia/Beirut")
    feed_urls = ("{root}/rss.aspx",)"""
    return site


def jsonfeed(count: int) -> LoopbackSite:
    """JSON Feed."""
    site = made_site("jsonfeed", 14, count, "/articles/details/{n}/عنوان")

    def feed(_: dict[str, str]) -> Reply:
        items = [
            {"id": story.path, "url": absolute(site, story.path), "title": story.title,
             "date_published": story.published.isoformat()}
            for story in site.stories
        ]  # fmt: skip
        return Reply(
            json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), "application/json"
        )

    site.pages["/feed.json"] = feed
    site.entries = ("/feed.json",)
    site.declaration = """
    site = Site(hosts=("127.0.0.14",), timezone="Asia/Amman")
    feed_urls = ("{root}/feed.json",)"""
    return site


def sitemaps(count: int) -> LoopbackSite:
    """An index of compressed sitemaps with `lastmod`, one of which lists tags and pages about the paper."""
    site = made_site("sitemaps", 15, count, "/world/{n}-عنوان-طويل-للخبر")

    def index(_: dict[str, str]) -> Reply:
        newest = max(story.changed for story in site.stories)
        maps = "".join(
            f"<sitemap><loc>{site.root}/sitemap-{name}.xml.gz</loc><lastmod>{newest}</lastmod></sitemap>"
            for name in ("0", "1", "2", "pages")
        )
        return Reply(f"<sitemapindex>{maps}</sitemapindex>".encode(), "application/xml")

    def part(start: int) -> Handler:
        return lambda _: urlset(site, [(story.path, story.changed) for story in site.stories[start::3]])

    site.pages["/sitemap_index.xml"] = index
    for name in range(3):
        site.pages[f"/sitemap-{name}.xml.gz"] = part(name)
    others = ["/tag/المغرب", "/about-us", "/author/ahmed", "/category/sport"]
    site.pages["/sitemap-pages.xml.gz"] = lambda _: urlset(site, [(path, now().isoformat()) for path in others])
    site.entries = ("/sitemap_index.xml",)
    site.declaration = r"""
    site = Site(hosts=("127.0.0.15",), timezone="Asia/Qatar", article_pattern=r"/world/\\d+-")
    sitemap_urls = ("{root}/sitemap_index.xml",)""".replace("\\\\", "\\")
    return site


def sections(count: int) -> LoopbackSite:
    """A section paged by `/page/N`, its first page at the section's own address."""
    site = made_site("sections", 16, count, "/sport/{n}.html")
    size = 10
    for first in range(0, count, size):
        number = first // size + 1
        following = f'<a class="next" href="/sport/page/{number + 1}">التالي</a>' if first + size < count else ""
        path = "/sport" if number == 1 else f"/sport/page/{number}"
        site.pages[path] = listing_page(cards_of(site.stories[first : first + size]), following)
    site.entries = ("/sport",)
    site.declaration = """
    site = Site(hosts=("127.0.0.16",), timezone="Asia/Riyadh")
    listing_urls = ("{root}/sport",)"""
    return site


def offsets(count: int) -> LoopbackSite:
    """A section paged by `?start=N`, with the numbers of its pages below."""
    site = made_site("offsets", 17, count, "/عنوان-الخبر-هنا_a{n}.html")
    size = 8

    def section(query: dict[str, str]) -> Reply:
        start = int(query.get("start", "0"))
        numbers = "".join(
            f'<a href="/وطنية_r185.html?start={other}">{other // size + 1}</a>' for other in range(0, count, size)
        )
        return listing_page(cards_of(site.stories[start : start + size]), numbers)

    site.pages["/وطنية_r185.html"] = section
    site.entries = ("/وطنية_r185.html",)
    site.declaration = r"""
    site = Site(hosts=("127.0.0.17",), timezone="Africa/Casablanca", article_pattern=r"_a\d+\.html$")
    listing_urls = ("{root}/وطنية_r185.html",)"""
    return site


def scrolled(count: int) -> LoopbackSite:
    """A front page without end: `?action=ajax_listing&paged=N` answers cards and no link to another page."""
    site = made_site("scrolled", 18, count, "/عنوان-خبر-{n}.html")
    size = 10

    def listing(query: dict[str, str]) -> Reply:
        if query.get("action") != "ajax_listing":
            return Reply(b"<html><body>loading</body></html>")
        first = (int(query["paged"]) - 1) * size
        return Reply(f"<div>{cards_of(site.stories[first : first + size])}</div>".encode())

    site.pages["/"] = listing
    site.entries = ("/?action=ajax_listing&paged=1",)
    site.declaration = """
    site = Site(hosts=("127.0.0.18",), timezone="Africa/Casablanca")
    listing_urls = ("{root}/?action=ajax_listing&paged=1",)"""
    return site


def indexes(count: int) -> LoopbackSite:
    """Sections paged by `/index.N.html`; a calendar without end and a cloud of tags stand on every page."""
    site = made_site("indexes", 19, count, "/economy/{n}.html")
    size = 10
    pages = -(-count // size)
    traps = "".join(f'<a href="/2031/05/{day:02d}/">{day}</a>' for day in range(1, 29)) + "".join(
        f'<a href="/tag/عبارة-طويلة-من-خمس-كلمات-{n}">عبارة طويلة من خمس كلمات</a>' for n in range(20)
    )
    traps += '<a rel="next" href="/calendar?month=6&year=2031">التالي</a>'
    for number in range(1, pages + 1):
        numbers = "".join(f'<a href="/economy/index.{other}.html">{other}</a>' for other in range(1, pages + 1))
        cards = cards_of(site.stories[(number - 1) * size : number * size])
        site.pages[f"/economy/index.{number}.html"] = listing_page(cards, numbers + traps)
    site.entries = ("/economy/index.1.html",)
    site.declaration = r"""
    site = Site(hosts=("127.0.0.19",), timezone="Africa/Casablanca", article_pattern=r"/[a-z]+/\d+\.html$")
    listing_urls = ("{root}/economy/index.1.html",)"""
    return site


def wordpress(count: int) -> LoopbackSite:
    """WordPress's REST API, which gives whole texts: no article's page is asked for."""
    site = made_site("wordpress", 20, count, "/{n}.html")

    def posts(query: dict[str, str]) -> Reply:
        return posts_answer(site, site.stories, query)

    site.pages["/wp-json/wp/v2/posts"] = posts
    site.entries = ("/wp-json/wp/v2/posts",)
    site.declaration = """
    site = Site(hosts=("127.0.0.20",), timezone="UTC")
    rest_urls = ("{root}/wp-json/",)"""
    return site


def tokens(count: int) -> LoopbackSite:
    """A JSON API whose answers name the token of the next one."""
    site = made_site("tokens", 21, count, "/business/{n}-عنوان")
    size = 10

    def latest(query: dict[str, str]) -> Reply:
        first = int(query.get("token") or 0)
        items = [
            {"id": story.path.split("/")[2].partition("-")[0], "slug": "عنوان", "headline": story.title,
             "date": story.published.isoformat(), "sectionUrl": "/business"}
            for story in site.stories[first : first + size]
        ]  # fmt: skip
        following = str(first + size) if first + size < count else None
        return Reply(json.dumps({"contentItems": items, "nextPageToken": following}).encode(), "application/json")

    site.pages["/rest/latest.json"] = latest
    site.entries = ("/rest/latest.json",)
    site.declaration = """
    site = Site(hosts=("127.0.0.21",), timezone="Asia/Dubai")
    json_apis = (
        JsonApi(
            url="{root}/rest/latest.json?token={token}",
            items="contentItems",
            link="{sectionUrl}/{id}-{slug}",
            title="headline",
            published="date",
            next_token="nextPageToken",
        ),
    )"""
    return site


def queries(count: int) -> LoopbackSite:
    """Ids in the query, session ids and trackers on every link, a print page beside each."""
    site = made_site("queries", 22, count, "/news/view.aspx?cdate=05112026&id={n}")

    def listing(_: dict[str, str]) -> Reply:
        cards = "".join(
            f'<div><a href="{story.path}&amp;PHPSESSID=abc{n}&amp;utm_source=home">{story.title}</a>'
            f'<a href="{story.path}&amp;print=1">طباعة</a><a href="{story.path}#comments">تعليق</a></div>'
            for n, story in enumerate(site.stories)
        )
        return listing_page(cards)

    site.pages["/news/"] = listing
    site.entries = ("/news/",)
    site.declaration = r"""
    site = Site(
        hosts=("127.0.0.22",),
        timezone="Africa/Cairo",
        article_pattern=r"/news/view\.aspx\?cdate=\d{8}&id=\d+$",
        keep_query=frozenset({"cdate", "id"}),
    )
    listing_urls = ("{root}/news/",)"""
    return site


def dresses(count: int) -> LoopbackSite:
    """Every article at its own address, as AMP, with a tracker, with a slash more; the canonical link says one."""
    site = made_site("dresses", 23, count, "/2026/11/قصة-طويلة-من-الميدان-{n}")
    for story in site.stories:
        head = f'<link rel="canonical" href="{quote(story.path)}"><link rel="amphtml" href="{quote(story.path)}/amp">'
        page = Reply(story.html(head=head).encode())
        site.pages |= {story.path: page, f"{story.path}/": page, f"{story.path}/amp": page}
    serve_feed(site, "/feed")

    def front(_: dict[str, str]) -> Reply:
        cards = "".join(
            f'<a href="{quote(s.path)}/amp">{s.title}</a><a href="{quote(s.path)}/?fbclid=1">{s.title}</a>'
            f'<a href="{quote(s.path).lower()}">{s.title}</a>'
            for s in site.stories
        )
        return listing_page(cards)

    site.pages["/"] = front
    site.entries = ("/feed", "/")
    site.declaration = """
    site = Site(hosts=("127.0.0.23",), timezone="Africa/Algiers")
    feed_urls = ("{root}/feed",)
    listing_urls = ("{root}/",)"""
    return site


def moved(count: int) -> LoopbackSite:
    """The feed names old addresses that lead on to the articles' own."""
    site = made_site("moved", 24, count, "/new/{n}-عنوان-الخبر")
    for n, story in enumerate(site.stories):
        site.pages[f"/old/{n + 7000}"] = Reply(status=301, headers={"Location": quote(story.path)})
    site.pages["/rss"] = lambda _: Reply(
        rss_of((f"{site.root}/old/{n + 7000}", story) for n, story in enumerate(site.stories)).encode(), "text/xml"
    )
    site.entries = ("/rss",)
    site.declaration = """
    site = Site(hosts=("127.0.0.24",), timezone="Asia/Baghdad")
    feed_urls = ("{root}/rss",)"""
    return site


def printer(name: str, number: int, count: int) -> LoopbackSite:
    """Make a paper that prints agency copy: the same texts as every other paper made here."""
    site = LoopbackSite(name, number)
    for n in range(count):
        site.publish(Story.make("wire", n, f"/wire/{number}{n:04d}.html", now=now()))
    serve_feed(site, "/feed")
    site.declaration = f"""
    site = Site(hosts=("127.0.0.{number}",), timezone="UTC")
    feed_urls = ("{{root}}/feed",)"""
    return site


def short_feed(count: int) -> LoopbackSite:
    """A WordPress feed of ten entries a page, its older pages behind `?paged=N`."""
    site = made_site("shortfeed", 46, count, "/{n}.html")

    def feed(query: dict[str, str]) -> Reply:
        first = (int(query.get("paged", "1")) - 1) * 10
        if first >= len(site.stories):
            return Reply(status=404)
        text = rss_of((absolute(site, story.path), story) for story in site.stories[first : first + 10])
        generator = "<channel><generator>https://wordpress.org/?v=6.6</generator>"
        return Reply(text.replace("<channel>", generator).encode(), "application/rss+xml")

    site.pages["/feed/"] = feed
    site.entries = ("/feed/",)
    site.declaration = """
    site = Site(hosts=("127.0.0.46",), timezone="UTC")
    feed_urls = ("{root}/feed/",)"""
    return site


ALL = (
    *(rss, atom, utf16, jsonfeed, sitemaps, sections, offsets, scrolled),
    *(indexes, wordpress, tokens, queries, dresses, moved),
)


def undeclared(count: int) -> LoopbackSite:
    """A WordPress-like site that names its feed and its API in link tags, and its sitemap in robots.txt."""
    site = made_site("undeclared", 41, count, "/{n}.html")
    root_tag = '<link rel="alternate" type="application/rss+xml" title="خلاصة" href="/feed/">'
    api_tag = '<link rel="https://api.w.org/" href="/wp-json/">'

    def front(_: dict[str, str]) -> Reply:
        head = f'<head><meta property="og:site_name" content="جريدة الميدان">{root_tag}{api_tag}</head>'
        return Reply(f'<html lang="ar">{head}<body>{cards_of(site.stories[:10])}</body></html>'.encode())

    site.pages["/"] = front
    serve_feed(site, "/feed/")
    site.pages["/wp-json/wp/v2/posts"] = wordpress(count).pages["/wp-json/wp/v2/posts"]
    site.pages["/robots.txt"] = lambda _: Reply(
        f"User-agent: *\nCrawl-delay: 0.01\nSitemap: {site.root}/map.xml\n".encode(), "text/plain"
    )
    listed = [(story.path, story.published.isoformat()) for story in site.stories]
    site.pages["/map.xml"] = lambda _: urlset(site, listed)
    site.entries = ("/feed/", "/map.xml")
    return site

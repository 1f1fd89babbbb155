"""Entry points: the feeds, sitemaps and APIs that a page names, and where they usually lie when it names none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from newscrawl.urls import is_http_url, normalize_url, same_site

if TYPE_CHECKING:
    from lxml.html import HtmlElement

WELL_KNOWN_FEEDS: Final = (
    *("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed/rss", "/index.xml", "/feed.json"),
    *("/ar/rss.xml", "/ar/rss", "/ar/feed", "/rss.php", "/feed.php", "/rss.aspx", "/?feed=rss2"),
    *("/arc/outboundfeeds/rss/?outputType=xml", "/feeds/posts/default"),
)
"""Paths to try, the likeliest first, when a site names no feed (as they are at 142 Arabic sites)."""

WELL_KNOWN_SITEMAPS: Final = (
    *("/news-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml", "/sitemap-news.xml"),
    *("/sitemap_news.xml", "/newssitemap.xml", "/googlenews.xml", "/sitemap-index.xml", "/sitemap.xml.gz"),
    *("/sitemaps/sitemap.xml", "/ar/sitemap.xml", "/sitemap.txt"),
)
"""Paths to try when neither robots.txt nor a page names a sitemap."""

_FEED_TYPES: Final = re.compile(
    r"\s*(?:application/(?:(?:rss|atom|rdf)(?:\+xml)?|feed\+json|xml)|text/xml)\s*(?:;|$)", re.IGNORECASE
)
_JSON_FEED_TITLE: Final = re.compile(r"feed", re.IGNORECASE)
_FEED_ADDRESS: Final = re.compile(
    r"(?:/|\.|=|-)(?:rss2?|feeds?|atom|rdf|mrss)(?:\.(?:xml|php|aspx?|json|rdf)|-\d+\.\d+)?(?:/|$|\?)|\.(?:rss|rdf|atom)$",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile(
    r"/comments/feed|[?&]feed=comments|comments?-rss|/comments\.(?:rss|xml)|تعليقات|\bcomments?\b|commentaires",
    re.IGNORECASE,
)
_SITEMAP_ADDRESS: Final = re.compile(r"/[^/?#]*sitemap[^/?#]*\.(?:xml|txt)(?:\.gz)?$", re.IGNORECASE)


@dataclass(slots=True)
class EntryPoints:
    """Addresses found on one page, absolute and normalised, in the page's order, each once."""

    feeds: list[str] = field(default_factory=list)
    """Feeds named by link tags first, then those that the page only links to; no comment feeds."""
    sitemaps: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    """WordPress API roots (`…/wp-json/`), for `wordpress.posts_url`."""


def find_entry_points(tree: HtmlElement, url: str) -> EntryPoints:
    """Read a page's link tags and links for feeds, sitemaps and the WordPress API; `url` is the page's own."""
    base = base_url(tree, url)
    feeds: dict[str, None] = {}
    sitemaps: dict[str, None] = {}
    rest: dict[str, None] = {}
    for element in tree.iter("link"):
        address = absolute_url(element.get("href"), base)
        if address is None:
            continue
        rel = (element.get("rel") or "").lower().split()
        kind, title = element.get("type") or "", element.get("title") or ""
        if "https://api.w.org/" in rel:
            rest[address] = None
        elif "sitemap" in rel:
            sitemaps[address] = None
        elif "alternate" in rel and _is_feed_link(kind, title, address):
            feeds[address] = None
    for element in tree.iter("a", "area"):
        address = absolute_url(element.get("href"), base)
        if address is None or not same_site(address, url):
            continue
        if _SITEMAP_ADDRESS.search(address):
            sitemaps[address] = None
        elif _FEED_ADDRESS.search(address) and not _COMMENTS.search(address):
            feeds[address] = None
    return EntryPoints(feeds=list(feeds), sitemaps=list(sitemaps), rest=list(rest))


def base_url(tree: HtmlElement, url: str) -> str:
    """Give the address that the page's relative links resolve against: its `<base href>`, else its own."""
    for element in tree.iter("base"):
        if address := absolute_url(element.get("href"), url):
            return address
    return url


def absolute_url(href: str | None, base: str) -> str | None:
    """Resolve and normalise a link; None for empty, broken, script, mail and fragment-only ones."""
    href = (href or "").strip()
    if not href or href[0] == "#" or href[:11].lower() == "javascript:":
        return None
    try:
        address = normalize_url(urljoin(base, href))
    except ValueError:
        return None
    return address if is_http_url(address) else None


def _is_feed_link(kind: str, title: str, address: str) -> bool:
    if _COMMENTS.search(address) or _COMMENTS.search(title):
        return False
    if kind.strip().lower() == "application/json":  # WordPress names the page's own REST address so, too
        return "/wp-json/" not in address and bool(_JSON_FEED_TITLE.search(title + address))
    return _FEED_TYPES.match(kind) is not None

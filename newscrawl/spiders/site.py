"""Any news site, with or without a declaration: `scrapy crawl site -a url=https://example.com`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request

from newscrawl.discovery.entry_points import WELL_KNOWN_FEEDS, WELL_KNOWN_SITEMAPS, find_entry_points
from newscrawl.discovery.sitemaps import robots_sitemaps
from newscrawl.extraction import parse_page
from newscrawl.items import NotAnArticle
from newscrawl.sites import Site, for_url
from newscrawl.spiders.accounts import content_type
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.list_requests import ENTRY_PRIORITY
from newscrawl.urls import is_http_url, normalize_url, registrable_domain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure


class SiteSpider(NewsSpider):
    """Find a site's feeds and sitemaps by its link tags, robots.txt and well-known paths, then crawl it."""

    name = "site"

    def __init__(self, *args: Any, url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start_url = normalize_url(url if "://" in url else f"https://{url}")
        host = (urlsplit(self.start_url).hostname or "").removeprefix("www.")
        declared = for_url(self.start_url)
        domain = registrable_domain(self.start_url) or host
        self.sites = (declared or Site(hosts=(domain,), name=domain),)  # type: ignore[misc]  # known only now

    @classmethod
    def check_arguments(cls, **arguments: str) -> None:
        """Raise ValueError, in one line, for a missing or broken address."""
        super().check_arguments(**arguments)
        url = arguments.get("url")
        if not url:
            raise ValueError("say which site: -a url=https://example.com")
        if not is_http_url(url if "://" in url else f"https://{url}"):
            raise ValueError(f"url={url} is no http or https address")

    def entry_requests(self) -> Iterator[Request]:
        """Ask for the front page and robots.txt, which name the entry points."""
        meta = {"kind": "listing", "entry": True}
        yield Request(
            self.start_url, callback=self.parse_front, errback=self.on_error, priority=ENTRY_PRIORITY, meta=meta
        )

    async def parse_front(self, response: Response) -> AsyncIterator[Any]:
        """Follow what the front page names; it is a listing too, and an address of a feed or sitemap serves as well."""
        head = response.body[:1000].lstrip()[:5].lower()
        if head.startswith((b"<?xml", b"<rss", b"<feed", b"<urls", b"<site", b"\x1f\x8b", b"{")):
            kind = (
                "sitemap" if b"<urlset" in response.body[:2000] or b"<sitemapindex" in response.body[:2000] else "feed"
            )
            async for item in (self.parse_sitemap if kind == "sitemap" else self.parse_feed)(response):
                yield item
            return
        try:
            page = parse_page(response.body, response.url, content_type=content_type(response))
        except NotAnArticle as error:
            yield self.failed_entry(response, f"no page: {error}; give the address of the site's front page")
            return
        found = find_entry_points(page.tree, response.url)
        for url in found.feeds[:10]:
            yield self.entry_request(url, "feed")
        for url in found.sitemaps[:10]:
            yield self.entry_request(url, "sitemap")
        if found.rest and (self.window.strict or not found.feeds):
            yield self.rest_request(found.rest[0], 1)
        if not found.feeds:
            yield self._try_next("feed", response.url, [*WELL_KNOWN_FEEDS])
        yield Request(
            urljoin(response.url, "/robots.txt"),
            callback=self.parse_robots,
            errback=self.on_no_robots,
            priority=ENTRY_PRIORITY,
            dont_filter=True,
            meta={"kind": "robots", "dont_obey_robotstxt": True, "named": bool(found.sitemaps)},
        )
        async for item in self.parse_listing(response):
            yield item

    async def parse_robots(self, response: Response) -> AsyncIterator[Any]:
        """Follow the sitemaps that robots.txt names, else try the usual places."""
        named = robots_sitemaps(response.text if hasattr(response, "text") else "", response.url)
        for url in named[:10]:
            yield self.entry_request(url, "sitemap")
        if not named and not response.meta["named"]:
            yield self._try_next("sitemap", response.url, [*WELL_KNOWN_SITEMAPS])

    async def on_no_robots(self, failure: Failure) -> AsyncIterator[Any]:
        """Try the usual places of sitemaps where there is no robots.txt."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        if not request.meta["named"]:
            yield self._try_next("sitemap", request.url, [*WELL_KNOWN_SITEMAPS])

    def _try_next(self, kind: str, base: str, paths: list[str]) -> Request:
        """Ask for the first of some well-known paths; the next one follows where it gives nothing."""
        return self.entry_request(urljoin(base, paths[0]), kind, entry=False, untried=paths[1:])

    async def on_error(self, failure: Failure) -> AsyncIterator[Any]:
        """Go on to the next well-known path where a guessed one gave nothing."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        untried = request.meta.get("untried")
        if untried is None:
            async for item in super().on_error(failure):
                yield item
        elif untried:
            yield self._try_next(request.meta["kind"], request.url, untried)

    def failed_entry(self, response: Response, why: str) -> Any:
        """Go on to the next well-known path where a guessed one is no feed or sitemap."""
        untried = response.meta.get("untried")
        if untried:
            return self._try_next(response.meta["kind"], response.url, untried)
        return super().failed_entry(response, why)

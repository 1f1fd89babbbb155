"""PollingSpider: feeds, sitemaps, listings and WordPress APIs asked, and their links followed."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final

from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter

from newscrawl.discovery.documents import TooLarge
from newscrawl.discovery.feeds import NotAFeed, parse_feed
from newscrawl.discovery.json_api import NotTheApi, parse_json_api
from newscrawl.discovery.listings import parse_listing
from newscrawl.discovery.sitemaps import NotASitemap, parse_sitemap, robots_sitemaps
from newscrawl.discovery.url_shape import UrlShape
from newscrawl.discovery.wordpress import PER_PAGE, NotPosts, parse_posts
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.extraction import parse_page
from newscrawl.items import NotAnArticle
from newscrawl.spiders.accounts import content_type
from newscrawl.spiders.list_requests import ListRequests

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from scrapy import Request
    from scrapy.http import Response

    from newscrawl.discovery.links import Link
    from newscrawl.items import Article

_MOST: Final = 10  # sitemaps that are followed from one robots.txt
_DEEPEST: Final = 4  # indexes of sitemaps within each other; the protocol knows one, sites nest two
_WORDPRESS: Final = re.compile(rb"wordpress\.org/\?v=", re.IGNORECASE)
PART_PRIORITY: Final = -1  # the parts of a sitemap index one by one, so that their links do not all wait in memory


class PollingSpider(ListRequests):
    """Turn entry points of every kind into requests for articles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shape: UrlShape | None = None

    @abstractmethod
    def wanted(self, links: Sequence[Link]) -> list[Link]:
        """Give those of the links that are to be fetched."""

    @abstractmethod
    def article_request(self, url: str, *, link: Link | None = None) -> Request:
        """Ask for an article page."""

    @abstractmethod
    def rest_article(self, response: Response, link: Link) -> Article | Request:
        """Give the article that a WordPress answer holds, or the request for its page."""

    @abstractmethod
    def gap_requests(self, url: str) -> Iterator[Request]:
        """Give the requests that look for what a feed may have dropped."""

    async def parse_feed(self, response: Response) -> AsyncIterator[Any]:
        """Follow a feed's links, and its older pages where it has overrun or older days are wanted.

        A feed that was read before and lists nothing but news has overrun: what came between is in neither. WordPress
        serves older pages of a feed (`?paged=2`); elsewhere sitemap, API and listings fill the gap.
        """
        if response.status == 304:
            yield self.answered(response)
            return
        try:
            links = parse_feed(response.body, response.url, content_type=content_type(response))
        except (NotAFeed, TooLarge) as error:
            yield self.failed_entry(response, f"no feed: {error}")
            return
        self.shape = UrlShape.learn(link.url for link in links) or self.shape
        wanted = self.wanted(links)
        page = response.meta.get("page", 1)
        if response.meta.get("filling"):
            self.note_reach(response.url, links)
        filling = self.has_gap(response)
        if page == 1 and self.has_overrun(response, links, len(wanted)):
            self.note_overrun(response, links)
            filling = True
        pages = bool(_WORDPRESS.search(response.body, 0, 4000))
        if filling and not pages and not self._is_filling:
            self._is_filling = True  # once in a crawl: what one feed dropped stands beside what the others did
            for request in self.gap_requests(response.url):
                yield request
        yield self.answered(response, listed=len(links), new=len(wanted))
        for link in wanted:
            yield self.article_request(link.url, link=link)
        more = links and (filling or self.window.strict) and not self.window.is_past(links)
        if more and pages and page < self._most_listings:
            older = add_or_replace_parameter(response.url, "paged", str(page + 1))
            yield self.entry_request(older, "feed", whole=filling, entry=False, page=page + 1, filling=filling)

    @property
    def _most_listings(self) -> int:
        return self.crawler.settings.getint("NEWSCRAWL_MAX_LISTINGS")

    async def parse_sitemap(self, response: Response) -> AsyncIterator[Any]:
        """Follow a sitemap's links, and an index's sitemaps that may list pages of the window and changed."""
        if response.status == 304:
            yield self.answered(response)
            return
        try:
            sitemap = parse_sitemap(response.body, response.url, content_type=content_type(response))
        except (NotASitemap, TooLarge) as error:
            yield self.failed_entry(response, f"no sitemap: {error}")
            return
        filling = response.meta.get("filling", False)
        if filling:
            sitemap = self.near_gap(sitemap, response.url)
        wanted = self.wanted(sitemap.links)
        self.note_reach(response.url, sitemap.links)
        yield self.answered(response, listed=len(sitemap.links), new=len(wanted))
        depth = response.meta.get("index_depth", 0) + 1
        if sitemap.sitemaps and depth > _DEEPEST:
            self.note_failure(response.url, f"an index within {_DEEPEST} others is not followed", entry=False)
            sitemap.sitemaps.clear()
        for link in filter(self.window.may_hold_sitemap, sitemap.sitemaps):
            if filling:
                for part in self.filling_request(link.url, "sitemap", announced=link.lastmod, index_depth=depth):
                    yield part.replace(priority=PART_PRIORITY)
            elif self._may_have_changed(link):
                part = self.entry_request(link.url, "sitemap", entry=False, announced=link.lastmod, index_depth=depth)
                yield part.replace(priority=PART_PRIORITY)
        for link in wanted:
            yield self.article_request(link.url, link=link)

    def _may_have_changed(self, link: Link) -> bool:
        seen = self.seen_at(archive_of(self.crawler).page(link.url))
        if seen is None or self.window.strict or link.lastmod is None:
            return True
        return link.changed_since(seen)

    async def parse_named_sitemaps(self, response: Response) -> AsyncIterator[Any]:
        """Follow the sitemaps that robots.txt names."""
        for url in robots_sitemaps(response.text if isinstance(response, TextResponse) else "", response.url)[:_MOST]:
            if response.meta.get("filling"):
                for request in self.filling_request(url, "sitemap"):
                    yield request
            else:
                yield self.entry_request(url, "sitemap", entry=False)

    async def parse_listing(self, response: Response) -> AsyncIterator[Any]:
        """Follow a listing's articles, and its next page while this one had something new."""
        if response.status == 304:
            yield self.answered(response)
            return
        try:
            page = parse_page(response.body, response.url, content_type=content_type(response))
        except NotAnArticle as error:
            yield self.failed_entry(response, f"no page of links: {error}")
            return
        site = self.site_of(response.url)
        pattern = site.article_pattern if site else None
        listing = parse_listing(
            page.tree,
            response.url,
            article_pattern=pattern,
            shape=self.shape,
            now=self.now(),
            timezone=site.timezone if site else None,
        )
        wanted = self.wanted(listing.links)
        self.note_reach(response.url, listing.links, pinned=True)
        if listing.links or not response.meta.get("entry"):
            yield self.answered(response, listed=len(listing.links), new=len(wanted))
        else:
            yield self.failed_entry(response, "no link on it leads to an article")
        for link in wanted:
            yield self.article_request(link.url, link=link)
        depth = response.meta.get("page", 1)
        filling = self.has_gap(response)
        # Days that somebody asked for, or what a feed dropped, may begin pages further back.
        more = (wanted or (listing.links and (self.window.strict or filling))) and not self.window.is_past(
            listing.links
        )
        if more and depth < self._most_listings:
            for url in listing.next_pages[:1]:
                if filling:
                    for request in self.filling_request(url, "listing", page=depth + 1):
                        yield request
                else:
                    yield self.entry_request(url, "listing", entry=False, page=depth + 1)

    async def parse_rest(self, response: Response) -> AsyncIterator[Any]:
        """Take the articles out of an answer of the WordPress API; it holds their whole text."""
        try:
            links = parse_posts(response.body, response.url)
        except NotPosts as error:
            yield self.failed_entry(response, str(error))
            return
        wanted = self.wanted(links)
        self.note_reach(response.url, links)
        yield self.answered(response, listed=len(links), new=len(wanted))
        for link in wanted:
            yield self.rest_article(response, link)
        page, filling = response.meta["page"], self.has_gap(response)
        more = wanted or self.window.strict or (filling and page < self._most_listings)
        if len(links) >= PER_PAGE and more:
            yield self.rest_request(response.meta["root"], page + 1, filling=filling)

    async def parse_api(self, response: Response) -> AsyncIterator[Any]:
        """Follow the links of a JSON API, or take its articles where it gives whole texts; then its next answer."""
        api, page = response.meta["api"], response.meta["page"]
        try:
            answer = parse_json_api(response.body, response.url, api, content_type=content_type(response))
        except (NotTheApi, TooLarge) as error:
            yield self.failed_entry(response, f"no answer of the API: {error}")
            return
        wanted = self.wanted(answer.links)
        self.note_reach(response.url, answer.links)
        yield self.answered(response, listed=len(answer.links), new=len(wanted))
        for link in wanted:
            yield self.rest_article(response, link) if link.text else self.article_request(link.url, link=link)
        following = api.after(page, answer)
        filling = self.has_gap(response)
        more = (wanted or self.window.strict or filling) and not self.window.is_past(answer.links)
        if following and more and page < self._most_listings:
            yield self.api_request(api, following, page + 1, filling=filling)

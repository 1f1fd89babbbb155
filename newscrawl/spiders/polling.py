"""PollingSpider: feeds, sitemaps, listings and WordPress APIs asked, and their links followed."""

from __future__ import annotations

import re
from abc import abstractmethod
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter

from newscrawl.discovery.documents import TooLarge
from newscrawl.discovery.feeds import NotAFeed, parse_feed
from newscrawl.discovery.json_api import NotTheApi, parse_json_api
from newscrawl.discovery.listings import parse_listing
from newscrawl.discovery.sitemaps import NotASitemap, parse_sitemap, robots_sitemaps
from newscrawl.discovery.url_shape import UrlShape
from newscrawl.discovery.window import Window
from newscrawl.discovery.wordpress import PER_PAGE, NotPosts, parse_posts, posts_url
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.extraction import parse_page
from newscrawl.items import NotAnArticle
from newscrawl.spiders.accounts import content_type
from newscrawl.spiders.browser import browser_meta
from newscrawl.spiders.overruns import OverrunAccounts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.discovery.json_api import JsonApi
    from newscrawl.discovery.links import Link
    from newscrawl.items import Article

_MOST: Final = 10  # sitemaps that are followed from one robots.txt
_WORDPRESS: Final = re.compile(rb"wordpress\.org/\?v=", re.IGNORECASE)
ENTRY_PRIORITY: Final = 100  # entry points first: an article page waits for nothing
PART_PRIORITY: Final = -1  # the parts of a sitemap index one by one, so that their links do not all wait in memory


class PollingSpider(OverrunAccounts):
    """Turn entry points of every kind into requests for articles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window = Window()
        self.shape: UrlShape | None = None
        self.began_at = self.now()

    @abstractmethod
    def wants(self, link: Link) -> bool:
        """Tell whether a link is to be fetched."""

    @abstractmethod
    def article_request(self, url: str, *, link: Link | None = None) -> Request:
        """Ask for an article page."""

    @abstractmethod
    def rest_article(self, response: Response, link: Link) -> Article | Request:
        """Give the article that a WordPress answer holds, or the request for its page."""

    @abstractmethod
    def gap_requests(self, url: str) -> Iterator[Request]:
        """Give the requests that look for what a feed may have dropped."""

    @abstractmethod
    def on_error(self, failure: Failure) -> AsyncIterator[Any]:
        """Account for a request that gave no page."""

    def entry_request(self, url: str, kind: str, *, whole: bool = False, **meta: Any) -> Request:
        """Ask for a feed, sitemap or listing, or whether it changed since the last visit; with `whole`, in any case."""
        callback = {"feed": self.parse_feed, "sitemap": self.parse_sitemap, "listing": self.parse_listing}[kind]
        request = Request(
            url,
            callback=callback,
            errback=self.on_error,
            priority=ENTRY_PRIORITY,
            dont_filter=whole,
            meta={"kind": kind, "entry": True, **(self.fetching_meta(url) if kind == "listing" else {}), **meta},
        )
        return request if whole or self.window.strict else self.conditional(request)

    def rest_request(self, root: str, page: int) -> Request:
        """Ask a WordPress API for one page of posts in the window."""
        # WordPress means later than `after`, and midnight's own post is wanted too.
        after = datetime.combine(self.window.since, datetime.min.time()) if self.window.since else None
        after = after - timedelta(seconds=1) if after else None
        before = datetime.combine(self.window.until, datetime.max.time()) if self.window.until else None
        return Request(
            posts_url(root, page=page, after=after, before=before),
            callback=self.parse_rest,
            errback=self.on_error,
            priority=ENTRY_PRIORITY,
            meta={"kind": "rest", "entry": page == 1, "root": root, "page": page},
        )

    def fetching_meta(self, url: str) -> dict[str, Any]:
        """Give what a request for a page says of how it is to be fetched: with a browser, where its site needs one."""
        site = self.site_of(url)
        # A browser is started for the sites that the spider declares, not for the one that an address names.
        return browser_meta() if site is not None and site.browser and site in type(self).sites else {}

    def conditional(self, request: Request) -> Request:
        """Add what the server needs to answer `304 Not Modified`."""
        known = archive_of(self.crawler).page(request.url)
        if known is None or not (known.etag or known.last_modified) or "playwright" in request.meta:
            return request
        if request.meta["kind"] == "article" and known.article_id is None:
            return request  # it gave no article: it is read anew, for better rules may find one
        validators = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        sent = {name: value for name, value in validators.items() if value}
        conditional = request.replace(meta={**request.meta, "handle_httpstatus_list": [304]})
        conditional.headers.update({**sent, "Cache-Control": "max-age=0"})
        return conditional

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
        requests = list(self._article_requests(links))
        page = response.meta.get("page", 1)
        if page > 1:
            overran = len(requests) == len(links)
            self.note_reach(response.url, links)
        elif overran := self.has_overrun(response, links, len(requests)):
            self.note_overrun(response, links)
            # WordPress serves older pages of a feed, asked for below.
            for request in () if _WORDPRESS.search(response.body, 0, 4000) else self.gap_requests(response.url):
                yield request
        yield self.answered(response, listed=len(links), new=len(requests))
        for request in requests:
            yield request
        wanted = links and (overran or self.window.strict) and not self.window.is_past(links)
        if wanted and _WORDPRESS.search(response.body, 0, 4000) and page < self._most_listings:
            older = add_or_replace_parameter(response.url, "paged", str(page + 1))
            yield self.entry_request(older, "feed", entry=False, page=page + 1)

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
        requests = list(self._article_requests(sitemap.links))
        self.note_reach(response.url, sitemap.links)
        yield self.answered(response, listed=len(sitemap.links), new=len(requests))
        for link in sitemap.sitemaps:
            if self.window.may_hold_sitemap(link) and self._may_have_changed(link):
                part = self.entry_request(link.url, "sitemap", entry=False, announced=link.lastmod)
                yield part.replace(priority=PART_PRIORITY)
        for request in requests:
            yield request

    def _may_have_changed(self, link: Link) -> bool:
        known = archive_of(self.crawler).page(link.url)
        seen = (known.announced_at or known.fetched_at) if known else None
        if seen is None or self.window.strict or link.lastmod is None:
            return True
        return link.changed_since(datetime.fromisoformat(seen))

    def robots_request(self, url: str) -> Request:
        """Ask a site's robots.txt for the sitemaps that it names."""
        return Request(
            urljoin(url, "/robots.txt"),
            callback=self.parse_named_sitemaps,
            errback=self.on_no_sitemaps,
            priority=ENTRY_PRIORITY,
            dont_filter=True,
            meta={"kind": "robots", "dont_obey_robotstxt": True},
        )

    async def parse_named_sitemaps(self, response: Response) -> AsyncIterator[Any]:
        """Follow the sitemaps that robots.txt names."""
        for url in robots_sitemaps(response.text if isinstance(response, TextResponse) else "", response.url)[:_MOST]:
            yield self.entry_request(url, "sitemap", whole=True, entry=False)

    def on_no_sitemaps(self, failure: Failure) -> None:
        """Do without the sitemaps of a robots.txt that is not there."""
        self.logger.debug("no robots.txt: %s", failure.value)

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
        requests = list(self._article_requests(listing.links))
        self.note_reach(response.url, listing.links)
        if listing.links or not response.meta.get("entry"):
            yield self.answered(response, listed=len(listing.links), new=len(requests))
        else:
            yield self.failed_entry(response, "no link on it leads to an article")
        for request in requests:
            yield request
        depth = response.meta.get("page", 1)
        # Days that somebody asked for may begin pages further back.
        more = (requests or (listing.links and self.window.strict)) and not self.window.is_past(listing.links)
        if more and depth < self._most_listings:
            for url in listing.next_pages[:1]:
                yield self.entry_request(url, "listing", entry=False, page=depth + 1)

    async def parse_rest(self, response: Response) -> AsyncIterator[Any]:
        """Take the articles out of an answer of the WordPress API; it holds their whole text."""
        try:
            links = parse_posts(response.body, response.url)
        except NotPosts as error:
            yield self.failed_entry(response, str(error))
            return
        wanted = [link for link in links if self.wants(link)]
        self.note_reach(response.url, links)
        yield self.answered(response, listed=len(links), new=len(wanted))
        for link in wanted:
            yield self.rest_article(response, link)
        if len(links) >= PER_PAGE and (wanted or self.window.strict):
            yield self.rest_request(response.meta["root"], response.meta["page"] + 1)

    def api_request(self, api: JsonApi, url: str, page: int) -> Request:
        """Ask a declared JSON API for one of its answers."""
        return Request(
            url,
            callback=self.parse_api,
            errback=self.on_error,
            priority=ENTRY_PRIORITY,
            meta={"kind": "api", "entry": page == 1, "api": api, "page": page},
        )

    async def parse_api(self, response: Response) -> AsyncIterator[Any]:
        """Follow the links of a JSON API, or take its articles where it gives whole texts; then its next answer."""
        api, page = response.meta["api"], response.meta["page"]
        try:
            answer = parse_json_api(response.body, response.url, api, content_type=content_type(response))
        except (NotTheApi, TooLarge) as error:
            yield self.failed_entry(response, f"no answer of the API: {error}")
            return
        wanted = [link for link in answer.links if self.wants(link)]
        self.note_reach(response.url, answer.links)
        yield self.answered(response, listed=len(answer.links), new=len(wanted))
        for link in wanted:
            yield self.rest_article(response, link) if link.text else self.article_request(link.url, link=link)
        following = api.after(page, answer)
        more = (wanted or self.window.strict) and not self.window.is_past(answer.links)
        if following and more and page < self._most_listings:
            yield self.api_request(api, following, page + 1)

    def _article_requests(self, links: Iterable[Link]) -> Iterator[Request]:
        for link in links:
            if self.wants(link):
                yield self.article_request(link.url, link=link)

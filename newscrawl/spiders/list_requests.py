"""ListRequests: the requests for a site's feeds, sitemaps, listings and APIs, and what they say of themselves."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from scrapy import Request

from newscrawl.discovery.schedule import is_due
from newscrawl.discovery.window import Window
from newscrawl.discovery.wordpress import posts_url
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.spiders.browser import browser_meta
from newscrawl.spiders.overruns import OverrunAccounts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.discovery.json_api import JsonApi

ENTRY_PRIORITY: Final = 100  # entry points first: an article page waits for nothing


class ListRequests(OverrunAccounts):
    """Make the requests for lists of every kind; a request that fills a gap says so in its meta, and asks anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.window = Window()
        self.began_at = self.now()
        self._is_filling = False
        self._filling: set[str] = set()

    @abstractmethod
    def parse_feed(self, response: Response) -> AsyncIterator[Any]:
        """Read a feed."""

    @abstractmethod
    def parse_sitemap(self, response: Response) -> AsyncIterator[Any]:
        """Read a sitemap."""

    @abstractmethod
    def parse_listing(self, response: Response) -> AsyncIterator[Any]:
        """Read a listing."""

    @abstractmethod
    def parse_rest(self, response: Response) -> AsyncIterator[Any]:
        """Read an answer of a WordPress API."""

    @abstractmethod
    def parse_api(self, response: Response) -> AsyncIterator[Any]:
        """Read an answer of another API."""

    @abstractmethod
    def parse_named_sitemaps(self, response: Response) -> AsyncIterator[Any]:
        """Read a robots.txt."""

    @abstractmethod
    def on_error(self, failure: Failure) -> AsyncIterator[Any]:
        """Account for a request that gave no page."""

    def entry_request(self, url: str, kind: str, *, whole: bool = False, **meta: Any) -> Request:
        """Ask for a feed, sitemap or listing, or whether it changed since the last visit; with `whole`, in any case."""
        callback = {"feed": self.parse_feed, "sitemap": self.parse_sitemap, "listing": self.parse_listing}[kind]
        if kind == "feed" and self.is_unfilled(url):
            whole, meta = True, {**meta, "filling": True}
        request = Request(
            url,
            callback=callback,
            errback=self.on_error,
            priority=ENTRY_PRIORITY,
            dont_filter=whole,
            meta={"kind": kind, "entry": True, **(self.fetching_meta(url) if kind == "listing" else {}), **meta},
        )
        return request if whole or self.window.strict else self.conditional(request)

    def is_due(self, request: Request) -> bool:
        """Tell whether an entry point was never asked, or is to be asked again by now."""
        archive = archive_of(self.crawler)
        known = archive.page(request.url)
        planned = known.next_visit_at if known else None
        if request.meta["kind"] == "rest":
            # The address of an API names the days that are asked for, so it is another one every day.
            planned = archive.last_due(self.site_name(request.url), "rest")
        return is_due(datetime.fromisoformat(planned) if planned else None, now=self.now())

    def filling_request(self, url: str, kind: str, **meta: Any) -> Iterator[Request]:
        """Ask for a list whole, to fill a gap; once in a crawl, whatever names it."""
        if url not in self._filling:
            self._filling.add(url)
            yield self.entry_request(url, kind, whole=True, entry=False, filling=True, **meta)

    def rest_request(self, root: str, page: int, *, filling: bool = False) -> Request:
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
            dont_filter=filling,
            meta={"kind": "rest", "entry": page == 1 and not filling, "root": root, "page": page, "filling": filling},
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

    def api_request(self, api: JsonApi, url: str, page: int, *, filling: bool = False) -> Request:
        """Ask a declared JSON API for one of its answers."""
        return Request(
            url,
            callback=self.parse_api,
            errback=self.on_error,
            priority=ENTRY_PRIORITY,
            dont_filter=filling,
            meta={"kind": "api", "entry": page == 1 and not filling, "api": api, "page": page, "filling": filling},
        )

    def robots_request(self, url: str, *, filling: bool = False) -> Request:
        """Ask a site's robots.txt for the sitemaps that it names."""
        return Request(
            urljoin(url, "/robots.txt"),
            callback=self.parse_named_sitemaps,
            errback=self.on_no_sitemaps,
            priority=ENTRY_PRIORITY,
            dont_filter=True,
            meta={"kind": "robots", "dont_obey_robotstxt": True, "filling": filling},
        )

    def on_no_sitemaps(self, failure: Failure) -> None:
        """Do without the sitemaps of a robots.txt that is not there."""
        self.logger.debug("no robots.txt: %s", failure.value)

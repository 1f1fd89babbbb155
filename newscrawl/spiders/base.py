"""NewsSpider: entry points → links → article pages; a declared site is a subclass of ten lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import unquote

from scrapy import Request
from scrapy.signals import request_dropped

from newscrawl.archive import PageVisit
from newscrawl.archive.records import url_key
from newscrawl.discovery.url_kinds import classify_url
from newscrawl.discovery.window import parse_window
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.extensions.manners import NotAsked
from newscrawl.items import Article, Reject
from newscrawl.line import read_post, site_name
from newscrawl.reading import PageTask
from newscrawl.spiders import browser
from newscrawl.spiders.accounts import content_type, header
from newscrawl.spiders.asked import Asked
from newscrawl.spiders.failures import explain_failure
from newscrawl.spiders.page_reader import PageReader
from newscrawl.spiders.polling import PollingSpider
from newscrawl.urls import normalize_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawl.archive import PageRow
    from newscrawl.discovery.json_api import JsonApi
    from newscrawl.discovery.links import Link
    from newscrawl.sites import Site


class NewsSpider(PollingSpider):
    """Crawl one news site: poll its entry points, fetch the articles that the archive lacks or that changed."""

    site: ClassVar[Site]
    """What is declared about the site; `name` and `refine` of the class are put into it."""
    feed_urls: ClassVar[Sequence[str]] = ()
    sitemap_urls: ClassVar[Sequence[str]] = ()
    listing_urls: ClassVar[Sequence[str]] = ()
    """Section and front pages, followed page by page."""
    rest_urls: ClassVar[Sequence[str]] = ()
    """Roots of WordPress APIs: `https://example.com/wp-json/`."""
    json_apis: ClassVar[Sequence[JsonApi]] = ()
    """Other APIs, declared."""
    reader: PageReader
    """Reads its pages."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "site" in vars(cls):
            cls.site = replace(cls.site, name=cls.name, refine=getattr(cls, "refine", None) or cls.site.refine)
            cls.sites = (cls.site,)

    def __init__(self, *args: Any, since: str | None = None, until: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._since, self._until = since, until
        self.asked = Asked()

    @classmethod
    def check_arguments(cls, **arguments: str) -> None:
        """Raise ValueError, in one line, for arguments that no crawl could start with."""
        parse_window(arguments.get("since"), arguments.get("until"), recent_days=0, now=datetime.now(UTC))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider with its window of days."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        days = crawler.settings.getint("NEWSCRAWL_RECENT_DAYS")
        spider.window = parse_window(spider._since, spider._until, recent_days=days, now=spider.now())
        spider.reader = PageReader(crawler)
        crawler.signals.connect(spider.on_dropped, request_dropped)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Say in the user agent how to reach whoever runs the crawl, and start a browser for a site that needs one.

        Raises ValueError, in one line, where the browser is missing.
        """
        super().update_settings(settings)
        if contact := settings.get("NEWSCRAWL_CONTACT"):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} +{contact}", priority="cmdline")
        if any(site.browser for site in cls.sites):
            browser.enable(settings, cls.sites)

    async def start(self) -> AsyncIterator[Any]:
        """Ask every entry point, then the known articles that are due for another look."""
        self.read_gaps()
        is_patient = self.settings.getbool("NEWSCRAWL_ONLY_DUE") and not self.window.strict
        for request in self.entry_requests():
            if not is_patient or self.is_due(request):
                yield request
        for site in self.sites:
            for url in archive_of(self.crawler).due_articles(site.name, now=self.now()):
                self.asked.add(self.identity_of(url))
                yield self.article_request(url)

    def entry_requests(self) -> Iterator[Request]:
        """Give the requests of the declared entry points, the most telling kind first."""
        for root in self.rest_urls:
            yield self.rest_request(root, 1)
        for api in self.json_apis:
            yield self.api_request(api, api.first(), 1)
        for kind, urls in (("feed", self.feed_urls), ("sitemap", self.sitemap_urls), ("listing", self.listing_urls)):
            for url in urls:
                yield self.entry_request(url, kind)
        if self.window.strict and not (self.rest_urls or self.sitemap_urls):
            # Days that somebody asked for lie further back than feeds reach.
            for url in (self.feed_urls or self.listing_urls)[:1]:
                yield self.robots_request(url)

    def gap_requests(self, url: str) -> Iterator[Request]:
        """Ask the site's other lists, whole, for what a feed may have dropped; else those that robots.txt names."""
        for root in self.rest_urls:
            yield self.rest_request(root, 1, filling=True)
        for api in self.json_apis:
            yield self.api_request(api, api.first(), 1, filling=True)
        for kind, urls in (("sitemap", self.sitemap_urls), ("listing", self.listing_urls)):
            for entry in urls:
                yield from self.filling_request(entry, kind)
        if not (self.rest_urls or self.json_apis or self.sitemap_urls or self.listing_urls):
            yield self.robots_request(url, filling=True)

    def wanted(self, links: Sequence[Link]) -> list[Link]:
        """Give the links to be fetched: in the window, not asked for yet, unknown or announced as changed."""
        known = archive_of(self.crawler).pages(link.url for link in links)
        refused: Counter[str] = Counter()
        wanted: list[Link] = []
        for link in links:
            key = self.identity_of(link.url)
            if key in self.asked:
                if link.lastmod and self.asked.announce(key, link.lastmod):
                    archive_of(self.crawler).announce(link.url, link.lastmod)  # it may be stored by now
            elif reason := self._refused(link, known.get(url_key(link.url))):
                refused[reason] += 1
            else:
                self.asked.add(key, link.lastmod)
                wanted.append(link)
        for reason, count in refused.items():
            self.count(f"links/{reason}", count)
        return wanted

    def _refused(self, link: Link, known: PageRow | None) -> str | None:
        """Say why a link that was not asked for yet is none to fetch; None where it is one."""
        if not self.window.may_hold(link):
            return "outside-window"
        if not self.owns(link.url):
            return "foreign"
        seen = self.seen_at(known)
        if seen and not link.changed_since(seen):
            if link.lastmod and known and not known.announced_at:
                archive_of(self.crawler).announce(link.url, link.lastmod)
            return "known"
        return "no-article" if link.source == "sitemap" and self._is_no_article(link.url) else None

    def _is_no_article(self, url: str) -> bool:
        """Tell a sitemap's pages about the paper, tags and authors, which are nobody's news."""
        site = self.site_of(url)
        pattern = site.article_pattern if site else None
        if pattern and (re.search(pattern, url) or re.search(pattern, unquote(url))):
            return False
        kind = classify_url(url)
        # One word may be an article's whole slug, unless the site is known to write its addresses otherwise.
        return kind not in ("article", "unknown", "amp") and (kind != "listing" or pattern is not None)

    def article_request(self, url: str, *, link: Link | None = None) -> Request:
        """Ask for an article page, or whether it changed since the last visit."""
        meta = {"kind": "article", "link": link, **self.fetching_meta(url)}
        return self.conditional(Request(url, callback=self.parse, errback=self.on_error, meta=meta))

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """Read an article page: an Article, or a reject with its reason."""
        if response.status == 304:
            found: Any = replace(self.answered(response), announced_at=self._announced(response.url))
        else:
            found = await self.parse_article(response, link=response.meta.get("link"))
        self._finish(response.request or response)
        yield found

    async def parse_article(self, response: Response, *, link: Link | None = None) -> Article:
        """Extract one article with what its announcement said of it; a page that is none comes marked as a reject."""
        task = PageTask(
            response.body,
            response.url,
            fetched_at=self.fetched_at(response),
            site=self.site_of(response.url),
            content_type=content_type(response),
            last_modified=header(response, "Last-Modified"),
            link=link,
        )
        article = await self.reader.read(task)
        article.visits = self._visits(response, task.fetched_at)
        return article

    def _visits(self, response: Response, fetched_at: datetime) -> list[PageVisit]:
        """Give the visits that led to an article's page; what was announced while it was read counts."""
        urls = dict.fromkeys([*response.meta.get("redirect_urls", ()), response.url])
        return [
            replace(self.page_visit(response, url), fetched_at=fetched_at, announced_at=self._announced(url))
            for url in reversed(urls)
        ]

    def _announced(self, url: str) -> datetime | None:
        return self.asked.announced(self.identity_of(url))

    def _finish(self, asked: Request | Response) -> None:
        """Note that the page that was asked for, wherever it led, is done with."""
        self.asked.finish(self.identity_of(_first_url(asked)))

    def leads_to_asked(self, request: Request) -> bool:
        """Tell whether a redirect leads to another page that this run has asked for."""
        key = self.identity_of(request.url)
        return key in self.asked and key != self.identity_of(_first_url(request))

    def on_dropped(self, request: Request) -> None:
        """Count a page that leads to one which is read anyway."""
        if request.meta.get("kind") == "article":
            self._finish(request)
            self.count("links/lead-to-known")
            self.logger.info("%s leads to %s, which is read anyway", _first_url(request), request.url)

    def rest_article(self, response: Response, link: Link) -> Article | Request:
        """Give the article that a WordPress answer holds; where it holds no text, ask for the page."""
        article = read_post(link, fetched_at=self.now(), site=self.site_of(link.url))
        if article.reject is None:
            self.asked.finish(self.identity_of(link.url))
        else:
            self.count(f"rest/{article.reject.reason}")
            return self.article_request(link.url, link=link)
        visit = PageVisit(link.url, "article", fetched_at=self.now(), site=article.site, status=response.status)
        article.visits = [visit]
        return article

    async def on_error(self, failure: Failure) -> AsyncIterator[Any]:
        """Account for a request that gave no page: an article becomes a reject, an entry point a failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        self._finish(request)
        if isinstance(failure.value, NotAsked):
            self.count("links/not-asked")
            return
        reason, detail, status = explain_failure(failure)
        site = site_name(request.url, self.site_of(request.url))
        kind = request.meta.get("kind", "article")
        url = normalize_url(request.url)
        failures = self.failures(url)
        visit = PageVisit(url, kind, fetched_at=self.now(), site=site, status=status, failures=failures)
        if kind != "article":
            self.note_failure(request.url, f"{reason}: {detail}", entry=bool(request.meta.get("entry")))
            yield visit
            return
        reject = Reject(reason, detail)
        visits = [visit, *(replace(visit, url=url) for url in request.meta.get("redirect_urls", ()))]
        yield Article(visit.url, site=site, fetched_at=visit.fetched_at, reject=reject, visits=visits)


def _first_url(asked: Request | Response) -> str:
    """Give the address that was asked for, before any redirect."""
    return next(iter(asked.meta.get("redirect_urls", ())), asked.url)

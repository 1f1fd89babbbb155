"""The sample: a small synthetic news web on loopback, served and crawled in one run, with no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.newsroom.papers import PAPERS
from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


class NewsroomSpider(NewsSpider):
    """Crawl the sample papers: `scrapy crawl newsroom`; `-a edition=2` serves them after an article was updated."""

    name = "newsroom"
    sites = tuple(
        Site(
            hosts=(paper.host,),
            name=paper.key,
            timezone=paper.timezone,
            article_pattern=paper.article_pattern or None,
            keep_query=paper.keep_query,
        )
        for paper in PAPERS
    )
    custom_settings = {
        "AUTOTHROTTLE_ENABLED": False,  # nobody else reads on this server
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "RETRY_TIMES": 2,
        "NEWSCRAWL_RECENT_DAYS": 0,  # its news is of one autumn
    }

    def __init__(self, *args: Any, edition: str = "1", **kwargs: Any) -> None:
        from newscrawl.newsroom.server import Newsroom  # noqa: PLC0415 - every crawl loads every spider

        super().__init__(*args, **kwargs)
        self.server = Newsroom(edition=int(edition))

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Add the middleware that leads to the papers' server, before Scrapy's own proxies."""
        super().update_settings(settings)
        own = {"newscrawl.spiders.newsroom.LoopbackProxy": 740}
        middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), **own}
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="spider")

    @classmethod
    def check_arguments(cls, **arguments: str) -> None:
        """Raise ValueError, in one line, for an edition that does not exist."""
        super().check_arguments(**arguments)
        if arguments.get("edition", "1") not in ("1", "2"):
            raise ValueError(f"edition={arguments['edition']}: there is 1, and 2 with one article updated")

    async def start(self) -> AsyncIterator[Any]:
        """Start the papers' server, then crawl them."""
        self.server.start()
        async for request in super().start():
            yield request

    def entry_requests(self) -> Iterator[Request]:
        """Ask for every paper's feeds, sitemaps and sections."""
        for paper in PAPERS:
            for kind, urls in (
                ("feed", paper.feeds),
                ("sitemap", paper.sitemaps),
                ("listing", paper.section_pages),
            ):
                for url in urls:
                    yield self.entry_request(url, kind)

    def closed(self, reason: str) -> None:
        """Stop the server when the crawl ends, however it ends."""
        self.logger.info("newsroom served %d requests (%s)", len(self.server.requests), reason)
        self.server.stop()


class LoopbackProxy:
    """Lead every request to the papers' server, whose names no resolver knows."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LoopbackProxy:
        """Build the middleware for the newsroom's crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set the proxy of one request."""
        spider = self.crawler.spider
        assert isinstance(spider, NewsroomSpider)  # noqa: S101 - only its settings name this middleware
        request.meta["proxy"] = spider.server.proxy_url

"""ForgottenMiddleware: a page that was forgotten on request is not asked for, by whatever way a crawl comes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from newscrawl.extensions.crawl_log import CrawlLog, archive_of
from newscrawl.extensions.manners import NotAsked

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class ForgottenMiddleware:
    """Drop requests for what `scrapy forget` took out: links, redirects and pages that are due for another look."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware over the crawl's archive."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass that may be made; raises NotAsked."""
        if self.crawler.get_extension(CrawlLog) is None:
            return  # a command that has no archive: it looks at one page, and stores nothing
        if archive_of(self.crawler).is_forgotten(request.url):
            raise NotAsked("it was forgotten on request")

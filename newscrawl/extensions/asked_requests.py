"""AskedRequests: Scrapy's filter of duplicates, which leaves article pages to the spider that knows them better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.dupefilters import RFPDupeFilter

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class AskedRequests(RFPDupeFilter):
    """Filter requests for lists as Scrapy does, and an article's redirect to a page that was asked for already.

    Spiders of ours ask for no article twice, by its identity and by what the archive knows; a second set of all
    addresses would only grow.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the filter for a crawl."""
        found = super().from_crawler(crawler)
        found.crawler = crawler
        return found

    def request_seen(self, request: Request) -> bool:
        """Tell whether a request is to be dropped."""
        leads_to_asked = getattr(self.crawler.spider, "leads_to_asked", None)
        # With JOBDIR requests outlive the spider's memory.
        if leads_to_asked is None or request.meta.get("kind") != "article" or self.file is not None:
            return super().request_seen(request)
        if "redirect_urls" not in request.meta:
            return False
        return bool(leads_to_asked(request)) or super().request_seen(request)

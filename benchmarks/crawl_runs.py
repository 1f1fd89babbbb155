"""One measured crawl of the made site, in a process of its own; `crawl.py` and `growth.py` start it and read its cost.

    python benchmarks/crawl_runs.py RUN SITEMAP FOLDER

RUN is a key of `RUNS`; SITEMAP is the address of the made site's sitemap; archives and raw pages lie in FOLDER. The
peers' runs import nothing of ours, so that they run in their own environment. All runs have the same manners.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from scrapy.spiders import SitemapSpider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy import Spider
    from scrapy.http import Response

MANNERS: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "ROBOTSTXT_OBEY": False,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "WARNING",
    "STATS_DUMP": False,
}


class BareSpider(SitemapSpider):
    """What a tutorial would write: two selectors."""

    name = "bare"

    def parse(self, response: Response, **_: Any) -> Iterator[dict[str, Any]]:
        """Give title and body."""
        title = response.css("h1.entry-title::text").get()
        yield {"url": response.url, "title": title, "body": "\n".join(response.css(".entry-content p::text").getall())}


class TrafilaturaSpider(SitemapSpider):
    """Scrapy with trafilatura's fast mode inside."""

    name = "trafilatura"

    def parse(self, response: Response, **_: Any) -> Iterator[dict[str, Any]]:
        """Give title, body and date."""
        from trafilatura import bare_extraction  # type: ignore[import-not-found]  # noqa: PLC0415 - in the peers' environment only

        found = bare_extraction(response.text, url=response.url, include_comments=False, fast=True, with_metadata=True)
        if found:
            yield {"url": response.url, "title": found.title, "body": found.text, "date": found.date}


class NewsPleaseSpider(SitemapSpider):
    """Scrapy with news-please's extractors inside."""

    name = "news-please"

    def parse(self, response: Response, **_: Any) -> Iterator[dict[str, Any]]:
        """Give title, body and date."""
        from newsplease import NewsPlease  # type: ignore[import-not-found]  # noqa: PLC0415 - in the peers' environment only

        found = NewsPlease.from_html(response.text, url=response.url)
        yield {"url": response.url, "title": found.title, "body": found.maintext, "date": found.date_publish}


def bare(settings: dict[str, Any], spider: type[Spider] = BareSpider) -> Callable[[str, str], None]:
    """Give a run of plain Scrapy."""

    def run(sitemap: str, folder: str) -> None:  # noqa: ARG001 - one call for all runs
        process = CrawlerProcess({**MANNERS, **settings})
        process.crawl(spider, sitemap_urls=[sitemap])
        process.start()

    return run


def ours(settings: dict[str, Any]) -> Callable[[str, str], None]:
    """Give a run of newscrawl, as `scrapy crawl` would do it; an archive that is there already is crawled again."""

    def run(sitemap: str, folder: str) -> None:
        from newscrawl.sites import Site  # noqa: PLC0415 - the peers run without newscrawl
        from newscrawl.spiders.base import NewsSpider  # noqa: PLC0415 - as above

        class MadeSpider(NewsSpider):
            name = "made"
            site = Site(hosts=("127.0.0.1",), timezone="Africa/Casablanca")
            sitemap_urls = (sitemap,)

        own = Settings()
        own.setmodule("newscrawl.settings", priority="project")
        places = {"NEWSCRAWL_DB": f"{folder}/news.db", "NEWSCRAWL_RECENT_DAYS": 0}
        own.setdict({**MANNERS, **places, **settings}, priority="cmdline")
        if own["NEWSCRAWL_WARC_DIR"]:
            own.set("NEWSCRAWL_WARC_DIR", f"{folder}/warc", priority="cmdline")
        process = CrawlerProcess(own)
        process.crawl(MadeSpider)
        process.start()

    return run


RUNS: dict[str, Callable[[str, str], None]] = {
    "bare-1": bare({"CONCURRENT_ITEMS": 1}),
    "bare": bare({}),
    "newscrawl": ours({"NEWSCRAWL_WARC_DIR": ""}),
    "newscrawl-workers": ours({"NEWSCRAWL_WARC_DIR": "", "NEWSCRAWL_WORKERS": 2}),
    "newscrawl-warc": ours({}),
    "trafilatura": bare({}, TrafilaturaSpider),
    "news-please": bare({}, NewsPleaseSpider),
}

if __name__ == "__main__":
    RUNS[sys.argv[1]](*sys.argv[2:4])

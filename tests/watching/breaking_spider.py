"""The sample papers, one of which may come with a layout whose pages hold no text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newscrawl.spiders.newsroom import NewsroomSpider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_TEXT = re.compile(rb"<body.*</body>", re.DOTALL)
_DATA = re.compile(rb'<script type="application/ld.json">.*?</script>', re.DOTALL)


class BreakingSpider(NewsroomSpider):
    """`-a broken=PATTERN`: pages whose address matches are shells that a script would fill."""

    name = "breaking"

    def __init__(self, *args: Any, broken: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.broken = broken

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), "tests.watching.breaking_spider.Breaker": 100}
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="spider")
        extensions = {**settings.getdict("EXTENSIONS"), "newscrawl.extensions.watch.Watch": 90}
        settings.set("EXTENSIONS", extensions, priority="spider")


class Breaker:
    """Empties pages."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Breaker:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        broken = self.crawler.spider.broken  # type: ignore[union-attr]  # the spider of this test
        if not broken or not re.search(broken, request.url):
            return response
        # The shell is another text than what the paper's validators stand for.
        for name in ("ETag", "Last-Modified"):
            response.headers.pop(name, None)
        return response.replace(body=_TEXT.sub(b'<body><div id="root"></div></body>', _DATA.sub(b"", response.body)))

"""RawPagesMiddleware: every useful answer goes to WARC before anything is read out of it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.defer import deferred_from_coro

from newscrawl.archive.raw import Exchange, RawPages
from newscrawl.archive.raw_upkeep import mend, prune
from newscrawl.extensions.crawl_log import archive_of, ending_without_archive
from newscrawl.extensions.manners import NotAsked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.http.headers import Headers

logger = logging.getLogger(__name__)
_RENDERED: Final = ("Newscrawl-Rendered", "yes")
"""Marks a page as a browser made it; the bytes that the server sent were other ones."""
_KEPT: Final = ("html", "xml", "json", "rss", "atom")


class RawPagesMiddleware:
    """Write 200 answers of HTML, XML and JSON as they came, and note on the request where they lie."""

    def __init__(self, crawler: Crawler, folder: Path, *, file_mb: int, total_mb: int) -> None:
        self.crawler = crawler
        self.folder = folder
        self.total_bytes = total_mb << 20
        self.pages = RawPages(folder, file_bytes=file_mb << 20)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the settings NEWSCRAWL_WARC_*; raises NotConfigured where no folder is named."""
        folder = crawler.settings["NEWSCRAWL_WARC_DIR"]
        if not folder:
            raise NotConfigured
        settings = crawler.settings
        middleware = cls(
            crawler,
            Path(folder),
            file_mb=settings.getint("NEWSCRAWL_WARC_FILE_MB"),
            total_mb=settings.getint("NEWSCRAWL_WARC_TOTAL_MB"),
        )
        crawler.signals.connect(middleware.opened, signals.spider_opened)
        crawler.signals.connect(middleware.closed, signals.spider_closed)
        return middleware

    def opened(self) -> None:
        """Cut off what a killed crawl left half-written."""
        for path, cut in mend(self.folder):
            logger.info("%s: a half-written record of %d bytes was cut off", path, cut)

    def closed(self) -> None:
        """Close the file, and bring the folder down to its bound."""
        self.pages.close()
        if not self.folder.is_dir():
            return
        with ending_without_archive(self.crawler):
            for path in prune(self.folder, total_bytes=self.total_bytes, archive=archive_of(self.crawler)):
                logger.info("%s: deleted, to keep the raw pages under NEWSCRAWL_WARC_TOTAL_MB", path)

    def process_response(self, request: Request, response: Response) -> Response:
        """Write one answer; where that cannot be done the crawl ends, since the page would be lost."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
        if response.status != 200 or not any(kind in content_type for kind in _KEPT):
            return response
        exchange = Exchange(
            url=response.url,
            method=request.method,
            request_headers=_pairs(request.headers),
            status=response.status,
            reason="OK",
            headers=[*_pairs(response.headers), *([_RENDERED] if "playwright" in response.flags else [])],
            body=response.body,
            fetched_at=datetime.now(UTC),
            kind=request.meta.get("kind", "other"),
        )
        try:
            request.meta["warc"] = self.pages.write(exchange)
        except OSError as error:
            logger.error("%s: a raw page cannot be written: %s", self.folder, error.strerror)
            if self.crawler.engine is not None:
                deferred_from_coro(self.crawler.engine.close_spider_async(reason="raw-pages-error"))
            raise NotAsked(f"its raw page cannot be kept: {error.strerror}") from None
        return response


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    pairs: Iterable[tuple[bytes, list[bytes]]] = headers.items()
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in pairs for value in values]

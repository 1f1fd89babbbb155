"""RawPagesMiddleware: every useful answer goes to WARC before anything is read out of it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes
from scrapy.utils.defer import deferred_from_coro

from newscrawl.archive.raw import RENDERED_HEADER, Exchange, RawPages
from newscrawl.archive.raw_recovery import LeftPages, left_pages
from newscrawl.archive.raw_upkeep import mend, prune, size_of
from newscrawl.extensions.crawl_log import CrawlLog, archive_of, ending_without_archive
from newscrawl.extensions.manners import NotAsked
from newscrawl.extensions.whole_bodies import WIRE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.archive import Archive

logger = logging.getLogger(__name__)
_FOUND: Final = "raw-page"
"""Flag of an answer that was not asked for: a crawl that was killed had fetched it."""
_left: Final[WeakKeyDictionary[Archive, LeftPages]] = WeakKeyDictionary()
_KEPT: Final = ("html", "xml", "json", "rss", "atom", "text/plain")
_LISTS: Final = ("feed", "sitemap", "rest", "api")
"""Kinds of answers that are kept whatever their Content-Type says: sitemaps come as `application/gzip`."""


class RawPagesMiddleware:
    """Write 200 answers of HTML, XML and JSON as they came, and note on the request where they lie."""

    def __init__(self, crawler: Crawler, folder: Path, *, file_mb: int, total_mb: int) -> None:
        self.crawler = crawler
        self.folder = folder
        self.total_bytes = total_mb << 20
        self._is_said = False
        self.pages = RawPages(folder, file_bytes=file_mb << 20)
        self.left = LeftPages()

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
        """Cut off what a killed crawl left half-written, and find what it had fetched and not stored."""
        log = self.crawler.get_extension(CrawlLog)
        if log is None or log.crawl_id is None:
            self._mend()
            return
        archive = archive_of(self.crawler)
        if archive not in _left:  # else another crawl of this process did it
            self._mend()
            now = datetime.now(UTC)
            _left[archive] = left_pages(self.folder, archive.connection, crawl_id=log.crawl_id, now=now)
            if _left[archive]:
                logger.info("%d pages that a killed crawl had fetched are not asked for again", len(_left[archive]))
        self.left = _left[archive]

    def _mend(self) -> None:
        for path, cut in mend(self.folder):
            logger.info("%s: a half-written record of %d bytes was cut off", path, cut)

    def closed(self) -> None:
        """Close the file, and bring the folder down to its bound."""
        self.pages.close()
        # The archive may be closed by now: it is opened again only for what there is to do, and never made anew.
        is_over = self.folder.is_dir() and size_of(self.folder) > self.total_bytes
        if not is_over or not Path(self.crawler.settings["NEWSCRAWL_DB"]).is_file():
            return
        with ending_without_archive(self.crawler):
            for path in prune(self.folder, total_bytes=self.total_bytes, archive=archive_of(self.crawler)):
                logger.info("%s: deleted, to keep the raw pages under NEWSCRAWL_WARC_TOTAL_MB", path)

    def process_request(self, request: Request) -> Response | None:
        """Answer an article's request with what a killed crawl was answered a short while ago."""
        if not self.left or request.meta.get("kind") != "article" or request.method != "GET":
            return None
        link = request.meta.get("link")
        found = self.left.take(request.url, changed_at=link.lastmod if link is not None else None)
        if found is None:
            return None
        exchange, pointer = found
        request.meta.update(warc=pointer, fetched_at=exchange.fetched_at)
        headers = Headers()
        for name, value in exchange.headers:
            headers.appendlist(name, value)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=exchange.body)
        return kind(request.url, status=exchange.status, headers=headers, body=exchange.body, flags=[_FOUND])

    def process_response(self, request: Request, response: Response) -> Response:
        """Write one answer as it was sent; where that cannot be done the crawl ends, since the page would be lost."""
        if _FOUND in response.flags:
            request.meta.pop(WIRE, None)
            return response
        request.meta.pop("fetched_at", None)  # a redirect's request has that of the page that led to it
        sent = request.meta.pop(WIRE, response)
        if response.status != 200 or not _is_useful(request, response):
            return response
        exchange = Exchange(
            url=response.url,
            method=request.method,
            request_headers=_pairs(request.headers),
            status=response.status,
            reason="OK",
            headers=[
                *_pairs(sent.headers),
                *([(RENDERED_HEADER, "yes")] if "playwright" in response.flags else []),
            ],
            body=sent.body,
            fetched_at=datetime.now(UTC),
            kind=request.meta.get("kind", "other"),
        )
        try:
            request.meta["warc"] = self.pages.write(exchange)
        except OSError as error:
            if not self._is_said:  # pages that are under way come here too
                self._is_said = True
                logger.error(
                    "%s: a raw page cannot be written (%s); free some space and run again, or name a folder on another"
                    " disk in NEWSCRAWL_WARC_DIR",
                    self.folder,
                    error.strerror,
                )
            if self.crawler.engine is not None:
                deferred_from_coro(self.crawler.engine.close_spider_async(reason="raw-pages-error"))
            raise NotAsked(f"its raw page cannot be kept: {error.strerror}") from None
        return response


def _is_useful(request: Request, response: Response) -> bool:
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
    is_page = not content_type or any(kind in content_type for kind in _KEPT)
    return is_page or request.meta.get("kind") in _LISTS


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    pairs: Iterable[tuple[bytes, list[bytes]]] = headers.items()
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in pairs for value in values]

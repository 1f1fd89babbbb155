"""WholeBodiesMiddleware: compressed answers, of which Scrapy gives what could be decompressed, must be whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import TextResponse
from scrapy.responsetypes import responsetypes

from newscrawl.archive.bodies import TooLarge, decompress

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

WIRE: Final = "wire"
"""Key in a request's meta of its answer as it was sent, which RawPagesMiddleware takes out again."""


class WholeBodiesMiddleware(HttpCompressionMiddleware):
    """Decompress bodies as a replay does; ask again for one that is damaged, which reads like a shorter article.

    A server or proxy that gives up halfway closes the connection well all the same, so that nothing but the compressed
    stream itself tells.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware as Scrapy does."""
        middleware = super().from_crawler(crawler)
        middleware.crawler = crawler
        middleware.max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        middleware.keeps_wire = bool(crawler.settings["NEWSCRAWL_WARC_DIR"])
        return middleware

    max_size: int
    keeps_wire: bool

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's own signature, for the type checker
    ) -> Request | Response:
        """Give the decompressed answer, or the request for another try.

        Raises ResponseDataLossError after the last try, DownloadCancelledError for a body past DOWNLOAD_MAXSIZE.
        """
        encoding = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not encoding or request.method == "HEAD":
            return response
        try:
            body = decompress(response.body, encoding, limit=self.max_size)
        except TooLarge as problem:
            raise DownloadCancelledError(str(problem)) from None
        except ValueError as problem:
            assert self.crawler.spider is not None  # noqa: S101 - it sent the request
            again = get_retry_request(request, spider=self.crawler.spider, reason="cut")
            if again is None:
                raise ResponseDataLossError(str(problem)) from None
            return again
        if self.keeps_wire:
            request.meta[WIRE] = response
        return _with_body(response, body)


def _with_body(response: Response, body: bytes) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    changes: dict[str, Any] = {"body": body, "headers": headers}
    if issubclass(kind, TextResponse):
        changes["encoding"] = None  # it is found out anew
    return response.replace(cls=kind, **changes)

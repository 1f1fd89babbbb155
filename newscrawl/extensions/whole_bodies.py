"""WholeBodiesMiddleware: compressed answers, of which Scrapy gives what could be decompressed, must be whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from newscrawl.archive.bodies import decompress

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

_TAIL: Final = 1024  # bytes in which a whole document's last end tag stands; comments and counters may follow it
_ENDS: Final = (b"</html", b"</rss", b"</feed", b"</urlset", b"</sitemapindex", b"</rdf:rdf")


class WholeBodiesMiddleware(HttpCompressionMiddleware):
    """Decompress bodies as Scrapy does; ask again for one that ends too early, which reads like a shorter article.

    A server or proxy that gives up halfway closes the connection well all the same, so that nothing but the compressed
    stream itself tells.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware as Scrapy does."""
        middleware = super().from_crawler(crawler)
        middleware.crawler = crawler
        return middleware

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's own signature, for the type checker
    ) -> Request | Response:
        """Give the decompressed answer, or the request for another try; raises ResponseDataLossError after the last."""
        encoding = response.headers.get("Content-Encoding")
        found = super().process_response(request, response)
        if not encoding or not isinstance(found, Response) or _ends(found.body) or _is_whole(response.body, encoding):
            return found
        assert self.crawler.spider is not None  # noqa: S101 - it sent the request
        again = get_retry_request(request, spider=self.crawler.spider, reason="cut")
        if again is None:
            raise ResponseDataLossError(f"the {encoding.decode('latin-1')} body of {response.url} is cut")
        return again


def _ends(body: bytes) -> bool:
    """Tell by its last end tag that a document is whole, which spares decompressing it twice."""
    tail = body[-_TAIL:].lower()
    return any(end in tail for end in _ENDS)


def _is_whole(raw: bytes, encoding: bytes) -> bool:
    try:
        decompress(raw, encoding.decode("latin-1"))
    except ValueError as problem:
        # What is damaged otherwise Scrapy has judged; encodings that nobody knows it leaves alone.
        return "it is cut" not in str(problem)
    return True

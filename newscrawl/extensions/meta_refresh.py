"""RefreshMiddleware: `<meta http-equiv="refresh">` as Scrapy follows it, at no cost to pages that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

_HEAD: Final = 16_384  # bytes; Scrapy looks at 4,096 characters, each of four bytes at most


class RefreshMiddleware(MetaRefreshMiddleware):
    """Look for the word in the bytes first: Scrapy decodes the whole page for its first lines."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's own signature, for the type checker
    ) -> Request | Response:
        """Give the answer back, or the request that it refers to."""
        if b"refresh" not in response.body[:_HEAD].lower():
            return response
        return super().process_response(request, response)

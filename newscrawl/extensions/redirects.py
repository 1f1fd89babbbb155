"""Redirects as Scrapy follows them, but for circles, which its filter of duplicates would drop without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response

_HEAD: Final = 16_384  # bytes; Scrapy looks at 4,096 characters, each of four bytes at most


class CircleMiddleware(RedirectMiddleware):
    """Follow `Location`; an address that leads back to itself is an error with its reason."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's own signature, for the type checker
    ) -> Request | Response:
        """Give the answer back, or the request that it refers to; raises IgnoreRequest."""
        found = super().process_response(request, response)
        if isinstance(found, Request) and _is_circle(found):
            raise IgnoreRequest(f"it redirects in a circle, back to {found.url}; a site may do so without cookies")
        return found


class RefreshMiddleware(MetaRefreshMiddleware):
    """Follow `<meta http-equiv="refresh">`; a page that only reloads itself is the page.

    The word is looked for in the bytes first: Scrapy decodes the whole page for its first lines.
    """

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's own signature, for the type checker
    ) -> Request | Response:
        """Give the answer back, or the request that it refers to."""
        if b"refresh" not in response.body[:_HEAD].lower():
            return response
        found = super().process_response(request, response)
        return response if isinstance(found, Request) and _is_circle(found) else found


def _is_circle(redirected: Request) -> bool:
    return redirected.url in redirected.meta["redirect_urls"]

"""PrivateAddressMiddleware: a public site cannot lead a crawl into the network that it runs in."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest, NotConfigured

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class PrivateAddressMiddleware:
    """Refuse loopback, private and link-local addresses, but for sites that were named by such an address."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; raises NotConfigured where NEWSCRAWL_ALLOW_PRIVATE is set."""
        if crawler.settings.getbool("NEWSCRAWL_ALLOW_PRIVATE"):
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse an address that is written as a private one, as a redirect may be."""
        host = urlsplit(request.url).hostname or ""
        if (host == "localhost" or host.endswith(".localhost") or is_private(host)) and not self._named(request.url):
            raise IgnoreRequest(f"{host} is a private address, and no site of this crawl")

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse what came from a private address under a public name."""
        # Through a proxy the address is the proxy's.
        address = None if request.meta.get("proxy") else response.ip_address
        if address is not None and is_private(str(address)) and not is_private(urlsplit(request.url).hostname or ""):
            raise IgnoreRequest(f"{urlsplit(request.url).hostname} leads to the private address {address}")
        return response

    def _named(self, url: str) -> bool:
        owns = getattr(self.crawler.spider, "owns", None)
        return owns is not None and bool(owns(url))


def is_private(host: str) -> bool:
    """Tell whether a host is written as an IP address that is not public."""
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False

"""PrivateAddressMiddleware: a public site cannot lead a crawl into the network that it runs in, nor to its files."""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any, Final, Self
from unicodedata import normalize
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# `inet_aton` takes these for addresses, and so does every resolver: 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1.
_NUMBERS: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)
# IPv6 networks whose last 32 bits are an IPv4 address: NAT64, and the old "compatible" form.
_WITH_IPV4: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_HINT: Final = "set NEWSCRAWL_ALLOW_PRIVATE if it is meant"


class PrivateAddressMiddleware:
    """Refuse loopback, private and link-local addresses, but for sites that were named by such an address.

    It stands next to the network: names are resolved here, and the connection uses the resolver's cached answer.
    """

    def __init__(self, crawler: Crawler, *, may_be_private: bool) -> None:
        self.crawler = crawler
        self.may_be_private = may_be_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; NEWSCRAWL_ALLOW_PRIVATE lets every address pass."""
        return cls(crawler, may_be_private=crawler.settings.getbool("NEWSCRAWL_ALLOW_PRIVATE"))

    async def process_request(self, request: Request) -> None:
        """Refuse what is no web address, and one that is or resolves to a private one; raises IgnoreRequest."""
        parts = urlsplit(request.url)
        owns = getattr(self.crawler.spider, "owns", None)
        if owns is not None and parts.scheme not in ("http", "https"):
            raise IgnoreRequest(f"{parts.scheme}: only http and https addresses are fetched")
        host = parts.hostname or ""
        if self.may_be_private:
            return
        if is_private(host):
            # A site that somebody named by such an address is meant.
            if owns is None or not owns(request.url):
                raise IgnoreRequest(f"{host} is a private address, and no site of this crawl; {_HINT}")
        elif not request.meta.get("proxy"):  # which resolves names by itself
            address = await _resolved(host)
            if address is not None and is_private(address):
                raise IgnoreRequest(f"{host} leads to the private address {address}; {_HINT}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse what came from a private address under a public name all the same; raises IgnoreRequest."""
        # Through a proxy the address is the proxy's.
        address = None if self.may_be_private or request.meta.get("proxy") else response.ip_address
        host = urlsplit(request.url).hostname or ""
        if address is not None and is_private(str(address)) and not is_private(host):
            raise IgnoreRequest(f"{host} leads to the private address {address}; {_HINT}")
        return response


async def _resolved(host: str) -> str | None:
    """Give the address that a connection to `host` goes to; None where there is none, which the download will tell."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    resolver: Any = reactor
    try:
        return str(await maybe_deferred_to_future(resolver.resolve(host)))
    except DNSLookupError:
        return None


@lru_cache(maxsize=4096)
def is_private(host: str) -> bool:
    """Tell whether a host is written as an IP address that is not public, in whatever form, or as `localhost`."""
    host = normalize("NFKC", host).strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _address(host)
    if isinstance(address, IPv6Address):
        address = _embedded(address) or address
    return address is not None and (
        not address.is_global or address.is_multicast or (isinstance(address, IPv6Address) and address.is_site_local)
    )


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        if not _NUMBERS.fullmatch(host):
            return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address that a gateway or the system itself makes of an IPv6 one."""
    if any(address in network for network in _WITH_IPV4) and address.packed[-4:] > b"\0\0\0\1":
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour

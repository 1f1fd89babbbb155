"""BrowserHandler: scrapy-playwright's handler behind a proxy of ours; it needs the extra `newscrawl[browser]`."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeoutError
from scrapy import signals
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from newscrawl.extensions.public_proxy import PublicProxy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.sites import Site

# It warns of every page that fails, with a traceback; our own reject names the page and says why.
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)

_PAGES_A_CONNECTION: Final = 10
# The proxy asks name servers, and nothing goes past it.
_ALL_BY_PROXY: Final = (
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_NAMED_ERRORS: Final = (
    ("net::ERR_NAME_NOT_RESOLVED", CannotResolveHostError),
    ("net::ERR_CONNECTION_REFUSED", DownloadConnectionRefusedError),
    ("net::ERR_TIMED_OUT", DownloadTimeoutError),
    ("net::ERR_CONNECTION_TIMED_OUT", DownloadTimeoutError),
)


class BrowserHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it has no types
    """Start Chromium when the first page wants it; its failures have the names that a crawl knows."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawler_of_sites = crawler
        self._starting = asyncio.Lock()
        self._is_started = False
        self._proxy: PublicProxy | None = None
        # A crawl that finds nothing new needs no browser.
        crawler.signals.disconnect(self._maybe_launch_in_thread, signals.engine_started)

    async def download_request(self, request: Request) -> Response:
        """Fetch a page, with the browser where the request says so."""
        if not request.meta.get("playwright"):
            plain: Response = await super().download_request(request)
            return plain
        async with self._starting:
            if not self._is_started:
                await self._start()
                self._is_started = True
        try:
            response: Response = await super().download_request(request)
        except BrowserTimeoutError as error:
            raise DownloadTimeoutError(_first_line(error)) from error
        except BrowserError as error:
            kind = next((kind for name, kind in _NAMED_ERRORS if name in error.message), DownloadFailedError)
            raise kind(_first_line(error)) from error
        if self._proxy is not None:
            response.ip_address = None  # it is the proxy's, which has looked at the server's own
        return response

    async def _start(self) -> None:
        """Start the browser, behind the proxy unless private addresses are allowed."""
        settings = self._crawler_of_sites.settings
        if not settings.getbool("NEWSCRAWL_ALLOW_PRIVATE"):
            most = _PAGES_A_CONNECTION * settings.getint("DOWNLOAD_MAXSIZE")
            self._proxy = PublicProxy(self._is_named, most_bytes=most)
            # Playwright sends loopback through it too, which Chromium does not by itself.
            self.config.launch_options["proxy"] = {"server": await self._proxy.start()}
            self.config.launch_options["args"] = [*self.config.launch_options.get("args", ()), *_ALL_BY_PROXY]
        await self._launch()

    async def close(self) -> None:
        """Close the browser, then the proxy."""
        await super().close()
        if self._proxy is not None:
            await self._proxy.close()

    def _is_named(self, host: str) -> bool:
        """Tell whether one of the crawl's sites was named by this host, as a site on one's own machine may be."""
        sites: Sequence[Site] = getattr(self._crawler_of_sites.spider, "sites", ())
        return any(site.has_host(host) for site in sites)


def _first_line(error: BrowserError) -> str:
    return error.message.partition("\n")[0]

"""What the browser's answers and failures are to the rest of a crawl; the browser itself is in `tests/spiders`."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

playwright = pytest.importorskip("playwright.async_api", reason="needs the extra newscrawl[browser]")
scrapy_handler = pytest.importorskip("scrapy_playwright.handler", reason="needs the extra newscrawl[browser]")

URL = "https://paper.example/1"


def download(monkeypatch: pytest.MonkeyPatch, answer: Response | Exception) -> Any:
    """Give what the handler makes of what scrapy-playwright gives."""
    from newscrawl.extensions.browser_handler import BrowserHandler

    async def launch(_: Any) -> None:
        """There is no browser here."""

    async def download_request(_: Any, request: Request) -> Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    def begin(handler: Any, _: Any) -> None:
        handler.config = SimpleNamespace(launch_options={"args": ["--no-sandbox"]})

    monkeypatch.setattr(scrapy_handler.ScrapyPlaywrightDownloadHandler, "__init__", begin)
    monkeypatch.setattr(scrapy_handler.ScrapyPlaywrightDownloadHandler, "_launch", launch)
    monkeypatch.setattr(scrapy_handler.ScrapyPlaywrightDownloadHandler, "download_request", download_request)

    async def run() -> Response:
        handler = BrowserHandler(get_crawler(Spider))
        try:
            return await handler.download_request(Request(URL, meta={"playwright": True}))
        finally:
            assert handler.config.launch_options["proxy"]["server"].startswith("socks5://127.0.0.1:")
            assert handler._proxy is not None
            await handler._proxy.close()

    return asyncio.run(run())


def test_the_proxy_s_address_is_not_the_server_s(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else every public site would seem to lead to a private address."""
    response = download(monkeypatch, HtmlResponse(URL, ip_address=ip_address("127.0.0.1")))
    assert response.ip_address is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (playwright.TimeoutError("Timeout 60000ms exceeded.\nCall log: ..."), DownloadTimeoutError),
        (playwright.Error("Page.goto: net::ERR_NAME_NOT_RESOLVED at https://paper.example/1"), CannotResolveHostError),
        (playwright.Error("Page.goto: net::ERR_CONNECTION_REFUSED at https://x/"), DownloadConnectionRefusedError),
        (playwright.Error("Page.goto: net::ERR_SOCKS_CONNECTION_FAILED at https://x/"), DownloadFailedError),
        (playwright.Error("Page crashed"), DownloadFailedError),
    ],
)
def test_failures_have_the_names_of_a_crawl(
    monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as raised:
        download(monkeypatch, error)
    assert "\n" not in str(raised.value)

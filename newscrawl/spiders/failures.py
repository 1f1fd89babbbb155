"""Why a request gave no page: a stable reason for `rejects`, and a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

if TYPE_CHECKING:
    from twisted.python.failure import Failure

_STATUS: Final = {
    401: "the page wants a login",
    403: "the server refuses us; set NEWSCRAWL_CONTACT, crawl more slowly, or ask the site",
    404: "the page is not there",
    410: "the page was taken down",
    429: "the server asks for fewer requests; raise DOWNLOAD_DELAY",
    451: "the page is withheld for legal reasons",
}


def explain_failure(failure: Failure) -> tuple[str, str, int | None]:
    """Give the reason (`http-403`, `robots`, `unreachable`, `timeout`, `too-large` …), a sentence, and the status."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        detail = _STATUS.get(status) or ("the server failed" if status >= 500 else "the server gave no page")
        return f"http-{status}", detail, status
    if isinstance(error, IgnoreRequest):
        if "robots.txt" in str(error):
            return "robots", "robots.txt forbids it", None
        return "ignored", str(error) or "a middleware dropped the request", None
    if isinstance(error, CannotResolveHostError):
        return "unreachable", "no such host; check the spelling and the network", None
    if isinstance(error, DownloadConnectionRefusedError):
        return "unreachable", "the host refuses connections; check the address and port", None
    if isinstance(error, DownloadTimeoutError):
        return "timeout", "no answer in time; raise DOWNLOAD_TIMEOUT or try later", None
    if isinstance(error, DownloadCancelledError):
        return "too-large", f"{error}; raise DOWNLOAD_MAXSIZE if it is wanted", None
    if isinstance(error, UnsupportedURLSchemeError):
        return "unsupported-url", "only http and https addresses are fetched", None
    if isinstance(error, ResponseDataLossError):
        return "cut", "the page came cut short or damaged; it is tried again at the next crawl", None
    if isinstance(error, DownloadFailedError):
        return "unreachable", f"the connection failed: {error}", None
    return "error", f"{type(error).__name__}: {error}", None

"""A browser for sites that show their text only after their scripts ran: Chromium, driven by scrapy-playwright.

Only a declaration asks for it (`Site.browser`), and only its listings and articles go through it. The extra installs no
browser: Debian's `chromium`, or any other Chromium or Chrome, serves.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

    from newscrawl.sites import Site

_HANDLER: Final = "newscrawl.extensions.browser_handler.BrowserHandler"
_PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NEEDLESS: Final = frozenset({"image", "media", "font", "stylesheet", "texttrack", "manifest"})
"""What a text does not need; the site's server is spared it."""
_SETTLING_MS: Final = 5000
"""How long a page may go on loading once it is there."""


def enable(settings: BaseSettings, sites: Sequence[Site]) -> None:
    """Let a crawl's requests go through Chromium where they ask for it.

    Raises ValueError, one line that says what to install, where the extra or a browser is missing.
    """
    names = ", ".join(site.name for site in sites if site.browser)
    if find_spec("scrapy_playwright") is None:
        raise ValueError(f"{names} needs a browser: pip install 'newscrawl[browser]'")
    program = settings.get("NEWSCRAWL_CHROMIUM") or next(filter(None, map(which, _PROGRAMS)), None)
    if program is None or which(program) is None:
        raise ValueError(f"{names} needs a browser: install Chromium, or give its path in NEWSCRAWL_CHROMIUM")
    options: dict[str, Any] = {"executable_path": program, "args": []}
    if os.geteuid() == 0:
        options["args"].append("--no-sandbox")  # Chromium's sandbox refuses to work for root
    own = {
        "DOWNLOAD_HANDLERS": {**settings.getdict("DOWNLOAD_HANDLERS"), "http": _HANDLER, "https": _HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_CONTEXTS": {"default": {"service_workers": "block", "accept_downloads": False}},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 1000 * settings.getint("DOWNLOAD_TIMEOUT"),
        "PLAYWRIGHT_ABORT_REQUEST": _is_needless,
    }
    for name, value in own.items():
        settings.set(name, value, priority="spider")


def browser_meta() -> dict[str, Any]:
    """Give what a request says to be made by the browser, and to wait until the page has settled."""
    from scrapy_playwright.page import PageMethod  # noqa: PLC0415 - an extra

    return {
        "playwright": True,
        "playwright_page_methods": [PageMethod(_settle)],
        "playwright_page_event_handlers": {"popup": _close},
    }


async def _settle(page: Any) -> None:
    """Wait until the page loads nothing more, or for some seconds: advertisements may go on for ever."""
    from playwright.async_api import TimeoutError as StillLoading  # noqa: PLC0415 - an extra

    try:
        await page.wait_for_load_state("networkidle", timeout=_SETTLING_MS)
    except StillLoading:
        return


async def _close(window: Any) -> None:
    """Close a window that a page opened: nobody looks at it, and it would stay open until the crawl ends."""
    await window.close()


def _is_needless(request: Any) -> bool:
    return request.resource_type in _NEEDLESS

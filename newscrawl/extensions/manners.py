"""MannersMiddleware: the pauses that a site asks for, and an end where it refuses us again and again."""

from __future__ import annotations

import asyncio
import logging
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import deferred_from_coro

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

    from newscrawl.sites import Site

logger = logging.getLogger(__name__)
_REFUSED: Final = frozenset({403, 429})
_MAY_ASK_TO_WAIT: Final = frozenset({403, 429, 503})
_LEAST_DELAY: Final = 0.01
_SLOT: Final = "download_slot"


class MannersMiddleware:
    """Obey `Crawl-delay` and `Retry-After`, and stop asking a host after many refusals or failures in a row."""

    def __init__(self, crawler: Crawler, *, most_refusals: int, longest_wait: float) -> None:
        self.crawler = crawler
        self.most_refusals = most_refusals
        self.longest_wait = longest_wait
        self.delays: dict[str, float] = {}
        self.resume_at: dict[str, float] = {}
        self.refusals: dict[str, int] = {}
        self.stopped: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from NEWSCRAWL_MAX_REFUSALS and NEWSCRAWL_LONGEST_WAIT."""
        middleware = cls(
            crawler,
            most_refusals=crawler.settings.getint("NEWSCRAWL_MAX_REFUSALS", 10),
            longest_wait=crawler.settings.getfloat("NEWSCRAWL_LONGEST_WAIT", 120.0),
        )
        crawler.signals.connect(middleware.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(middleware.downloaded, signals.response_downloaded)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take a host's `Crawl-delay` from its robots.txt: one request at a time, that far apart and no nearer."""
        agent = request.headers.get("User-Agent") or self.crawler.settings["USER_AGENT"]
        delay = robotparser.crawl_delay(agent)
        if delay:
            self.delays[_host(request)] = float(delay)

    async def process_request(self, request: Request) -> None:
        """Hold a request back as long as its host asks; raises IgnoreRequest where it is asked no more."""
        host = _host(request)
        if why := self.stopped.get(host):
            raise IgnoreRequest(why)
        if host in self.delays:
            self._slow_down(request, host)
        while (wait := self.resume_at.get(host, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def downloaded(self, response: Response, request: Request) -> None:
        """Note when a host wants to be asked again, before the next request in its queue leaves."""
        wait = retry_after(response.headers.get("Retry-After")) if response.status in _MAY_ASK_TO_WAIT else None
        if wait is None:
            return
        host = _host(request)
        if wait > self.longest_wait:
            self._stop(host, f"{host} asks to come back in {wait:.0f} seconds")
            return
        self.resume_at[host] = time.monotonic() + wait
        if self.crawler.engine is not None:
            slot = self.crawler.engine.downloader.slots.get(request.meta.get(_SLOT) or host)
            if slot is not None:
                slot.lastseen = self.resume_at[host]
                slot.delay = max(slot.delay, _LEAST_DELAY)  # without one the queue does not look at the time

    def process_response(self, request: Request, response: Response) -> Response:
        """Count refusals in a row."""
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt itself: its absence is no refusal
            return response
        host = _host(request)
        if response.status not in _REFUSED and response.status < 500:
            self.refusals.pop(host, None)
            return response
        self._count(host, f"http-{response.status}")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a host that does not answer at all."""
        if not isinstance(exception, IgnoreRequest) and not request.meta.get("dont_obey_robotstxt"):
            self._count(_host(request), type(exception).__name__)

    def _slow_down(self, request: Request, host: str) -> None:
        request.meta["autothrottle_dont_adjust_delay"] = True
        if self.crawler.engine is None:
            return
        downloader = self.crawler.engine.downloader
        key = request.meta.get(_SLOT) or host
        slot = downloader.slots.get(key)
        if slot is None:
            downloader.per_slot_settings[key] = {"concurrency": 1, "delay": self.delays[host], "jitter": 0.0}
        else:
            slot.concurrency, slot.delay, slot.jitter = 1, max(slot.delay, self.delays[host]), 0.0

    def _count(self, host: str, what: str) -> None:
        self.refusals[host] = self.refusals.get(host, 0) + 1
        if self.most_refusals and self.refusals[host] >= self.most_refusals:
            self._stop(host, f"{host} refused {self.refusals[host]} requests in a row ({what})")

    def _stop(self, host: str, why: str) -> None:
        """Ask a host no more; a crawl of that site alone ends, so that what it did not ask for stays to be asked."""
        if host in self.stopped:
            return
        self.stopped[host] = why
        logger.warning("%s: it is asked no more in this crawl", why)
        if self.crawler.stats is not None:
            self.crawler.stats.set_value("newscrawl/refused", why)
        sites: Sequence[Site] = getattr(self.crawler.spider, "sites", ())
        own = [name.partition("/")[0] for site in sites for name in site.hosts]
        is_its_own = any(host == name or host.endswith("." + name) for name in own)
        if len(sites) == 1 and is_its_own and self.crawler.engine is not None:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="site-refuses"))


def retry_after(header: bytes | None, *, now: float | None = None) -> float | None:
    """Read a `Retry-After` header, seconds or an HTTP date, as seconds from `now` (an epoch); None where it is neither.

    A date that has passed gives 0.
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - (time.time() if now is None else now))


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""

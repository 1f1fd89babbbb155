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
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

    from newscrawl.sites import Site

logger = logging.getLogger(__name__)
_REFUSED: Final = frozenset({403, 429})
_LEAST_DELAY: Final = 0.01


class NotAsked(IgnoreRequest):
    """A request that was not sent, since its host is asked no more in this crawl: nothing is known of its page."""


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
        """Hold a request back as long as its host asks; raises NotAsked where it is asked no more."""
        host = _host(request)
        if why := self.stopped.get(host):
            raise NotAsked(why)
        if host in self.delays:
            self._slow_down(request, host)
        while (wait := self.resume_at.get(host, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def downloaded(self, response: Response, request: Request) -> None:
        """Count refusals in a row, and note when the host wants to be asked again.

        The signal comes before the next request in the host's queue leaves; `process_response` comes turns later.
        """
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt itself: its absence is no refusal
            return
        host = _host(request)
        if response.status not in _REFUSED and response.status < 500:
            if (
                response.status < 400
            ):  # a host that refuses all it has may still say of some pages that they are missing
                self.refusals.pop(host, None)
            return
        wait = retry_after(response.headers.get("Retry-After"))
        if wait is not None and wait > self.longest_wait:
            self._stop(host, f"{host} asks to come back in {wait:.0f} seconds")
        elif wait is not None:
            self._hold(host, wait)
        self._count(host, f"http-{response.status}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a host that does not answer at all."""
        if not isinstance(exception, IgnoreRequest) and not request.meta.get("dont_obey_robotstxt"):
            self._count(_host(request), type(exception).__name__)

    def _hold(self, host: str, wait: float) -> None:
        self.resume_at[host] = time.monotonic() + wait
        for slot in self._slots(host):
            slot.lastseen = self.resume_at[host]
            slot.delay = max(slot.delay, _LEAST_DELAY)  # without one the queue does not look at the time

    def _slow_down(self, request: Request, host: str) -> None:
        request.meta["autothrottle_dont_adjust_delay"] = True
        assert self.crawler.engine is not None  # noqa: S101 - it sends the request
        own = {"concurrency": 1, "delay": self.delays[host], "jitter": 0.0}
        self.crawler.engine.downloader.per_slot_settings[host] = own
        for slot in self._slots(host):
            slot.concurrency, slot.delay, slot.jitter = 1, max(slot.delay, self.delays[host]), 0.0

    def _slots(self, host: str) -> list[Slot]:
        """Give the queue of a host's requests, where there is one; Scrapy names it by the host."""
        assert self.crawler.engine is not None  # noqa: S101 - it sent the request
        slot = self.crawler.engine.downloader.slots.get(host)
        return [slot] if slot is not None else []

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
        self.crawler.stats.set_value("newscrawl/refused", why)
        for slot in self._slots(host):
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(NotAsked(why))
        sites: Sequence[Site] = getattr(self.crawler.spider, "sites", ())
        if len(sites) == 1 and sites[0].has_host(host):
            assert self.crawler.engine is not None  # noqa: S101 - it sent the request
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

"""Pauses that a site asks for, and the end of a crawl that is refused again and again."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.test import get_crawler

from newscrawl.extensions.manners import MannersMiddleware, NotAsked, retry_after

URL = "https://paper.test/1"


def middleware(**settings: Any) -> MannersMiddleware:
    crawler = get_crawler(Spider, {"NEWSCRAWL_MAX_REFUSALS": 3, **settings})
    downloader = SimpleNamespace(slots={"paper.test": Slot(2, 0.0)}, per_slot_settings={})
    crawler._engine = cast("Any", SimpleNamespace(downloader=downloader))
    return MannersMiddleware.from_crawler(crawler)


def answer(manners: MannersMiddleware, status: int, *, after: str | None = None) -> None:
    headers = {"Retry-After": after} if after else None
    manners.downloaded(Response(URL, status=status, headers=headers), Request(URL))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120.0),
        (b" 0 ", 0.0),
        (b"Wed, 21 Oct 2015 07:28:00 GMT", 60.0),
        (b"Wed, 21 Oct 2015 07:20:00 GMT", 0.0),
        (b"soon", None),
        (b"", None),
        (None, None),
        (b"-5", None),
        ("\u0661\u0662".encode(), None),
        (b"9" * 5000, 999999999.0),
    ],
)
def test_retry_after(header: bytes | None, seconds: float | None) -> None:
    assert retry_after(header, now=1445412420.0) == seconds


def test_refusals_in_a_row_stop_a_host_and_no_other() -> None:
    manners = middleware()
    for status in (403, 429, 200, 500, 404, 503):  # a page that is missing is neither a refusal nor a welcome
        answer(manners, status)
    asyncio.run(manners.process_request(Request(URL)))
    manners.process_exception(Request(URL), TimeoutError())
    with pytest.raises(NotAsked, match=r"paper\.test refused 3 requests in a row"):
        asyncio.run(manners.process_request(Request(URL)))
    asyncio.run(manners.process_request(Request("https://other.test/1")))


def test_a_missing_robots_file_and_our_own_refusals_do_not_count() -> None:
    manners = middleware()
    for _ in range(5):
        robots = Request("https://paper.test/robots.txt", meta={"dont_obey_robotstxt": True})
        manners.downloaded(Response(robots.url, status=403), robots)
        manners.process_exception(Request(URL), IgnoreRequest())
    asyncio.run(manners.process_request(Request(URL)))


def test_a_host_is_asked_again_when_it_said() -> None:
    manners = middleware()
    answer(manners, 429, after="1")
    started = time.monotonic()
    asyncio.run(manners.process_request(Request(URL)))
    assert 0.9 < time.monotonic() - started < 5
    answer(manners, 200, after="100000")
    asyncio.run(manners.process_request(Request(URL)))
    answer(manners, 503, after="100000")
    with pytest.raises(NotAsked, match="asks to come back in 100000 seconds"):
        asyncio.run(manners.process_request(Request(URL)))


def test_a_crawl_delay_is_the_slots_own() -> None:
    manners = middleware()
    robots = ProtegoRobotParser(b"User-agent: *\nCrawl-delay: 120\n", None)
    manners.robots_parsed(robots, Request(URL))
    request = Request(URL)
    asyncio.run(manners.process_request(request))
    assert manners.crawler.engine is not None
    slot = manners.crawler.engine.downloader.slots["paper.test"]
    assert (slot.concurrency, slot.delay, slot.jitter) == (1, 120.0, 0.0)
    assert request.meta["autothrottle_dont_adjust_delay"] is True
    other = Request("https://other.test/")
    asyncio.run(manners.process_request(other))
    assert not other.meta

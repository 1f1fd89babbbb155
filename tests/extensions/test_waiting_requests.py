"""A stack of requests whose longest waiting lie in a file: nothing lost, in Scrapy's own order."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.utils.test import get_crawler

from newscrawl.discovery.links import Link
from newscrawl.extensions import waiting_requests
from newscrawl.extensions.waiting_requests import CHUNK, WaitingRequests
from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.http import Response


class PaperSpider(NewsSpider):
    name = "paper"
    site = Site(hosts=("paper.test",))


@pytest.fixture(scope="module")
def spider() -> NewsSpider:
    crawler = get_crawler(PaperSpider)
    crawler.spider = PaperSpider()
    return crawler.spider


def waiting(spider: NewsSpider) -> WaitingRequests:
    crawler = get_crawler(PaperSpider)
    crawler.spider = spider
    return WaitingRequests.from_crawler(crawler, "/0")


def request(spider: NewsSpider, number: int) -> Request:
    url = f"https://paper.test/{number}"
    return Request(
        url,
        callback=spider.parse,
        errback=spider.on_error,
        headers={"If-None-Match": f'"{number}"'},
        meta={"kind": "article", "link": Link(url, "sitemap", title=f"خبر {number}")},
    )


def nobodys(response: Response) -> None:
    """Be a callback that is no method of the spider."""


@settings(deadline=None, max_examples=30)
@given(steps=st.lists(st.integers(-4 * CHUNK, 4 * CHUNK), max_size=12))
def test_the_order_is_that_of_a_stack(steps: list[int], spider: NewsSpider) -> None:
    queue, plain = waiting(spider), list[int]()
    for step in steps:
        for _ in range(step):
            plain.append(len(plain))
            queue.push(request(spider, plain[-1]))
        for _ in range(-step):
            found = queue.pop()
            assert (found.url if found else None) == (f"https://paper.test/{plain.pop()}" if plain else None)
        assert len(queue) == len(plain)
    queue.close()


def test_a_request_comes_back_as_it_went(spider: NewsSpider) -> None:
    queue = waiting(spider)
    made = [request(spider, number) for number in range(4 * CHUNK)]
    for one in made:
        queue.push(one)
    assert queue._file is not None
    back = [queue.pop() for _ in made][::-1]
    assert queue.pop() is None
    assert [one.to_dict(spider=spider) for one in back if one] == [one.to_dict(spider=spider) for one in made]
    assert back[0] is not None
    assert back[0] is not made[0]
    assert back[0].callback == spider.parse
    queue.close()
    assert len(queue) == 0


def test_the_file_does_not_grow_without_need(spider: NewsSpider) -> None:
    queue = waiting(spider)
    sizes = []
    for _ in range(3):
        for number in range(4 * CHUNK):
            queue.push(request(spider, number))
        sizes.append(queue._end)
        while queue.pop():
            pass
    assert sizes[0] == sizes[1] == sizes[2] > 0
    assert queue._end == 0


def test_what_cannot_be_written_stays_in_memory(
    spider: NewsSpider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_room(**_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(waiting_requests, "TemporaryFile", no_room)
    full, strange = waiting(spider), waiting(spider)
    for number in range(5 * CHUNK):
        full.push(request(spider, number))
        strange.push(Request(f"https://paper.test/{number}", callback=nobodys, meta={"open": tmp_path.exists}))
    monkeypatch.setattr(waiting_requests, "TemporaryFile", tempfile.TemporaryFile)
    for number in range(5 * CHUNK, 8 * CHUNK):
        full.push(request(spider, number))
        strange.push(Request(f"https://paper.test/{number}", callback=nobodys))
    for queue in (full, strange):
        found = [one.url for one in iter(queue.pop, None)]
        assert found == [f"https://paper.test/{number}" for number in reversed(range(8 * CHUNK))]

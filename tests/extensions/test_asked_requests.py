"""The filter of duplicates: lists by their addresses, articles by what the spider asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from newscrawl.extensions.asked_requests import AskedRequests
from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://paper.test/news/1"


class PaperSpider(NewsSpider):
    name = "paper"
    site = Site(hosts=("paper.test",))


def made(**settings: Any) -> tuple[PaperSpider, AskedRequests]:
    crawler = get_crawler(PaperSpider, settings)
    crawler.spider = spider = PaperSpider()
    return spider, AskedRequests.from_crawler(crawler)


def article(url: str, *redirects: str) -> Request:
    return Request(url, meta={"kind": "article", **({"redirect_urls": [*redirects]} if redirects else {})})


def test_an_article_is_the_spiders_own_affair() -> None:
    _, asked = made()
    assert not asked.request_seen(article(URL))
    assert not asked.request_seen(article(URL))


def test_a_list_is_asked_once() -> None:
    _, asked = made()
    for kind in ("feed", "sitemap", "listing"):
        request = Request(f"{URL}/{kind}", meta={"kind": kind})
        assert not asked.request_seen(request)
        assert asked.request_seen(request)


def test_a_redirect_to_what_was_asked_for_is_dropped() -> None:
    spider, asked = made()
    spider.asked.add(spider.identity_of(URL))
    spider.asked.add(spider.identity_of("https://paper.test/old/1"))
    assert asked.request_seen(article(URL, "https://paper.test/old/1"))
    # To itself under another spelling it must be followed.
    assert not asked.request_seen(article(f"{URL}/", "http://www.paper.test/news/1"))


def test_a_page_that_many_lead_to_is_asked_once() -> None:
    _, asked = made()
    assert not asked.request_seen(article("https://paper.test/", "https://paper.test/gone/1"))
    assert asked.request_seen(article("https://paper.test/", "https://paper.test/gone/2"))


@pytest.mark.parametrize("spider", [Spider, PaperSpider])
def test_scrapys_own_filter_where_the_spider_knows_nothing(spider: type[Spider], tmp_path: Path) -> None:
    crawler = get_crawler(spider, {"JOBDIR": str(tmp_path)} if spider is PaperSpider else {})
    crawler.spider = spider(name="paper")
    asked = AskedRequests.from_crawler(crawler)
    assert not asked.request_seen(article(URL))
    assert asked.request_seen(article(URL))
    asked.close("finished")

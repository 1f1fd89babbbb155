"""Stations over Articles, dicts and Scrapy items alike."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import scrapy
from scrapy.exporters import JsonLinesItemExporter
from scrapy.utils.test import get_crawler

from newscrawl.archive import PageVisit
from newscrawl.items import Article, FinishedArticle
from newscrawl.pipelines import as_article, on_article
from newscrawl.pipelines.clean import CleanPipeline
from newscrawl.pipelines.dates import DatesPipeline
from newscrawl.pipelines.strip import StripPipeline
from newscrawl.pipelines.validate import ValidatePipeline

URL = "https://paper.test/1"


class Bare(scrapy.Item):
    url = scrapy.Field()
    title = scrapy.Field()
    body = scrapy.Field()
    source = scrapy.Field()


def test_an_article_is_changed_in_place() -> None:
    article = Article(URL, title="عنوان\u00a0 طويل", body="نص  أول\n\nنص ثان")
    assert CleanPipeline().process_item(article) is article
    assert (article.title, article.body) == ("عنوان طويل", "نص أول\nنص ثان")


def test_a_finished_article_is_only_looked_at() -> None:
    article = FinishedArticle.of(Article(URL, title="عنوان\u00a0 طويل", published_raw="2025-10-01", tags=["أ"]))
    for station in (CleanPipeline(), StripPipeline(stats := get_crawler().stats, lambda _: ()), DatesPipeline(stats)):
        assert station.process_item(article) is article
    assert (article.title, article.published, article.tags) == ("عنوان\u00a0 طويل", None, ["أ"])
    ValidatePipeline([]).process_item(article)  # which asks what only the crawl knows, too
    assert article.reject is not None
    assert article.reject.reason == "no-body"


@pytest.mark.parametrize("kind", [dict, Bare])
def test_other_items_keep_their_kind_and_their_own_keys(kind: type[Any]) -> None:
    item = kind(url=URL, title="عنوان\u00a0 طويل", body="نص  أول", source="mine")
    given = CleanPipeline().process_item(item)
    assert given is item
    assert dict(given) == {"url": URL, "title": "عنوان طويل", "body": "نص أول", "source": "mine"}


def test_what_a_station_finds_is_written_to_a_dict() -> None:
    item = {"url": URL, "title": "عنوان", "body": "نص المقال الأول هنا.\nاترك رد\nلن يتم نشر عنوان بريدك الإلكتروني."}
    stats = get_crawler().stats
    StripPipeline(stats, lambda _: ()).process_item(item)
    assert item["body"] == "نص المقال الأول هنا."
    assert [removal.text for removal in item["removals"]] == ["اترك رد", "لن يتم نشر عنوان بريدك الإلكتروني."]  # type: ignore[attr-defined]  # any item
    assert stats.get_value("newscrawl/strip/comment-form") == 2


@pytest.mark.parametrize("item", [{"name": "no article"}, PageVisit(URL, "feed")])
def test_what_is_no_article_passes(item: Any) -> None:
    def station(article: Article) -> None:
        raise AssertionError(article)

    assert on_article(item, station) is item


TIMES = [
    ("2025-10-01T08:00:00+01:00", datetime.fromisoformat("2025-10-01T08:00:00+01:00"), None),
    ("2025-10-01", date(2025, 10, 1), None),
    ("أمس", None, "أمس"),
]


@pytest.mark.parametrize(("text", "value", "raw"), TIMES)
def test_times_may_be_text(text: str, value: datetime | None, raw: str | None) -> None:
    article = as_article({"url": URL, "published": text, "fetched_at": "2025-10-02T00:00:00+00:00"})
    assert (article.published, article.published_raw) == (value, raw)
    assert article.fetched_at == datetime(2025, 10, 2, tzinfo=UTC)


def test_a_body_may_be_a_list_of_paragraphs() -> None:
    assert as_article({"url": URL, "body": ["أ", "ب"]}).body == "أ\nب"


REFUSED = [
    (Article(URL, title="عنوان"), "no-body"),
    (Article(URL, body="نص"), "no-title"),
    (Article(URL, title="titre", body="texte", language="fr"), "wrong-language"),
    (Article(URL, title="عنوان", body="نص", language="ar"), None),
    (Article(URL, title="عنوان", body="نص"), None),
]


@pytest.mark.parametrize(("article", "reason"), REFUSED)
def test_what_is_refused(article: Article, reason: str | None) -> None:
    ValidatePipeline(["ar"]).process_item(article)
    assert (article.reject.reason if article.reject else None) == reason


def test_a_feed_export_keeps_the_offset() -> None:
    exported = JsonLinesItemExporter(stream := BytesIO(), encoding="utf-8")
    exported.start_exporting()
    exported.export_item(Article(URL, published=datetime.fromisoformat("2025-10-01T08:00:00+01:00")))
    exported.finish_exporting()
    assert json.loads(stream.getvalue())["published"] == "2025-10-01T08:00:00+01:00"

"""The last station: articles, copies, rejects and visits in a real archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from newscrawl.archive import PageVisit, open_archive
from newscrawl.extensions.crawl_log import archive_of
from newscrawl.items import Article, Reject
from newscrawl.pipelines.dedup import DedupPipeline
from newscrawl.pipelines.store import StorePipeline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "\n".join(
    f"هذه فقرة رقم {n} من خبر عن افتتاح مكتبة عامة جديدة في حي قديم حضره جمع من الأهالي والطلبة والكتاب."
    for n in range(6)
)
WHEN = datetime(2025, 10, 1, 8, tzinfo=UTC)


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[StorePipeline]:
    crawler = get_crawler(settings_dict={"NEWSCRAWL_DB": str(tmp_path / "news.db")})
    pipeline = StorePipeline.from_crawler(crawler)
    pipeline.open_spider()
    yield pipeline
    archive_of(crawler).close()


def article(url: str = "https://paper.test/1", **values: Any) -> Article:
    return replace(
        Article(url, title="افتتاح مكتبة", body=TEXT, site="paper", published=WHEN, fetched_at=WHEN), **values
    )


def rows(pipeline: StorePipeline, table: str) -> list[tuple[Any, ...]]:
    pipeline.close_spider()
    with open_archive(pipeline.crawler.settings["NEWSCRAWL_DB"]) as archive:
        return archive.connection.execute(f"SELECT * FROM {table}").fetchall()


def test_a_new_article_goes_on(pipeline: StorePipeline) -> None:
    item = article(visits=[PageVisit("https://paper.test/1", "article", status=200, fetched_at=WHEN)])
    assert pipeline.process_item(item) is item
    assert pipeline.stats.get_value("newscrawl/store/new") == 1
    assert len(rows(pipeline, "articles")) == len(rows(pipeline, "pages")) == 1


def test_a_plain_dict_is_stored(pipeline: StorePipeline) -> None:
    item = {"url": "https://paper.test/1", "title": "عنوان", "body": TEXT}
    assert pipeline.process_item(item) is item
    assert len(rows(pipeline, "articles")) == 1


def test_a_reject_is_recorded_and_dropped(pipeline: StorePipeline) -> None:
    with pytest.raises(DropItem, match="rejected"):
        pipeline.process_item(article(reject=Reject("no-body", "nothing")))
    assert pipeline.stats.get_value("newscrawl/rejects/no-body") == 1
    assert len(rows(pipeline, "rejects")) == 1
    assert rows(pipeline, "articles") == []


def test_a_copy_is_recorded_and_dropped(pipeline: StorePipeline) -> None:
    pipeline.process_item(article())
    copy = article("https://other.test/9", site="other", published=WHEN.replace(hour=10))
    dedup = DedupPipeline(pipeline.stats, lambda: pipeline.archive.index)
    assert dedup.process_item(copy).matches
    with pytest.raises(DropItem, match="copy"):
        pipeline.process_item(copy)
    assert len(rows(pipeline, "copies")) == 1
    assert len(rows(pipeline, "articles")) == 1


def test_a_visit_is_recorded_and_dropped(pipeline: StorePipeline) -> None:
    with pytest.raises(DropItem):
        pipeline.process_item(PageVisit("https://paper.test/feed", "feed", status=304, fetched_at=WHEN))
    assert len(rows(pipeline, "pages")) == 1


def test_an_item_without_an_address_passes(pipeline: StorePipeline) -> None:
    assert pipeline.process_item({"name": "x"}) == {"name": "x"}

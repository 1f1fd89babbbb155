"""Merging archives of the same pages: the later text counts, and every other one is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.arabic.learned_boilerplate import Observation
from newscrawl.archive import Archive, PageVisit, open_archive
from newscrawl.archive import merge as merge_module
from newscrawl.archive.doctor import check
from newscrawl.archive.merge import merge
from newscrawl.items import Article, Reject, Removal, Repair

MakeArticle = Callable[..., Article]

BODY, OTHER_BODY = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")[:2]
HOUR = timedelta(hours=1)
NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
PAPER, OTHER = "https://www.paper.example/news/1", "https://other.example/library"
LONGER = BODY + "\nوتابع المصدر أن الأشغال ستبدأ قريبا."


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return archive.connection.execute(sql, values).fetchall()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "source.db"


def merged(archive: Archive, source: Path) -> None:
    """Merge, and again, which must change nothing."""
    list(merge(archive, [source]))
    before = list(archive.connection.iterdump())
    [(_, carried)] = list(merge(archive, [source]))
    assert not carried
    assert list(archive.connection.iterdump()) == before
    assert check(archive) == []


def test_an_article_comes_as_it_is_with_all_its_versions(
    archive: Archive, source: Path, article: MakeArticle, now: datetime
) -> None:
    with open_archive(source) as other:
        crawl = other.begin_crawl("paper", now)
        for hours, body in enumerate((OTHER_BODY, BODY, LONGER)):
            removals = [Removal(0, 0, 5, f"شارك{hours}", "share", "r")]
            page = article(body=body, published=NINE, removals=removals, repairs=[])
            other.store(page, crawl_id=crawl, now=now + hours * HOUR)
        other.mark_gone(PAPER, now + 9 * HOUR)
        queries = (
            "SELECT uid, body, version, first_seen_at, last_seen_at, gone_at, rules_version FROM articles",
            "SELECT version, url, body, seen_at, reason FROM versions ORDER BY version",
            "SELECT version, text FROM removals ORDER BY version",
            "SELECT c.spider FROM articles JOIN crawls AS c ON c.id = crawl_id",
        )
        there = [rows(other, query) for query in queries]
    archive.begin_crawl("another", now)
    archive.store(article(OTHER, site="other", title="زيت", body="نص لا صلة له. " * 9), crawl_id=1, now=now)
    archive.forget(OTHER, now)
    merged(archive, source)
    assert [rows(archive, query) for query in queries] == there


@pytest.mark.parametrize("later_here", [True, False])
def test_of_two_texts_of_a_page_the_later_one_counts(
    archive: Archive, source: Path, article: MakeArticle, now: datetime, later_here: bool
) -> None:
    old = article(body=BODY, published=NINE, removals=[Removal(0, 0, 4, "قديم", "share", "r")])
    new = article(body=LONGER, published=NINE, removals=[Removal(0, 0, 4, "جديد", "share", "r")])
    with open_archive(source) as other:
        other.store(old if later_here else new, crawl_id=None, now=now if later_here else now + HOUR)
    archive.store(new if later_here else old, crawl_id=None, now=now + HOUR if later_here else now)
    merged(archive, source)
    [(body, version, first, last)] = rows(archive, "SELECT body, version, first_seen_at, last_seen_at FROM articles")
    assert (body, first, last) == (LONGER, "2026-03-10T12:00:00Z", "2026-03-10T13:00:00Z")
    [(kept, number)] = rows(archive, "SELECT body, version FROM versions")
    assert (kept, number < version) == (BODY, True)
    texts = dict(rows(archive, "SELECT version, text FROM removals"))
    assert texts == {number: "قديم", version: "جديد"}


def test_a_copy_of_what_is_here_is_a_copy_with_its_times(
    archive: Archive, source: Path, article: MakeArticle, now: datetime
) -> None:
    with open_archive(source) as other:
        reprint = article(OTHER, site="other", published=NINE + HOUR, tags=["كتب"])
        other.store(reprint, crawl_id=None, now=now, page=PageVisit(OTHER, status=200, fetched_at=now))
        other.store(reprint, crawl_id=None, now=now + 5 * HOUR)
    archive.store(article(published=NINE), crawl_id=None, now=now)
    merged(archive, source)
    [(url, text, first, last)] = rows(archive, "SELECT url, article, first_seen_at, last_seen_at FROM copies")
    assert (url, json.loads(text)["tags"]) == (OTHER, ["كتب"])
    assert (first, last) == ("2026-03-10T12:00:00Z", "2026-03-10T17:00:00Z")
    assert rows(archive, "SELECT url, article_id FROM pages") == [(OTHER, 1)]


def test_what_people_decided_and_forgot_comes_too(
    archive: Archive, source: Path, article: MakeArticle, now: datetime
) -> None:
    with open_archive(source) as other:
        other.store(article(published=NINE), crawl_id=None, now=now)
        other.store(article(OTHER, site="other", published=NINE + HOUR), crawl_id=None, now=now)
        other.split(OTHER, now)
        other.forget("https://paper.example/secret", now)
    archive.store(article("https://paper.example/secret", body=OTHER_BODY, title="زيت"), crawl_id=None, now=now)
    merged(archive, source)
    assert rows(archive, "SELECT url FROM articles ORDER BY url") == [(OTHER,), (PAPER,)]
    assert archive.holds("https://paper.example/secret")


def test_rejects_runs_and_line_counts_are_not_counted_twice(
    archive: Archive, source: Path, article: MakeArticle, now: datetime
) -> None:
    line = [Observation("00000000000000ff", "tail", 0)]
    with open_archive(source) as other:
        crawl = other.begin_crawl("paper", now)
        for hours in range(3):
            other.store(Article(PAPER + "0", reject=Reject("listing")), crawl_id=crawl, now=now + hours * HOUR)
        other.store(article(), crawl_id=crawl, now=now)
        other.observe_lines("paper", 1, "2026-03-10", line)
        other.finish_crawl(crawl, finished_at=now, reason="finished", stats={})
    archive.reject(PAPER + "0", reason="listing", now=now)
    merged(archive, source)
    assert rows(archive, "SELECT count, last_seen_at FROM rejects") == [(3, "2026-03-10T14:00:00Z")]
    assert rows(archive, "SELECT spider, finish_reason FROM crawls") == [("paper", "finished")]
    assert rows(archive, "SELECT site, place, articles FROM boilerplate_lines") == [("paper", "tail", 1)]
    assert archive.observe_lines("paper", 1, "2026-03-10", line) is False


def test_the_later_visit_of_a_page_counts(archive: Archive, source: Path, now: datetime) -> None:
    feed = "https://paper.example/feed"
    with open_archive(source) as other:
        other.visit(PageVisit(feed, kind="feed", status=200, etag="old", fetched_at=now))
        other.announce(feed, now + 3 * HOUR)
        other.visit(PageVisit(feed + "2", kind="feed", status=200, etag="new", fetched_at=now + HOUR))
    archive.visit(PageVisit(feed, kind="feed", status=200, etag="new", fetched_at=now + HOUR))
    archive.visit(PageVisit(feed + "2", kind="feed", status=200, etag="old", fetched_at=now))
    merged(archive, source)
    assert rows(archive, "SELECT etag, announced_at FROM pages ORDER BY url") == [
        ("new", "2026-03-10T15:00:00Z"),
        ("new", None),
    ]


def test_a_merge_that_was_stopped_before_the_rebuild_rebuilds_when_it_is_run_again(
    archive: Archive, source: Path, article: MakeArticle, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(source) as other:
        other.store(article(repairs=[Repair(0, 0, "", "", "r")]), crawl_id=None, now=now)
    ran: list[Archive] = []
    with monkeypatch.context() as context:
        context.setattr(merge_module, "recluster", lambda target, processes: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            list(merge(archive, [source]))
    monkeypatch.setattr(merge_module, "recluster", lambda target, processes: ran.append(target))
    list(merge(archive, [source]))
    list(merge(archive, [source]))
    assert ran == [archive]

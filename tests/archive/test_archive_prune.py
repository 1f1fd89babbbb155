"""Pruning by age: only what is asked for goes, and never an article or what says that one is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.archive import Archive, PageVisit
from newscrawl.archive.doctor import check
from newscrawl.archive.pruning import Ages, prune
from newscrawl.items import Article, Reject, Removal

MakeArticle = Callable[..., Article]

BODY, OTHER_BODY = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")[:2]
DAY = timedelta(days=1)
PAPER = "https://www.paper.example/news/1"
TABLES = ("pages", "rejects", "versions", "crawls", "articles", "copies")


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return archive.connection.execute(sql, values).fetchall()


def counts(archive: Archive) -> dict[str, int]:
    return {table: rows(archive, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


@pytest.fixture
def aged(archive: Archive, article: MakeArticle, now: datetime) -> Archive:
    """An archive with one old and one new row of each kind."""
    for day, body in ((0, BODY), (50, OTHER_BODY)):
        crawl = archive.begin_crawl("paper", now + day * DAY)
        page = article(body=body, removals=[Removal(0, 0, 4, f"ق{day:03}", "share", "r")])
        visit = PageVisit(PAPER, kind="article", status=200, fetched_at=now + day * DAY)
        archive.store(page, crawl_id=crawl, now=now + day * DAY, page=visit, reason="updated")
        archive.store(Article(f"{PAPER}-{day}", reject=Reject("listing")), crawl_id=crawl, now=now + day * DAY)
        archive.visit(PageVisit(f"{PAPER}-page-{day}", kind="listing", status=200, fetched_at=now + day * DAY))
        archive.finish_crawl(crawl, finished_at=now + day * DAY, reason="finished", stats={})
    third = article(body=f"{OTHER_BODY}\nوتابع المصدر.", removals=[Removal(0, 0, 4, "ق060", "share", "r")])
    archive.store(third, crawl_id=2, now=now + 60 * DAY, reason="updated")
    copy = article("https://other.example/1", site="other", body=OTHER_BODY)
    archive.store(copy, crawl_id=1, now=now)
    return archive


def test_each_kind_goes_by_its_own_age(aged: Archive, now: datetime) -> None:
    before = counts(aged)
    later = now + 70 * DAY
    assert prune(aged, Ages(), now=later) == {}
    for kind, table in (("rejects", "rejects"), ("visits", "pages"), ("versions", "versions"), ("crawls", "crawls")):
        ages = Ages(**{kind: 40})
        assert prune(aged, ages, now=later, dry_run=True) == {kind: 1}
        assert counts(aged) == before
        assert prune(aged, ages, now=later) == {kind: 1}
        before[table] -= 1
        assert counts(aged) == before
        assert prune(aged, ages, now=later) == {kind: 0}
    assert rows(aged, "SELECT url FROM rejects") == [(f"{PAPER}-50",)]
    assert rows(aged, "SELECT url FROM pages ORDER BY url") == [(PAPER,), (f"{PAPER}-page-50",)]
    assert rows(aged, "SELECT body FROM versions") == [(OTHER_BODY,)]
    assert rows(aged, "SELECT text FROM removals ORDER BY version") == [("ق050",), ("ق060",)]
    assert rows(aged, "SELECT id FROM crawls") == [(2,)]
    assert rows(aged, "SELECT crawl_id FROM articles") == [(2,)]
    assert check(aged) == []


def test_a_page_that_is_due_or_leads_to_an_article_stays(aged: Archive, now: datetime) -> None:
    aged.visit(PageVisit(PAPER + "-due", kind="feed", status=200, fetched_at=now, next_visit_at=now + 90 * DAY))
    old_address = PageVisit("https://paper.example/?p=1", kind="article", status=301, fetched_at=now)
    aged.visit(old_address)
    aged.connection.execute("UPDATE pages SET article_id = 1 WHERE url = ?", (old_address.url,))
    prune(aged, Ages(visits=1), now=now + 70 * DAY)
    left = {url for (url,) in rows(aged, "SELECT url FROM pages")}
    assert left == {PAPER + "-due", old_address.url}
    assert aged.holds(old_address.url)
    assert aged.holds(PAPER)


def test_everything_goes_but_articles(aged: Archive, now: datetime) -> None:
    articles = rows(aged, "SELECT id, url, body, version FROM articles")
    prune(aged, Ages(visits=0, rejects=0, versions=0, crawls=0), now=now + 1000 * DAY)
    left = counts(aged)
    assert left == {"pages": 0, "rejects": 0, "versions": 0, "crawls": 0, "articles": 1, "copies": left["copies"]}
    assert rows(aged, "SELECT id, url, body, version FROM articles") == articles
    assert check(aged) == []

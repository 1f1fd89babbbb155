"""Merging any archives, in any order: every text that one of them held is in the result, which is always the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from newscrawl.archive import Archive, PageVisit, open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.merge import merge
from newscrawl.items import Article, Removal

MakeArticle = Callable[..., Article]

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
WORDS = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").split()
SITES = ("paper", "other", "third")


def body(seed: int) -> str:
    """Write a text; two seeds share nothing that counts."""
    pick = random.Random(seed)
    return "\n".join(" ".join(pick.choices(WORDS, k=40)) for _ in range(3))


def fill(path: Path, seed: int, *, visits: int = 60, pages: int = 18) -> None:
    """Crawl a web of few pages, whose texts change and copy each other, at random times."""
    pick = random.Random(seed)
    with open_archive(path) as archive:
        crawl = archive.begin_crawl(f"run{seed}", START + timedelta(seconds=seed))
        for step in range(visits):
            number = pick.randrange(pages)
            site = SITES[number % len(SITES)]
            url = f"https://{site}.example/news/{number}"
            # Every archive sees other moments, so that it is always told which text came later.
            when = START + timedelta(hours=7 * step, minutes=pick.randrange(400), seconds=seed)
            text = body(number // 3 * 10 + pick.choice((0, 0, 0, 1, 2)))
            page = Article(url, title=f"خبر {number // 3}", body=text, site=site, fetched_at=when)
            page.published = START - timedelta(days=number // 3, minutes=number)
            if pick.random() < 0.15:
                page.is_partial, page.body = True, text.split("\n")[0]
            share = f"شارك {number} {seed}"
            page.removals = [Removal(len(page.paragraphs), 0, len(share), share, "share", "r")]
            visit = PageVisit(url, kind="article", status=200, fetched_at=when)
            if pick.random() < 0.3:
                visit.warc_file, visit.warc_offset = f"w{seed}.warc.gz", step
            archive.store(page, crawl_id=crawl, now=when, page=visit, reason="updated")
            if pick.random() < 0.1:
                archive.reject(url + "/list", reason="listing", now=when)
            if pick.random() < 0.05:
                archive.mark_gone(url, when)
        gap = ("https://paper.example/feed", "paper", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")
        archive.connection.execute("INSERT INTO feed_gaps (url, site, since, found_at) VALUES (?, ?, ?, ?)", gap)
        if seed % 2:
            archive.connection.execute("UPDATE feed_gaps SET closed_at = '2026-03-03T00:00:00Z', tries = 2")
        archive.finish_crawl(crawl, finished_at=START + timedelta(days=9), reason="finished", stats={"seed": seed})


TEXTS = (
    "SELECT url_key, content_hash FROM articles UNION SELECT url_key, content_hash FROM copies"
    " UNION SELECT replace(url, 'https://', ''), content_hash FROM versions"
)
CONTENT = {
    "articles": "SELECT uid, url, site, title, body, tags, published_at, first_seen_at, last_seen_at, gone_at,"
    " content_hash, is_partial, rules_version FROM articles ORDER BY url",
    "copies": "SELECT c.url, a.url, c.kind, c.similarity, json_extract(c.article, '$.body'), c.first_seen_at,"
    " c.last_seen_at, c.gone_at FROM copies AS c JOIN articles AS a ON a.id = c.article_id ORDER BY c.url",
    "texts": TEXTS + " ORDER BY 1, 2",
    "rejects": "SELECT url, reason, count, first_seen_at, last_seen_at FROM rejects ORDER BY url, reason",
    "pages": "SELECT p.url, a.url, status, fetched_at, kind FROM pages AS p LEFT JOIN articles AS a"
    " ON a.id = p.article_id ORDER BY p.url",
    "crawls": "SELECT spider, started_at, finished_at, stats FROM crawls ORDER BY spider",
    "links": "SELECT a.url, o.url, l.kind FROM links AS l JOIN articles AS a ON a.id = l.article_id"
    " JOIN articles AS o ON o.id = l.other_id ORDER BY a.url, o.url",
    "gaps": "SELECT url, site, since, until, found_at, closed_at, tries FROM feed_gaps ORDER BY url, found_at",
}


def rows(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    return archive.connection.execute(sql).fetchall()


def content(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows(archive, query) for name, query in CONTENT.items()}


@pytest.mark.parametrize("seed", [0, 18, *(pytest.param(at, marks=pytest.mark.slow) for at in range(3, 60, 6))])
def test_nothing_is_lost_and_no_order_matters(tmp_path: Path, seed: int) -> None:
    paths = [tmp_path / f"{number}.db" for number in range(3)]
    for number, path in enumerate(paths):
        fill(path, seed + number)
    texts: set[tuple[Any, ...]] = set()
    for path in paths:
        with open_archive(path) as archive:
            texts |= set(rows(archive, TEXTS))
    results = []
    for number, order in enumerate(permutations(paths)):
        with open_archive(tmp_path / f"merged{number}.db") as archive:
            list(merge(archive, order))
            assert check(archive) == []
            assert texts - set(rows(archive, TEXTS)) == set()
            results.append(content(archive))
            before = list(archive.connection.iterdump())
            assert not any(carried for _, carried in merge(archive, reversed(order)))
            assert list(archive.connection.iterdump()) == before
    for result in results[1:]:
        for name, found in result.items():
            assert found == results[0][name], name


def test_a_merged_archive_merges_with_its_parts_again(tmp_path: Path) -> None:
    one, two, both, target = (tmp_path / name for name in ("1.db", "2.db", "both.db", "target.db"))
    fill(one, 1)
    fill(two, 2)
    with open_archive(both) as archive:
        list(merge(archive, [one, two]))
        wanted = content(archive)
    with open_archive(target) as archive:
        list(merge(archive, [one]))
        list(merge(archive, [both]))
        list(merge(archive, [two]))
        assert content(archive) == wanted


def test_what_the_target_forgot_brings_back_neither_page_nor_decision(
    archive: Archive, tmp_path: Path, article: MakeArticle, now: datetime
) -> None:
    source, secret, other = tmp_path / "source.db", "https://paper.example/secret", "https://other.example/secret"
    text = body(7)
    with open_archive(source) as theirs:
        for url, site in ((secret, "paper"), (other, "other")):
            page = article(url, site=site, body=text, title="خبر", published=now)
            theirs.store(page, crawl_id=None, now=now, page=PageVisit(url, status=200, fetched_at=now))
        theirs.reject(secret, reason="no-body", now=now)
        (copy,) = [url for (url,) in rows(theirs, "SELECT url FROM copies")]
        theirs.split(copy, now)
    archive.forget(secret, now)
    list(merge(archive, [source]))
    assert rows(archive, "SELECT url FROM articles") == [(other,)]
    for table, column in (("pages", "url"), ("rejects", "url"), ("copies", "url"), ("versions", "url")):
        assert rows(archive, f"SELECT 1 FROM {table} WHERE {column} LIKE '%paper.example/secret%'") == []
    assert rows(archive, "SELECT * FROM archive_decisions") == []


def test_a_text_keeps_the_number_of_the_rules_that_made_it(
    archive: Archive, tmp_path: Path, article: MakeArticle, now: datetime
) -> None:
    source = tmp_path / "source.db"
    with open_archive(source) as theirs:
        theirs.store(article(body=body(2)), crawl_id=None, now=now + timedelta(days=1))
        theirs.connection.execute("UPDATE articles SET rules_version = 0")
    archive.store(article(body=body(1)), crawl_id=None, now=now)
    list(merge(archive, [source]))
    assert rows(archive, "SELECT rules_version, body FROM articles") == [(0, body(2))]

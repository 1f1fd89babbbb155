"""Split, join and forget."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.arabic.fold import fold
from newscrawl.archive import RULES_VERSION, Archive, PageVisit
from newscrawl.archive.doctor import check
from newscrawl.archive.reading import ids_of_older_rules
from newscrawl.items import Article, Reject, Removal, Repair

MakeArticle = Callable[..., Article]

BODY, OTHER_BODY = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")[:2]
HOUR = timedelta(hours=1)
NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
PAPER, OTHER, THIRD = "https://www.paper.example/news/1", "https://other.example/library", "https://third.example/1"


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return archive.connection.execute(sql, values).fetchall()


@pytest.fixture
def cluster(archive: Archive, article: MakeArticle, now: datetime) -> Archive:
    """An article with two copies."""
    archive.store(article(published=NINE, removals=[Removal(0, 0, 1, "x", "k", "r")]), crawl_id=None, now=now)
    for url, site, hours in ((OTHER, "other", 1), (THIRD, "third", 2)):
        copy = article(url, site=site, published=NINE + hours * HOUR, tags=[site])
        archive.store(copy, crawl_id=None, now=now, page=PageVisit(url, status=200))
    return archive


def test_a_split_copy_is_an_article_and_stays_one(cluster: Archive, article: MakeArticle, now: datetime) -> None:
    outcome = cluster.split(OTHER, now)
    assert (outcome.kind, outcome.article_id) == ("new", 2)
    assert rows(cluster, "SELECT id, site, tags, published_at FROM articles ORDER BY id") == [
        (1, "paper", "[]", "2026-03-10T09:00:00Z"),
        (2, "other", '["other"]', "2026-03-10T10:00:00Z"),
    ]
    assert rows(cluster, "SELECT url FROM copies") == [(THIRD,)]
    assert rows(cluster, "SELECT article_id FROM pages WHERE url = ?", OTHER) == [(2,)]
    again = article(OTHER, site="other", published=NINE + HOUR, tags=["other"])
    assert cluster.store(again, crawl_id=None, now=now + HOUR).kind == "unchanged"
    assert check(cluster) == []


def test_only_a_copy_can_be_split(cluster: Archive, now: datetime) -> None:
    with pytest.raises(LookupError, match="no copy"):
        cluster.split(PAPER, now)


def test_a_joined_article_is_a_copy_with_all_that_hung_on_it(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    second = article(OTHER, site="other", title="زيت", body=OTHER_BODY, published=NINE + HOUR)
    archive.store(second, crawl_id=None, now=now, page=PageVisit(OTHER, status=200))
    archive.store(article(THIRD, site="third", title="زيت", body=OTHER_BODY), crawl_id=None, now=now)
    longer = OTHER_BODY + "\nوتابع."
    archive.store(
        article(OTHER, site="other", title="زيت", body=longer, published=NINE + HOUR), crawl_id=None, now=now + HOUR
    )
    outcome = archive.join(1, 2, now)
    assert (outcome.kind, outcome.article_id) == ("copy", 1)
    assert rows(archive, "SELECT id, url FROM articles") == [(1, PAPER)]
    assert rows(archive, "SELECT url, article_id FROM copies ORDER BY url") == [(OTHER, 1), (THIRD, 1)]
    assert rows(archive, "SELECT article_id, url, body FROM versions") == [(1, OTHER, OTHER_BODY)]
    assert rows(archive, "SELECT article_id FROM pages") == [(1,)]
    [(text,)] = rows(archive, "SELECT article FROM copies WHERE url = ?", OTHER)
    assert json.loads(text)["body"] == longer
    assert check(archive) == []


def test_join_undoes_split(cluster: Archive, now: datetime) -> None:
    before = rows(cluster, "SELECT url, article_id, kind, article FROM copies ORDER BY url")
    split = cluster.split(OTHER, now)
    assert split.article_id is not None
    cluster.join(1, split.article_id, now)
    after = rows(cluster, "SELECT url, article_id, kind, article FROM copies ORDER BY url")
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert [json.loads(row[3])["body"] for row in after] == [json.loads(row[3])["body"] for row in before]
    assert rows(cluster, "SELECT decision FROM archive_decisions") == [("join",)]
    assert check(cluster) == []


def test_join_keeps_the_better_original_as_the_row(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE + HOUR), crawl_id=None, now=now)
    archive.store(article(OTHER, site="other", body=OTHER_BODY, published=NINE), crawl_id=None, now=now)
    assert archive.join(1, 2, now).moved
    assert rows(archive, "SELECT id, url, body FROM articles") == [(1, OTHER, OTHER_BODY)]
    assert rows(archive, "SELECT url FROM copies") == [(PAPER,)]
    assert rows(archive, "SELECT body, reason FROM versions") == [(BODY, "better_original")]
    assert check(archive) == []


def test_join_wants_two_stored_articles(cluster: Archive, now: datetime) -> None:
    with pytest.raises(ValueError, match="one article already"):
        cluster.join(1, 1, now)
    with pytest.raises(LookupError, match="no article 99"):
        cluster.join(1, 99, now)
    assert not cluster.connection.in_transaction


class TestForget:
    def test_a_forgotten_article_leaves_no_trace(
        self, archive: Archive, path: Path, article: MakeArticle, now: datetime
    ) -> None:
        secret = "سرخفيلايجبأنيبقى"
        first = article(body=f"{secret} {BODY}", removals=[Removal(0, 0, 16, secret, "k", "r")])
        archive.store(first, crawl_id=None, now=now, page=PageVisit(PAPER, status=200))
        archive.store(article(body=f"{secret} {secret} {BODY}"), crawl_id=None, now=now + HOUR)
        archive.store(article(reject=Reject("empty", secret)), crawl_id=None, now=now + HOUR)
        assert archive.forget("http://paper.example/news/1?utm_source=x", now)
        for table in (
            "articles",
            "versions",
            "copies",
            "removals",
            "rejects",
            "pages",
            "articles_fts",
            "dedup_articles",
        ):
            assert rows(archive, f"SELECT count(*) FROM {table}") == [(0,)], table
        archive.close()
        left = path.read_bytes()
        assert secret.encode() not in left
        assert fold(secret)[6:].encode() not in left  # the index writes the first letters of a word only once

    def test_it_does_not_come_back(self, archive: Archive, article: MakeArticle, now: datetime) -> None:
        archive.store(article(), crawl_id=None, now=now)
        archive.forget(PAPER, now)
        assert archive.holds(PAPER)
        outcome = archive.store(article(), crawl_id=None, now=now)
        assert (outcome.kind, outcome.reason) == ("rejected", "forgotten")
        assert rows(archive, "SELECT count(*) FROM articles") == [(0,)]
        assert rows(archive, "SELECT count(*) FROM rejects") == [(0,)]

    def test_its_best_copy_takes_the_row(self, cluster: Archive, now: datetime) -> None:
        assert cluster.forget(PAPER, now)
        assert rows(cluster, "SELECT id, site, tags FROM articles") == [(1, "other", '["other"]')]
        assert rows(cluster, "SELECT site FROM copies") == [("third",)]
        assert rows(cluster, "SELECT count(*) FROM versions") == [(0,)]
        assert rows(cluster, "SELECT count(*) FROM removals") == [(0,)]
        assert check(cluster) == []

    def test_a_copy_alone_is_forgotten(self, cluster: Archive, now: datetime) -> None:
        assert cluster.forget(OTHER, now)
        assert rows(cluster, "SELECT url FROM articles UNION ALL SELECT url FROM copies") == [(PAPER,), (THIRD,)]
        assert rows(cluster, "SELECT count(*) FROM removals") == [(1,)]

    def test_what_was_never_stored_is_kept_out_too(self, archive: Archive, now: datetime) -> None:
        assert not archive.forget(PAPER, now)
        assert archive.holds(PAPER)


def test_a_stored_article_reads_back_and_stores_as_it_is(archive: Archive, article: MakeArticle, now: datetime) -> None:
    made = article(
        published=datetime.fromisoformat("2026-03-10T09:30:00+03:00"),
        published_precision="second",
        published_source="time",
        published_raw="raw",
        modified=NINE,
        authors=["أحمد"],
        tags=["كتب"],
        agencies=["MAP"],
        dateline="الرباط - و م ع",
        removals=[Removal(0, 0, 3, "0 \n", "counter", "digits")],
        repairs=[Repair(0, 0, "فتتحت", "افتتحت", "first-word")],
        fetched_at=now,
    )
    archive.store(made, crawl_id=None, now=now)
    archive.store(article(made.url, fetched_at=now + HOUR), crawl_id=None, now=now)
    back = archive.article(1)
    assert back == made
    before = rows(archive, "SELECT * FROM articles")
    assert archive.store(back, crawl_id=None, now=now + HOUR, reason="reextracted").kind == "unchanged"
    assert rows(archive, "SELECT * FROM articles") == before
    back.body = BODY.replace("صباح ", "")
    assert archive.store(back, crawl_id=None, now=now + HOUR, reason="reextracted").kind == "updated"
    assert rows(archive, "SELECT body, reason FROM versions") == [(BODY, "reextracted")]


def test_articles_of_older_rules_are_given_in_order_while_they_are_rewritten(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    for number in range(5):
        body = f"{number} {OTHER_BODY[number * 40 :]}" if number else BODY
        archive.store(article(f"https://paper.example/{number}", body=body), crawl_id=None, now=now)
    archive.connection.execute("UPDATE articles SET rules_version = 0 WHERE id <> 2")
    ids = [row[0] for row in rows(archive, "SELECT id FROM articles WHERE id <> 2 ORDER BY id")]
    before = rows(archive, "SELECT count(*) FROM versions")
    seen = []
    for article_id in ids_of_older_rules(archive.connection, RULES_VERSION):
        archive.store(archive.article(article_id), crawl_id=None, now=now + HOUR, reason="reextracted")
        seen.append(article_id)
    assert seen == ids
    assert list(ids_of_older_rules(archive.connection, RULES_VERSION)) == []
    assert rows(archive, "SELECT count(*) FROM versions") == before

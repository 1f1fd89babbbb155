"""`scrapy merge`: shards of one crawl become the archive of that crawl, and merging again changes nothing."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl import NotAnArticle, process
from newscrawl.archive import PageVisit, open_archive
from newscrawl.archive.doctor import check
from newscrawl.items import Article, Reject
from newscrawl.newsroom.server import Newsroom
from newscrawl.newsroom.truth import true_articles
from newscrawl.sharding import shard_of
from newscrawl.urls import registrable_domain

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2025, 12, 1, tzinfo=UTC)
SHARDS = 4


def pages() -> list[Article]:
    """The sample's articles as a crawl reads them, and pages that gave none."""
    room = Newsroom()
    found = []
    for true in true_articles():
        try:
            article = process(room.answer(true.url).body, true.url, fetched_at=NOW)
        except NotAnArticle as error:
            article = Article(true.url, reject=Reject(error.reason, error.detail))
        article.site = true.site
        found.append(article)
    rejects = [Article(f"http://{host}/about", reject=Reject("no-body")) for host in {t.host for t in true_articles()}]
    return [*found, *rejects]


def store(path: Path, articles: list[Article]) -> None:
    with open_archive(path) as archive, archive.atomic():
        crawl = archive.begin_crawl(path.stem, NOW)
        for article in articles:
            visit = PageVisit(article.url, kind="article", status=200, fetched_at=NOW, etag='"1"', site=article.site)
            archive.store(article, crawl_id=crawl, now=NOW, page=visit, reason="updated")
        archive.finish_crawl(crawl, finished_at=NOW, reason="finished", stats={"pages": len(articles)})


@pytest.fixture
def shards(tmp_path: Path) -> list[Path]:
    """Four archives, of different sites each."""
    paths = [tmp_path / f"shard{number}.db" for number in range(SHARDS)]
    parts: list[list[Article]] = [[] for _ in range(SHARDS)]
    for article in pages():
        parts[shard_of(article.url, SHARDS)].append(article)
    for path, part in zip(paths, parts, strict=True):
        store(path, part)
    assert sum(bool(part) for part in parts) >= 3
    return paths


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What an archive says, by URL; ids, and how often a row changed hands, follow the order of arrival."""
    connection = sqlite3.connect(path)
    queries = {
        "articles": "SELECT uid, url, site, title, body, summary, byline, authors, tags, agencies, dateline,"
        " published_at, published_date, published_source, first_seen_at, last_seen_at, content_hash"
        " FROM articles ORDER BY url",
        "copies": "SELECT c.url, a.url, c.site, c.kind, c.similarity, json_extract(c.article, '$.body'),"
        " c.first_seen_at, c.last_seen_at FROM copies AS c JOIN articles AS a ON a.id = c.article_id ORDER BY c.url",
        "removals": "SELECT a.url, r.position, r.start, r.text, r.kind, r.rule FROM removals AS r"
        " JOIN articles AS a ON a.id = r.article_id AND a.version = r.version ORDER BY a.url, r.rowid",
        "repairs": "SELECT a.url, r.position, r.start, r.before, r.after FROM repairs AS r"
        " JOIN articles AS a ON a.id = r.article_id AND a.version = r.version ORDER BY a.url, r.rowid",
        "links": "SELECT a.url, o.url, l.kind, l.similarity FROM links AS l JOIN articles AS a ON a.id = l.article_id"
        " JOIN articles AS o ON o.id = l.other_id ORDER BY a.url, o.url",
        "rejects": "SELECT url, reason, count FROM rejects ORDER BY url",
        "pages": "SELECT p.url, a.url, p.status, p.etag FROM pages AS p LEFT JOIN articles AS a"
        " ON a.id = p.article_id ORDER BY p.url",
    }
    found = {name: connection.execute(query).fetchall() for name, query in queries.items()}
    connection.close()
    return found


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_four_shards_merged_equal_one_crawl(scrapy: Any, tmp_path: Path, shards: list[Path]) -> None:
    store(tmp_path / "one.db", pages())
    run = scrapy("merge", *map(str, shards), "--db", str(tmp_path / "merged.db"))
    assert run.returncode == 0, run.stderr
    one, merged = content(tmp_path / "one.db"), content(tmp_path / "merged.db")
    for name in ("articles", "removals", "repairs", "rejects", "pages"):
        assert merged[name] == one[name], name
    # How alike a copy was when it came depends on which print was the article's row then.
    assert [copy[:3] for copy in merged["copies"]] == [copy[:3] for copy in one["copies"]]
    assert scrapy("dedup", "--rebuild", "--db", str(tmp_path / "one.db")).returncode == 0
    one = content(tmp_path / "one.db")
    assert one["copies"]
    assert one["removals"]
    for name, found in one.items():
        assert merged[name] == found, name
    with open_archive(tmp_path / "merged.db") as archive:
        assert check(archive) == []
        spiders = {spider for (spider,) in archive.connection.execute("SELECT spider FROM crawls")}
        unknown = archive.connection.execute("SELECT count(*) FROM articles WHERE crawl_id IS NULL").fetchone()
    assert spiders == {path.stem for path in shards}
    assert unknown[0] <= len(one["copies"])


def test_merging_twice_changes_nothing(scrapy: Any, tmp_path: Path, shards: list[Path]) -> None:
    target = tmp_path / "merged.db"
    sources = [dump(path) for path in shards]
    scrapy("merge", *map(str, shards), "--db", str(target))
    before = dump(target)
    run = scrapy("merge", *map(str, reversed(shards)), "--db", str(target))
    assert run.returncode == 0, run.stderr
    assert "0 new pages, 0 newer, 0 earlier texts" in run.stdout
    assert dump(target) == before
    assert [dump(path) for path in shards] == sources


def test_the_order_of_the_archives_does_not_matter(scrapy: Any, tmp_path: Path, shards: list[Path]) -> None:
    scrapy("merge", *map(str, shards), "--db", str(tmp_path / "a.db"))
    scrapy("merge", *map(str, reversed(shards)), "--db", str(tmp_path / "b.db"))
    assert content(tmp_path / "a.db") == content(tmp_path / "b.db")


def test_bad_archives_are_named(scrapy: Any, tmp_path: Path, shards: list[Path]) -> None:
    run = scrapy("merge", str(shards[0]), str(tmp_path / "nowhere.db"), "--db", str(tmp_path / "merged.db"))
    assert (run.returncode, "nowhere.db" in run.stderr, "Traceback" in run.stderr) == (1, True, False)
    assert not (tmp_path / "merged.db").exists()
    (tmp_path / "text.db").write_text("this is no database, but longer than its header")
    run = scrapy("merge", str(tmp_path / "text.db"), "--db", str(tmp_path / "merged.db"))
    assert (run.returncode, "not an SQLite database" in run.stderr) == (1, True)
    run = scrapy("merge", str(shards[0]), "--db", str(shards[0]))
    assert (run.returncode, "the archive to merge into" in run.stderr) == (1, True)
    (tmp_path / "alias.db").symlink_to(shards[0])
    run = scrapy("merge", str(shards[0]), str(tmp_path / "alias.db"), "--into", str(tmp_path / "merged.db"))
    assert (run.returncode, "was named already, as" in run.stderr) == (1, True)
    connection = sqlite3.connect(shards[1])
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = (SELECT max(name) FROM _sqlite_migrations)")
    connection.commit()
    connection.close()
    run = scrapy("merge", str(shards[1]), "--into", str(tmp_path / "merged.db"))
    assert (run.returncode, "an older newscrawl made this archive" in run.stderr) == (1, True)
    assert not (tmp_path / "merged.db").exists()


def test_a_domain_is_never_in_two_shards() -> None:
    by_domain = {registrable_domain(article.url): shard_of(article.url, SHARDS) for article in pages()}
    assert all(shard_of(article.url, SHARDS) == by_domain[registrable_domain(article.url)] for article in pages())

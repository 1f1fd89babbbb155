"""The whole job over the sample site: what is stored is exactly what is true, and later runs do only new work."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.items import published_columns
from newscrawl.newsroom.truth import TrueArticle, true_articles

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[subprocess.CompletedProcess[str]]]:
    """An archive after three runs: the first, the same again, and one after the update; copies are kept between."""
    folder = tmp_path_factory.mktemp("crawl")
    runs = []
    for number, edition in enumerate(("1", "1", "2")):
        runs.append(crawl(folder / "news.db", edition))
        backup = sqlite3.connect(folder / f"after{number}.db")
        with sqlite3.connect(folder / "news.db") as source:
            source.backup(backup)
        backup.close()
    return folder, runs


def crawl(db: Path, edition: str) -> subprocess.CompletedProcess[str]:
    import os
    import subprocess
    import sys

    return subprocess.run(
        [
            sys.executable,
            "-m",
            "scrapy",
            "crawl",
            "newsroom",
            "-a",
            f"edition={edition}",
            "-s",
            f"NEWSCRAWL_DB={db}",
            "-L",
            "DEBUG",
        ],
        cwd=db.parent,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def rows(db: Path, query: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(db)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(query)]
    connection.close()
    return found


def originals(edition: int) -> dict[str, TrueArticle]:
    return {article.url: article for article in true_articles(edition) if article.kind == "original"}


@pytest.mark.parametrize(("run", "edition"), [(0, 1), (1, 1), (2, 2)])
def test_articles_are_the_true_ones(
    crawled: tuple[Path, list[subprocess.CompletedProcess[str]]], run: int, edition: int
) -> None:
    folder, runs = crawled
    assert runs[run].returncode == 0, runs[run].stderr[-3000:]
    stored = {row["url"]: row for row in rows(folder / f"after{run}.db", "SELECT * FROM articles")}
    true = originals(edition)
    assert set(stored) == set(true)
    for url, article in true.items():
        row = stored[url]
        assert row["title"] == article.title
        assert row["body"].split("\n") == list(article.paragraphs)
        assert json.loads(row["agencies"]) == list(article.agencies)
        published = published_columns(article.published)
        assert {name: row[name] for name in published} == published
        assert (row["site"], row["dateline"]) == (article.site, article.dateline)


def test_copies_are_the_true_ones(crawled: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    folder, _ = crawled
    stored = {
        row["url"]: row["original"]
        for row in rows(
            folder / "after0.db", "SELECT c.url, a.url AS original FROM copies c JOIN articles a ON a.id = c.article_id"
        )
    }
    assert stored == {article.url: article.copy_of for article in true_articles(1) if article.kind == "copy"}


def test_a_second_run_brings_nothing_and_asks_for_entry_points_only(
    crawled: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    folder, runs = crawled
    before, after = folder / "after0.db", folder / "after1.db"
    for table in ("articles", "copies", "versions", "removals", "repairs", "links"):
        query = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
        ignored = {"last_seen_at"}
        strip = [{k: v for k, v in row.items() if k not in ignored} for row in rows(before, query)]
        again = [{k: v for k, v in row.items() if k not in ignored} for row in rows(after, query)]
        assert again == strip
    articles = {row["url"] for row in rows(after, "SELECT url FROM pages WHERE kind = 'article'")}
    fetched = set(re.findall(r"Crawled \(\d+\) <GET (\S+)>", runs[1].stderr))
    assert not articles & fetched


def test_an_update_makes_one_version(crawled: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    folder, _ = crawled
    query = "SELECT url, reason, body FROM versions ORDER BY article_id, url, version"
    known = rows(folder / "after1.db", query)
    versions = [row for row in rows(folder / "after2.db", query) if row not in known]
    (updated,) = [article for article in true_articles(2) if article.is_updated]
    before = originals(1)[updated.url]
    assert [(row["url"], row["reason"], row["body"]) for row in versions] == [(updated.url, "updated", before.body)]
    (row,) = rows(folder / "after2.db", f"SELECT version FROM articles WHERE url = '{updated.url}'")
    assert row["version"] == 2


def test_the_log_holds_no_warning(crawled: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    for run in crawled[1]:
        assert "Deprecat" not in run.stderr
        assert [line for line in run.stderr.splitlines() if re.search(r"\b(?:WARNING|ERROR|CRITICAL)\b", line)] == []


def test_the_summary_says_what_came(crawled: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    first, second, third = crawled[1]
    count = len(originals(1))
    assert f"{count} new, 0 updated, 0 unchanged" in first.stderr
    assert "0 new, 0 updated" in second.stderr
    assert "0 new, 1 updated" in third.stderr
    assert "SELECT" in first.stderr
    assert "news.db" in first.stderr


def test_every_crawl_has_its_row(crawled: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    crawls = rows(crawled[0] / "after2.db", "SELECT spider, finish_reason, stats FROM crawls ORDER BY id")
    assert [(row["spider"], row["finish_reason"]) for row in crawls] == [("newsroom", "finished")] * 3
    assert json.loads(crawls[0]["stats"])["newscrawl/store/new"] == len(originals(1))

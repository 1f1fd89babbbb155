"""Saved pages through the line: the sample text, a folder of real pages, and the replay of a crawl."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RUN = frozenset({"id", "crawl_id", "change_seq", "first_seen_at", "last_seen_at", "cluster_id", "text_seen_at"})


def rows(db: Path, query: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(db)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(query)]
    connection.close()
    return found


def test_the_sample_text(scrapy: Any, corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    run = scrapy("crawl", "archive", "-a", f"path={corpus / 'seed.txt'}", db=db)
    assert run.returncode == 0, run.stderr
    (article,) = rows(db, "SELECT * FROM articles")
    assert article["title"].startswith("عواطف حيار: جهة الداخلة")
    paragraphs = article["body"].split("\n")
    assert len(paragraphs) == 9
    assert paragraphs[0].startswith("أعلنت وزيرة")
    assert "“Maroc Diplomatique”" in paragraphs[1]
    assert "“الانخراط" in paragraphs[2]
    assert "بالمنطقة”" in paragraphs[2]
    assert paragraphs[7].startswith("وتعقد أشغال")
    assert (json.loads(article["agencies"]), article["published_date"], article["published_at"]) == (
        ["MAP"],
        None,
        None,
    )
    removals = rows(db, "SELECT text, kind, rule FROM removals ORDER BY position")
    assert [(row["text"], row["kind"]) for row in removals] == [
        ("0", "counter"),
        ("و م ع/هـ", "sign-off"),
        ("اترك رد", "comment-form"),
        ("لن يتم نشر عنوان بريدك الإلكتروني.", "comment-form"),
    ]
    assert all(row["rule"] for row in removals)
    repairs = rows(db, "SELECT before, after FROM repairs ORDER BY position")
    assert [(row["before"], row["after"]) for row in repairs] == [("علنت", "أعلنت"), ("وت عقد", "وتعقد")]


def test_real_pages_are_stored_or_refused_with_a_reason(scrapy: Any, corpus: Path, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    run = scrapy("crawl", "archive", "-a", f"path={corpus / 'pages'}", db=db)
    assert run.returncode == 0, run.stderr
    pages = len(list((corpus / "pages").glob("*.html")))
    articles = rows(db, "SELECT url FROM articles")
    rejects = rows(db, "SELECT url, reason, detail FROM rejects")
    copies = rows(db, "SELECT url FROM copies")
    assert len(articles) + len(rejects) + len(copies) == pages
    assert [row["detail"].split(":")[0].rsplit("/", 1)[1] for row in rejects] == ["yemennownews__2.html"]
    assert not any(row["url"].startswith("urn:") for row in articles)


@pytest.mark.slow
def test_a_replay_gives_the_same_archive(scrapy: Any, tmp_path: Path) -> None:
    live, replayed, warc = tmp_path / "live.db", tmp_path / "replayed.db", tmp_path / "warc"
    run = scrapy("crawl", "newsroom", "-s", f"NEWSCRAWL_WARC_DIR={warc}", db=live)
    assert run.returncode == 0, run.stderr
    assert list(warc.glob("*.warc.gz"))
    again = scrapy("crawl", "archive", "-a", f"path={warc}", db=replayed)
    assert again.returncode == 0, again.stderr
    for query in (
        "SELECT * FROM articles ORDER BY url",
        "SELECT r.*, a.url FROM removals r JOIN articles a ON a.id = article_id ORDER BY url, version, position, start",
        "SELECT r.*, a.url FROM repairs r JOIN articles a ON a.id = article_id ORDER BY url, version, position, start",
        "SELECT c.url, c.site, c.kind, a.url AS original FROM copies c JOIN articles a ON a.id = article_id ORDER BY 1",
    ):
        ignored = RUN | {"article_id"}
        first = [{name: value for name, value in row.items() if name not in ignored} for row in rows(live, query)]
        second = [{name: value for name, value in row.items() if name not in ignored} for row in rows(replayed, query)]
        assert second == first
    third = scrapy("crawl", "archive", "-a", f"path={warc}", db=replayed)
    assert "0 new, 0 updated" in third.stderr


def test_only_some_hosts(scrapy: Any, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    body = "<h1>عنوان المقال الطويل هنا</h1>" + "<p>فقرة من كلام كثير عن أمور شتى في المدينة والريف والساحل.</p>" * 5
    manifest = []
    for number, host in enumerate(("a.test", "m.a.test", "b.test")):
        (tmp_path / "pages" / f"{number}.html").write_text(f"<html><body><article>{body}</article></body></html>")
        manifest.append(json.dumps({"file": f"{number}.html", "url": f"https://{host}/news/12345{number}"}))
    (tmp_path / "pages" / "manifest.jsonl").write_text("\n".join(manifest))
    run = scrapy("crawl", "archive", "-a", "path=pages", "-a", "hosts=a.test", db=tmp_path / "news.db")
    found = [rows(tmp_path / "news.db", f"SELECT url FROM {table}") for table in ("articles", "copies", "rejects")]
    urls = {row["url"] for table in found for row in table}
    assert urls == {"https://a.test/news/123450", "https://m.a.test/news/123451"}, run.stderr

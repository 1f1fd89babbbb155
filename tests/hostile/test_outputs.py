"""What a hostile page can put into its fields, in what newscrawl prints, writes and asks its database."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.items import Article, Reject

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
STEERING = {
    "colours": "\x1b[31;5mميناء\x1b[0m",
    "window title": "\x1b]0;ميناء\x07",
    "clear screen": "ميناء\x1b[2J\x1b[H",
    "eight-bit": "ميناء\x9b31m",
    "carriage return": "ميناء\rexit 0",
    "backspace": "ميناء\b\b\b\b",
    "right-to-left override": "ميناء\u202egpj.exe",
    "isolates": "ميناء\u2066\u2069",
}
BREAKING_OUT = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>' --> </title></style>"


def archive_with(path: Path, title: str, *, site: str = "paper", url: str = "https://paper.example/1") -> Path:
    with open_archive(path) as archive:
        body = f"{title} افتتح وزير الشؤون البحرية ميناء صغيرا في البلدة القديمة أمس بحضور عدد كبير من الصيادين."
        archive.store(Article(url, title=title, body=body, site=site, published=NOW), crawl_id=None, now=NOW)
        refused = Article(f"{url}0", site=site, reject=Reject("no-body", title))
        archive.store(refused, crawl_id=None, now=NOW)
    return path


def steers(text: str) -> list[str]:
    """Give the characters that a terminal would obey; rich's own colours are off in a pipe."""
    return [char for char in text if not char.isprintable() and char not in "\n\t\u200c\u200d"]


@pytest.mark.parametrize("name", STEERING)
@pytest.mark.parametrize("command", [("search", "ميناء"), ("search", "ميناء", "--json"), ("status", "--json")])
def test_a_page_does_not_steer_the_terminal(scrapy: Any, tmp_path: Path, name: str, command: tuple[str, ...]) -> None:
    db = archive_with(tmp_path / "news.db", STEERING[name], site=f"p{STEERING[name]}")
    run = scrapy(*command, "--db", str(db))
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()
    assert steers(run.stdout + run.stderr) == []


def test_a_page_does_not_break_out_of_the_report(scrapy: Any, tmp_path: Path) -> None:
    db = archive_with(tmp_path / "news.db", BREAKING_OUT, site=BREAKING_OUT)
    run = scrapy("report", str(tmp_path / "r.html"), "--until", "2026-03-09", "--db", str(db))
    assert run.returncode == 0, run.stderr
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "alert(1)" in html, "the site is shown"
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_a_page_keeps_to_its_field_in_exports(scrapy: Any, tmp_path: Path) -> None:
    title = '=HYPERLINK("http://x") ",";\n<b>\u2028'
    db = archive_with(tmp_path / "news.db", title)
    for kind in ("csv", "jsonl"):
        run = scrapy("export", str(tmp_path / f"out.{kind}"), "--db", str(db))
        assert run.returncode == 0, run.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    (line,) = (tmp_path / "out.jsonl").read_bytes().splitlines()
    with sqlite3.connect(db) as connection:
        (stored,) = connection.execute("SELECT title FROM articles").fetchone()
    assert json.loads(line)["title"] == stored
    assert row["title"].lstrip("'\t") == stored


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", "a/b", "..\\outside", "x'; DROP TABLE articles; --"])
def test_a_consumer_s_name_is_no_path_and_no_sql(scrapy: Any, tmp_path: Path, name: str) -> None:
    db = archive_with(tmp_path / "news.db", "ميناء")
    before = {path for path in tmp_path.rglob("*") if not path.name.startswith("news.db-")}
    run = scrapy("export", str(tmp_path / "out.jsonl"), "--since-last", name, "--db", str(db))
    assert run.returncode == 1
    assert "is no name for a consumer" in run.stderr
    assert {path for path in tmp_path.rglob("*") if not path.name.startswith("news.db-")} == before
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)


@pytest.mark.parametrize("query", ["'; DROP TABLE articles; --", 'x" OR 1=1', "title:*", "NEAR(("])
def test_a_search_is_words(scrapy: Any, tmp_path: Path, query: str) -> None:
    db = archive_with(tmp_path / "news.db", "ميناء")
    run = scrapy("search", query, "--db", str(db))
    assert "Traceback" not in run.stderr
    assert steers(run.stdout + run.stderr) == []
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a.b", "a/b", "import os", "حرف"])
def test_a_site_s_name_is_no_path(scrapy: Any, tmp_path: Path, name: str) -> None:
    run = scrapy("addsite", "https://paper.example/", "--name", name, "--folder", str(tmp_path / "sites"))
    assert run.returncode == 1
    assert "use small letters, digits and _" in run.stderr
    assert not (tmp_path / "sites").exists()

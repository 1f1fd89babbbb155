"""`scrapy report` on the command line: what it writes, and what it refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.items import Article

if TYPE_CHECKING:
    from pathlib import Path

    from ..conftest import ScrapyRun


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The path of an archive of one article."""
    path = tmp_path / "news.db"
    body = "نظم اتحاد الصيادين لقاء مفتوحا حول أسعار الوقود، شارك فيه مئتا بحار من الموانئ الثلاثة."
    published = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    with open_archive(path) as archive:
        article = Article(
            "https://paper.example/1", title="لقاء الصيادين", body=body, site="paper", published=published
        )
        assert archive.store(article, crawl_id=None, now=datetime(2026, 3, 9, 10, tzinfo=UTC)).kind == "new"
    return path


def test_html_and_json(scrapy: ScrapyRun, db: Path, tmp_path: Path) -> None:
    pytest.importorskip("plotly")
    answer = scrapy("report", "r.html", "--days", "3", "--until", "2026-03-10", "--db", str(db))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "1 articles of 3 days in r.html\n", "")
    assert "News from 2026-03-08 to 2026-03-10" in (tmp_path / "r.html").read_text(encoding="utf-8")
    figures = json.loads(scrapy("report", "--json", "--days", "3", "--until", "2026-03-10", "--db", str(db)).stdout)
    assert figures["articles_a_day"] == {"paper": [0, 1, 0]}
    assert scrapy("report", "r.json", "--json", "--db", str(db)).returncode == 0
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["days"]


def test_a_report_on_days_after_the_last_article_says_where_there_are_some(scrapy: ScrapyRun, db: Path) -> None:
    pytest.importorskip("plotly")
    answer = scrapy("report", "r.html", "--days", "3", "--until", "2026-04-10", "--db", str(db))
    assert answer.stdout.splitlines() == [
        "0 articles of 3 days in r.html",
        "the newest article is of 2026-03-09: scrapy report r.html --until 2026-03-09",
    ]


REFUSED = [
    ((), "say where to"),
    (("news.db",), "end the name in .html"),
    (("r.html", "--days", "0"), "--days 0 is no number of days"),
    (("r.html", "--until", "today"), "--until today is no day"),
    (("nowhere/r.html",), "can not be written"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_refusals(scrapy: ScrapyRun, db: Path, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    before = db.read_bytes()
    answer = scrapy("report", *arguments, "--db", str(db))
    assert answer.returncode == 1
    assert message in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert db.read_bytes() == before
    assert not (tmp_path / "r.html").exists()

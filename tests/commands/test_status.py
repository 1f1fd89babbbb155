"""`scrapy status`: the word for each state of a site, and how it is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import Archive, PageVisit, open_archive
from newscrawl.commands.status import distance
from newscrawl.extensions.summary import crawl_failure
from newscrawl.items import Article
from newscrawl.reporting.health import EXPLAINED, SiteState, status

if TYPE_CHECKING:
    from ..conftest import ScrapyRun

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Made:
    """An archive to put a site's history into."""

    archive: Archive

    def entry(self, ago: timedelta, *, due: timedelta | None = HOUR, failures: int = 0, name: str = "feed") -> None:
        """Visit an entry point; `due` is after the visit."""
        at = NOW - ago
        self.archive.visit(
            PageVisit(
                f"https://paper.example/{name}", kind="feed", status=200 if not failures else 503, fetched_at=at,
                next_visit_at=at + due if due is not None and not failures else None, failures=failures, site="paper",
            )
        )  # fmt: skip

    def daily_articles(self, first: int, last: int) -> None:
        """Store an article on each day from so many days ago to so many."""
        for days in range(first, last - 1, -1):
            text = " ".join(f"كلمة{days * 100 + word}" for word in range(60))
            article = Article(f"https://paper.example/{days}", title=f"خبر اليوم {days}", body=text, site="paper")
            self.archive.store(article, crawl_id=None, now=NOW - timedelta(days=days) - HOUR)

    def run(self, ago: timedelta, *, ended: bool = True, stats: dict[str, int] | None = None) -> None:
        """Run the spider."""
        crawl = self.archive.begin_crawl("paper", NOW - ago)
        if ended:
            self.archive.finish_crawl(crawl, finished_at=NOW - ago + HOUR / 6, reason="finished", stats=stats or {})

    def state(self) -> SiteState:
        """Give the state of the site."""
        return status(self.archive.connection, now=NOW, failure_of=crawl_failure).sites[0]


@pytest.fixture
def made(tmp_path: Path) -> Any:
    with open_archive(tmp_path / "news.db") as archive:
        yield Made(archive)


def test_ok(made: Made) -> None:
    made.daily_articles(10, 0)
    made.run(HOUR)
    made.entry(HOUR / 2)
    state = made.state()
    assert (state.health, state.articles_1d, state.articles_28d, state.entry_points) == ("ok", 1, 11, 1)
    assert state.next_due_at == "2026-03-10T12:30:00Z"


def test_broken_where_all_entry_points_fail(made: Made) -> None:
    made.entry(HOUR, failures=4)
    made.entry(HOUR, failures=2, name="sitemap.xml")
    state = made.state()
    assert (state.health, state.failures, state.entry_points) == ("broken", 4, 2)
    assert "HTTP 503" in state.why


def test_broken_where_the_last_run_failed(made: Made) -> None:
    made.entry(HOUR)
    made.run(HOUR, stats={"newscrawl/entry/failed": 3})
    assert made.state().health == "broken"
    assert "no entry point" in made.state().why
    made.run(HOUR / 2, stats={"newscrawl/entry/answered": 3})
    assert made.state().health == "ok"


def test_partly(made: Made) -> None:
    made.entry(HOUR / 2)
    made.entry(HOUR / 2, failures=7, name="rss")
    assert (made.state().health, made.state().failures) == ("partly", 7)


def test_running_and_cut_off(made: Made) -> None:
    made.entry(HOUR)
    made.run(HOUR / 2, ended=False)
    assert made.state().health == "running"
    made.run(timedelta(days=1), ended=False)
    assert made.state().health == "cut off"


def test_silent_only_where_it_was_read_and_is_daily(made: Made) -> None:
    made.daily_articles(20, 2)
    made.entry(HOUR / 2)
    assert made.state().health == "silent"


def test_a_paper_that_seldom_prints_is_not_silent(made: Made) -> None:
    for days in (20, 15, 9, 3):
        made.daily_articles(days, days)
    made.entry(HOUR / 2)
    assert made.state().health == "ok"


def test_overdue(made: Made) -> None:
    made.daily_articles(20, 2)
    made.entry(timedelta(days=3))
    assert made.state().health == "overdue"


def test_an_entry_point_that_is_not_polled_any_more_is_not_due(made: Made) -> None:
    made.entry(timedelta(days=30), name="sitemap-2026-01.xml")
    made.entry(HOUR / 2)
    assert (made.state().health, made.state().entry_points) == ("ok", 1)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "now"), (90, "in 2 min"), (-3600, "1 h ago"), (-47 * 3600, "47 h ago"), (3 * 86400, "in 3 days")],
)
def test_distance(seconds: int, text: str) -> None:
    assert distance((NOW + timedelta(seconds=seconds)).isoformat(), NOW) == text


def test_the_command(scrapy: ScrapyRun, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    with open_archive(db) as archive:
        made = Made(archive)
        made.daily_articles(3, 1)
        made.entry(HOUR, failures=2)
        archive.finish_crawl(archive.begin_crawl("several", NOW), finished_at=NOW + HOUR, reason="finished", stats={})
    table = scrapy("status", "--db", str(db))
    assert table.returncode == 0
    assert "broken" in table.stdout
    assert "last run of several" in table.stdout
    answer = json.loads(scrapy("status", "--json", "--db", str(db)).stdout)
    assert answer["sites"][0]["site"] == "paper"
    assert answer["sites"][0]["failing"][0]["failures"] == 2
    assert scrapy("status", "nosuch", "--db", str(db)).returncode == 1


def test_an_archive_that_is_empty_or_not_there(scrapy: ScrapyRun, tmp_path: Path) -> None:
    open_archive(tmp_path / "empty.db").close()
    for name, message in (("empty.db", "nothing was crawled yet"), ("no.db", "there is no archive here")):
        answer = scrapy("status", "--db", str(tmp_path / name))
        assert answer.returncode == 1
        assert message in answer.stderr
        assert answer.stderr.count("\n") == 1


def test_the_docs_explain_every_word() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "schedule.md").read_text(encoding="utf-8")
    for word, meaning in EXPLAINED.items():
        assert f"| `{word}` | {meaning} |" in text

"""A crawl that is told to end, and crawls whose clock goes back: everything fetched is stored, in order, and due."""

from __future__ import annotations

import signal
import sqlite3
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.raw_upkeep import broken_pointers
from newscrawl.discovery.schedule import FARTHEST, LONGEST, RECHECKS, is_due, next_article_visit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now, paper, project, scrapy, serving, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


class ClockedSite(LoopbackSite):
    """A site whose spider reads the clock that the file `clock` sets: hours from the true time."""

    def spider(self) -> str:
        text = super().spider()
        return f"from loopback_settings import Clock\n{text.replace('datetime.now(UTC)', 'Clock.now(UTC)')}"


CLOCK = """
import datetime as _datetime
from pathlib import Path as _Path

class Clock(_datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        hours = float((_Path(__file__).parent / "clock").read_text() or "0")
        return _datetime.datetime.now(tz) + _datetime.timedelta(hours=hours)

import newscrawl.archive.raw, newscrawl.extensions.crawl_log, newscrawl.extensions.raw_pages
import newscrawl.pipelines.store, newscrawl.spiders.accounts
for _module in (newscrawl.archive.raw, newscrawl.extensions.crawl_log, newscrawl.extensions.raw_pages,
                newscrawl.pipelines.store, newscrawl.spiders.accounts):
    _module.datetime = Clock
"""


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    site = paper(93, 0, ClockedSite)
    site.pages["/sitemap.xml"] = lambda _: sitemap(site)
    with serving(site):
        yield site


def sitemap(site: LoopbackSite) -> Reply:
    """List every story with its last change."""
    urls = "".join(
        f"<url><loc>{absolute(site, story.path)}</loc><lastmod>{story.changed}</lastmod></url>"
        for story in site.stories
    )
    return Reply(f"<urlset>{urls}</urlset>".encode(), "application/xml")


def publish(site: LoopbackSite, numbers: range) -> list[Story]:
    stories = [Story.make("clock", at, f"/news/{10_000 + at}", now=now()) for at in numbers]
    site.publish(*stories)
    return stories


def whole(folder: Path, site: LoopbackSite) -> dict[str, int]:
    """Hold the archive against the papers and have the doctor look; give each title's number of its last change."""
    with open_archive(folder / "news.db") as archive:
        assert [str(problem) for problem in check(archive)] == []
        assert broken_pointers(folder / "data" / "warc", archive.connection) == []
        rows = archive.connection.execute("SELECT title, body, change_seq FROM articles").fetchall()
    papers = sorted((story.title, "\n".join(story.paragraphs)) for story in site.stories)
    assert sorted((title, body) for title, body, _ in rows) == papers
    assert len({seq for _, _, seq in rows}) == len(rows)
    return {title: seq for title, _, seq in rows}


@pytest.mark.slow
def test_a_crawl_told_to_end_stores_what_it_fetched(tmp_path: Path, site: LoopbackSite) -> None:
    """SIGTERM, as systemd, Docker and cron's timeout send it."""
    publish(site, range(200))
    (tmp_path / "clock").write_text("0")
    project(tmp_path, [site], "DOWNLOAD_DELAY = 0.02\n" + CLOCK)
    crawl = start(tmp_path, "crawl", "paper")
    while len(site.log) < 30 and crawl.poll() is None:
        time.sleep(0.01)
    crawl.send_signal(signal.SIGTERM)
    _, said = crawl.communicate(timeout=60)
    assert crawl.returncode == 0, said
    assert "Traceback" not in said, said
    asked = {path for path, status in site.log if status == 200 and path.startswith("/news/")}
    assert 20 <= len(asked) < 200
    connection = sqlite3.connect(tmp_path / "news.db")
    stored = {url.removeprefix(site.root) for (url,) in connection.execute("SELECT url FROM articles")}
    assert connection.execute("SELECT finish_reason, finished_at IS NOT NULL FROM crawls").fetchall() == [
        ("shutdown", 1)
    ]
    connection.close()
    assert stored == asked
    assert not (tmp_path / "news.db-wal").exists()
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    whole(tmp_path, site)
    assert set(site.articles_asked().values()) == {1}


@pytest.mark.slow
def test_a_clock_that_goes_back_between_two_crawls(tmp_path: Path, site: LoopbackSite) -> None:
    """The first crawl's clock is two days ahead: the second, at the true time, finds what is new and what changed."""
    first = publish(site, range(30))
    (tmp_path / "clock").write_text("48")
    project(tmp_path, [site], CLOCK)
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    before = whole(tmp_path, site)
    (tmp_path / "clock").write_text("0")
    for story in first[3:6]:
        story.edit(announced=True)
    second = publish(site, range(30, 40))
    site.publish(*first)
    done = scrapy(tmp_path, "crawl", "paper")
    assert done.returncode == 0, done.stderr
    after = whole(tmp_path, site)
    changed = {story.title for story in (*first[3:6], *second)}
    assert {title for title, seq in after.items() if seq > max(before.values())} >= changed
    _assert_sane(tmp_path, datetime.now(UTC))


@pytest.mark.slow
def test_a_clock_that_goes_back_amid_a_crawl(tmp_path: Path, site: LoopbackSite) -> None:
    stories = publish(site, range(40))
    (tmp_path / "clock").write_text("30")
    project(tmp_path, [site], "CONCURRENT_REQUESTS_PER_DOMAIN = 1\n" + CLOCK)
    site.pages[stories[20].path] = _turning_back(tmp_path / "clock", Reply(stories[20].html().encode()))
    done = scrapy(tmp_path, "crawl", "paper")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    before = whole(tmp_path, site)
    connection = sqlite3.connect(tmp_path / "news.db")
    seen = [text for (text,) in connection.execute("SELECT first_seen_at FROM articles ORDER BY change_seq")]
    connection.close()
    assert seen != sorted(seen), "the clock did not go back"
    stories[20].edit(announced=True)
    site.publish(stories[20])
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    assert whole(tmp_path, site)[stories[20].title] > max(before.values())
    _assert_sane(tmp_path, datetime.now(UTC))


def _turning_back(clock: Path, reply: Reply) -> Callable[[dict[str, str]], Reply]:
    def answer(_: dict[str, str]) -> Reply:
        clock.write_text("0")
        return reply

    return answer


def _assert_sane(folder: Path, moment: datetime) -> None:
    """Every young article is due some time soon, and no page farther off than the schedule's longest wait."""
    with open_archive(folder / "news.db") as archive:
        rows = archive.connection.execute("SELECT kind, next_visit_at FROM pages WHERE next_visit_at > ''").fetchall()
        later = moment + FARTHEST
        due = archive.due_articles("paper", now=later)
        planned = [
            url
            for kind, url in archive.connection.execute(
                "SELECT kind, url FROM pages WHERE kind = 'article' AND next_visit_at > ''"
            )
        ]
    assert sorted(due) == sorted(planned)
    assert planned
    assert all(datetime.fromisoformat(at) <= later for _, at in rows)


@pytest.mark.slow
def test_a_visit_planned_by_a_clock_that_was_ahead_is_due(tmp_path: Path, site: LoopbackSite) -> None:
    """A year ahead, its clock makes every page due in a year; `crawlall` still polls the site when it is right."""
    publish(site, range(3))
    (tmp_path / "clock").write_text("0")
    project(tmp_path, [site], "NEWSCRAWL_ONLY_DUE = True\n" + CLOCK)
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    polls = len(site.log)
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    assert len([path for path, _ in site.log[polls:] if path == "/sitemap.xml"]) == 0, "it was not due"
    connection = sqlite3.connect(tmp_path / "news.db")
    with connection:
        connection.execute(
            "UPDATE pages SET fetched_at = '2099-01-01T00:00:00Z', next_visit_at = '2099-01-01T01:00:00Z'"
        )
        connection.execute("UPDATE pages SET announced_at = NULL")
    connection.close()
    site.stories[0].edit(announced=True)
    site.publish(site.stories[0])
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    whole(tmp_path, site)
    _assert_sane(tmp_path, datetime.now(UTC))


def test_due_times_of_a_schedule_that_a_wrong_clock_made() -> None:
    assert is_due(None, now=NOW)
    assert is_due(NOW, now=NOW)
    assert not is_due(NOW + timedelta(minutes=5), now=NOW)
    assert not is_due(NOW + LONGEST, now=NOW)
    assert is_due(NOW + timedelta(days=400), now=NOW)
    assert next_article_visit(NOW + timedelta(days=400), now=NOW) == NOW + RECHECKS[0]

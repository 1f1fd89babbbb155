"""What a crawl brings is compared with the archive's own last 28 days; far less is said, and fails a strict crawl."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.items import Article
from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[list[LoopbackSite]], None]

A_DAY = [12, 14, 10, 13, 15, 11, 12]


@pytest.fixture(scope="module")
def made_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of 28 days of the paper, each with a crawl, its articles all dated."""
    path = tmp_path_factory.mktemp("days") / "news.db"
    now = datetime.now(UTC).replace(microsecond=0)
    with open_archive(path) as archive, archive.atomic():
        for day in range(1, 29):
            at = now - timedelta(days=day, hours=1)
            crawl = archive.begin_crawl("paper", at)
            for number in range(A_DAY[day % 7]):
                # Of the length of the stories of today, in words of its own: no two are copies.
                words = " ".join(f"كلمة{day}و{number}و{place}" for place in range(225))
                url = f"http://127.0.0.91/old/{day}-{number}"
                made = Article(url, f"خبر اليوم {day} رقم {number}", words, site="paper", published=at)
                archive.store(made, crawl_id=crawl, now=at)
            archive.finish_crawl(crawl, finished_at=at, reason="finished", stats={})
    return path


def paper(count: int, *, dated: bool) -> LoopbackSite:
    """Make a paper with so many articles today, whose feed and pages may have lost their dates."""
    declaration = '    site = Site(hosts=("127.0.0.91",))\n    feed_urls = ("{root}/feed",)'
    site = LoopbackSite("paper", 91, declaration=declaration)
    site.publish(*(Story.make("paper", at, f"/news/{at}", now=datetime.now(UTC)) for at in range(count)))
    if not dated:
        for story in site.stories:
            page = re.sub(r'<meta property="article:published_time"[^>]*>', "", story.html())
            site.pages[story.path] = Reply(page.encode())

    def feed(_: dict[str, str]) -> Reply:
        items = "".join(f"<item><link>{absolute(site, story.path)}</link></item>" for story in site.stories)
        return Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")

    site.pages["/feed"] = feed
    return site


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [
        ("crawl", 12, True, None),
        ("crawl", 2, True, "2 articles in a day, where"),
        ("crawlall", 2, True, "2 articles in a day, where"),
        ("crawl", 12, False, "0 of 12 articles have a date, where 100% are usual"),
    ],
)
def test_a_crawl_far_below_the_band_is_said_and_fails_where_asked(
    tmp_path: Path, made_days: Path, serve: Serve, case: tuple[str, int, bool, str | None]
) -> None:
    command, count, dated, why = case
    shutil.copy(made_days, tmp_path / "news.db")
    site = paper(count, dated=dated)
    serve([site])
    project(tmp_path, [site])
    run = scrapy(tmp_path, command, "paper", "-s", "NEWSCRAWL_STRICT=1")
    is_said = "paper is broken" in run.stderr
    assert (run.returncode, is_said) == ((1, True) if why else (0, False)), run.stderr[-3000:]
    assert not why or why in run.stderr
    # It is no failure of the crawl, where nobody asks to be strict.
    assert scrapy(tmp_path, command, "paper").returncode == 0

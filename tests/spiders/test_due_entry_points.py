"""A rerun right after asks for robots.txt and for the entry points that are due, by the server's own log."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[list[LoopbackSite]], None]

DECLARATION = """
    site = Site(hosts=("127.0.0.92",))
    feed_urls = ("{root}/often", "{root}/seldom", "{root}/moved")
    listing_urls = ("{root}/section",)
    rest_urls = ("{root}/wp-json/",)"""


def paper() -> LoopbackSite:
    """Make a paper with three feeds, one of which has moved, a section and an API."""
    site = LoopbackSite("paper", 92, declaration=DECLARATION)
    site.publish(*(Story.make("paper", at, f"/news/{at}", now=now()) for at in range(4)))

    def feed(_: dict[str, str]) -> Reply:
        items = "".join(f"<item><link>{absolute(site, story.path)}</link></item>" for story in site.stories)
        return Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")

    cards = "".join(f'<div><a href="{story.path}"><h3>{story.title}</h3></a></div>' for story in site.stories)
    site.pages |= {"/often": feed, "/seldom": feed, "/new": feed}
    site.pages["/moved"] = Reply(status=301, headers={"Location": "/new"})
    site.pages["/section"] = Reply(f'<html lang="ar"><body><main>{cards}</main></body></html>'.encode())
    site.pages["/wp-json/wp/v2/posts"] = Reply(b"[]", "application/json")
    return site


def make_due(folder: Path, path: str) -> None:
    """Let an entry point's next visit be long past."""
    connection = sqlite3.connect(folder / "news.db")
    with connection:
        changed = connection.execute(
            "UPDATE pages SET next_visit_at = '2020-01-01T00:00:00Z' WHERE url LIKE ? AND kind <> 'article'", (path,)
        )
        assert changed.rowcount == 1
    connection.close()


@pytest.mark.slow
def test_only_what_is_due_is_asked_again(tmp_path: Path, serve: Serve) -> None:
    site = paper()
    serve([site])
    project(tmp_path, [site])
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    entries = {"/often", "/seldom", "/moved", "/section"}
    assert entries < {path for path, _ in site.log}, "what was never asked is due"
    assert max(site.articles_asked().values()) == 1

    site.log.clear()
    assert "no site is due" in scrapy(tmp_path, "crawlall").stderr
    assert site.log == []
    assert scrapy(tmp_path, "crawl", "paper", "-s", "NEWSCRAWL_ONLY_DUE=1").returncode == 0
    assert {path for path, _ in site.log} <= {"/robots.txt"}

    make_due(tmp_path, "%/often")
    site.log.clear()
    assert scrapy(tmp_path, "crawlall").returncode == 0
    assert [path for path, _ in site.log] == ["/robots.txt", "/often"]

    make_due(tmp_path, "%/wp-json/%")
    site.log.clear()
    assert scrapy(tmp_path, "crawlall").returncode == 0
    assert [path.partition("?")[0] for path, _ in site.log] == ["/robots.txt", "/wp-json/wp/v2/posts"]

    site.log.clear()
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    assert entries < {path for path, _ in site.log}, "who names a site has it asked at once"


def test_articles_that_are_due_are_asked_without_the_entry_points(tmp_path: Path, serve: Serve) -> None:
    site = paper()
    serve([site])
    project(tmp_path, [site], "NEWSCRAWL_ONLY_DUE = True\n")
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    connection = sqlite3.connect(tmp_path / "news.db")
    with connection:
        connection.execute("UPDATE pages SET next_visit_at = '2020-01-01T00:00:00Z' WHERE url LIKE '%/news/2'")
    connection.close()
    site.log.clear()
    assert scrapy(tmp_path, "crawlall").returncode == 0
    assert [path for path, _ in site.log] == ["/robots.txt", "/news/2"]

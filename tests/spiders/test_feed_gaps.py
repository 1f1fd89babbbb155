"""Feeds that drop entries before they are read: the gap is recorded, filled from other lists, closed, or said."""

from __future__ import annotations

import re
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import gaps, open_archive
from tests.spiders import loopback_sites
from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now, project, scrapy, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[list[LoopbackSite]], None]


def fresh(site: LoopbackSite, path: str) -> Story:
    """Write a story of this moment; its path is its seed."""
    story = Story.make(site.name + path, 0, path, now=now())
    story.published = now()
    return story


@pytest.mark.slow
def test_a_feed_that_overran_is_read_further_back(tmp_path: Path, serve: Serve) -> None:
    site = loopback_sites.short_feed(10)
    serve([site])
    project(tmp_path, [site])
    first = scrapy(tmp_path, "crawl", site.name)
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 10
    assert "overrun" not in first.stderr

    site.publish(*(fresh(site, f"/{n}.html") for n in range(420000, 420033)))
    site.log.clear()
    second = scrapy(tmp_path, "crawl", site.name)
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 43
    assert re.search(r"feeds overrun +1 ", second.stderr)
    assert [path for path, _ in site.log if "feed" in path] == ["/feed/", *(f"/feed/?paged={n}" for n in (2, 3, 4))]
    assert max(site.articles_asked().values()) == 1

    site.publish(*(fresh(site, f"/{n}.html") for n in range(430000, 430007)))
    third = scrapy(tmp_path, "crawl", site.name)
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 50
    assert "overrun" not in third.stderr


def _feed_without_older_pages(number: int, *entries: str) -> LoopbackSite:
    """A site whose feed lists its ten latest stories, and has no second page."""
    lists = "".join(f'\n    {entry}_urls = ("{{root}}/{entry}",)' for entry in entries)
    declaration = f'    site = Site(hosts=("127.0.0.{number}",))\n    feed_urls = ("{{root}}/feed",){lists}'
    site = LoopbackSite("brief", number, declaration=declaration)
    site.publish(*(fresh(site, f"/news/{at}") for at in range(10)))

    def feed(_: dict[str, str]) -> Reply:
        items = "".join(
            f"<item><title>{story.title}</title><link>{absolute(site, story.path)}</link>"
            f"<pubDate>{story.published:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
            for story in site.stories[:10]
        )
        return Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")

    def sitemap(_: dict[str, str]) -> Reply:
        urls = "".join(f"<url><loc>{absolute(site, story.path)}</loc></url>" for story in site.stories)
        return Reply(f"<urlset>{urls}</urlset>".encode(), "application/xml")

    site.pages["/feed"] = feed
    site.pages["/sitemap"] = sitemap
    return site


def test_a_gap_behind_a_feed_is_filled_from_the_sitemap_that_robots_names(tmp_path: Path, serve: Serve) -> None:
    site = _feed_without_older_pages(81)
    serve([site])
    site.pages["/robots.txt"] = Reply(f"Sitemap: {site.root}/sitemap\n".encode(), "text/plain")
    project(tmp_path, [site])
    scrapy(tmp_path, "crawl", "brief")
    site.publish(*(fresh(site, f"/news/{at}") for at in range(10, 35)))
    second = scrapy(tmp_path, "crawl", "brief")
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 35
    assert "what they dropped was found in other lists" in second.stderr
    gaps = stored(tmp_path, "SELECT site, url, since <= found_at, closed_at IS NOT NULL FROM feed_gaps")
    assert gaps == [("brief", f"{site.root}/feed", 1, 1)]
    assert max(site.articles_asked().values()) == 1


def test_a_declared_sitemap_leaves_no_gap_behind_a_feed(tmp_path: Path, serve: Serve) -> None:
    site = _feed_without_older_pages(84, "sitemap")
    serve([site])
    project(tmp_path, [site])
    scrapy(tmp_path, "crawl", "brief")
    site.publish(*(fresh(site, f"/news/{at}") for at in range(10, 35)))
    scrapy(tmp_path, "crawl", "brief")
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 35
    assert stored(tmp_path, "SELECT url FROM feed_gaps WHERE closed_at IS NULL") == []
    assert max(site.articles_asked().values()) == 1


def test_a_gap_that_nothing_fills_stays_open_and_is_said(tmp_path: Path, serve: Serve) -> None:
    site = _feed_without_older_pages(82)
    serve([site])
    project(tmp_path, [site])
    scrapy(tmp_path, "crawl", "brief")
    site.publish(*(fresh(site, f"/news/{at}") for at in range(10, 35)))
    second = scrapy(tmp_path, "crawl", "brief")
    assert "what they dropped may be missing" in second.stderr
    assert stored(tmp_path, "SELECT closed_at FROM feed_gaps") == [(None,)]
    status = scrapy(tmp_path, "status", "--db", str(tmp_path / "news.db"))
    assert re.search(r"brief: \S+/feed may have dropped entries between ", status.stdout)


def test_days_are_looked_for_in_the_sitemaps_that_robots_names(tmp_path: Path, serve: Serve) -> None:
    site = _feed_without_older_pages(83)
    site.publish(*(fresh(site, f"/news/{at}") for at in range(10, 35)))
    serve([site])
    site.pages["/robots.txt"] = Reply(f"Sitemap: {site.root}/sitemap\n".encode(), "text/plain")
    project(tmp_path, [site])
    scrapy(tmp_path, "crawl", "brief", "-a", f"since={now():%Y-%m-%d}")
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 35


def _crawled(folder: Path, site: LoopbackSite) -> LoopbackSite:
    """Crawl a site's first ten stories, then let it publish 25 more."""
    project(folder, [site])
    scrapy(folder, "crawl", "brief")
    assert len(stored(folder, "SELECT url FROM articles")) == 10
    # The archive counts seconds: what was seen in the one in which the next crawl starts may be that crawl's own.
    time.sleep(1 - time.time() % 1)
    site.publish(*(fresh(site, f"/news/{at}") for at in range(10, 35)))
    return site


def _section(site: LoopbackSite) -> None:
    """Give the site a section of ten stories a page, with two old ones on top of each; it answers after the feed."""

    def section(query: dict[str, str]) -> Reply:
        time.sleep(0.5)
        first = (int(query.get("page", "1")) - 1) * 10
        cards = "".join(
            f'<div class="card"><a href="{story.path}"><h3>{story.title}</h3></a></div>'
            for story in [*site.stories[-2:], *site.stories[first : first + 10]]
        )
        older = f'<a class="next" href="/listing?page={first // 10 + 2}">التالي</a>' if first < 30 else ""
        return Reply(f'<html lang="ar"><body><main>{cards}</main>{older}</body></html>'.encode())

    site.pages["/listing"] = section


@pytest.mark.slow
def test_a_gap_is_filled_from_the_pages_of_a_section(tmp_path: Path, serve: Serve) -> None:
    """Its first page lists what the feed lists, and is no reason to stop; nor are the pinned ones on top of it."""
    site = _feed_without_older_pages(85, "listing")
    serve([site])
    _section(site)
    _crawled(tmp_path, site)
    scrapy(tmp_path, "crawl", "brief")
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 35
    assert stored(tmp_path, "SELECT url FROM feed_gaps WHERE closed_at IS NULL") == []
    assert max(site.articles_asked().values()) == 1


@pytest.mark.slow
def test_a_list_of_what_is_new_does_not_close_a_gap(tmp_path: Path, serve: Serve) -> None:
    site = _feed_without_older_pages(86)
    serve([site])
    _crawled(tmp_path, site)
    scrapy(tmp_path, "crawl", "brief")
    _section(site)
    site.declaration = site.declaration + '\n    listing_urls = ("{root}/listing?page=1",)'
    site.pages["/listing?page=2"] = Reply(status=503)
    project(tmp_path, [site], "RETRY_TIMES = 0\n")
    scrapy(tmp_path, "crawl", "brief")
    assert stored(tmp_path, "SELECT closed_at FROM feed_gaps") == [(None,)]
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 20


@pytest.mark.slow
def test_a_gap_that_could_not_be_filled_is_tried_by_the_next_crawl(tmp_path: Path, serve: Serve) -> None:
    site = _feed_without_older_pages(87)
    serve([site])
    site.pages["/robots.txt"] = Reply(f"Sitemap: {site.root}/sitemap\n".encode(), "text/plain")
    sitemap = site.pages.pop("/sitemap")
    _crawled(tmp_path, site)
    scrapy(tmp_path, "crawl", "brief")
    assert stored(tmp_path, "SELECT closed_at, tries FROM feed_gaps") == [(None, 1)]

    site.pages["/sitemap"] = sitemap
    again = scrapy(tmp_path, "crawl", "brief")
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 35, again.stderr[-2000:]
    assert stored(tmp_path, "SELECT closed_at IS NULL, tries FROM feed_gaps") == [(0, 2)]
    assert max(site.articles_asked().values()) == 1


def test_only_some_crawls_try_to_fill_a_gap(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    gap = gaps.Gap("https://a.test/feed", "a", "2026-02-28T00:00:00Z", None, found_at="2026-03-01T00:00:00Z")
    with open_archive(tmp_path / "news.db") as archive:
        archive.open_gap(gap)
        archive.open_gap(replace(gap, url="https://b.test/feed", site="b"))
        tries = [archive.gaps_to_fill("a") for _ in range(gaps.MOST_TRIES + 2)]
        assert tries == [[gap.url]] * (gaps.MOST_TRIES - 1) + [[]] * 3
        assert [found.tries for found in archive.open_gaps("b")] == [1]
        assert archive.close_gaps("a", gap.found_at, moment) == 0, "what was read since says nothing of the gap"
        assert archive.close_gaps("a", gap.since, moment) == 1
        assert [found.site for found in archive.open_gaps()] == ["b"]


@pytest.mark.slow
def test_a_feed_overruns_while_it_fails_and_after_it_said_not_modified(tmp_path: Path, serve: Serve) -> None:
    site = _feed_without_older_pages(88)
    serve([site])
    feed = site.pages["/feed"]
    project(tmp_path, [site], "RETRY_TIMES = 0\n")
    scrapy(tmp_path, "crawl", "brief")
    connection = sqlite3.connect(tmp_path / "news.db")
    with connection:
        connection.execute("UPDATE pages SET status = 304 WHERE kind = 'feed'")
    connection.close()
    site.publish(*(fresh(site, f"/news/{at}") for at in range(10, 35)))
    scrapy(tmp_path, "crawl", "brief")
    assert len(stored(tmp_path, "SELECT url FROM feed_gaps")) == 1

    site.pages["/feed"] = Reply(status=500)
    scrapy(tmp_path, "crawl", "brief")
    site.pages["/feed"] = feed
    site.publish(*(fresh(site, f"/news/{at}") for at in range(35, 60)))
    scrapy(tmp_path, "crawl", "brief")
    assert len(stored(tmp_path, "SELECT url FROM feed_gaps")) == 2


@pytest.mark.slow
def test_a_feed_whose_entries_all_changed_has_not_overrun(tmp_path: Path, serve: Serve) -> None:
    site = loopback_sites.atom(8)
    serve([site])
    project(tmp_path, [site])
    scrapy(tmp_path, "crawl", "atom")
    for story in site.stories:
        story.edit(announced=True)
        story.modified = (story.modified or now()).replace(year=now().year + 1)
        site.publish(story)
    scrapy(tmp_path, "crawl", "atom")
    assert len(stored(tmp_path, "SELECT url FROM versions")) == 8
    assert stored(tmp_path, "SELECT url FROM feed_gaps") == []


@pytest.mark.slow
def test_a_sitemap_of_the_whole_archive_is_not_crawled_to_fill_a_gap(tmp_path: Path, serve: Serve) -> None:
    """Of sitemaps without dates the first and the last are read, and not followed where they list a thousand pages."""
    site = _feed_without_older_pages(89)
    serve([site])
    site.pages["/robots.txt"] = Reply(f"Sitemap: {site.root}/index.xml\n".encode(), "text/plain")
    latest = site.pages["/sitemap"]
    assert callable(latest)
    parts = "".join(f"<sitemap><loc>{site.root}/part-{at}.xml</loc></sitemap>" for at in range(12))
    parts += f"<sitemap><loc>{site.root}/old.xml</loc><lastmod>{now().replace(year=2020):%Y-%m-%d}</lastmod></sitemap>"
    site.pages["/index.xml"] = Reply(f"<sitemapindex>{parts}</sitemapindex>".encode(), "application/xml")
    old = "".join(f"<url><loc>{site.root}/news/old-{at}</loc></url>" for at in range(1200))
    site.pages["/part-0.xml"] = Reply(f"<urlset>{old}</urlset>".encode(), "application/xml")
    site.pages["/part-11.xml"] = lambda _: latest({})
    _crawled(tmp_path, site)
    site.log.clear()
    scrapy(tmp_path, "crawl", "brief")
    assert sorted(path for path, _ in site.log if path.endswith(".xml")) == [
        "/index.xml",
        "/part-0.xml",
        "/part-11.xml",
    ]
    assert not [path for path, _ in site.log if "old-" in path]
    assert len(stored(tmp_path, "SELECT url FROM articles")) == 35
    assert stored(tmp_path, "SELECT url FROM feed_gaps WHERE closed_at IS NULL") == []

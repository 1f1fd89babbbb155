"""`scrapy crawlall` over a web of fourteen sites on loopback, judged by their own logs."""

from __future__ import annotations

import re
import sqlite3
import time
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.urls import identity
from tests.spiders import loopback_sites
from tests.spiders.loopback import project, scrapy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.spiders.loopback import LoopbackSite


def stored(folder: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(folder / "news.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def is_entry(site: LoopbackSite, path: str) -> bool:
    return path == "/robots.txt" or path in site.entries or path.partition("?")[0] in site.entries


@pytest.fixture
def web(request: pytest.FixtureRequest, serve: Callable[[list[LoopbackSite]], None]) -> list[LoopbackSite]:
    """All sites, served; the parameter says how many articles each has."""
    sites = [build(request.param) for build in loopback_sites.ALL]
    serve(sites)
    return sites


@pytest.mark.parametrize("web", [24, pytest.param(145, marks=pytest.mark.slow)], indirect=True)
def test_every_article_once_and_nothing_else(tmp_path: Path, web: list[LoopbackSite]) -> None:
    project(tmp_path, web)
    first = scrapy(tmp_path, "crawlall", "--jobs", "14")
    assert first.returncode == 0, first.stderr[-3000:]

    rows = stored(tmp_path, "SELECT url FROM articles")
    keys = [identity(url) for (url,) in rows]
    assert len(keys) == len(set(keys)), "an article is stored twice"
    expected = {identity(site.root + story.path): site.name for site in web for story in site.stories}
    missing = [f"{name}: {key}" for key, name in expected.items() if key not in set(keys)]
    assert len(missing) <= 0.005 * len(expected), missing[:20]
    assert [key for key in keys if key not in expected] == []
    assert stored(tmp_path, "SELECT url FROM copies") == []
    titles: dict[str, str] = dict(stored(tmp_path, "SELECT title, body FROM articles"))
    for site in web:
        for story in site.stories:
            assert titles.get(story.title) == "\n".join(story.paragraphs), (site.name, story.path)

    for site in web:
        asked = [path for path, _ in site.log]
        twice = {path: times for path, times in site.articles_asked().items() if times > 1}
        assert twice == {}, site.name
        assert not [path for path in asked if path.startswith(site.forbidden)] or not site.forbidden, site.name
        assert not [path for path, status in site.log if status == 404 and path != "/robots.txt"], site.name
        assert len(asked) == len(set(asked)), (site.name, "an address was asked for twice")
        site.log.clear()

    second = scrapy(tmp_path, "crawlall", "--all")
    assert second.returncode == 0, second.stderr[-3000:]
    for site in web:
        others = [path for path, _ in site.log if not is_entry(site, path)]
        assert others == [], site.name
        assert [path for path, _ in site.log if path != "/robots.txt"], site.name
    assert len(stored(tmp_path, "SELECT url FROM articles")) == len(rows)

    third = scrapy(tmp_path, "crawlall")
    assert "no site is due" in third.stderr
    assert re.search(r"14 sites, 0 failed", first.stderr)


IMPATIENT = """
DOWNLOAD_TIMEOUT = 3
RETRY_TIMES = 1
DOWNLOAD_MAXSIZE = 4 << 20
NEWSCRAWL_MAX_LISTINGS = 6
"""


def test_bad_servers_neither_hold_nor_end_the_others(
    tmp_path: Path, serve: Callable[[list[LoopbackSite]], None]
) -> None:
    bad, endless = loopback_sites.bad_sites(), loopback_sites.calendar()
    good = [loopback_sites.rss(15), loopback_sites.sections(15)]
    sites = [*(site for site, _ in bad.values()), endless, *good]
    serve(sites)
    project(tmp_path, sites, IMPATIENT)
    started = time.monotonic()
    run = scrapy(tmp_path, "crawlall", "--jobs", "4")
    assert time.monotonic() - started < 90
    assert run.returncode == 0, run.stderr[-3000:]

    rows = {identity(url) for (url,) in stored(tmp_path, "SELECT url FROM articles")}
    wanted = {identity(site.root + story.path) for site in good for story in site.stories}
    assert wanted <= rows, run.stderr[-6000:]
    assert len([key for key in rows if key.startswith("127.0.0.39")]) == 6
    table = run.stderr[run.stderr.rindex("seconds") :]
    for name, (_, reason) in bad.items():
        line = next(line for line in table.splitlines() if line.split()[:1] == [name])
        assert reason in line, (name, line)
    assert "11 sites, 8 failed" in table

    strict = scrapy(tmp_path, "crawlall", "breaks", "rss", "-s", "NEWSCRAWL_STRICT=1")
    assert strict.returncode == 1
    assert scrapy(tmp_path, "crawlall", "nowhere").returncode == 1
    assert scrapy(tmp_path, "crawlall", "--country", "tn").stderr.rstrip().endswith("crawls them all the same")

"""`scrapy crawlall` over a web of fourteen sites on loopback, judged by their own logs."""

from __future__ import annotations

import re
import time
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from newscrawl.urls import identity
from tests.spiders import loopback_sites, loopback_trouble, loopback_years
from tests.spiders.loopback import LoopbackSite, Reply, Story, now, project, scrapy, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[list[LoopbackSite]], None]


def is_entry(site: LoopbackSite, path: str) -> bool:
    return path == "/robots.txt" or path in site.entries or path.partition("?")[0] in site.entries


def fresh(site: LoopbackSite, path: str) -> Story:
    """Write a story of this moment; its path is its seed."""
    story = Story.make(site.name + path, 0, path, now=now())
    story.published = now()
    return story


@pytest.fixture
def web(request: pytest.FixtureRequest, serve: Serve) -> list[LoopbackSite]:
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


def test_bad_servers_neither_hold_nor_end_the_others(tmp_path: Path, serve: Serve) -> None:
    bad, endless = loopback_trouble.bad_sites(), loopback_trouble.calendar()
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


def test_later_runs_ask_for_what_is_new_and_what_changed(tmp_path: Path, serve: Serve) -> None:
    """50 new articles and 20 announced edits are all that is asked for; 20 silent edits are found at the recheck."""
    rss, atom, maps, posts = sites = [
        build(40)
        for build in (loopback_sites.rss, loopback_sites.atom, loopback_sites.sitemaps, loopback_sites.wordpress)
    ]
    serve(sites)
    project(tmp_path, sites)
    assert scrapy(tmp_path, "crawlall").returncode == 0
    before = len(stored(tmp_path, "SELECT url FROM articles"))
    assert before == 160

    time.sleep(1.1)  # announcements count in seconds
    edited = [(site, story) for site in (atom, maps, posts) for story in site.stories[10:17]][:20]
    for site, story in edited:
        story.edit(announced=True)
        site.publish(story)
    added = []
    for site, path, count in (
        (rss, "/politique/{}.html", 20),
        (atom, "/2024/05/خبر-رقم-{}/", 15),
        (maps, "/world/{}-عنوان-طويل-للخبر", 15),
    ):
        for number in range(count):
            story = fresh(site, path.format(415000 + number))
            added.append((site, story))
            site.publish(story)
    for site in sites:
        site.log.clear()
    assert scrapy(tmp_path, "crawlall", "--all").returncode == 0
    for site in sites:
        wanted = {story.path for owner, story in [*edited, *added] if owner is site and site is not posts}
        assert site.articles_asked() == Counter(wanted), site.name
    assert len(stored(tmp_path, "SELECT url FROM articles")) == before + 50
    versions = stored(tmp_path, "SELECT url, reason FROM versions")
    assert {identity(url) for url, _ in versions} == {identity(site.root + story.path) for site, story in edited}
    assert {reason for _, reason in versions} == {"updated"}
    bodies = dict(stored(tmp_path, "SELECT title, body FROM articles"))
    assert all(bodies[story.title] == "\n".join(story.paragraphs) for _, story in [*edited, *added])

    silent = rss.stories[25:45]
    for story in silent:
        story.edit(announced=False)
        rss.publish(story)
    gone = {rss.stories[5].path: 404, rss.stories[6].path: 410}
    rss.pages |= {path: Reply("حذفت هذه الصفحة".encode(), status=status) for path, status in gone.items()}
    for site in sites:
        site.log.clear()
    assert scrapy(tmp_path, "crawlall", "rss", later=30).returncode == 0
    assert max(rss.articles_asked().values()) == 1
    found = stored(tmp_path, "SELECT v.url FROM versions v JOIN articles a ON a.id = article_id WHERE a.site = 'rss'")
    assert {identity(url) for (url,) in found} == {identity(rss.root + story.path) for story in silent}
    found = stored(tmp_path, "SELECT url FROM articles WHERE gone_at IS NOT NULL")
    assert {identity(url) for (url,) in found} == {identity(rss.root + path) for path in gone}


BACKFILLS = [
    (loopback_years.years_of_posts, 1, 0),  # the API gives whole texts
    (loopback_years.years_of_sitemaps, 2, 30),
    (loopback_years.years_of_pages, 12, 30),
    (loopback_years.years_of_scrolling, 12, 30),
]


@pytest.mark.parametrize(("build", "most", "pages"), BACKFILLS, ids=lambda value: getattr(value, "__name__", ""))
def test_backfill_of_a_month(
    tmp_path: Path, serve: Serve, build: Callable[[], LoopbackSite], most: int, pages: int
) -> None:
    """All of October 2021, out of three years, and no article's page besides; `most` requests for lists and APIs."""
    site = build()
    serve([site])
    project(tmp_path, [site])
    run = scrapy(tmp_path, "crawl", site.name, "-a", "since=2021-10-01", "-a", "until=2021-10-31")
    assert run.returncode == 0, run.stderr[-3000:]
    month = {story.path for story in site.stories if f"{story.published:%Y-%m}" == "2021-10"}
    assert len(month) == 30
    rows = {identity(url) for (url,) in stored(tmp_path, "SELECT url FROM articles")}
    assert rows == {identity(site.root + path) for path in month}
    asked = [path for path, _ in site.log if path != "/robots.txt"]
    articles = [path for path in asked if path in site.pages and path.endswith((".html", "-عنوان-الخبر"))]
    assert len(articles) == pages
    assert set(articles) <= month
    assert len(asked) - len(articles) <= most


def test_wire_copy_of_sites_that_are_crawled_at_once(tmp_path: Path, serve: Serve) -> None:
    """Ten papers print the same twelve agency texts: twelve articles, all other pages are their copies."""
    papers = [loopback_sites.printer(f"paper{number}", 60 + number, 12) for number in range(10)]
    serve(papers)
    project(tmp_path, papers)
    run = scrapy(tmp_path, "crawlall", "--jobs", "10")
    assert run.returncode == 0, run.stderr[-3000:]
    assert stored(tmp_path, "SELECT count(*) FROM articles") == [(12,)]
    assert stored(tmp_path, "SELECT count(*) FROM copies") == [(108,)]
    assert len(stored(tmp_path, "SELECT site FROM copies UNION SELECT site FROM articles")) == 10


@pytest.mark.slow
def test_a_site_without_end_ends_when_its_time_is_over(tmp_path: Path, serve: Serve) -> None:
    endless, good = loopback_trouble.calendar(), loopback_sites.rss(5)
    serve([endless, good])
    project(tmp_path, [endless, good], "DOWNLOAD_DELAY = 0.2\nNEWSCRAWL_MAX_LISTINGS = 100_000\n")
    run = scrapy(tmp_path, "crawlall", "--minutes", "0.1")
    assert re.search(r"calendar .*its time was over", run.stderr), run.stderr[-2000:]
    assert "2 sites, 1 failed" in run.stderr
    # What it had read is stored.
    assert stored(tmp_path, "SELECT count(*) > 0 FROM articles WHERE site = 'calendar'") == [(1,)]
    assert stored(tmp_path, "SELECT count(*) FROM articles WHERE site = 'rss'") == [(5,)]


def test_manners(tmp_path: Path, serve: Serve) -> None:
    """The pauses that sites ask for are kept; a site that refuses every article is left alone, and asked later."""
    patient, walled, busy = loopback_trouble.patient(6), loopback_trouble.walled(30), loopback_trouble.busy(30)
    serve([patient, walled, busy])
    project(tmp_path, [patient, walled, busy])
    run = scrapy(tmp_path, "crawlall", "--jobs", "3")
    pauses = [later - earlier for earlier, later in pairwise(patient.times)]
    assert len(patient.log) == 8
    # The first pause may be shorter, since robots.txt itself asks for it; a server that is late is late at the end too.
    assert sum(pauses[1:]) >= 0.5 * len(pauses[1:]) - 0.4, pauses
    assert busy.articles_asked() == Counter(story.path for story in [*busy.stories, busy.stories[0]])
    refused_at = busy.log.index((busy.stories[0].path, 429))
    # Some requests were under way when the answer came; then nothing for the rest of three seconds.
    assert max(later - earlier for earlier, later in pairwise(busy.times[refused_at:])) > 1.5
    # Ten, and what was under way; on a machine under load more than two answers are handled late.
    assert 10 <= sum(status == 403 for _, status in walled.log) < 30, walled.log
    why = r"walled .*127\.0\.0\.44 refused 10 requests in a row \(http-403\)"
    assert re.search(why, run.stderr), run.stderr[-2000:]
    assert "3 sites, 1 failed" in run.stderr

    walled.publish(*walled.stories)
    assert scrapy(tmp_path, "crawl", "walled", later=30).returncode == 0
    assert len(stored(tmp_path, "SELECT url FROM articles WHERE site = 'walled'")) == 30

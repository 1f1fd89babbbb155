"""Crawls with worker processes: the same archive as without, and nothing lost when processes end."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.saved_pages import warc_records
from tests.spiders import loopback_sites
from tests.spiders.loopback import LoopbackSite, paper, project, scrapy, serving, start, stored
from tests.spiders.processes import all_gone, below, children, workers
from tests.spiders.whole_archive import RUN, content, read_at, whole

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.spiders.loopback import Reply

TWO = ("-s", "NEWSCRAWL_WORKERS=2")
NO_RAW_PAGES = ("-s", "NEWSCRAWL_WARC_DIR=")
ARTICLES = 120

CLOCK: dict[str, frozenset[str]] = {
    **RUN,
    # When a page was read, by the clock.
    "articles": frozenset({"first_seen_at", "last_seen_at", "text_seen_at"}),
    "copies": frozenset({"first_seen_at", "last_seen_at"}),
    "versions": frozenset({"seen_at"}),
    "rejects": frozenset({"first_seen_at", "last_seen_at"}),
    "pages": frozenset({"fetched_at", "next_visit_at"}),
}


@dataclass
class HeldSite(LoopbackSite):
    """A site that gives half of its articles, and the others when `gate` is opened: crawls are disturbed in between."""

    gate: threading.Event = field(default_factory=threading.Event)
    given: Iterator[int] = field(default_factory=count)

    def answer(self, target: str) -> Reply:
        if target.startswith("/news/") and next(self.given) >= ARTICLES // 2:
            self.gate.wait(60)
        return super().answer(target)


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    """A paper whose spider may be given a `refine` by `with_refine`."""
    with serving(paper(96, ARTICLES)) as site:
        yield site


@pytest.fixture
def held() -> Iterator[HeldSite]:
    """A paper that holds back half of its articles."""
    site = paper(96, ARTICLES, HeldSite)
    assert isinstance(site, HeldSite)
    with serving(site):
        yield site
        site.gate.set()


def with_refine(site: LoopbackSite, *lines: str) -> None:
    """Give the site's spider a hook, which only the process that reads a page calls."""
    hook = ["    @staticmethod", "    def refine(article, tree):", *(f"        {line}" for line in lines)]
    site.declaration += "\n\n" + "\n".join([*hook, "        return article"])


def crawl_newsroom(scrapy: Any, db: Path, *arguments: str) -> dict[str, Any]:
    """Crawl the sample; give what the crawl counted of pages and articles."""
    run = scrapy("crawl", "newsroom", *NO_RAW_PAGES, *arguments, db=db)
    assert run.returncode == 0, run.stderr
    connection = sqlite3.connect(db)
    stats = json.loads(connection.execute("SELECT stats FROM crawls").fetchone()[0])
    connection.close()
    return {name: value for name, value in stats.items() if name.startswith(("newscrawl/", "item_", "response_"))}


def papers(site: LoopbackSite) -> Counter[tuple[str, str]]:
    return Counter((story.title, "\n".join(story.paragraphs)) for story in site.stories)


def articles(folder: Path) -> Counter[tuple[str, str]]:
    """Give titles and bodies of all articles, in an archive that the doctor finds nothing wrong with."""
    with open_archive(folder / "news.db") as archive:
        assert [str(problem) for problem in check(archive)] == []
    return Counter(stored(folder, "SELECT title, body FROM articles"))


def stored_paths(folder: Path, site: LoopbackSite) -> set[str]:
    try:
        return {url.removeprefix(site.root) for (url,) in stored(folder, "SELECT url FROM articles")}
    except sqlite3.OperationalError:  # the archive is not there yet
        return set()


def has_stored(folder: Path, site: LoopbackSite, least: int) -> bool:
    return len(stored_paths(folder, site)) >= least


def wait_for(crawl: subprocess.Popen[str], happened: Callable[[], bool]) -> None:
    """Wait until something is so, while the crawl runs."""
    while crawl.poll() is None and not happened():
        time.sleep(0.01)
    assert crawl.poll() is None, f"it ended before it was disturbed: {crawl.communicate()[1]}"


def test_page_after_page_the_archive_is_the_same(scrapy: Any, tmp_path: Path) -> None:
    """One page at a time arrives in the same order, so all rows are the same, to their numbers."""
    one_by_one = ("-s", "CONCURRENT_REQUESTS=1", "-s", "SCRAPER_SLOT_MAX_ACTIVE_SIZE=1")
    alone, helped = tmp_path / "alone.db", tmp_path / "helped.db"
    counted = crawl_newsroom(scrapy, alone, *one_by_one)
    assert crawl_newsroom(scrapy, helped, *one_by_one, *TWO) == counted
    one, other = whole(alone, without=CLOCK), whole(helped, without=CLOCK)
    for archive in (one, other):
        archive["copies"] = sorted(map(read_at, archive["copies"]), key=lambda row: str(row["url"]))
    assert one.keys() == other.keys()
    for table, rows in one.items():
        assert other[table] == rows, table
    assert len(one["articles"]) == 75
    assert one["removals"]
    assert one["rejects"]


@pytest.mark.slow
def test_in_any_order_the_archive_says_the_same(tmp_path: Path, serve: Callable[[list[LoopbackSite]], None]) -> None:
    """Articles that arrive in another order have other numbers, and other copies come first; re-clustered, none has."""
    printers = [loopback_sites.printer(f"paper{number}", 60 + number, 8) for number in range(3)]
    sites = [*(build(20) for build in loopback_sites.ALL), *printers]
    serve(sites)
    project(tmp_path, sites)
    archives = []
    for name, arguments in (("alone", ()), ("helped", TWO)):
        db = tmp_path / f"{name}.db"
        run = scrapy(tmp_path, "crawlall", "--jobs", str(len(sites)), *NO_RAW_PAGES, *arguments, db=db)
        assert run.returncode == 0, run.stderr[-3000:]
        assert scrapy(tmp_path, "dedup", "--rebuild", db=db).returncode == 0
        archives.append(content(db))
    one, other = archives
    for table, rows in one.items():
        assert other[table] == rows, table
    assert len(one["copies"]) == 16
    assert len(one["articles"]) > 150


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["workers", "fork server"])
def test_workers_that_are_killed_amid_a_crawl_lose_nothing(tmp_path: Path, held: HeldSite, victim: str) -> None:
    project(tmp_path, [held])
    crawl = start(tmp_path, "crawl", "paper", *TWO)
    # First with pages under way, then idle.
    for least in (0, ARTICLES // 2):
        wait_for(crawl, lambda: len(workers(crawl.pid)) == 2)
        wait_for(crawl, partial(has_stored, tmp_path, held, least))
        victims = workers(crawl.pid)
        if victim == "fork server":
            victims.insert(0, next(child for child in children(crawl.pid) if children(child)))
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
    held.gate.set()
    _, said = crawl.communicate(timeout=120)
    assert crawl.returncode == 0, said
    assert "Traceback" not in said, said
    assert stored(tmp_path, "SELECT url, reason, detail FROM rejects") == []
    assert articles(tmp_path) == papers(held)
    assert set(held.articles_asked().values()) == {1}


@pytest.mark.slow
def test_a_page_that_kills_its_process_is_refused_and_the_others_are_stored(tmp_path: Path, site: LoopbackSite) -> None:
    kill = "import signal; os.kill(os.getpid(), signal.SIGKILL)"
    with_refine(site, f"if article.url.endswith('/10007') and not os.path.exists('cured'): {kill}")
    project(tmp_path, [site])
    run = scrapy(tmp_path, "crawl", "paper", *TWO)
    assert run.returncode == 0, run.stderr
    assert "1 killed" in run.stderr
    (killed,) = [story for story in site.stories if story.path == "/news/10007"]
    wanted = papers(site)
    assert articles(tmp_path) == wanted - Counter([(killed.title, "\n".join(killed.paragraphs))])
    url = site.root + killed.path
    assert stored(tmp_path, "SELECT url, site, reason, detail FROM rejects") == [
        (url, "paper", "killed", "the worker process was ended by SIGKILL at it, 2 times")
    ]
    planned = f"SELECT status, article_id, next_visit_at > fetched_at FROM pages WHERE url = '{url}'"
    assert stored(tmp_path, planned) == [(200, None, 1)]
    (tmp_path / "cured").touch()
    assert scrapy(tmp_path, "crawl", "paper", *TWO, later=30).returncode == 0
    assert articles(tmp_path) == wanted


@pytest.mark.slow
def test_a_page_that_raises_is_refused_as_it_is_without_workers(tmp_path: Path, site: LoopbackSite) -> None:
    with_refine(site, "if article.url.endswith('/10007'): raise KeyError('no such thing')")
    project(tmp_path, [site])
    refused = []
    for number, arguments in enumerate([(), TWO]):
        db = tmp_path / f"{number}.db"
        run = scrapy(tmp_path, "crawl", "paper", *NO_RAW_PAGES, *arguments, db=db)
        assert re.search(r"errors of ours +1, each in table rejects", run.stderr), run.stderr
        connection = sqlite3.connect(db)
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (ARTICLES - 1,)
        refused.append(connection.execute("SELECT url, site, reason, detail, count FROM rejects").fetchall())
        connection.close()
    assert refused[0] == refused[1]
    assert refused[0][0][2:] == ("error", "KeyError: 'no such thing'", 1)


@pytest.mark.slow
@pytest.mark.parametrize("to", ["crawl", "all"])
def test_a_crawl_told_to_end_stores_what_it_fetched(tmp_path: Path, held: HeldSite, to: str) -> None:
    """SIGTERM to the crawl, as Docker sends it, or to all its processes, as systemd does."""
    project(tmp_path, [held])
    crawl = start(tmp_path, "crawl", "paper", *TWO)
    wait_for(crawl, lambda: len(workers(crawl.pid)) == 2)
    processes = below(crawl.pid)
    for pid in [crawl.pid, *(processes if to == "all" else ())]:
        os.kill(pid, signal.SIGTERM)
    held.gate.set()
    _, said = crawl.communicate(timeout=60)
    assert crawl.returncode == 0, said
    assert "Traceback" not in said, said
    assert all_gone(processes)
    asked = {path for path, status in held.log if status == 200 and path.startswith("/news/")}
    assert 20 <= len(asked) < ARTICLES
    assert stored_paths(tmp_path, held) == asked
    assert stored(tmp_path, "SELECT finish_reason FROM crawls") == [("shutdown",)]
    assert scrapy(tmp_path, "crawl", "paper", *TWO).returncode == 0
    assert articles(tmp_path) == papers(held)
    assert set(held.articles_asked().values()) == {1}


@pytest.mark.slow
def test_a_killed_crawl_leaves_no_process_and_the_next_one_goes_on(tmp_path: Path, held: HeldSite) -> None:
    project(tmp_path, [held])
    crawl = start(tmp_path, "crawl", "paper", *TWO)
    wait_for(crawl, lambda: len(workers(crawl.pid)) == 2)
    processes = below(crawl.pid)
    crawl.send_signal(signal.SIGKILL)
    crawl.communicate(timeout=60)
    assert all_gone(processes)
    (raw,) = (tmp_path / "data" / "warc").iterdir()
    fetched = {record.url.removeprefix(held.root) for record in warc_records(raw) if record.kind == "article"}
    assert fetched
    held.gate.set()
    assert scrapy(tmp_path, "crawl", "paper", *TWO).returncode == 0
    assert articles(tmp_path) == papers(held)
    # What had come, and was not stored, is read from the raw pages: only what was under way is asked for again.
    again = {path for path, times in held.articles_asked().items() if times > 1}
    assert not again & fetched


@pytest.mark.slow
def test_where_no_worker_starts_the_crawl_reads_its_pages_itself(tmp_path: Path, site: LoopbackSite) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif 'multiprocessing.forkserver' in ' '.join(sys.orig_argv):\n    os._exit(3)\n"
    )
    project(tmp_path, [site])
    run = scrapy(tmp_path, "crawl", "paper", *TWO)
    assert run.returncode == 0, run.stderr
    said = "pages are read in the crawl's own process: no worker process can be started: the last one did not start"
    assert run.stderr.count(said) == 1
    assert articles(tmp_path) == papers(site)


@pytest.mark.slow
def test_pages_that_no_worker_can_read_are_read_all_the_same(tmp_path: Path, site: LoopbackSite) -> None:
    site.declaration += "\n\n    refine = staticmethod(lambda article, tree: article)"  # which has no name
    project(tmp_path, [site])
    run = scrapy(tmp_path, "crawl", "paper", *TWO)
    assert run.returncode == 0, run.stderr
    assert run.stderr.count("the crawl's own process can read what no worker can") == 1
    assert articles(tmp_path) == papers(site)


OWN_PIPELINE = """
class Shout:
    def process_item(self, item):
        if getattr(item, "body", None):
            # Text as it is before the stations: the line that stripping would take is still there.
            item.body = item.body + "\\nاترك رد"
        return item
"""


def test_a_pipeline_of_one_s_own_among_the_stations_sees_what_it_always_saw(tmp_path: Path, site: LoopbackSite) -> None:
    (tmp_path / "own_line.py").write_text(OWN_PIPELINE)
    project(tmp_path, [site], "ITEM_PIPELINES = {**ITEM_PIPELINES, 'own_line.Shout': 150}\n")
    run = scrapy(tmp_path, "crawl", "paper", *TWO)
    assert run.returncode == 0, run.stderr
    assert stored(tmp_path, "SELECT count(*) FROM removals WHERE text = 'اترك رد'") == [(ARTICLES,)]
    assert articles(tmp_path) == papers(site)


@pytest.mark.slow
def test_crawls_of_one_process_share_the_workers(tmp_path: Path) -> None:
    sites = [paper(97 + number, 60) for number in range(3)]
    for number, site in enumerate(sites):
        site.name = f"paper{number}"
    with serving(sites[0]), serving(sites[1]), serving(sites[2]):
        project(tmp_path, sites, "DOWNLOAD_DELAY = 0.02\n")
        crawl = start(tmp_path, "crawlall", *TWO)
        most = 0
        while crawl.poll() is None:
            most = max(most, len(workers(crawl.pid)))
            time.sleep(0.02)
        _, said = crawl.communicate(timeout=60)
    assert crawl.returncode == 0, said
    assert most == 2
    # They print the same texts: what one has is a copy for the others.
    pages = "SELECT site FROM articles UNION ALL SELECT site FROM copies"
    assert Counter(stored(tmp_path, pages)) == {(f"paper{number}",): 60 for number in range(3)}

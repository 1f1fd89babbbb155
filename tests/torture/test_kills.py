"""Crawls killed at random moments: every article is stored once and whole, and next to nothing is fetched again.

`make torture` kills a hundred times (NEWSCRAWL_KILLS); the suite does it a few times.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.raw_upkeep import broken_pointers
from newscrawl.archive.transactions import BATCH_SIZE

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = int(os.environ.get("NEWSCRAWL_KILLS", "8"))
ARTICLES = int(os.environ.get("NEWSCRAWL_KILLED_ARTICLES", "400" if KILLS < 50 else "2000"))
IN_FLIGHT = 8
SETTINGS = f"CONCURRENT_REQUESTS_PER_DOMAIN = {IN_FLIGHT}\nCONCURRENT_REQUESTS = {IN_FLIGHT}\n"


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    site = LoopbackSite(
        "paper",
        91,
        declaration='    site = Site(hosts=("127.0.0.91",))\n    sitemap_urls = ("{root}/sitemap.xml",)',
    )
    site.publish(*(Story.make("paper", at, f"/news/{10_000 + at}", now=now()) for at in range(ARTICLES)))
    server = site.start()
    urls = "".join(f"<url><loc>{absolute(site, story.path)}</loc></url>" for story in site.stories)
    site.pages["/sitemap.xml"] = Reply(f"<urlset>{urls}</urlset>".encode(), "application/xml")
    yield site
    server.shutdown()
    server.server_close()


def kill_once(folder: Path, site: LoopbackSite, chance: random.Random) -> str:
    """Start a crawl and kill it: while it starts, amid its work, or while it ends; tell when."""
    before = len(site.log)
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "loopback_settings", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "scrapy", "crawl", "paper", "-s", f"NEWSCRAWL_DB={folder / 'news.db'}"]
    crawl = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    kind = chance.choice(["start", "work", "work", "work", "work"])
    if kind == "start":
        time.sleep(chance.uniform(0, 1.5))
    else:
        wanted = before + chance.randrange(1, 2 * ARTICLES // KILLS)
        while len(site.log) < wanted and crawl.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.1))
    ended = crawl.poll() is not None
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    return "ended by itself" if ended else f"killed at its {kind}"


def problems(folder: Path) -> list[str]:
    """Give all that is wrong with the archive and its raw pages, as `scrapy doctor` tells it."""
    path = folder / "news.db"
    if not path.exists():
        return []
    with open_archive(path) as archive:
        warc = folder / "data" / "warc"
        pointers = broken_pointers(warc, archive.connection) if warc.is_dir() else []
        return [str(problem) for problem in check(archive)] + [str(pointer) for pointer in pointers]


@pytest.mark.slow
def test_a_crawl_killed_at_random_moments_loses_nothing(tmp_path: Path, site: LoopbackSite) -> None:
    project(tmp_path, [site], SETTINGS)
    seed = int(os.environ.get("NEWSCRAWL_SEED", "1"))
    chance = random.Random(seed)
    kills: Counter[str] = Counter()
    for number in range(KILLS):
        kills[kill_once(tmp_path, site, chance)] += 1
        assert problems(tmp_path) == [], f"after kill {number + 1}"
    last = scrapy(tmp_path, "crawl", "paper")
    assert last.returncode == 0, last.stderr[-2000:]
    assert problems(tmp_path) == []

    connection = sqlite3.connect(tmp_path / "news.db")
    stored = connection.execute("SELECT title, body FROM articles").fetchall()
    connection.close()
    papers = Counter((story.title, "\n".join(story.paragraphs)) for story in site.stories)
    assert Counter(stored) - papers == {}, "stored twice, or not as it was printed"
    assert papers - Counter(stored) == {}, "lost"

    again = sum(site.articles_asked().values()) - ARTICLES
    print(  # noqa: T201 - the figures of `make torture`
        f"\n{ARTICLES} articles, {dict(kills)}: {again} pages were fetched again, {again / KILLS:.1f} a kill"
    )
    # What was under way, and what a transaction that was still open held.
    assert again <= KILLS * (IN_FLIGHT + BATCH_SIZE)

"""Crawls killed at random moments: every article is stored once and whole, and only what was under way is asked again.

`make torture` kills a hundred times (NEWSCRAWL_KILLS); the suite does it a few times.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.raw_upkeep import broken_pointers

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.spiders.loopback import LoopbackSite, paper, project, scrapy, serving, start

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = int(os.environ.get("NEWSCRAWL_KILLS", "8"))
ARTICLES = int(os.environ.get("NEWSCRAWL_KILLED_ARTICLES", "400" if KILLS < 50 else "2000"))
IN_FLIGHT = 8
KINDS = ("work", "end", "start", "work")
SETTINGS = f"CONCURRENT_REQUESTS_PER_DOMAIN = {IN_FLIGHT}\nCONCURRENT_REQUESTS = {IN_FLIGHT}\n"


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with serving(paper(91, ARTICLES)) as site:
        yield site


def kill_once(folder: Path, site: LoopbackSite, chance: random.Random, kind: str) -> str:
    """Start a crawl and kill it: while it starts, amid its work, or while it ends; tell when."""
    before = len(site.log)
    wanted = chance.randrange(1, 2 * ARTICLES // KILLS)
    said = folder / "crawl.log"
    ending = ["-s", f"CLOSESPIDER_ITEMCOUNT={wanted}"] if kind == "end" else []
    crawl = start(folder, "crawl", "paper", *ending, log=said)
    if kind == "start":
        time.sleep(chance.uniform(0, 1.5))
    elif kind == "work":
        while len(site.log) < before + wanted and crawl.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.1))
    else:
        while b"Closing spider" not in said.read_bytes() and crawl.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.2))
    ended = crawl.poll() is not None
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    # One that fails at its start is never killed at its work.
    assert not ended or crawl.returncode == 0, said.read_text(encoding="utf-8")[-2000:]
    return "ended by itself" if ended else f"killed at its {kind}"


def problems(folder: Path, papers: Counter[tuple[str, str]]) -> list[str]:
    """Give all that is wrong with the archive and its raw pages, and what nobody printed."""
    path = folder / "news.db"
    if not path.exists():
        return []
    with open_archive(path) as archive:
        warc = folder / "data" / "warc"
        pointers = broken_pointers(warc, archive.connection) if warc.is_dir() else []
        stored = Counter(archive.connection.execute("SELECT title, body FROM articles").fetchall())
        wrong = [f"stored twice, or not as it was printed: {title}" for title, _ in stored - papers]
        return [str(problem) for problem in check(archive)] + pointers + wrong


@pytest.mark.slow
@pytest.mark.timeout(0 if KILLS > 20 else 600)
def test_a_crawl_killed_at_random_moments_loses_nothing(tmp_path: Path, site: LoopbackSite) -> None:
    project(tmp_path, [site], SETTINGS)
    seed = int(os.environ.get("NEWSCRAWL_SEED", "1"))
    chance = random.Random(seed)
    kills: Counter[str] = Counter()
    papers = Counter((story.title, "\n".join(story.paragraphs)) for story in site.stories)
    for number in range(KILLS):
        kills[kill_once(tmp_path, site, chance, KINDS[number % len(KINDS)])] += 1
        assert problems(tmp_path, papers) == [], f"after kill {number + 1}"
    last = scrapy(tmp_path, "crawl", "paper")
    assert last.returncode == 0, last.stderr[-2000:]
    assert problems(tmp_path, papers) == []
    doctor = scrapy(tmp_path, "doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr

    connection = sqlite3.connect(tmp_path / "news.db")
    stored = connection.execute("SELECT title, body FROM articles").fetchall()
    connection.close()
    assert papers - Counter(stored) == {}, "lost"

    again = sum(site.articles_asked().values()) - ARTICLES
    print(f"\n{ARTICLES} articles, {dict(kills)}: {again} pages were fetched again, {again / KILLS:.1f} a kill")
    # What had come but was not committed yet is read from the raw pages.
    assert again <= IN_FLIGHT * (KILLS - kills["ended by itself"])

"""Four crawls and four readers on one archive at once: rates, waits, and every page that was fetched held against it.

    python benchmarks/contention.py [--seconds 60]      # make bench-contention

Two rounds, each with a new archive: one with four readers, and one in which a fifth holds a read transaction open all
the time. The crawls fetch pages of their own from the made site (`made_site.py`) with everything on, and are ended
by CLOSESPIDER_TIMEOUT. Each crawl measures how long it waited for its turn to write and how long its commits took.
Afterwards every article page in the raw pages must be stored as it was made, every article that a crawl counted must
be there, and the doctor must find nothing. The exit status is 1 where anything was locked, lost or wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from crawl import made_site
from crawl_runs import ours
from made_site import SITEMAP_PAGES, MadePage, vocabulary

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.raw_upkeep import broken_pointers
from newscrawl.archive.saved_pages import saved_files, warc_records
from newscrawl.archive.search import search
from newscrawl.archive.transactions import Transactions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newscrawl.archive import Archive

CRAWLS = 4
READERS = ("search", "search", "walk", "count")
_STARTING = 120  # seconds in which the archive's first article must be there
_NUMBER = re.compile(r"news-(\d+)\.html")


@dataclass
class Told:
    """What one process did; `longest` (a wait or a reading), `commit` and `open` (a transaction) are seconds."""

    done: int = 0
    longest: float = 0.0
    commit: float = 0.0
    open: float = 0.0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def crawl(sitemap: str, folder: Path, seconds: float) -> Told:
    """Crawl until the time is over, and measure every wait for a turn and every commit."""
    told = Told()

    def timed(name: str, longest: str) -> None:
        original = getattr(Transactions, name)

        def measured(self: Transactions) -> None:
            started = time.monotonic()
            original(self)
            now = time.monotonic()
            setattr(told, longest, max(getattr(told, longest), now - started))
            if name == "_commit":
                told.open = max(told.open, now - self._opened_at)
            told.done += name == "_commit"

        setattr(Transactions, name, measured)

    timed("_wait_for_turn", "longest")
    timed("_commit", "commit")
    ours({"CLOSESPIDER_TIMEOUT": seconds})(sitemap, str(folder))
    return told


def searching(archive: Archive, chance: random.Random) -> list[str]:
    """Search for a word of the site."""
    word = chance.choice(vocabulary())
    hits = search(archive.connection, word.strip('.،:؛!؟"«»()'), limit=10)
    return [] if all(hit.title and hit.snippet for hit in hits) else [f"an empty hit for {word}"]


def walking(archive: Archive, _: random.Random) -> list[str]:
    """Read every article with its removals and its search index in one transaction."""
    with _snapshot(archive):
        rows = archive.connection.execute("SELECT id, title, body, word_count FROM articles").fetchall()
        indexed = {key for (key,) in archive.connection.execute("SELECT rowid FROM articles_fts")}
        visited = {key for (key,) in archive.connection.execute("SELECT article_id FROM pages WHERE status = 200")}
    wrong = [f"article {row[0]} without a text" for row in rows if not (row[1] and row[2])]
    wrong += [f"article {row[0]} is not in the search index" for row in rows if row[0] not in indexed]
    return wrong + [f"article {row[0]} without its page" for row in rows if row[0] not in visited]


def counting(archive: Archive, _: random.Random) -> list[str]:
    """Count as `scrapy status` does; one statement sees one state."""
    articles, indexed = archive.connection.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles_fts)"
    ).fetchone()
    return [] if articles == indexed else [f"{articles} articles, {indexed} in the search index"]


READING: dict[str, Callable[[Archive, random.Random], list[str]]] = {
    "search": searching,
    "walk": walking,
    "count": counting,
}


def read(kind: str, path: Path, seconds: float) -> Told:
    """Do one kind of reading over and over; `longest` is the slowest."""
    told, chance, until = Told(), random.Random(kind), time.monotonic() + seconds
    with open_archive(path, read_only=True) as archive:
        while (started := time.monotonic()) < until:
            told.wrong += READING[kind](archive, chance)
            told.longest = max(told.longest, time.monotonic() - started)
            told.done += 1
    return told


def hold(path: Path, seconds: float) -> Told:
    """Keep one read transaction open all the time, and see the same state all along."""
    told, until = Told(), time.monotonic() + seconds
    with open_archive(path, read_only=True) as archive, _snapshot(archive):
        first = archive.connection.execute("SELECT count(*), max(change_seq) FROM articles").fetchone()
        while time.monotonic() < until:
            time.sleep(0.5)
            seen = archive.connection.execute("SELECT count(*), max(change_seq) FROM articles").fetchone()
            told.wrong += [f"its state changed from {first} to {seen}"] if seen != first else []
            told.done += 1
    return told


@contextmanager
def _snapshot(archive: Archive) -> Iterator[None]:
    archive.connection.execute("BEGIN")
    try:
        yield
    finally:
        archive.connection.execute("ROLLBACK")


def start(*arguments: object) -> subprocess.Popen[str]:
    """Start one process of the round."""
    command = [sys.executable, __file__, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(name: str, process: subprocess.Popen[str]) -> tuple[Told, list[str]]:
    """Wait for a process and give what it told, and what went wrong in it."""
    out, err = process.communicate()
    wrong = [f"{name}: {line}" for line in err.splitlines() if "locked" in line or "Error" in line]
    if process.returncode:
        return Told(), [*wrong, f"{name} ended with {process.returncode}: {err[-1000:]}"]
    told = Told(**json.loads(out.splitlines()[-1]))
    return told, wrong + [f"{name}: {problem}" for problem in told.wrong[:5]]


def round_of(base: str, folder: Path, seconds: float, *, slow: bool) -> list[str]:
    """Run all processes, print their rates, and give what went wrong."""
    path, pages = folder / "news.db", CRAWLS * SITEMAP_PAGES
    crawls = [
        start("crawl", f"{base}/sitemap-1-{pages}-{at * SITEMAP_PAGES}.xml", folder, seconds) for at in range(CRAWLS)
    ]
    _wait_for_articles(path)
    kinds = [*READERS, *(["hold"] if slow else [])]
    readers = [start("read", kind, path, seconds) for kind in kinds]
    told = [ended(f"crawl {number + 1}", process) for number, process in enumerate(crawls)]
    log = Path(f"{path}-wal").stat().st_size if Path(f"{path}-wal").exists() else 0
    read_told = [ended(f"{kind} reader", process) for kind, process in zip(kinds, readers, strict=True)]
    wrong = [problem for _, problems in (*told, *read_told) for problem in problems]
    rows, lost = held_against_raw_pages(folder)
    longest = max(one.seconds for one, _ in told)
    print(f"\n{CRAWLS} crawls, {len(kinds)} readers{', one holding a transaction open' if slow else ''}:")
    commits = sum(one.done for one, _ in told)
    print(f"  written: {rows} articles, {rows / longest:.1f} a second, in {commits} transactions")
    waited, commit, opened = (max(getattr(one, name) for one, _ in told) for name in ("longest", "commit", "open"))
    print(f"  longest: wait for a turn {waited:.2f} s, transaction {opened:.2f} s, its commit {commit:.2f} s")
    print(f"  write-ahead log at the end: {log / (1 << 20):.0f} MB")
    for kind, (one, _) in zip(kinds, read_told, strict=True):
        print(f"  {kind:6}: {one.done / max(one.seconds, 0.001):8.1f} a second, slowest {one.longest:.2f} s")
    return wrong + lost


def _wait_for_articles(path: Path) -> None:
    """Wait until the archive is made and holds something to read."""
    until = time.monotonic() + _STARTING
    while time.monotonic() < until:
        try:
            with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
                if connection.execute("SELECT 1 FROM articles").fetchone():
                    return
        except sqlite3.OperationalError:
            pass  # it is not made yet
        time.sleep(0.05)
    raise RuntimeError(f"no article came within {_STARTING} s")


def held_against_raw_pages(folder: Path) -> tuple[int, list[str]]:
    """Give how many articles and copies are stored, and all that is lost, twice there, or not as it was made."""
    warc = folder / "warc"
    records = (record for file in saved_files(warc) for record in warc_records(file))
    fetched = Counter(record.url for record in records if record.kind == "article")
    wrong = [f"fetched {count} times: {url}" for url, count in fetched.items() if count > 1]
    with open_archive(folder / "news.db") as archive:
        rows = archive.connection.execute("SELECT url, title FROM articles").fetchall()
        copies = [url for (url,) in archive.connection.execute("SELECT url FROM copies")]
        stats = [json.loads(text) for (text,) in archive.connection.execute("SELECT stats FROM crawls")]
        wrong += [str(problem) for problem in check(archive)] + broken_pointers(warc, archive.connection)
    held = Counter([url for url, _ in rows] + copies)
    wrong += [f"lost: {url}" for url in fetched.keys() - held.keys()]
    wrong += [f"never fetched: {url}" for url in held.keys() - fetched.keys()]
    wrong += [f"stored {count} times: {url}" for url, count in held.items() if count > 1]
    counted = sum(one.get(f"newscrawl/store/{kind}", 0) for one in stats for kind in ("new", "copy"))
    if len(stats) != CRAWLS or counted != held.total():
        wrong.append(f"{len(stats)} crawls counted {counted} articles, {held.total()} are stored")
    for url, title in rows:
        found = _NUMBER.search(url)
        if found is None or MadePage(int(found[1]) - 100_000).title != title:
            wrong.append(f"not as it was made: {url}")
    return held.total(), wrong


def child(kind: str, arguments: list[str]) -> None:
    """Be one process of a round, and tell as JSON what was done."""
    started, seconds = time.monotonic(), float(arguments[-1])
    if kind == "crawl":
        told = crawl(arguments[0], Path(arguments[1]), seconds)
    elif arguments[0] == "hold":
        told = hold(Path(arguments[1]), seconds)
    else:
        told = read(arguments[0], Path(arguments[1]), seconds)
    told.seconds = time.monotonic() - started
    print(json.dumps(asdict(told)))


def main() -> int:
    if sys.argv[1:2] in (["crawl"], ["read"]):
        child(sys.argv[1], sys.argv[2:])
        return 0
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    wrong: list[str] = []
    with made_site(0) as base:
        for slow in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                wrong += round_of(base, Path(folder), seconds, slow=slow)
    for problem in wrong[:40]:
        print(problem)
    print(f"{len(wrong)} things wrong" if wrong else "\nno lock error, no lost row, nothing wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())

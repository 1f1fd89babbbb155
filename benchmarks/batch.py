"""Saved pages on a Dask cluster of this machine: 1 and 2 workers, and one of 2 killed in the middle.

    python benchmarks/batch.py [--pages 50000] [--jobs 2]      # make bench-batch

The pages are those of the made site (60 to 140 KB each, gzip in WARC files of 64 MB); one in twenty is a reprint of the
page before it on another site, one in fifty holds no article. `scrapy crawl archive` reads them alone into an archive,
whose rows those of each dataset must be. CPU seconds hold on a shared machine, wall seconds depend on who else works.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq
from made_site import MadePage

from newscrawl.archive.raw import Exchange, RawPages
from newscrawl.batch.dataset import TABLES
from newscrawl.batch.mapping import PAGES

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
AMID = 1.5
"""Seconds after a partition is done in which every worker has begun another, and none can be done with it."""
COMPARED = ("articles", "copies", "versions", "removals", "repairs", "links", "rejects", "pages")


@dataclass
class Cost:
    wall: float
    cpu: float
    memory: float
    """MB of the largest process."""


def packed(number: int) -> tuple[str, bytes]:
    """Give a page's address and its bytes as a server sent them."""
    page = MadePage(number)
    if number % 50 == 7:
        return f"https://made.example{page.path}", gzip.compress(b"<html><body><p>404</p></body></html>", mtime=0)
    site = "other" if number % 20 == 3 else "made"
    printed = MadePage(number - 1) if site == "other" else page
    base = f"https://{site}.example"
    return base + page.path, gzip.compress(printed.html(base), 6, mtime=0)


def make_pages(folder: Path, pages: int, jobs: int) -> None:
    """Write the WARC files, as a crawl does."""
    raw = RawPages(folder, file_bytes=64 << 20)
    with ProcessPoolExecutor(jobs) as pool:
        for number, (url, body) in enumerate(pool.map(packed, range(pages), chunksize=50)):
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
            when = FETCHED + timedelta(seconds=number)
            raw.write(Exchange(url, "GET", [("User-Agent", "made")], 200, "OK", headers, body, when, "article"))
    raw.close()


def run(folder: Path, *arguments: str, kill_at: tuple[Path, int] | None = None) -> Cost:
    """Run a command and give its cost, with all its processes; kill a worker once a folder has so many files."""
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
    started = time.monotonic()
    command = [sys.executable, "-m", "scrapy", *arguments, "-s", "LOG_LEVEL=ERROR"]
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(command, cwd=folder, env=environment, stderr=errors)
        if kill_at is not None:
            kill_worker(process, *kill_at)
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit((folder / "errors").read_text(encoding="utf-8")[-3000:])
    return Cost(time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def kill_worker(process: subprocess.Popen[bytes], parts: Path, count: int) -> None:
    """Kill a worker, as the kernel does when memory runs out, once `count` partitions are there."""
    while process.poll() is None and len(list(parts.glob("part-*.parquet"))) < count:
        time.sleep(0.05)
    time.sleep(AMID)
    children = psutil.Process(process.pid).children(recursive=True)
    workers = [child for child in children if any("spawn_main" in word for word in child.cmdline())]
    os.kill(workers[-1].pid, signal.SIGKILL)


def rows_of_archive(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give the rows of an archive as a dataset has them."""
    connection = sqlite3.connect(path)
    found = {name: sorted(connection.execute(TABLES[name]).fetchall(), key=repr) for name in COMPARED}
    connection.close()
    return found


def rows_of_dataset(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give the rows of a dataset."""
    found = {}
    for name in COMPARED:
        rows = [tuple(row.values()) for row in pq.read_table(folder / name).to_pylist()]
        found[name] = sorted(rows, key=repr)
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--jobs", type=int, default=2, help="processes that make the pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_pages(folder / "warc", options.pages, options.jobs)
        size = sum(file.stat().st_size for file in (folder / "warc").iterdir()) / (1 << 20)
        print(f"{options.pages} pages, {len(list((folder / 'warc').iterdir()))} WARC files, {size:.0f} MB\n")
        print("| run | wall s | CPU s | CPU ms a page | pages/s | MB of the largest process | other rows |")
        print("|---|---|---|---|---|---|---|")

        def say(name: str, cost: Cost, wrong: str) -> None:
            each, rate = 1000 * cost.cpu / options.pages, options.pages / cost.wall
            figures = f"{cost.wall:.0f} | {cost.cpu:.0f} | {each:.2f} | {rate:.0f} | {cost.memory:.0f}"
            print(f"| {name} | {figures} | {wrong} |", flush=True)

        alone = run(folder, "crawl", "archive", "-a", "path=warc", "-a", "jobs=1", "-s", "NEWSCRAWL_DB=one.db")
        say("one process, archive", alone, "")
        wanted = rows_of_archive(folder / "one.db")
        bad = 0
        costs: dict[str, Cost] = {}
        half = options.pages // PAGES // 2
        for name, workers, kill in (("1 worker", 1, False), ("2 workers", 2, False), ("2, one killed", 2, True)):
            shutil.rmtree(folder / "out", ignore_errors=True)
            kill_at = (folder / "out" / "pages", half) if kill else None
            batch = ("batch", "warc", "--out", "out", "--workers", str(workers))
            costs[name] = run(folder, *batch, kill_at=kill_at)
            found = rows_of_dataset(folder / "out" / "dataset")
            wrong = {table: len(set(map(repr, wanted[table])) ^ set(map(repr, found[table]))) for table in COMPARED}
            bad += sum(wrong.values())
            say(name, costs[name], str(sum(wrong.values())) if not any(wrong.values()) else json.dumps(wrong))
        report = (folder / "errors").read_text(encoding="utf-8")
        again = run(folder, "batch", "warc", "--out", "out", "--workers", "2")
        say("again, nothing to do", again, "")
        loaded = run(folder, "batch", "warc", "--out", "out", "--workers", "2", "--load", "two.db")
        found = rows_of_archive(folder / "two.db")
        wrong = {table: len(set(map(repr, wanted[table])) ^ set(map(repr, found[table]))) for table in COMPARED}
        bad += sum(wrong.values())
        say("loaded into an archive", loaded, str(sum(wrong.values())))
        print(f"\nspeed-up of 2 workers over 1: {costs['1 worker'].wall / costs['2 workers'].wall:.2f}")
        more = costs["2, one killed"].cpu - costs["2 workers"].cpu
        print(f"one killed: {more:+.1f} s of CPU more; a partition has {PAGES} pages")
        print("\n".join(line for line in report.splitlines() if "attempts" in line or "groups" in line))
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())

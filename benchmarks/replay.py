"""Replay of a large WARC on one core and on two: pages a second, CPU a page, and memory over the run.

    python benchmarks/replay.py [--pages 20000] [--keep FOLDER]      # make bench-replay; about 250 MB of WARC

The pages are those of `made_site.py`, 60 to 140 KB each, a gzip member a record, as a crawl would have kept them. Each
run is `scrapy crawl archive` into a new archive, bound to the cores that it may use: one core with one process, two
cores with `jobs=2`. CPU is that of all its processes, start included, from /proc (Linux only). Memory counts as flat
where its median over the last quarter of a run is at most 1.1 times that over the second quarter.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from made_site import FIRST, MadePage

from newscrawl.archive.raw import Exchange, RawPages

BASE = "https://qiyas.example"
EVERY = 1.0  # seconds between two looks at the processes
FLAT = 1.1
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") >> 10


@dataclass
class Run:
    """What one replay cost; memory in MB at each look: of the process that writes, and of all together."""

    wall: float = 0.0
    cpu: float = 0.0
    articles: int = 0
    writer: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    workers: list[float] = field(default_factory=list)
    """CPU of all processes but the writer at each look, in seconds."""


def make_warc(folder: Path, pages: int) -> None:
    """Write the pages as a crawl would have kept them."""
    raw = RawPages(folder, file_bytes=64 << 20)
    for number in range(pages):
        page = MadePage(number)
        exchange = Exchange(
            url=BASE + page.path,
            method="GET",
            request_headers=[("Accept-Language", "ar")],
            status=200,
            reason="OK",
            headers=[("Content-Type", "text/html; charset=utf-8")],
            body=page.html(BASE),
            fetched_at=FIRST + timedelta(days=400, seconds=number),
            kind="article",
        )
        raw.write(exchange)
    raw.close()


def processes(root: int) -> dict[int, tuple[float, float]]:
    """Give CPU seconds and resident MB of a process and all below it."""
    parents: dict[int, int] = {}
    costs: dict[int, tuple[float, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            parents[int(entry.name)] = int(fields[1])
            costs[int(entry.name)] = ((int(fields[11]) + int(fields[12])) / _TICK, int(fields[21]) * _PAGE_KB / 1024)
    own = {root}
    while more := {pid for pid, parent in parents.items() if parent in own} - own:
        own |= more
    return {pid: costs[pid] for pid in own if pid in costs}


def replay(warc: Path, database: Path, cores: set[int], jobs: int) -> Run:
    """Run one replay on some cores, and look at its processes while it runs."""
    command = [sys.executable, "-m", "scrapy", "crawl", "archive", "-a", f"path={warc}", "-a", f"jobs={jobs}"]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
    run = Run()
    cpu: dict[int, float] = {}
    start = time.monotonic()
    with database.with_suffix(".log").open("w") as log:
        process = subprocess.Popen(
            [*command, "-s", f"NEWSCRAWL_DB={database}", "-s", f"NEWSCRAWL_WARC_DIR={database.parent / 'none'}"],
            env=environment,
            stderr=log,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),  # noqa: PLW1509 - nothing else runs here
        )
        while process.poll() is None:
            found = processes(process.pid)
            cpu.update((pid, seconds) for pid, (seconds, _) in found.items())
            if process.pid in found:
                run.writer.append(found[process.pid][1])
                run.whole.append(sum(memory for _, memory in found.values()))
                run.workers.append(sum(seconds for pid, seconds in cpu.items() if pid != process.pid))
            time.sleep(EVERY)
    run.wall = time.monotonic() - start
    run.cpu = sum(cpu.values())
    connection = sqlite3.connect(database)
    (run.articles,) = connection.execute(
        "SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM copies)"
    ).fetchone()
    connection.close()
    return run


def growth(memory: list[float]) -> float:
    """Give memory over the last quarter of a run by that over its second quarter."""
    quarter = max(1, len(memory) // 4)
    return statistics.median(memory[-quarter:]) / statistics.median(memory[quarter : 2 * quarter] or memory)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--keep", type=Path, help="a folder whose WARC is used, or made and kept")
    options = parser.parse_args()
    available = sorted(os.sched_getaffinity(0))
    is_flat = True
    with tempfile.TemporaryDirectory() as scratch:
        warc = (options.keep or Path(scratch)) / f"warc-{options.pages}"
        if not warc.is_dir():
            make_warc(warc, options.pages)
        size = sum(path.stat().st_size for path in warc.iterdir()) >> 20
        print(f"{options.pages:,} pages, {size} MB of WARC; load {os.getloadavg()[0]:.1f} before the runs")
        print("| cores | jobs | articles | pages/s | wall s | CPU s | CPU ms a page | writer MB | all MB | growth |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for count in (1, 2):
            if count > len(available):
                print(f"| {count} | | this machine has {len(available)} | | | | | | | |")
                continue
            run = replay(warc, Path(scratch) / f"{count}.db", set(available[:count]), jobs=count)
            rise = growth(run.whole)
            is_flat = is_flat and rise <= FLAT
            print(
                f"| {count} | {count} | {run.articles:,} | {options.pages / run.wall:.0f} | {run.wall:.0f} |"
                f" {run.cpu:.0f} | {run.cpu / options.pages * 1000:.2f} | {max(run.writer):.0f} |"
                f" {max(run.whole):.0f} | {rise:.2f} |"
            )
            tenths = [run.whole[len(run.whole) * tenth // 10] for tenth in range(10)]
            print(f"memory at each tenth of the run, MB: {', '.join(f'{memory:.0f}' for memory in tenths)}")
            print(f"CPU of the writer {run.cpu - run.workers[-1]:.0f} s, of the workers {run.workers[-1]:.0f} s")
            print(f"load {os.getloadavg()[0]:.1f}", flush=True)
    return int(not is_flat)


if __name__ == "__main__":
    raise SystemExit(main())

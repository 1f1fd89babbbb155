"""CPU and pages a second of a whole crawl, beside bare Scrapy and Scrapy with other extractors inside, in one run.

    python benchmarks/crawl.py [--pages 1000] [--pairs 5] [--peers]      # make bench-crawl

Every run crawls the made site (`made_site.py`) in a process of its own; its CPU is that of this process and of the
workers that it starts, user and system, start and end included; its memory is the crawl's own. The runs take turns, and
of each the median over the pairs is shown, with the ratio to bare Scrapy of the same turn. The peers live in
benchmarks/.envs/crawl, which the command makes on its first run; news-please crawls fewer pages, so that its start
weighs more.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from environments import python_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
PEER_PACKAGES = ("scrapy==2.19.0", "trafilatura==2.3.1", "news-please==1.6.16", "lxml_html_clean")
_SET_CHILD_SUBREAPER = 36
PEER_PAGES = {"trafilatura": 1000, "news-please": 200}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one crawl took: seconds of CPU in all its processes and of wall time, and its largest memory in MB."""

    cpu: float
    wall: float
    memory: float


@contextmanager
def made_site(pages: int) -> Iterator[str]:
    """Serve the made site; gives its address."""
    command = [sys.executable, str(HERE / "made_site.py"), "--pages", str(pages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            assert server.stdin is not None
            server.stdin.close()


def crawl(run: str, sitemap: str, folder: Path, python: Path | str = sys.executable) -> Cost:
    """Run one crawl to its end and tell what it took; raises RuntimeError where it failed."""
    others = children()
    started = time.monotonic()
    child = subprocess.Popen([python, str(HERE / "crawl_runs.py"), run, sitemap, str(folder)], stderr=subprocess.PIPE)
    assert child.stderr is not None
    log = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{run} ended with {child.returncode}: {log.decode(errors='replace')[-2000:]}")
    helpers = [os.wait4(pid, 0)[2] for pid in children() - others]
    return Cost(sum(used.ru_utime + used.ru_stime for used in [usage, *helpers]), wall, usage.ru_maxrss / 1024)


def adopt() -> None:
    """Become the parent of processes whose own has ended: what starts a crawl's workers ends a moment after it."""
    if ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("prctl")


def children() -> set[int]:
    """Give the processes that this one is the parent of."""
    return {int(pid) for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()}


def stored(folder: Path) -> int:
    """Count the articles of an archive."""
    with sqlite3.connect(folder / "news.db") as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def measure(base: str, pages: int, pairs: int) -> tuple[dict[str, list[Cost]], list[float]]:
    """Run all crawls in turn; gives their costs by name, and the cost in ms of each row of an unchanged recrawl."""
    costs: dict[str, list[Cost]] = {}
    rows: list[float] = []
    listed, empty, again = (f"{base}/sitemap-{name}.xml" for name in (f"1-{pages}", "1-0", f"2-{pages}"))
    for _ in range(pairs):
        with tempfile.TemporaryDirectory() as temporary:
            plain, warc, helped = (Path(temporary) / name for name in ("plain", "warc", "helped"))
            turns = [("bare, CONCURRENT_ITEMS=1", "bare-1", plain, listed), ("bare", "bare", plain, listed)]
            turns += [("newscrawl", "newscrawl", plain, listed), ("newscrawl + WARC", "newscrawl-warc", warc, listed)]
            turns += [("newscrawl, 2 workers", "newscrawl-workers", helped, listed)]
            turns += [
                ("recrawl, all known", "newscrawl", plain, listed),
                ("recrawl, empty sitemap", "newscrawl", plain, empty),
            ]
            turns += [("recrawl, all asked (304)", "newscrawl", plain, again)]
            for name, run, folder, sitemap in turns:
                costs.setdefault(name, []).append(crawl(run, sitemap, folder))
            for folder in (plain, helped):
                if stored(folder) < 0.98 * pages:
                    raise RuntimeError(f"{stored(folder)} of {pages} articles were stored")
            # A thousand rows cost less than two starts of Python differ by: the least of several runs is compared.
            taken = [(crawl("newscrawl", listed, plain).cpu, crawl("newscrawl", empty, plain).cpu) for _ in range(5)]
            known, nothing = map(min, zip(*taken, strict=True))
            rows.append((known - nothing) / pages * 1000)
    return costs, rows


def measure_peers(base: str, pairs: int) -> dict[str, tuple[int, list[Cost]]]:
    """Run the peers, by name with the pages that each crawled."""
    python = python_of("crawl", PEER_PACKAGES)
    found: dict[str, tuple[int, list[Cost]]] = {}
    for name, pages in PEER_PAGES.items():
        sitemap = f"{base}/sitemap-1-{pages}.xml"
        found[f"Scrapy + {name}"] = pages, [crawl(name, sitemap, HERE, python) for _ in range(min(pairs, 3))]
    return found


def row(name: str, pages: int, costs: list[Cost], base: list[Cost], base_pages: int) -> str:
    """Write one line of the table."""
    cpu = median(cost.cpu for cost in costs) / pages * 1000
    ratios = [(a.cpu / pages) / (b.cpu / base_pages) for a, b in zip(costs, base, strict=False)]
    speed = median(pages / cost.wall for cost in costs)
    memory = max(cost.memory for cost in costs)
    return f"| {name} | {pages} | {cpu:.2f} | {median(ratios):.2f} | {speed:.0f} | {memory:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--peers", action="store_true", help="Scrapy with trafilatura and news-please inside, too")
    options = parser.parse_args()
    adopt()
    with made_site(options.pages) as base:
        costs, rows = measure(base, options.pages, options.pairs)
        peers = measure_peers(base, options.pairs) if options.peers else {}
    versions = ", ".join(f"{name} {version(name)}" for name in ("scrapy", "twisted", "lxml", "newscrawl"))
    print(f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores; median of {options.pairs} pairs\n")
    print("| crawl | pages | CPU ms a page | × bare, CONCURRENT_ITEMS=1 | pages/s | MB |\n|---|---|---|---|---|---|")
    first = costs["bare, CONCURRENT_ITEMS=1"]
    for name, own in costs.items():
        print(row(name, options.pages, own, first, options.pages))
    for name, (pages, own) in peers.items():
        print(row(name, pages, own, first, options.pages))
    print(f"\nAn unchanged row of a recrawl: {median(rows):.3f} ms.")


if __name__ == "__main__":
    main()

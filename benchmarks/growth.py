"""What a page costs as a crawl and its archive grow: CPU, wall time and memory at 1,000, 10,000 (and more) pages.

    python benchmarks/growth.py [--sizes 1000,10000]      # make bench-growth; 100,000 pages take about half an hour

Each size is one crawl of the made site into a new archive, everything on but raw pages. The start is measured alone
and taken off, so that small crawls do not look dear. CPU a page at the largest size is to be at most 1.2 times that at
the smallest.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from crawl import Cost, crawl, made_site, stored

MOST_GROWTH = 1.2


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,10000")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    costs: dict[int, Cost] = {}
    with made_site(sizes[0]) as base, tempfile.TemporaryDirectory() as folder:
        start = crawl("newscrawl", f"{base}/sitemap-1-0.xml", Path(folder) / "0")
        print("| pages | articles | CPU ms a page | × the smallest | wall ms a page | MB | archive MB |")
        print("|---|---|---|---|---|---|---|")
        for size in sizes:
            place = Path(folder) / str(size)
            cost = costs[size] = crawl("newscrawl", f"{base}/sitemap-1-{size}.xml", place)
            growth = _page_cpu(cost, start, size) / _page_cpu(costs[sizes[0]], start, sizes[0])
            wall = (cost.wall - start.wall) / size * 1000
            disk = (place / "news.db").stat().st_size / (1 << 20)
            cpu = _page_cpu(cost, start, size)
            figures = f"{cpu:.2f} | {growth:.2f} | {wall:.2f} | {cost.memory:.0f} | {disk:.0f}"
            print(f"| {size} | {stored(place)} | {figures} |", flush=True)
    print(f"start: {start.cpu:.2f} s of CPU, {start.memory:.0f} MB")
    return int(growth > MOST_GROWTH)


def _page_cpu(cost: Cost, start: Cost, pages: int) -> float:
    """Give milliseconds of CPU a page, without the start."""
    return (cost.cpu - start.cpu) / pages * 1000


if __name__ == "__main__":
    raise SystemExit(main())

"""Where the CPU of a page goes in a whole crawl, station by station.

    python benchmarks/profile_crawl.py [--pages 600] [--warc]      # make profile

The functions at which a station begins are wrapped by a counter of CPU time (of the process, user and system); time
inside a nested station counts for that one only. What no station claims is Scrapy's: fetching, queues, decompression.
The crawl runs in this process over the made site; the counters themselves cost about 1 µs a call.
"""

from __future__ import annotations

import argparse
import functools
import inspect
import tempfile
import time
from importlib import import_module
from typing import Any

from crawl import made_site
from crawl_runs import RUNS

STATIONS: dict[str, tuple[str, ...]] = {
    "discover: read sitemaps": ("newscrawl.spiders.polling:parse_sitemap",),
    "discover: wanted links": ("newscrawl.spiders.base:NewsSpider.wanted",),
    "discover: requests": ("newscrawl.spiders.base:NewsSpider.article_request",),
    "keep the raw page": ("newscrawl.extensions.raw_pages:RawPagesMiddleware.process_response",),
    "manners": (
        "newscrawl.extensions.private_addresses:PrivateAddressMiddleware.process_request",
        "newscrawl.extensions.private_addresses:PrivateAddressMiddleware.process_response",
    ),
    "decode and parse": ("newscrawl.line:parse_page",),
    "extract": ("newscrawl.line:extract_page",),
    "account for the visit": ("newscrawl.spiders.base:NewsSpider._visits",),
    "clean": ("newscrawl.pipelines.clean:CleanPipeline.process_item",),
    "strip": ("newscrawl.pipelines.strip:StripPipeline.process_item",),
    "date": ("newscrawl.pipelines.dates:DatesPipeline.process_item",),
    "validate": ("newscrawl.pipelines.validate:ValidatePipeline.process_item",),
    "deduplicate: fingerprint": ("newscrawl.dedup.index:DuplicateIndex.prepare",),
    "deduplicate: find": ("newscrawl.dedup.index:DuplicateIndex._find",),
    "deduplicate: store": ("newscrawl.dedup.index:DuplicateIndex._insert",),
    "store: rows": (
        "newscrawl.pipelines.store:StorePipeline.process_item",
        "newscrawl.pipelines.dedup:DedupPipeline.process_item",
    ),
    "store: search index": ("newscrawl.archive.search_entries:write_noted",),
    "store: line counts": ("newscrawl.pipelines.store:StorePipeline._count_lines",),
    "store: begin and commit": (
        "newscrawl.archive.transactions:Transactions._begin",
        "newscrawl.archive.transactions:Transactions._commit",
    ),
}


class Meter:
    """Charges CPU time to the station that is innermost at each moment."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = dict.fromkeys(STATIONS, 0.0)
        self.calls: dict[str, int] = dict.fromkeys(STATIONS, 0)
        self._open: list[str] = []
        self._since = 0.0

    def wrap(self, station: str, path: str) -> None:
        """Put a counter around one function or method, given as `module:name` or `module:Class.name`."""
        module, _, name = path.partition(":")
        owner: Any = import_module(module)
        *parents, name = name.split(".")
        for parent in parents:
            owner = getattr(owner, parent)
        original = inspect.getattr_static(owner, name)
        function = original.__func__ if isinstance(original, staticmethod) else original

        @functools.wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            self._enter(station)
            try:
                return function(*args, **kwargs)
            finally:
                self._leave()

        setattr(owner, name, staticmethod(counted) if isinstance(original, staticmethod) else counted)

    def _enter(self, station: str) -> None:
        now = time.process_time()
        if self._open:
            self.spent[self._open[-1]] += now - self._since
        self._open.append(station)
        self.calls[station] += 1
        self._since = now

    def _leave(self) -> None:
        now = time.process_time()
        self.spent[self._open.pop()] += now - self._since
        self._since = now


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--warc", action="store_true", help="keep raw pages too")
    options = parser.parse_args()
    meter = Meter()
    for station, paths in STATIONS.items():
        for path in paths:
            meter.wrap(station, path)
    start = time.process_time()
    with made_site(options.pages) as base, tempfile.TemporaryDirectory() as folder:
        sitemap = f"{base}/sitemap-1-{options.pages}.xml"
        RUNS["newscrawl-warc" if options.warc else "newscrawl"](sitemap, folder)
    total = time.process_time() - start
    print(
        f"imports before the crawl: {start:.2f} s\n\n| station | ms a page | share | calls a page |\n|---|---|---|---|"
    )
    rows = {**meter.spent, "Scrapy, its start included": total - sum(meter.spent.values())}
    for station, seconds in rows.items():
        calls = f"{meter.calls[station] / options.pages:.1f}" if station in meter.calls else ""
        print(f"| {station} | {seconds / options.pages * 1000:.3f} | {seconds / total:.1%} | {calls} |")
    print(f"| all | {total / options.pages * 1000:.3f} | 100% | |")


if __name__ == "__main__":
    main()

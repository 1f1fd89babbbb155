"""Runs the benchmarks and writes what they printed into RESULTS.md, with the machine, the versions and the day.

    python benchmarks/run.py [SECTION …]      # make bench; all sections take some three hours on two cores

A section of RESULTS.md is a heading that names its command, text that is written by hand, and what the command printed;
only the last is replaced, and only for the sections that are run. The table at the top is made of figures found in what
the sections printed, those of sections that were not run among them. Peers live in environments of their own below
benchmarks/.envs, which the benchmarks make. Exit status 1 where a benchmark failed: its section then says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
RESULTS: Final = HERE / "RESULTS.md"
_PACKAGES: Final = ("newscrawl", "scrapy", "lxml", "twisted")
_SECTION: Final = re.compile(r"^## .*?: `make bench-([a-z-]+)`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_MEASURED: Final = "_Measured "
FAMILIES: Final = r"(\d\S+)% on average, (\d+) above 5%"
PROCESS: Final = "newscrawl process (extract, clean, strip, date)"
_TABLE: Final = "<!-- figures -->\n"
_END: Final = "<!-- end -->\n"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what it is, where it stands in a section's output, and what it should be."""

    what: str
    pattern: str
    """A regular expression over the section's output, whose groups are the figures."""
    shown: str = "{}"
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One section: the command whose output it shows, and its lines of the table."""

    command: str
    figures: tuple[Figure, ...] = ()


def _line(name: str, column: int, columns: int) -> str:
    """Give a pattern for one cell of a Markdown table's row; columns are counted after the name's."""
    cells = [r"[^|\n]*"] * columns
    cells[column - 1] = r"\s*([^|\n]*?)\s*"
    return rf"^\| {re.escape(name)} \|" + r"\|".join(cells) + r"\|"


BENCHMARKS: Final = {
    "quality": Benchmark(
        "extraction.py quality",
        (
            Figure("F1 of the 14 visible pages", _line("newscrawl", 1, 4)),
            Figure("trafilatura's", _line("trafilatura", 1, 4)),
        ),
    ),
    "extract": Benchmark(
        "extraction.py cpu",
        (
            Figure("a page in memory, CPU times the lxml parse", _line(PROCESS, 1, 2), wanted="3.5"),
            Figure("trafilatura fast, extraction alone", _line("trafilatura fast", 1, 2)),
        ),
    ),
    "dates": Benchmark(
        "dates.py",
        (
            Figure("dates right; dateparser with its locales, %", r"^right +\d+ +([\d.]+) +[\d.]+ +([\d.]+)", "{}; {}"),
            Figure("dates silently wrong, %", r"^silently wrong +\d+ +([\d.]+)", wanted="0"),
        ),
    ),
    "dedup": Benchmark(
        "dedup_pairs.py --peers",
        (
            Figure("duplicates, link precision", r"^ *link precision ([\d.]+)", wanted="0.998"),
            Figure("formula items wrongly linked, %; families above 5%", FAMILIES, "{}; {}", "; 0"),
        ),
    ),
    "dedup-scale": Benchmark(
        "dedup_scale.py --sizes 10000,30000,100000,300000,1000000",
        (
            Figure("CPU ms of adding an article to 30,000", r"^ +30,000 +([\d.]+)", wanted="2"),
            Figure("the same to a million", r"^ +1,000,000 +([\d.]+)", wanted="2 x that to 10,000"),
        ),
    ),
    "dedup-orders": Benchmark(
        "dedup_orders.py",
        (Figure("pairs on which the worst of ten orders agrees, %", r"worst order agrees on ([\d.]+)", wanted="99.5"),),
    ),
    "hostile": Benchmark("hostile_text.py"),
    "fuzz": Benchmark("fuzz_pages.py 200000"),
    "search": Benchmark(
        "search.py",
        (Figure("search for hamza seats, recall / precision, %", r"^hamza seats +\d+ +([\d.]+ ?/ ?[\d.]+)"),),
    ),
    "export": Benchmark(
        "export.py",
        (Figure("rows a second to JSON Lines; MB of memory", r"^jsonl +\S+ +\S+ +(\S+) +\S+ +(\d+)", "{}; {}"),),
    ),
    "crawl": Benchmark(
        "crawl.py --pairs 5 --peers",
        (
            Figure("whole crawl, CPU times bare Scrapy's", _line("newscrawl", 3, 5), wanted="1.35"),
            Figure("the same with raw pages", _line("newscrawl + WARC", 3, 5), wanted="1.6"),
            Figure("Scrapy with trafilatura inside", _line("Scrapy + trafilatura", 3, 5)),
            Figure("Scrapy with news-please inside", _line("Scrapy + news-please", 3, 5)),
            Figure("pages a second in one process", _line("newscrawl", 4, 5)),
            Figure("the same with two workers", _line("newscrawl, 2 workers", 4, 5)),
        ),
    ),
    "growth": Benchmark(
        "growth.py --sizes 1000,10000,100000",
        (
            Figure("CPU a page at 100,000 pages, times that at 1,000", _line("100000", 3, 6), wanted="1.2"),
        ),
    ),
    "replay": Benchmark(
        "replay.py",
        (
            Figure("replay, pages a second on one core", _line("1", 3, 9)),
            Figure("the same on two", _line("2", 3, 9)),
            Figure("memory at the end of a replay, times that of its second quarter", _line("1", 9, 9), wanted="1.1"),
        ),
    ),
    "shards": Benchmark(
        "shards.py",
        (Figure("rows of four merged shards that are not one crawl's", r"not those of one crawl: (\d+)", wanted="0"),),
    ),
    "batch": Benchmark(
        "batch.py",
        (Figure("two Dask workers, times as fast as one", r"^speed-up of 2 workers over 1: ([\d.]+)"),),
    ),
    "contention": Benchmark(
        "contention.py",
        (Figure("longest wait of four writers for their turn, s", r"wait for a turn ([\d.]+) s"),),
    ),
}  # fmt: skip


def measure(name: str) -> tuple[str, bool]:
    """Run a section's command; give what to write below its text, and whether all went well."""
    started = datetime.now(UTC)
    load = os.getloadavg()[0]
    script, *options = BENCHMARKS[name].command.split()
    run = subprocess.run([sys.executable, str(HERE / script), *options], stdout=subprocess.PIPE, text=True, check=False)
    minutes = (datetime.now(UTC) - started).total_seconds() / 60
    versions = ", ".join(f"{package} {version(package)}" for package in _PACKAGES)
    about = (
        f"{_MEASURED}{started:%Y-%m-%d} in {minutes:.0f} minutes on {os.cpu_count()} cores ({platform.machine()}), "
        f"load {load:.1f} before; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}._"
    )
    failed = f"\n\nIt ended with status {run.returncode}." if run.returncode else ""
    return f"{about}\n\n{shown(run.stdout.strip())}{failed}", not failed


def shown(printed: str) -> str:
    """Write a program's output as Markdown: its tables as they are, what is aligned with spaces as code."""
    if re.search(r"^\|", printed, re.MULTILINE):
        return re.sub(r"^#+ ", "### ", printed, flags=re.MULTILINE)
    return f"```\n{printed}\n```"


def replaced(text: str, name: str, measured: str) -> str:
    """Put what a section measured in the place of what it measured before; raises KeyError where it is not there."""
    for section in _SECTION.finditer(text):
        if section[1] == name:
            start, end = section.span(2)
            told = section[2].partition(_MEASURED)[0].strip()
            return f"{text[:start]}\n{told}\n\n{measured}\n\n{text[end:]}"
    raise KeyError(name)


def figures(text: str) -> str:
    """Make the table of all figures that the sections hold."""
    lines = ["| figure | measured | wanted | command |", "|---|---|---|---|"]
    for section in _SECTION.finditer(text):
        for figure in BENCHMARKS[section[1]].figures:
            found = re.search(figure.pattern, section[2].partition(_MEASURED)[2], re.MULTILINE)
            told = figure.shown.format(*found.groups()) if found else "not measured"
            lines.append(f"| {figure.what} | {told} | {figure.wanted} | `make bench-{section[1]}` |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Run benchmarks and write RESULTS.md.")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"some of {', '.join(BENCHMARKS)}; default: all")
    sections = parser.parse_args().sections or list(BENCHMARKS)
    if unknown := [name for name in sections if name not in BENCHMARKS]:
        parser.error(f"no such section: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    failed = []
    for name in sections:
        print(f"{name} …", file=sys.stderr, flush=True)
        measured, good = measure(name)
        text = replaced(RESULTS.read_text(encoding="utf-8"), name, measured)
        before, _, rest = text.partition(_TABLE)
        after = rest.partition(_END)[2]
        RESULTS.write_text(f"{before}{_TABLE}{figures(text)}{_END}{after}", encoding="utf-8")
        if not good:
            failed.append(name)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}; see {RESULTS.name}")


if __name__ == "__main__":
    main()

"""One crawl beside four crawlers that share its sites and are merged: rows, seconds and CPU of each.

    python benchmarks/shards.py [--articles 145] [--shards 4]      # make bench-shards

The web is that of the tests: fourteen sites on loopback, each as some real site behaves, `--articles` each, and three
papers that print the same agency texts. The shards run one after the other, so that their CPU is theirs alone.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.spiders import loopback_sites
from tests.spiders.loopback import project
from tests.spiders.whole_archive import content

TABLES = ("articles", "copies", "versions", "removals", "rejects", "pages")


def run(folder: Path, name: str, *arguments: str, db: Path) -> tuple[float, float]:
    """Run a command, print its line of the table, and give its wall and CPU seconds."""
    ours = {"SCRAPY_SETTINGS_MODULE": "loopback_settings", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "scrapy", *arguments, "--db", str(db)]
    started = time.monotonic()
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **ours}, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit((folder / "errors").read_text(encoding="utf-8")[-3000:])
    wall, cpu = time.monotonic() - started, usage.ru_utime + usage.ru_stime
    connection = sqlite3.connect(db)
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    connection.close()
    print(f"| {name} | {' | '.join(map(str, counts))} | {wall:.1f} | {cpu:.1f} |", flush=True)
    return wall, cpu


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=145)
    parser.add_argument("--shards", type=int, default=4)
    options = parser.parse_args()
    papers = [loopback_sites.printer(f"paper{number}", 60 + number, 40) for number in range(3)]
    sites = [*(build(options.articles) for build in loopback_sites.ALL), *papers]
    servers = [site.start() for site in sites]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        project(folder, sites)
        print(f"| run | {' | '.join(TABLES)} | wall s | CPU s |\n|---|{'---|' * (len(TABLES) + 2)}")
        one, merged = folder / "one.db", folder / "merged.db"
        alone = run(folder, "one crawl", "crawlall", "--jobs", "14", db=one)
        shards = [folder / f"shard{number}.db" for number in range(options.shards)]
        costs = [
            run(
                folder, f"shard {number}/{options.shards}", "crawlall", "--shard", f"{number}/{options.shards}", db=path
            )
            for number, path in enumerate(shards)
        ]
        merge = run(folder, "merge", "merge", *map(str, shards), db=merged)
        before = content(merged)
        again = run(folder, "merge again", "merge", *map(str, shards), db=merged)
        run(folder, "one crawl, re-clustered", "dedup", "--rebuild", db=one)
        wanted = content(one)
        wrong = sum(len(set(map(repr, rows)) ^ set(map(repr, before[table]))) for table, rows in wanted.items())
        changed = sum(found != before[table] for table, found in content(merged).items())
        print(f"\nrows that are not those of one crawl: {wrong}; tables that merging again changed: {changed}")
        longest, cpu = max(wall for wall, _ in costs), sum(cpu for _, cpu in costs)
        pages = sum(len(site.log) for site in sites)
        print(f"{pages} requests in all; CPU of the shards {cpu:.1f} s, of one crawl {alone[1]:.1f} s")
        print(f"wall with a machine each: {longest:.1f} s + {merge[0]:.1f} s to merge, one crawl {alone[0]:.1f} s")
        print(f"merge: {1000 * merge[1] / max(1, len(before['pages'])):.2f} ms of CPU a page, again {again[1]:.1f} s")
    for server in servers:
        server.shutdown()
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())

"""Export of a made archive to each format: rows equal, peak memory, rows a second.

usage: python benchmarks/export.py [ROWS]      (default 500,000; archive and files take about 3 GB in a new folder)

Each export runs in a process of its own, whose peak memory (ru_maxrss) is the kernel's figure. The archive is far
larger than the limit that is checked: exit status 1 if an export holds more than 400 MB or a row differs.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from made_archive import Prose, insert, made_articles, sample_words

from newscrawl.archive import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_MB = 400
WORDS = 180
_CHILD = """
import json, resource, sys, time
from pathlib import Path
from newscrawl.archive import open_archive
from newscrawl.exporting.export import Order, export
begun, cpu = time.monotonic(), time.process_time()
with open_archive(sys.argv[1], create=False) as archive:
    done = export(archive, Order(Path(sys.argv[2]), sys.argv[3]))
print(json.dumps({
    "rows": done.rows, "wall": time.monotonic() - begun, "cpu": time.process_time() - cpu,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", type=int, nargs="?", default=500_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="newscrawl-export-") as name:
        folder = Path(name)
        db = folder / "news.db"
        begun = time.monotonic()
        with open_archive(db) as archive:
            insert(archive.connection, made_articles(rows, Prose(sample_words(), 7), words=WORDS), search=False)
        print(f"archive: {rows:,} rows, {db.stat().st_size / 1e6:,.0f} MB, made in {time.monotonic() - begun:.0f} s")
        expected = digest(stored(db))
        failed = False
        print(f"{'format':<10}{'rows':>10}{'MB':>8}{'rows/s':>9}{'CPU s':>8}{'peak MB':>9}  equal")
        for ending in ("jsonl", "csv", "parquet"):
            target = folder / f"news.{ending}"
            answer = subprocess.run(
                [sys.executable, "-c", _CHILD, str(db), str(target), ending],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )
            figures = json.loads(answer.stdout)
            equal = figures["rows"] == rows and digest(read(target)) == expected
            failed |= not equal or figures["peak_mb"] > LIMIT_MB
            print(
                f"{ending:<10}{figures['rows']:>10,}{target.stat().st_size / 1e6:>8,.0f}"
                f"{rows / figures['wall']:>9,.0f}{figures['cpu']:>8.1f}{figures['peak_mb']:>9,.0f}  {equal}"
            )
            target.unlink()
    return int(failed)


def stored(db: Path) -> Iterator[tuple[str, str, str, str]]:
    with open_archive(db, read_only=True) as archive:
        yield from archive.connection.execute("SELECT uid, title, body, tags FROM articles ORDER BY id")


def read(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Read a file back, the way its users would."""
    if path.suffix == ".parquet":
        for batch in pq.ParquetFile(path).iter_batches(columns=["uid", "title", "body", "tags"]):
            for row in batch.to_pylist():
                yield row["uid"], row["title"], row["body"], json.dumps(row["tags"], ensure_ascii=False)
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield row["uid"], row["title"], row["body"], row["tags"]
    else:
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield row["uid"], row["title"], row["body"], json.dumps(row["tags"], ensure_ascii=False)


def digest(rows: Iterator[tuple[str, str, str, str]]) -> tuple[int, str]:
    """Count rows and hash them in their order."""
    total, count = blake2b(digest_size=16), 0
    for row in rows:
        total.update("\x00".join(row).encode())
        count += 1
    return count, total.hexdigest()


if __name__ == "__main__":
    sys.exit(main())

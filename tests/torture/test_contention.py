"""Several crawls and readers on one archive: the benchmark's own checks, in a shorter run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_four_crawls_and_five_readers_lock_and_lose_nothing() -> None:
    """One of the readers holds a transaction open all the time, in the second round."""
    run = subprocess.run(
        [sys.executable, "benchmarks/contention.py", "--seconds", "15"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=590,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "no lock error, no lost row, nothing wrong" in run.stdout
    rates = [float(line.split(" articles, ")[1].split()[0]) for line in run.stdout.splitlines() if "written:" in line]
    assert len(rates) == 2, run.stdout
    assert all(rates), "a crawl that wrote nothing met nobody"

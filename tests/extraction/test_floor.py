"""The frozen floor of extraction quality: a change that sinks it below fails here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_quality_is_not_below_the_floor() -> None:
    run = subprocess.run(
        [sys.executable, "benchmarks/extraction.py", "floor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr

"""Environments of their own for what the benchmarks need and newscrawl does not, below benchmarks/.envs."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ENVIRONMENTS = Path(__file__).resolve().parent / ".envs"


def python_of(name: str, packages: Iterable[str]) -> Path:
    """Give the interpreter of an environment with these packages; make the environment where it is missing."""
    folder = ENVIRONMENTS / name
    python, ready = folder / "bin" / "python", folder / "ready"
    if not ready.exists():
        print(f"making {folder.relative_to(ENVIRONMENTS.parents[1])} …", file=sys.stderr)
        venv.create(folder, with_pip=True)
        # The pip of Python 3.11 stumbles over lxml's extras.
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        ready.touch()
    return python

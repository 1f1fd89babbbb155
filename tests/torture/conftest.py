"""Fixtures of the torture: a small disk of one's own, and a paper to crawl onto it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# The tests' own modules (`tests.spiders.loopback`) are found from any folder.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.spiders import loopback
from tests.spiders.loopback import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.spiders.loopback import LoopbackSite

DISK_BYTES = 16 << 20
ARTICLES = 80
_BLOCK = 4096


@dataclass
class Disk:
    """A mounted tmpfs; its ballast stands for what other programs have put on the disk."""

    path: Path

    @property
    def ballast(self) -> Path:
        return self.path / "other-files"

    @property
    def free(self) -> int:
        status = os.statvfs(self.path)
        return status.f_bavail * status.f_frsize

    def fill(self, left: int) -> None:
        """Leave `left` bytes free, to the block."""
        if size := (self.free - left) // _BLOCK * _BLOCK:
            with self.ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
        assert 0 <= self.free - left < _BLOCK

    def make_room(self) -> None:
        """Delete what other programs have put there."""
        self.ballast.unlink()

    def read_only(self) -> None:
        """Take away the right to write, which root minds too."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.path)], check=True, capture_output=True)

    def writable(self) -> None:
        """Give it back."""
        subprocess.run(["mount", "-o", "remount,rw", str(self.path)], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 16 MB, empty; the test is skipped where this user may mount none."""
    path = tmp_path / "small-disk"
    path.mkdir()
    try:
        mounting = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(path)],
            check=False,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("there is no `mount` here")
    if mounting.returncode != 0:
        pytest.skip(f"no tmpfs can be mounted here: {mounting.stderr.strip()}")
    try:
        yield Disk(path)
    finally:
        # Lazily: a process that was killed may still be letting go of its files.
        subprocess.run(["umount", "-l", str(path)], check=True, capture_output=True)


@pytest.fixture
def paper() -> Iterator[LoopbackSite]:
    """A paper of 80 articles."""
    with serving(loopback.paper(93, ARTICLES)) as site:
        yield site

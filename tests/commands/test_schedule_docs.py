"""The files of docs/schedule.md do what it says: systemd takes them, and two cron starts give one run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PLACE = "/srv/newscrawl"  # where the files suppose the checkout

needs_flock = pytest.mark.skipif(shutil.which("flock") is None, reason="flock (util-linux) is not installed")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder like that of the files, with a stand-in for the command that says when it begins and ends."""
    command = tmp_path / ".venv" / "bin" / "newscrawl"
    command.parent.mkdir(parents=True)
    command.write_text('#!/bin/sh\necho "begin $*" >> data/runs\nsleep 2\necho end >> data/runs\n')
    command.chmod(0o755)
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_files(place: Path) -> None:
    names = ["newscrawl.service", "newscrawl.timer"]
    for name in names:
        text = (DOCS / name).read_text(encoding="utf-8")
        (place / name).write_text(text.replace(PLACE, str(place)).replace("User=newscrawl", "User=root"))
    answer = subprocess.run(
        ["systemd-analyze", "verify", *(str(place / name) for name in names)],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    ours = [line for line in answer.stderr.splitlines() if "newscrawl" in line]
    assert (answer.returncode, ours) == (0, [])


def cron_command(place: Path) -> str:
    line = (DOCS / "newscrawl.cron").read_text(encoding="utf-8").splitlines()[-1]
    assert "%" not in line  # cron makes line ends of them
    return line.split(None, 5)[5].replace(PLACE, str(place))


def runs(place: Path) -> list[str]:
    file = place / "data" / "runs"
    return file.read_text().splitlines() if file.exists() else []


def wait_for(place: Path, count: int) -> None:
    deadline = time.monotonic() + 30
    while len(runs(place)) < count and time.monotonic() < deadline:
        time.sleep(0.02)


@needs_flock
def test_two_overlapping_cron_starts_give_one_run(place: Path) -> None:
    first = subprocess.Popen(["sh", "-c", cron_command(place)])
    wait_for(place, 1)
    second = subprocess.run(["sh", "-c", cron_command(place)], timeout=60, check=False)
    assert second.returncode == 0
    assert runs(place) == ["begin crawlall"]  # the first is still at work
    assert first.wait(timeout=60) == 0
    assert runs(place) == ["begin crawlall", "end"]
    assert subprocess.run(["sh", "-c", cron_command(place)], timeout=60, check=False).returncode == 0
    assert runs(place) == ["begin crawlall", "end"] * 2


@needs_flock
def test_a_killed_run_leaves_no_lock(place: Path) -> None:
    first = subprocess.Popen(["sh", "-c", cron_command(place)], start_new_session=True)
    wait_for(place, 1)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(timeout=60)
    assert subprocess.run(["sh", "-c", cron_command(place)], timeout=60, check=False).returncode == 0
    assert runs(place) == ["begin crawlall", "begin crawlall", "end"]

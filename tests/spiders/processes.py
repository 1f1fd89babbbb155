"""The processes below one, for tests that end some of them."""

from __future__ import annotations

import time
from pathlib import Path


def children(root: int) -> list[int]:
    """Give the processes that one started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:  # it ended meanwhile
                continue
            if int(parent) == root:
                found.append(int(entry.name))
    return found


def below(root: int) -> list[int]:
    """Give all processes below one."""
    return [pid for child in children(root) for pid in (child, *below(child))]


def workers(root: int) -> list[int]:
    """Give the worker processes of a crawl, which its fork server starts."""
    return [pid for child in children(root) for pid in children(child)]


def all_gone(pids: list[int], seconds: float = 20) -> bool:
    """Wait until processes have ended, and tell whether they have."""
    deadline = time.monotonic() + seconds
    while any(Path(f"/proc/{pid}/exe").exists() for pid in pids):  # one that waits to be looked after has none
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True

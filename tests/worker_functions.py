"""Functions that tests let other processes call, which have to find them by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def square(number: int) -> int:
    return number * number


def slow_square(number: int) -> int:
    time.sleep(0.01 if number % 4 == 0 else 0.001)
    return number * number


def no_threes(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def note(task: str) -> str:
    """Note each try in a file, and kill this process where the file's name says so."""
    path = Path(task)
    with path.open("a") as stream:
        stream.write("x")
    if path.name == "always-kills" or (path.name == "kills-once" and path.read_text() == "x"):
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def endless_sevens(number: int) -> int:
    """Never come back for 7."""
    while number == 7:
        pass
    return number


def hidden() -> Callable[[int], int]:
    """Give a function whose name only this process knows."""

    def only_here(number: int) -> int:
        return number

    only_here.__qualname__ = "only_here"
    globals()["only_here"] = only_here
    return only_here


def twice(content: bytes) -> bytes:
    return content + content


def started(path: Path) -> str:
    """Note that a call began, then take a while."""
    with path.open("a") as stream:
        stream.write("x")
    time.sleep(0.01)
    return path.name


class Unreadable:
    """A task that travels and cannot be unpacked."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return int, ("no number",)


def same(task: object) -> object:
    return task


def wrapped(task: str) -> object:
    return {"no pickle": lambda: task, "no unpickle": Unreadable()}.get(task, task)

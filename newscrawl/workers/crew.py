"""Crew: the processes, which calls each was sent, and what becomes of them when one ends."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import traceback
from abc import ABC, abstractmethod
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_STILLBORN: Final = 3  # workers in a row that end before they began: there is no sense in starting more
_PATIENCE: Final = 2.0  # seconds that a worker has to end by itself
MOST_CPU: Final = 120.0
"""Seconds of CPU that a call may take; the largest pages take some seconds."""


class WorkersError(RuntimeError):
    """No worker can be started; the message says in one line how they ended."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer of a call that gave none."""

    kind: Literal["raised", "killed"]
    """`raised`: the function did; `killed`: its process ended each time that it was tried."""
    detail: str
    """One line: the exception's type and message, or how the process ended."""
    trace: str = ""
    """The traceback of an exception, else nothing."""


class Closing(Protocol):
    """What leads to a worker: closing it ends the worker."""

    def close(self) -> None:
        """Close this end."""


class Talking(Closing, Protocol):
    """What leads from a worker to the process that it works for."""

    def recv(self) -> Any:
        """Wait for a message; raises EOFError where the other end is closed."""

    def send(self, message: Any, /) -> None:
        """Send a message."""


Line = TypeVar("Line", bound=Closing)


@dataclass(slots=True)
class Call(Generic[Task]):
    """A task, and how many processes have ended at it."""

    task: Task
    deaths: int = 0


@dataclass(slots=True)
class Worker(Generic[Line]):
    """One process."""

    process: BaseProcess
    line: Line
    sent: deque[int] = field(default_factory=deque)
    """Numbers of the calls that it was sent and has not answered, in order."""
    is_ready: bool = False


def cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew(ABC, Generic[Task, Answer, Line]):
    """Up to `jobs` processes that call `function`, each sent `depth` calls at a time so that it never waits.

    A task whose process ends, for whatever reason, is tried again in another one, `attempts` times in all; the other
    tasks that the process had are not counted as tried. A process ends at a call that takes over `most_cpu` seconds
    of CPU, where the system can tell (not on Windows). `preload` names modules that are imported once for all.
    """

    def __init__(
        self,
        function: Callable[[Any], Answer],
        *,
        jobs: int,
        depth: int,
        attempts: int,
        preload: Sequence[str],
        most_cpu: float = MOST_CPU,
    ) -> None:
        self._function = function
        self._most_cpu = most_cpu
        self._jobs = jobs
        self._depth = depth
        self._attempts = attempts
        self._calls: dict[int, Call[Task]] = {}  # in the order in which they came
        self._waiting: deque[int] = deque()
        self._workers: list[Worker[Line]] = []
        self._number = 0
        self._stillborn = 0
        methods = multiprocessing.get_all_start_methods()
        # A fork of this very process would share its open archive and its event loop.
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if self._context.get_start_method() == "forkserver":
            self._context.set_forkserver_preload([__name__, *preload])

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers that run."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    @abstractmethod
    def _start(self) -> Worker[Line]:
        """Start a process."""

    @abstractmethod
    def _post(self, worker: Worker[Line], number: int) -> None:
        """Send a worker a call."""

    @abstractmethod
    def _answered(self, number: int, answer: Answer | Failed) -> None:
        """Take the answer of a call."""

    def _add(self, task: Task) -> int:
        self._number += 1
        self._calls[self._number] = Call(task)
        return self._number

    def _hand_out(self) -> None:
        """Send waiting calls, each to the worker that has the fewest."""
        while self._waiting:
            if len(self._workers) < self._jobs:
                self._workers.append(self._start())
            worker = min(self._workers, key=lambda worker: len(worker.sent))
            if len(worker.sent) >= self._depth:
                return
            number = self._waiting.popleft()
            worker.sent.append(number)
            self._post(worker, number)

    def _received(self, worker: Worker[Line], message: Any) -> None:
        """Take a worker's message: None when it is ready, then an answer a call."""
        if message is None:
            worker.is_ready = True
            self._stillborn = 0
            return
        number, answer = message
        worker.sent.popleft()
        self._answered(number, answer)

    def _bury(self, worker: Worker[Line]) -> None:
        """Take a worker that ended out; what it had is handed out again, but for a task that has cost its last try.

        Raises WorkersError where one after the other ends before it begins.
        """
        self._workers.remove(worker)
        worker.line.close()
        how = _ending(_end(worker.process))
        if not worker.is_ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise WorkersError(f"no worker process can be started: the last one {how}")
        elif worker.sent:
            call = self._calls[worker.sent[0]]
            call.deaths += 1
            if call.deaths >= self._attempts:
                detail = f"the worker process {how} at it, {call.deaths} times"
                self._answered(worker.sent.popleft(), Failed("killed", detail))
        self._waiting.extendleft(reversed(worker.sent))

    def close(self) -> None:
        """End all workers; calls that are not answered are dropped."""
        for worker in self._workers:
            worker.line.close()
        for worker in self._workers:
            _end(worker.process)
        self._workers.clear()
        self._calls.clear()
        self._waiting.clear()


def _end(process: BaseProcess) -> int | None:
    """See a process end whose line is closed, and give its status; None for one that could not be started."""
    if process.pid is None:
        return None
    process.join(_PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode


def _ending(status: int | None) -> str:
    if status is None:
        return "did not start"
    if hasattr(signal, "SIGPROF") and status == -signal.SIGPROF:
        return "took too much CPU"
    if status < 0:
        with suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"


def call(function: Callable[[Task], Answer], task: Task) -> Answer | Failed:
    """Call a function; whatever one task does to it, the others are to be answered."""
    try:
        return function(task)
    except Exception as error:
        return Failed("raised", f"{type(error).__name__}: {error}", traceback.format_exc())


def work(function: Callable[[Any], Any], line: Talking, most_cpu: float) -> None:
    """Answer calls until the other end of the line closes, as it does when that process ends too."""
    set_timer = getattr(signal, "setitimer", lambda *_: None)
    # Its default action ends the process even where one expression or one parse never comes back to Python.
    timer = getattr(signal, "ITIMER_PROF", None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the first one ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, pickle.UnpicklingError):
        line.send(None)
        while True:
            number, task = line.recv()
            set_timer(timer, most_cpu)
            answer = call(function, task)
            set_timer(timer, 0)
            line.send((number, answer))

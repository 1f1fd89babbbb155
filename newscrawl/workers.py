"""Workers: one function called in several processes; answers come in the order of the calls, and a kill loses none."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import traceback
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.process import BaseProcess
    from types import TracebackType

Task = TypeVar("Task")
Answer = TypeVar("Answer")

AHEAD: Final = 16
"""Calls for each process that are under way or answered and not yet asked for; the bound of the memory they take."""
_SENT: Final = 4  # calls that wait in a worker's pipe, so that it never waits; tasks have to be small
_STILLBORN: Final = 3  # workers in a row that end before they began: there is no sense in starting more
_PATIENCE: Final = 2.0  # seconds that a worker has to end by itself


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


@dataclass(slots=True)
class _Call(Generic[Task]):
    task: Task
    deaths: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    sent: deque[int] = field(default_factory=deque)
    """Numbers of the calls that it was sent and has not answered, in order."""
    is_ready: bool = False


def cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers(Generic[Task, Answer]):
    """Calls `function` for each task in one of `jobs` processes; with one job in this process, when asked for.

    Function, tasks and answers go through pickle; a task is to be small (some kilobytes), an answer may be large. A
    task whose process ends, for whatever reason, is tried again in another one, `attempts` times in all; the other
    tasks that the process had are not counted as tried. `preload` names modules that are imported once for all.

    `put` and `take` are for a loop of one's own (ask `has_room`, and `wait` before `take`), `map` is the whole loop.
    """

    def __init__(
        self, function: Callable[[Task], Answer], *, jobs: int, attempts: int = 2, preload: Sequence[str] = ()
    ) -> None:
        self._function = function
        self._jobs = jobs
        self._attempts = attempts
        self._capacity = jobs * AHEAD if jobs > 1 else 1
        self._calls: dict[int, _Call[Task]] = {}  # in the order in which they came
        self._answers: dict[int, Answer | Failed] = {}
        self._waiting: deque[int] = deque()
        self._workers: list[_Worker] = []
        self._number = 0
        self._stillborn = 0
        methods = multiprocessing.get_all_start_methods()
        # A fork of this very process would share its open archive and its event loop.
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if self._context.get_start_method() == "forkserver":
            self._context.set_forkserver_preload([function.__module__, *preload])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Give the number of tasks that were put and not taken."""
        return len(self._calls)

    @property
    def has_room(self) -> bool:
        """Whether another task may be put now."""
        return len(self._calls) < self._capacity

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers that run."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def put(self, task: Task) -> None:
        """Add a task."""
        number = self._add(task)
        if self._jobs > 1:
            self._waiting.append(number)
            self._send()

    def put_answered(self, task: Task, answer: Answer) -> None:
        """Add a task whose answer is known, so that it is taken in its turn."""
        self._answers[self._add(task)] = answer

    def _add(self, task: Task) -> int:
        self._number += 1
        self._calls[self._number] = _Call(task)
        return self._number

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the oldest task is answered, at most some seconds; tell whether it is.

        Raises WorkersError where no worker can be started.
        """
        oldest = next(iter(self._calls), None)
        if oldest is None or oldest in self._answers or self._jobs <= 1:
            return oldest is not None
        # Whatever comes, one look at all pipes: a caller with other things to do asks again.
        while oldest not in self._answers:
            ready = wait([worker.connection for worker in self._workers], seconds)
            for worker in [worker for worker in self._workers if worker.connection in ready]:
                self._receive(worker)
            self._send()
            if seconds is not None:
                break
        return oldest in self._answers

    def take(self) -> tuple[Task, Answer | Failed]:
        """Give the oldest task and its answer, waiting for it where needed; raises LookupError where there is none."""
        if not self._calls:
            raise LookupError("no task was put")
        number = next(iter(self._calls))
        if self._jobs > 1:
            self.wait()
        task = self._calls.pop(number).task
        if number in self._answers:
            return task, self._answers.pop(number)
        return task, _call(self._function, task)

    def map(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Answer | Failed]]:
        """Give each task with its answer, in order, reading ahead no more than there is room for."""
        coming = iter(tasks)
        more = True
        while more or self:
            while more and self.has_room:
                try:
                    self.put(next(coming))
                except StopIteration:
                    more = False
            if self:
                yield self.take()

    def __bool__(self) -> bool:
        return bool(self._calls)

    def close(self) -> None:
        """End all workers; what was put and not taken is dropped."""
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()
        self._calls.clear()
        self._answers.clear()
        self._waiting.clear()

    def _send(self) -> None:
        """Hand out waiting tasks, each to the worker that has the fewest."""
        while self._waiting:
            if len(self._workers) < self._jobs:
                self._start()
            worker = min(self._workers, key=lambda worker: len(worker.sent))
            if len(worker.sent) >= _SENT:
                return
            number = self._waiting.popleft()
            worker.sent.append(number)
            try:
                worker.connection.send((number, self._calls[number].task))
            except OSError:
                # It may have answered calls before it ended.
                while worker in self._workers:
                    self._receive(worker)

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(self._function, theirs), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))

    def _receive(self, worker: _Worker) -> None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._bury(worker)
            return
        if message is None:
            worker.is_ready = True
            self._stillborn = 0
            return
        number, answer = message
        worker.sent.popleft()
        self._answers[number] = answer

    def _bury(self, worker: _Worker) -> None:
        """Take a worker that ended out; what it had is handed out again, but for a task that has cost its last try."""
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join(_PATIENCE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        how = _ending(worker.process.exitcode)
        if not worker.is_ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise WorkersError(f"no worker process can be started: the last one {how}")
        elif worker.sent:
            call = self._calls[worker.sent[0]]
            call.deaths += 1
            if call.deaths >= self._attempts:
                detail = f"the worker process {how} at it, {call.deaths} times"
                self._answers[worker.sent.popleft()] = Failed("killed", detail)
        self._waiting.extendleft(reversed(worker.sent))


def _ending(status: int | None) -> str:
    if status is not None and status < 0:
        with suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"


def _call(function: Callable[[Task], Answer], task: Task) -> Answer | Failed:
    # Whatever one task does to the function, the others are to be answered.
    try:
        return function(task)
    except Exception as error:
        return Failed("raised", f"{type(error).__name__}: {error}", traceback.format_exc())


def _work(function: Callable[[Task], Answer], connection: Connection) -> None:
    """Answer calls until the other end of the connection closes, as it does when that process ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the first one ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(None)
        while True:
            number, task = connection.recv()
            connection.send((number, _call(function, task)))

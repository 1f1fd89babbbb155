"""Workers: answers come in the order of the calls, to a loop that waits for them."""

from __future__ import annotations

import pickle
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Final, Generic, Self

from newscrawl.workers.crew import MOST_CPU, Answer, Crew, Failed, Task, Worker, call, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

AHEAD: Final = 16
"""Calls for each process that are under way or answered and not yet asked for; the bound of the memory they take."""
_SENT: Final = 4  # calls that wait in a worker's pipe, so that it never waits; tasks have to be small


class Workers(Crew[Task, Answer, Connection], Generic[Task, Answer]):
    """Calls `function` for each task in one of `jobs` processes; with one job in this process, when asked for.

    Function, tasks and answers go through pickle; a task is to be small (some kilobytes), an answer may be large. A
    task whose process ends is tried again, `attempts` times in all; see `Crew`.

    `put` and `take` are for a loop of one's own (ask `has_room`, and `wait` before `take`), `map` is the whole loop.
    """

    def __init__(
        self,
        function: Callable[[Task], Answer],
        *,
        jobs: int,
        attempts: int = 2,
        preload: Sequence[str] = (),
        most_cpu: float = MOST_CPU,
    ) -> None:
        super().__init__(
            function,
            jobs=jobs,
            depth=_SENT,
            attempts=attempts,
            preload=[function.__module__, *preload],
            most_cpu=most_cpu,
        )
        self._capacity = jobs * AHEAD if jobs > 1 else 1
        self._answers: dict[int, Answer | Failed] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Give the number of tasks that were put and not taken."""
        return len(self._calls)

    def __bool__(self) -> bool:
        return bool(self._calls)

    @property
    def has_room(self) -> bool:
        """Whether another task may be put now."""
        return len(self._calls) < self._capacity

    def put(self, task: Task) -> None:
        """Add a task."""
        number = self._add(task)
        if self._jobs > 1:
            self._waiting.append(number)
            self._hand_out()

    def put_answered(self, task: Task, answer: Answer) -> None:
        """Add a task whose answer is known, so that it is taken in its turn."""
        self._answers[self._add(task)] = answer

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the oldest task is answered, at most some seconds; tell whether it is.

        Raises WorkersError where no worker can be started.
        """
        oldest = next(iter(self._calls), None)
        if oldest is None or oldest in self._answers or self._jobs <= 1:
            return oldest is not None
        # Whatever comes, one look at all pipes: a caller with other things to do asks again.
        while oldest not in self._answers:
            ready = wait([worker.line for worker in self._workers], seconds)
            for worker in [worker for worker in self._workers if worker.line in ready]:
                self._receive(worker)
            self._hand_out()
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
        return task, call(self._function, task)

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

    def close(self) -> None:
        """End all workers; what was put and not taken is dropped."""
        super().close()
        self._answers.clear()

    def _start(self) -> Worker[Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(self._function, theirs, self._most_cpu), daemon=True)
        process.start()
        theirs.close()
        return Worker(process, ours)

    def _post(self, worker: Worker[Connection], number: int) -> None:
        try:
            worker.line.send((number, self._calls[number].task))
        except OSError:
            # It may have answered calls before it ended.
            while worker in self._workers:
                self._receive(worker)

    def _receive(self, worker: Worker[Connection]) -> None:
        try:
            message = worker.line.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._bury(worker)
            return
        self._received(worker, message)

    def _answered(self, number: int, answer: Answer | Failed) -> None:
        self._answers[number] = answer

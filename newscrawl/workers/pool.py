"""Pool: calls that are awaited, for an event loop that never blocks; answers come as they are ready."""

from __future__ import annotations

import asyncio
import pickle
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic

from newscrawl.workers.crew import MOST_CPU, Answer, Crew, Failed, Task, Worker, WorkersError, call, work
from newscrawl.workers.frames import Frames, OpenLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.process import BaseProcess

_PAUSES: Final = (0.0, 0.1, 0.5)  # seconds before each try to start a process
_SENT: Final = 2  # calls that a worker has: one under way, and the next, so that it never waits


class Pool(Crew[bytes, bytes, OpenLine], Generic[Task, Answer]):
    """Calls `function` for each task in one of `jobs` processes, which start with the first calls.

    Function, tasks and answers go through pickle and may be large. No more than two calls a process are under way; who
    awaits another one waits, so that memory is bounded. A task whose process ends is tried again, `attempts` times in
    all; see `Crew`. All methods belong to one event loop.
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
            partial(_packed, function),
            jobs=jobs,
            depth=_SENT,
            attempts=attempts,
            preload=[function.__module__, __name__, *preload],
            most_cpu=most_cpu,
        )
        self._room = asyncio.Semaphore(jobs * _SENT)
        self._awaited: dict[int, asyncio.Future[bytes | Failed]] = {}
        self._starter = ThreadPoolExecutor(1, "start-worker")
        self._error: WorkersError | None = None

    async def call(self, task: Task) -> Answer | Failed:
        """Give the function's answer; where task or answer cannot be pickled or unpickled, it has failed as `raised`.

        Raises WorkersError where no worker can be started, and after `close`.
        """
        async with self._room:
            if self._error is not None:
                raise self._error
            packed = call(_dumps, task)
            if isinstance(packed, Failed):
                return packed
            answer = await self._send(packed)
        return answer if isinstance(answer, Failed) else call(_loads, answer)

    async def _send(self, packed: bytes) -> bytes | Failed:
        number = self._add(packed)
        answer: asyncio.Future[bytes | Failed] = asyncio.get_running_loop().create_future()
        self._awaited[number] = answer
        self._waiting.append(number)
        self._hand_out()
        return await answer

    def close(self) -> None:
        """End all workers; calls that are not answered are cancelled."""
        self._end(WorkersError("the workers were ended"))
        for answer in self._awaited.values():
            answer.cancel()
        self._awaited.clear()

    def _end(self, error: WorkersError) -> None:
        self._error = error
        self._starter.shutdown(cancel_futures=True)
        super().close()

    def _start(self) -> Worker[OpenLine]:
        # What is sent waits in the socket until the process is there to read it.
        ours, theirs = socket.socketpair()
        process = self._context.Process(target=_work, args=(self._function, theirs, self._most_cpu), daemon=True)
        worker = Worker(process, OpenLine(ours))
        worker.line.listen(partial(self._take, worker), partial(self._lost, worker))
        # The first start waits until the modules are imported: the event loop goes on meanwhile.
        self._starter.submit(_begin, process, theirs)
        return worker

    def _post(self, worker: Worker[OpenLine], number: int) -> None:
        worker.line.send((number, self._calls[number].task))

    def _take(self, worker: Worker[OpenLine], message: Any) -> None:
        self._received(worker, message)
        self._hand_out()

    def _lost(self, worker: Worker[OpenLine]) -> None:
        try:
            self._bury(worker)
        except WorkersError as error:
            self._end(error)
            for answer in self._awaited.values():
                if not answer.done():
                    answer.set_exception(error)
            self._awaited.clear()
        else:
            self._hand_out()

    def _answered(self, number: int, answer: bytes | Failed) -> None:
        del self._calls[number]
        awaited = self._awaited.pop(number)
        if not awaited.done():  # else nobody waits any more
            awaited.set_result(answer)


def _dumps(value: Any) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _loads(packed: bytes) -> Any:
    return pickle.loads(packed)  # noqa: S301 - a process of our own packed it


def _packed(function: Callable[[Task], Answer], packed: bytes) -> bytes:
    return _dumps(function(_loads(packed)))


def _begin(process: BaseProcess, theirs: socket.socket) -> None:
    with theirs:
        for pause in _PAUSES:
            time.sleep(pause)
            with suppress(OSError, EOFError):  # the process that forks the others is just ending: try another
                process.start()
                break


def _work(function: Callable[[bytes], Any], end: socket.socket, most_cpu: float) -> None:
    work(function, Frames(end), most_cpu)

"""Pool: calls that are awaited are answered, whatever their size and whatever becomes of the processes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from newscrawl.workers import Failed, Pool, WorkersError
from tests import worker_functions as functions

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


def run(
    function: Callable[[Any], Any], work: Callable[[Pool[Any, Any]], Coroutine[Any, Any, Any]], **settings: Any
) -> Any:
    """Give what `work` makes of a pool of two processes."""

    async def main() -> Any:
        pool: Pool[Any, Any] = Pool(function, jobs=2, **settings)
        try:
            return await work(pool)
        finally:
            pool.close()

    return asyncio.run(main())


async def call_all(pool: Pool[Any, Any], tasks: list[Any]) -> list[Any]:
    return list(await asyncio.gather(*map(pool.call, tasks)))


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}/exe").exists() for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_every_call_has_its_own_answer() -> None:
    # Some take longer, so that the answers come in another order.
    assert run(functions.slow_square, lambda pool: call_all(pool, list(range(60)))) == [n * n for n in range(60)]


def test_large_tasks_and_answers_do_not_wait_for_each_other() -> None:
    """More than any pipe holds, both ways at once; the event loop has its turns meanwhile."""
    tasks = [bytes([number]) * (3 << 20) for number in range(24)]

    async def work(pool: Pool[bytes, bytes]) -> tuple[list[Any], float]:
        await pool.call(b"")
        calls = asyncio.ensure_future(call_all(pool, tasks))
        longest = 0.0
        while not calls.done():
            before = time.monotonic()
            await asyncio.sleep(0)
            longest = max(longest, time.monotonic() - before)
        return await calls, longest

    answers, longest = run(functions.twice, work)
    assert answers == [task * 2 for task in tasks]
    assert longest < 1


def test_no_more_calls_are_under_way_than_a_few_a_process(tmp_path: Path) -> None:
    tasks = [tmp_path / str(number) for number in range(40)]

    async def work(pool: Pool[Path, str]) -> int:
        done, most = 0, 0

        async def call(task: Path) -> None:
            nonlocal done, most
            assert await pool.call(task) == task.name
            done += 1
            most = max(most, len(list(tmp_path.iterdir())) - done)

        await asyncio.gather(*map(call, tasks))
        return most

    assert run(functions.started, work) <= 4
    assert {task.read_text() for task in tasks} == {"x"}


def test_an_exception_is_one_call_s_answer() -> None:
    answers = run(functions.no_threes, lambda pool: call_all(pool, [0, 1, 2, 3, 4]))
    failed = answers.pop(3)
    assert answers == [0, 1, 2, 4]
    assert (failed.kind, failed.detail) == ("raised", "ValueError: three")
    assert "no_threes" in failed.trace


def test_a_task_that_does_not_travel_fails_alone() -> None:
    tasks = [1, functions.hidden(), functions.Unreadable(), 2]
    answers = run(functions.same, lambda pool: call_all(pool, tasks))
    assert answers[::3] == [1, 2]
    assert [failed.kind for failed in answers[1:3]] == ["raised", "raised"]
    assert "no number" in answers[2].detail


def test_an_answer_that_does_not_travel_fails_alone() -> None:
    answers = run(functions.wrapped, lambda pool: call_all(pool, ["a", "no pickle", "no unpickle", "b"]))
    assert answers[::3] == ["a", "b"]
    assert [failed.kind for failed in answers[1:3]] == ["raised", "raised"]
    assert "no number" in answers[2].detail


def test_a_worker_that_is_killed_from_outside_loses_nothing() -> None:
    async def work(pool: Pool[int, int]) -> list[Any]:
        async def call(number: int) -> Any:
            answer = await pool.call(number)
            if number in (5, 20, 40):
                os.kill(pool.pids[0], signal.SIGKILL)
            return answer

        return list(await asyncio.gather(*map(call, range(60))))

    assert run(functions.slow_square, work) == [number * number for number in range(60)]


def test_a_task_that_kills_is_tried_again_and_then_told_alone(tmp_path: Path) -> None:
    tasks = [str(tmp_path / f"{number}") for number in range(12)]
    tasks[4] = str(tmp_path / "always-kills")
    tasks[7] = str(tmp_path / "kills-once")
    answers = run(functions.note, lambda pool: call_all(pool, tasks))
    assert answers.pop(4) == Failed("killed", "the worker process was ended by SIGKILL at it, 2 times")
    assert answers == [Path(task).name for task in tasks if task != tasks[4]]
    assert Path(tasks[4]).read_text() == "xx"
    assert Path(tasks[7]).read_text() == "xx"


def test_a_task_without_end_is_ended_and_told_alone() -> None:
    answers = run(functions.endless_sevens, lambda pool: call_all(pool, list(range(12))), most_cpu=0.2)
    assert answers[7] == Failed("killed", "the worker process took too much CPU at it, 2 times")
    assert answers[:7] + answers[8:] == [number for number in range(12) if number != 7]


def test_workers_that_cannot_start_are_given_up() -> None:
    async def work(pool: Pool[int, int]) -> None:
        with pytest.raises(WorkersError, match="no worker process can be started"):
            await pool.call(1)
        with pytest.raises(WorkersError):
            await pool.call(2)

    # The function is not found in the other process.
    run(functions.hidden(), work)


def test_no_process_stays_behind() -> None:
    async def work(pool: Pool[int, int]) -> list[int]:
        await call_all(pool, list(range(8)))
        return pool.pids

    pids = run(functions.square, work)
    assert len(pids) == 2
    assert gone(pids)


def test_a_pool_that_is_closed_early_cancels_its_calls() -> None:
    async def work(pool: Pool[int, int]) -> list[Any]:
        calls = asyncio.gather(*map(pool.call, range(30)), return_exceptions=True)
        await asyncio.sleep(0)
        pool.close()
        return list(await asyncio.wait_for(calls, 30))

    found = run(functions.square, work)
    assert {type(answer) for answer in found} == {asyncio.CancelledError, WorkersError}
    assert len(found) == 30

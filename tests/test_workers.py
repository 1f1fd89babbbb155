"""Workers: answers in the order of the calls, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from newscrawl.workers import AHEAD, Failed, Workers, WorkersError
from tests import worker_functions as functions

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_answers_come_in_the_order_of_the_tasks(jobs: int) -> None:
    # The first of each four takes longest, so that later ones are done before it.
    with Workers(functions.slow_square, jobs=jobs) as workers:
        answers = list(workers.map(range(40)))
    assert answers == [(number, number * number) for number in range(40)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_tasks_are_taken_only_while_there_is_room(jobs: int) -> None:
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(300):
            taken += 1
            yield number

    with Workers(functions.square, jobs=jobs) as workers:
        for done, _ in enumerate(workers.map(tasks())):
            assert taken - done <= jobs * AHEAD + 1
    assert taken == 300


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_is_one_task_s_answer(jobs: int) -> None:
    with Workers(functions.no_threes, jobs=jobs) as workers:
        answers = [answer for _, answer in workers.map(range(5))]
    assert answers[:3] + answers[4:] == [0, 1, 2, 4]
    failed = answers[3]
    assert isinstance(failed, Failed)
    assert (failed.kind, failed.detail) == ("raised", "ValueError: three")
    assert "no_threes" in failed.trace


def test_a_worker_that_is_killed_from_outside_loses_nothing() -> None:
    with Workers(functions.slow_square, jobs=2) as workers:
        answers = []
        for task, answer in workers.map(range(60)):
            answers.append((task, answer))
            if task in (5, 20, 40):
                os.kill(workers.pids[0], signal.SIGKILL)
    assert answers == [(number, number * number) for number in range(60)]


def test_a_task_that_kills_is_tried_again_and_then_told_alone(tmp_path: Path) -> None:
    tasks = [str(tmp_path / f"{number}") for number in range(12)]
    tasks[4] = str(tmp_path / "always-kills")
    tasks[7] = str(tmp_path / "kills-once")
    with Workers(functions.note, jobs=2) as workers:
        answers = dict(workers.map(tasks))
    failed = answers.pop(tasks[4])
    assert failed == Failed("killed", "the worker process was ended by SIGKILL at it, 2 times")
    assert answers == {task: Path(task).name for task in tasks if task != tasks[4]}
    assert Path(tasks[4]).read_text() == "xx"
    assert Path(tasks[7]).read_text() == "xx"


def test_a_task_without_end_is_ended_and_told_alone() -> None:
    with Workers(functions.endless_sevens, jobs=2, most_cpu=0.2) as workers:
        answers = dict(workers.map(range(12)))
    assert answers.pop(7) == Failed("killed", "the worker process took too much CPU at it, 2 times")
    assert answers == {number: number for number in range(12) if number != 7}


def test_what_a_worker_answered_before_it_ended_is_not_asked_again(tmp_path: Path) -> None:
    tasks = [str(tmp_path / name) for name in ("first", "second", "kills-once", "third", "fourth", "fifth")]
    with Workers(functions.note, jobs=2) as workers:
        for task in tasks[:3]:
            workers.put(task)
        first = workers.pids[0]
        # Nothing is received meanwhile: the next task is sent to a process that is no more.
        deadline = time.monotonic() + 60
        while Path(f"/proc/{first}/exe").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        for task in tasks[3:]:
            workers.put(task)
        answers = [workers.take() for _ in tasks]
    assert answers == [(task, Path(task).name) for task in tasks]
    assert [Path(task).read_text() for task in tasks] == ["x", "x", "xx", "x", "x", "x"]


def test_workers_that_cannot_start_are_given_up() -> None:
    # The function is not found in the other process.
    with Workers(functions.hidden(), jobs=2) as workers:
        workers.put(1)
        with pytest.raises(WorkersError, match="no worker process can be started"):
            workers.take()


def test_an_answer_that_is_known_waits_for_its_turn() -> None:
    with Workers(functions.slow_square, jobs=2) as workers:
        workers.put(4)
        workers.put_answered(5, -1)
        workers.put(6)
        assert [workers.take() for _ in range(3)] == [(4, 16), (5, -1), (6, 36)]
        with pytest.raises(LookupError):
            workers.take()


def test_no_process_stays_behind() -> None:
    with Workers(functions.square, jobs=2) as workers:
        list(workers.map(range(8)))
        pids = workers.pids
        assert len(pids) == 2
    deadline = time.monotonic() + 30
    while alive := [pid for pid in pids if Path(f"/proc/{pid}/exe").exists()]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.02)

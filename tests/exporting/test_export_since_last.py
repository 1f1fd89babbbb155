"""`since_last` gives each change once, whatever kills the export and wherever."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.consumers import check_name
from newscrawl.exporting import selection
from newscrawl.exporting.export import Exported, Order, export
from newscrawl.exporting.files import ExportError, PartFile
from newscrawl.exporting.selection import Selection

from .conftest import NOW, make_article

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

WATCHED = ("exporting/export.py", "exporting/files.py", "archive/consumers.py", "archive/transactions.py")


def run(db: Path, target: Path, **order: Any) -> Exported:
    with open_archive(db, create=False) as archive:
        return export(archive, Order(target, "jsonl", since_last="notebook", **order))


def change(db: Path, number: int, text: str) -> None:
    with open_archive(db) as archive:
        archive.store(
            make_article(number, title=text), crawl_id=None, now=NOW + timedelta(days=number), reason="updated"
        )


def exported(folder: Path) -> Counter[tuple[str, int]]:
    """Count the rows of all finished files."""
    found: Counter[tuple[str, int]] = Counter()
    for file in folder.glob("*.jsonl"):
        for line in file.read_bytes().splitlines():
            row = json.loads(line)
            found[row["uid"], row["change_seq"]] += 1
    return found


def stored(db: Path) -> set[tuple[str, int]]:
    connection = sqlite3.connect(db)
    found = set(connection.execute("SELECT uid, change_seq FROM articles"))
    connection.close()
    return found


def test_a_consumer_gets_everything_then_what_changed(db: Path, out: Path) -> None:
    assert run(db, out / "1.jsonl").rows == 20
    assert run(db, out / "2.jsonl") == Exported((), 0)
    change(db, 8, "عنوان آخر للمستشفى")
    change(db, 30, "مقال جديد تماما")
    assert run(db, out / "3.jsonl").rows == 2
    assert set(exported(out).values()) == {1}
    assert stored(db) <= set(exported(out))
    assert not (out / "2.jsonl").exists()


def test_consumers_do_not_know_of_each_other(db: Path, out: Path) -> None:
    run(db, out / "1.jsonl")
    with open_archive(db) as archive:
        assert export(archive, Order(out / "x.jsonl", "jsonl", since_last="other")).rows == 20


def test_a_consumer_keeps_to_its_selection(db: Path, out: Path) -> None:
    run(db, out / "1.jsonl", selection=Selection(site="paper1"))
    with pytest.raises(ExportError, match="same selection"):
        run(db, out / "2.jsonl")


def test_what_is_not_selected_moves_the_consumer_on_without_a_file(db: Path, out: Path) -> None:
    assert run(db, out / "1.jsonl", selection=Selection(section="رياضة")) == Exported((), 0)
    change(db, 30, "مقال جديد")
    assert run(db, out / "2.jsonl", selection=Selection(section="رياضة")) == Exported((), 0)
    assert not list(out.iterdir())


def test_a_row_that_changes_while_the_export_runs_comes_with_the_next(
    db: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = selection.rows

    def disturbed(*arguments: Any) -> Any:
        for number, row in enumerate(rows(*arguments)):
            if number == 5:
                change(db, 2, "تغير أثناء الكتابة")
                change(db, 40, "وصل أثناء الكتابة")
            yield row

    monkeypatch.setattr("newscrawl.exporting.export.rows", disturbed)
    assert run(db, out / "1.jsonl").rows == 20
    monkeypatch.undo()
    assert run(db, out / "2.jsonl").rows == 2
    assert set(exported(out).values()) == {1}
    assert stored(db) <= set(exported(out))


def test_two_exports_of_one_consumer_at_a_time_give_no_row_twice(
    db: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = selection.rows

    def overtaken(*arguments: Any) -> Any:
        monkeypatch.undo()
        run(db, out / "first.jsonl")
        yield from rows(*arguments)

    monkeypatch.setattr("newscrawl.exporting.export.rows", overtaken)
    with pytest.raises(ExportError, match="has run meanwhile"):
        run(db, out / "second.jsonl")
    assert [path.name for path in sorted(out.iterdir())] == ["first.jsonl", "first.jsonl.card.md"]


def test_a_file_that_is_being_written_is_left_alone(db: Path, out: Path) -> None:
    part = PartFile(out / "1.jsonl", label=".notebook")
    with pytest.raises(ExportError, match="another export is writing"):
        run(db, out / "1.jsonl")
    part.close()
    assert run(db, out / "1.jsonl").rows == 20


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\b", "", ".hidden", "-x", "a b", "x" * 65, "a\n", "a\x00"])
def test_names_that_are_paths_or_unprintable_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name for a consumer"):
        check_name(name)


@pytest.mark.parametrize("name", ["notebook", "مفكرة", "team-1.v2", "7"])
def test_plain_names_are_taken(name: str) -> None:
    assert check_name(name) == name


def killed_at(point: int, db: Path, target: Path, **order: Any) -> bool:
    """Export in a child that is killed (SIGKILL) at the n-th line that it runs; tell whether it came that far."""
    child = os.fork()
    if child == 0:
        passed = 0

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal passed
            if not frame.f_code.co_filename.endswith(WATCHED):
                return None
            passed += event == "line"
            if passed >= point:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            run(db, target, **order)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def check_all_kills(db: Path, tmp_path: Path, step: int, first: int, **order: Any) -> int:
    """Kill an export at every `step`-th line and run it again under another name; give how many kills there were."""
    point, kills = first, 0
    while True:
        place = tmp_path / f"kill-{point}"
        shutil.copytree(db.parent, place / "archive")
        copy, out = place / "archive" / db.name, place / "out"
        out.mkdir()
        was_killed = killed_at(point, copy, out / "1.jsonl", **order)
        change(copy, 7, f"تغير بعد القطع {point}")
        run(copy, out / "2.jsonl", **order)
        counts = exported(out)
        assert set(counts.values()) == {1}, f"killed at line {point}: a row came twice"
        assert stored(copy) <= set(counts), f"killed at line {point}: a row is missing"
        assert run(copy, out / "3.jsonl", **order) == Exported((), 0)
        shutil.rmtree(place)
        if not was_killed:
            return kills
        kills += 1
        point += step


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_some_points_loses_and_repeats_nothing(db: Path, tmp_path: Path) -> None:
    assert check_all_kills(db, tmp_path, step=23, first=5) > 5


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("order", "step"), [({}, 1), ({"split": 0.5}, 3)])
def test_a_kill_at_every_line_loses_and_repeats_nothing(
    db: Path, tmp_path: Path, order: dict[str, Any], step: int
) -> None:
    assert check_all_kills(db, tmp_path, step=step, first=1, **order) > 60


def test_a_file_that_was_taken_away_before_the_position_moved_is_not_given_again(
    db: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newscrawl.archive.consumers.finish", die)
    with pytest.raises(KeyboardInterrupt):
        run(db, out / "1.jsonl")
    monkeypatch.undo()
    (out / "1.jsonl").rename(out / "taken.jsonl")
    change(db, 7, "تغير بعد القطع")
    assert run(db, out / "1.jsonl").rows == 1
    assert set(exported(out).values()) == {1}
    assert stored(db) <= set(exported(out))


def test_the_same_command_again_completes_what_was_ready(db: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newscrawl.exporting.files.place", die)
    with pytest.raises(KeyboardInterrupt):
        run(db, out / "1.jsonl")
    monkeypatch.undo()
    assert not (out / "1.jsonl").exists()
    change(db, 7, "تغير بعد القطع")
    again = run(db, out / "1.jsonl")
    assert again.resumed
    assert again.rows == 20
    assert run(db, out / "2.jsonl").rows == 1
    assert set(exported(out).values()) == {1}

"""A batch over saved pages: the same rows as one machine, whatever is killed; finished partitions stay."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("distributed")

from newscrawl.batch import BatchError, connected, deduplicate, map_pages

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.batch.conftest import UNDATED, rows_of_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Client

    OneMachine = Callable[[], dict[str, list[tuple[Any, ...]]]]

# Of a file without a noted time, the time of the run.
CLOCK = ("first_seen_at", "last_seen_at")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    with connected(workers=2) as client:
        yield client


def without_clock(tables: dict[str, list[tuple[Any, ...]]], *undated: str) -> dict[str, list[tuple[Any, ...]]]:
    """Blank the moments of pages whose time nobody noted; they are those of the run."""

    def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
        is_undated = any(isinstance(value, str) and value.startswith(undated) for value in row)
        return tuple("…" if is_undated and _is_moment(value) else value for value in row)

    return {name: sorted(map(plain, rows), key=repr) for name, rows in tables.items()}


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 20 and value.endswith("Z")


def test_a_dataset_has_the_rows_of_one_machine(
    cluster: Client, saved: Path, tmp_path: Path, one_machine: OneMachine
) -> None:
    out = tmp_path / "out"
    mapped = map_pages(cluster, saved, out, pages=16)
    assert len(mapped.partitions) > 8
    assert (mapped.skipped, mapped.interrupted) == (0, 0)
    made = deduplicate(cluster, mapped.partitions, out)
    assert made.groups > 10
    found, wanted = (
        without_clock(rows, "urn:", str(saved)) for rows in (rows_of_dataset(out / "dataset"), one_machine())
    )
    assert found["copies"]
    assert found["versions"]
    assert {row[2] for row in found["rejects"]} >= {"no-body", "unreadable"}
    for name, rows in wanted.items():
        assert found[name] == rows, name
    (published,) = [row[17] for row in found["articles"] if row[1] == UNDATED]
    assert published == "2026-01-01T07:00:00Z"  # the feed, in a partition before, said so


def test_finished_partitions_stay_and_new_files_are_read(cluster: Client, saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = map_pages(cluster, saved, out, pages=40)
    deduplicate(cluster, first.partitions, out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
    second = map_pages(cluster, saved, out, pages=40)
    again = deduplicate(cluster, second.partitions, out)
    assert (second.partitions, second.skipped) == (first.partitions, len(first.partitions))
    assert again.skipped == again.packs > 0
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")} == times

    first.partitions[1].unlink()
    (saved / "warc" / "zz-more.warc.gz").write_bytes(next((saved / "warc").iterdir()).read_bytes())
    third = map_pages(cluster, saved, out, pages=40)
    assert third.skipped == len(first.partitions) - 1
    assert set(first.partitions) < set(third.partitions)


def test_what_cannot_be_read_on_is_said(cluster: Client, saved: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no"):
        map_pages(cluster, _empty(tmp_path), tmp_path / "out")
    map_pages(cluster, saved / "note.txt", tmp_path / "out")
    with pytest.raises(BatchError, match="other rules or languages"):
        map_pages(cluster, saved / "note.txt", tmp_path / "out", languages=["fa"])


def _empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_no_row(saved: Path, tmp_path: Path, one_machine: OneMachine) -> None:
    out = tmp_path / "out"
    killed: list[int] = []

    def kill(done: int, _: int) -> None:
        if done >= 3 and not killed:
            pids = client.run(os.getpid)
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], signal.SIGKILL)

    with connected(workers=2) as client:
        mapped = map_pages(client, saved, out, pages=10, progress=kill)
        deduplicate(client, mapped.partitions, out)
    assert killed
    assert mapped.interrupted <= 1
    assert not list(out.rglob(".*.part"))
    found, wanted = (
        without_clock(rows, "urn:", str(saved)) for rows in (rows_of_dataset(out / "dataset"), one_machine())
    )
    for name, rows in wanted.items():
        assert found[name] == rows, name

"""Groups of rows that share a key: found by buckets as by a look at all pairs."""

from __future__ import annotations

import random
from array import array
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("distributed")
pa = pytest.importorskip("pyarrow")

import pyarrow.parquet as pq  # noqa: E402 - after the extra was found

from newscrawl.batch.groups import Groups, edges_of, packed, read_keys  # noqa: E402 - after the extra was found

if TYPE_CHECKING:
    from pathlib import Path


def reached(rows: list[list[int]], start: int) -> set[int]:
    """Find all rows that share a key with one, directly or through others."""
    found, todo = {start}, [start]
    while todo:
        keys = set(rows[todo.pop()])
        new = {at for at, other in enumerate(rows) if keys & set(other)} - found
        found |= new
        todo += new
    return found


@pytest.mark.parametrize("seed", range(5))
def test_rows_that_share_a_key_are_in_one_group(tmp_path: Path, seed: int) -> None:
    pick = random.Random(seed)
    rows = [[pick.randrange(300) for _ in range(pick.randrange(4))] for _ in range(120)]
    buckets: dict[int, list[tuple[int, tuple[array[int], array[int]]]]] = {}
    for part in range(4):
        path = tmp_path / f"{part}.parquet"
        table = pa.table({"keys": pa.array(rows[part * 30 : part * 30 + 30], pa.list_(pa.int64()))})
        pq.write_table(table, path)
        for bucket in read_keys(path, part * 30, 3):
            buckets.setdefault(bucket[0], []).append(bucket)
    groups = Groups(len(rows))
    for item in buckets.items():
        for one, other in zip(*edges_of(item), strict=True):
            groups.unite(one, other)

    for group in groups.sets():
        assert set(group) == reached(rows, group[0])
    assert sorted(number for pack in packed(groups.sets(), most=20) for number in pack) == list(range(120))


def test_small_groups_share_a_pack_and_none_is_cut() -> None:
    sets = [array("q", range(50)), *(array("q", [number]) for number in range(50, 75))]
    packs = packed(sets, most=10)
    assert [len(pack) for pack in packs] == [50, 10, 10, 5]

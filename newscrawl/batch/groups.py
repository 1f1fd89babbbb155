"""Groups: pages that may have to do with each other, found by a shuffle on their keys.

Whether two pages are one article depends on pages that share a key of their fingerprints, or an address, with them, and
on nothing else. So the pages fall into groups that share no key, directly or through others, and each group can be
decided on alone, with the same result as over all pages at once.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final, TypeAlias

import dask.bag as db
import pyarrow.parquet as pq
from dask.delayed import delayed
from distributed import as_completed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from distributed import Client

_MIX: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1

Bucket: TypeAlias = "tuple[int, tuple[array[int], array[int]]]"
"""Number of a bucket, and keys that fall into it with the number of the page that has each."""
Edges: TypeAlias = "tuple[array[int], array[int]]"


class Groups:
    """Disjoint sets of the numbers 0 to `count - 1`; those of one set have the smallest as their name."""

    def __init__(self, count: int) -> None:
        self._above = array("q", range(count))

    def find(self, number: int) -> int:
        """Give the smallest number of a number's set."""
        above = self._above
        while (parent := above[number]) != number:
            above[number] = number = above[parent]
        return number

    def unite(self, one: int, other: int) -> bool:
        """Make two sets one; tell whether they were two."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return False
        self._above[max(first, second)] = min(first, second)
        return True

    def sets(self) -> list[array[int]]:
        """Give the sets by their smallest numbers; each in order."""
        found: dict[int, array[int]] = {}
        for number in range(len(self._above)):
            found.setdefault(self.find(number), array("q")).append(number)
        return list(found.values())


def shuffled(client: Client, files: Sequence[Path], *, buckets: int) -> list[array[int]]:
    """Give the groups of the rows of `files`, which are numbered through; shuffles the keys over the cluster."""
    counts = [pq.read_metadata(file).num_rows for file in files]
    firsts = [sum(counts[:at]) for at in range(len(counts))]
    groups = Groups(sum(counts))
    if not files:
        return []
    parts = [delayed(read_keys, pure=False)(file, first, buckets) for file, first in zip(files, firsts, strict=True)]
    by_bucket = db.from_delayed(parts).groupby(_number, npartitions=buckets, shuffle="tasks")
    futures = client.compute(by_bucket.map(edges_of).to_delayed())
    for future in as_completed(futures):
        for ones, others in future.result():
            for one, other in zip(ones, others, strict=True):
                groups.unite(one, other)
        future.release()
    return groups.sets()


def packed(sets: Iterable[array[int]], *, most: int) -> list[array[int]]:
    """Put small sets together, up to `most` rows; a larger set stays alone. Each result is in order."""
    packs: list[array[int]] = []
    pack = array("q")
    for one in sorted(sets, key=lambda one: (-len(one), one[0])):
        if pack and len(pack) + len(one) > most:
            packs.append(array("q", sorted(pack)))
            pack = array("q")
        pack.extend(one)
    if pack:
        packs.append(array("q", sorted(pack)))
    return packs


def read_keys(file: Path, first: int, buckets: int) -> list[Bucket]:
    """Read the keys of a file's rows, the first of which has the number `first`, by bucket."""
    found: dict[int, tuple[array[int], array[int]]] = {}
    column = pq.read_table(file, columns=["keys"]).column("keys").to_pylist()
    for number, keys in enumerate(column, first):
        for key in keys or ():
            # The keys are the smallest hashes of each text, so their own bits do not spread them.
            bucket = ((key * _MIX & _MASK) >> 32) % buckets
            own = found.get(bucket)
            if own is None:
                own = found[bucket] = (array("q"), array("q"))
            own[0].append(key)
            own[1].append(number)
    return list(found.items())


def edges_of(bucket: tuple[int, Iterable[Bucket]]) -> Edges:
    """Give as few pairs of rows as connect all rows that share a key of this bucket."""
    first: dict[int, int] = {}
    above: dict[int, int] = {}
    edges: Edges = (array("q"), array("q"))

    def find(number: int) -> int:
        while (parent := above.get(number, number)) != number:
            above[number] = number = above.get(parent, parent)
        return number

    for _, (keys, numbers) in bucket[1]:
        for key, number in zip(keys, numbers, strict=True):
            one, other = find(first.setdefault(key, number)), find(number)
            if one != other:
                above[max(one, other)] = min(one, other)
                edges[0].append(one)
                edges[1].append(other)
    return edges


def _number(bucket: Bucket) -> int:
    return bucket[0]

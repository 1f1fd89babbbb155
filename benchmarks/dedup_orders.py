"""How far the merges depend on the order in which articles arrive, beside the rebuild, which is in order of
publication.

    python benchmarks/dedup_orders.py [--articles 5000] [--orders 10]

The articles are those of dedup_scale.py: one in five a copy of another of the last two days, one in twelve a formula
item. For each random order it counts the pairs of articles that stand in one cluster of merged texts, and those that
the rebuild has too.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

from dedup_scale import Writer

from newscrawl.dedup import DuplicateIndex, StoredText, publication_order, rebuild

if TYPE_CHECKING:
    from collections.abc import Iterable

Pairs = set[tuple[int, int]]


def merged_pairs(texts: Iterable[StoredText]) -> Pairs:
    """Add texts in that order, and give all pairs that were merged, directly or through others."""
    group: dict[int, int] = {}

    def root(number: int) -> int:
        while group[number] != number:
            number = group[number]
        return number

    for text, matches in rebuild(DuplicateIndex(sqlite3.connect(":memory:")), texts):
        group[text.article_id] = text.article_id
        for match in matches:
            if match.kind in ("exact", "near"):
                group[root(text.article_id)] = root(match.other_id)
    clusters: dict[int, list[int]] = defaultdict(list)
    for number in sorted(group):
        clusters[root(number)].append(number)
    return {(a, b) for members in clusters.values() for a in members for b in members if a < b}


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--orders", type=int, default=10)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    texts = [
        StoredText(number, text.title, text.body, text.day, None, f"https://example.net/{number}")
        for number, text in Writer(5).articles(options.articles)
    ]
    texts.sort(key=publication_order)
    canonical = merged_pairs(texts)
    print(
        f"{len(texts)} articles, {len(canonical)} pairs merged;"
        f" a second rebuild is equal: {merged_pairs(texts) == canonical}",
        flush=True,
    )
    worst = 1.0
    for seed in range(options.orders):
        pairs = merged_pairs(random.Random(seed).sample(texts, len(texts)))
        agreed = len(pairs & canonical) / len(pairs | canonical)
        print(f"  order {seed}: {len(pairs)} pairs, {agreed:.2%} of those merged in either agree", flush=True)
        worst = min(worst, agreed)
    print(f"the worst order agrees on {worst:.2%}")


if __name__ == "__main__":
    main()

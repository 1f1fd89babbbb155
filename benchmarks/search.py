"""Search beside plain unicode61 and trigram tables of FTS5: recall, precision and time on queries with known answers.

usage: python benchmarks/search.py [ARTICLES]        (default 100,000; exit status 1 where a floor is missed)

1. A made corpus (Zipf over the sample stories' words) with planted words, by kind of query: every row that matches.
2. The sample stories themselves: three rare words of a headline, spelt otherwise, must bring its story first.
3. Time of `search` with ten ranked hits and snippets, beside the ten best rows of each plain table.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from made_archive import Prose, insert, made_articles, sample_words
from search_set import Case, SearchSet, bare_alef, is_free, passes, reserved

from newscrawl.archive import open_archive
from newscrawl.archive.query import to_fts
from newscrawl.archive.search import search, vocabulary_of
from newscrawl.newsroom.stories import stories

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

PLAIN = {"unicode61": "unicode61", "trigram": "trigram"}
FLOOR = 0.9
# What search is known to fall short of, so that it is seen and not held against it.
SHORT = ("  the same, names",)
WORDS = 120


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    count = parser.parse_args().articles
    taken = reserved()
    prose = Prose([word for word in sample_words() if is_free(word, taken)], 11)
    rows = list(made_articles(count, prose, words=WORDS))
    planted = SearchSet(5)
    planted.make(rows)
    by_id = {row["id"]: row for row in rows}  # the sample's own words answer no question about the made articles
    items, cases = sample_items(count)
    with (
        tempfile.TemporaryDirectory(prefix="newscrawl-search-") as folder,
        open_archive(Path(folder) / "s.db") as archive,
    ):
        connection = archive.connection
        insert(connection, [*rows, *items], search=True)
        for name, tokenizer in PLAIN.items():
            connection.execute(f"CREATE VIRTUAL TABLE {name} USING fts5 (title, body, tokenize = '{tokenizer}')")
            connection.execute("BEGIN")
            connection.execute(f"INSERT INTO {name} (rowid, title, body) SELECT id, title, body FROM articles")
            connection.execute("COMMIT")
        print(f"{count:,} made articles and {len(items)} of the sample; {len(planted.cases)} + {len(cases)} queries\n")
        failed = quality(connection, planted.cases, by_id)
        failed |= known_items(connection, cases)
        times(connection, planted.cases + cases)
    return int(failed)


def quality(connection: sqlite3.Connection, cases: list[Case], rows: dict[int, dict[str, Any]]) -> bool:
    """Print recall and precision by kind; tell whether ours misses the floor of one."""
    engines: dict[str, Callable[[Case], set[int]]] = {"newscrawl": lambda case: found_by_ours(connection, case, rows)}
    for name in PLAIN:
        engines[name] = lambda case, name=name: found_by_plain(connection, name, case, rows)  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for case in cases:
        for name, engine in engines.items():
            found = engine(case)
            counts[case.kind][name] += Counter(
                queries=1, right=len(found & case.answers), found=len(found), answers=len(case.answers)
            )
            if name == "newscrawl" and found != case.answers:
                missing, extra = len(case.answers - found), len(found - case.answers)
                print(f"  {case.kind}: {case.query}: {missing} of {len(case.answers)} missing, {extra} too many")
    print(f"{'recall / precision, %':<28}{'queries':>8}" + "".join(f"{name:>16}" for name in engines))
    failed = False
    for kind, by_engine in counts.items():
        line = f"{kind:<28}{by_engine['newscrawl']['queries']:>8}"
        for name, figures in by_engine.items():
            recall = figures["right"] / figures["answers"]
            precision = figures["right"] / figures["found"] if figures["found"] else 1.0
            line += f"{100 * recall:>9.1f} /{100 * precision:>5.1f}"
            failed |= name == "newscrawl" and kind not in SHORT and min(recall, precision) < FLOOR
        print(line)
    return failed


def found_by_ours(connection: sqlite3.Connection, case: Case, rows: dict[int, dict[str, Any]]) -> set[int]:
    match = to_fts(case.query, vocabulary_of(connection))
    found = connection.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", (match,))
    return {number for (number,) in found if number in rows and passes(rows[number], case.filters)}


def found_by_plain(connection: sqlite3.Connection, table: str, case: Case, rows: dict[int, dict[str, Any]]) -> set[int]:
    found = connection.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (plain_query(case.query),))
    return {number for (number,) in found if number in rows and passes(rows[number], case.filters)}


def plain_query(query: str) -> str:
    """Write a query as FTS5 wants it, words in quotes, without any knowledge of Arabic."""
    lexemes = re.findall(r'"[^"]*"|\S+', query)
    quoted = [
        one
        if one in ("OR", "NOT") or one.startswith('"')
        else f'"{one.removesuffix("*")}"' + (" *" if one.endswith("*") else "")
        for one in lexemes
    ]
    return " ".join(quoted)


def sample_items(after: int) -> tuple[list[dict[str, Any]], list[Case]]:
    """Give the sample stories as rows, and for each a query of three rare words of its headline, spelt otherwise."""
    chance = random.Random(3)
    counts: Counter[str] = Counter()
    for story in stories():
        counts.update({word for block in (story.title, *(one.text for one in story.blocks)) for word in block.split()})
    rows, cases = [], []
    blank = next(made_articles(1, Prose(["كلمة"], 1), words=20))
    for number, story in enumerate(stories(), after + 1):
        key = f"{number:032x}"
        rows.append(
            blank
            | {
                "id": number,
                "uid": key,
                "url": f"https://s{number}.example/",
                "title": story.title,
                "site": story.paper,
            }
            | {"body": "\n".join(block.text for block in story.blocks), "cluster_id": number, "change_seq": number}
            | {"url_key": f"s{number}.example", "content_hash": key}
        )
        words = sorted({w for w in story.title.split() if len(w) > 3 and w.isalpha()}, key=lambda w: (counts[w], w))[:3]
        spelt = [bare_alef(word) if chance.random() < 0.5 else word.replace("ة", "ه") for word in words]
        cases.append(Case("sample headlines", " ".join(spelt), {number}))
    return rows, cases


def known_items(connection: sqlite3.Connection, cases: list[Case]) -> bool:
    """Print how often the story itself comes first, and among ten; tell whether ours does so too seldom."""

    def ours(case: Case) -> list[int]:
        return [hit.id for hit in search(connection, case.query, limit=10)]

    def plain(table: str) -> Callable[[Case], list[int]]:
        return lambda case: ranked_by_plain(connection, table, case)

    print(f"\n{'sample headlines':<28}{'queries':>8}{'first':>8}{'in ten':>8}")
    share = {}
    for name, engine in {"newscrawl": ours, **{name: plain(name) for name in PLAIN}}.items():
        ranks = [engine(case) for case in cases]
        wanted = [next(iter(case.answers)) for case in cases]
        first = sum(rank[:1] == [number] for rank, number in zip(ranks, wanted, strict=True))
        within = sum(number in rank for rank, number in zip(ranks, wanted, strict=True))
        share[name] = first / len(cases)
        print(f"{name:<28}{len(cases):>8}{first:>8}{within:>8}")
    return share["newscrawl"] < FLOOR


def ranked_by_plain(connection: sqlite3.Connection, table: str, case: Case) -> list[int]:
    query = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}, 8.0, 1.0) LIMIT 10"
    return [number for (number,) in connection.execute(query, (plain_query(case.query),))]


def times(connection: sqlite3.Connection, cases: list[Case]) -> None:
    """Print the median and the 99th percentile of CPU time for the first page of hits."""
    # What people type most are frequent words, alone and together; the planted ones are rare.
    words = sample_words()
    common = [Case("common", " ".join(words[at : at + 1 + at % 3])) for at in range(5, 65)]
    print(f"\n{'CPU of ten hits, ms':<28}{'queries':>8}{'median':>9}{'99th':>9}")
    engines: dict[str, Callable[[Case], object]] = {
        "newscrawl, with snippets": lambda case: search(connection, case.query, limit=10, **case.filters),  # type: ignore[arg-type]  # keywords of many types
    }
    for name in PLAIN:
        engines[f"{name}, ids only"] = lambda case, name=name: ranked_by_plain(connection, name, case)  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
    for group, chosen in (("rare", cases), ("common", common)):
        for name, engine in engines.items():
            spent = []
            for case in chosen:
                begun = time.process_time()
                engine(case)
                spent.append(1000 * (time.process_time() - begun))
            spent.sort()
            middle, late = spent[len(spent) // 2], spent[min(len(spent) - 1, len(spent) * 99 // 100)]
            print(f"{group + ': ' + name:<28}{len(chosen):>8}{middle:>9.2f}{late:>9.2f}")


if __name__ == "__main__":
    sys.exit(main())

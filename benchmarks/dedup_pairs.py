"""Labelled pairs for duplicates: made copies of articles, and formula items that are no copies, scored through an index.

    python benchmarks/dedup_pairs.py [--texts DIR] [--articles N] [--bare] [--peers] [--failures N]

Without `--texts` the articles are the prose of the sample site. A folder may hold `.txt` files (first line the headline) and
`.jsonl` files (`title`, `body`, optional `published`). `--bare` gives the index the text alone, without title and date.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dedup_copies import FIRST_DAY, KINDS, Text, dated, load_folder, load_newsroom, shorten
from dedup_families import FAMILIES
from dedup_unseen import UNSEEN

from newscrawl.dedup import DuplicateIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newscrawl.items import Match

class Index(Protocol):
    def find(self, text: str, *, title: str | None = None, published: date | None = None) -> list[Match]: ...
    def add(self, article_id: int, text: str, *, title: str | None = None, published: date | None = None) -> list[Match]: ...


# --- scoring --------------------------------------------------------------------------------------------------------------


def word_triples(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return set(zip(words, words[1:], words[2:], strict=False))


def related(one: Text, two: Text) -> bool:
    """Tell whether two collected articles share so much themselves that a link between them proves nothing."""
    a, b = word_triples(one.body), word_triples(two.body)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.15


def known(text: Text, *, bare: bool) -> dict[str, object]:
    return {} if bare else {"title": text.title, "published": text.day}


class Score:
    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.linked: Counter[str] = Counter()
        self.merged: Counter[str] = Counter()
        self.right = self.wrong = self.wrong_merged = 0
        self.missed: dict[str, list[tuple[Text, Text]]] = defaultdict(list)
        self.false: list[tuple[str, Text, Text]] = []


def score_copies(index: Index, texts: Sequence[Text], *, bare: bool, seed: int, every: int = 1) -> Score:
    score, rng = Score(), random.Random(seed)
    stored = dict(enumerate(texts))
    shorts = {len(texts) + at: shorten(text, rng) for at, text in enumerate(texts) if at % 4 == 0}
    shorts = {at: replace(text, title=f"موجز: {text.title}") for at, text in shorts.items()}
    for at, text in stored.items():
        index.add(at, text.body, **known(text, bare=bare))  # type: ignore[arg-type]
    for at, text in stored.items():
        if at % every == 0:
            for kind, make in KINDS.items():
                try_copy(index, score, kind, at, make(text, rng, rng.choice(texts)), stored, rng, bare=bare)
    fresh = DuplicateIndex(sqlite3.connect(":memory:")) if isinstance(index, DuplicateIndex) else index
    for at, text in shorts.items():
        fresh.add(at, text.body, **known(text, bare=bare))  # type: ignore[arg-type]
    for at, text in shorts.items():
        for kind in ("spelling", "agency line", "edit10 scattered"):
            try_copy(fresh, score, f"short {kind}", at, KINDS[kind](text, rng, rng.choice(texts)), shorts, rng, bare=bare)
    return score


def try_copy(
    index: Index, score: Score, kind: str, at: int, copy: Text, stored: dict[int, Text], rng: random.Random, *, bare: bool
) -> None:
    copy = replace(copy, day=copy.day + timedelta(days=rng.randrange(2)) if copy.day else None)
    matches = index.find(copy.body, **known(copy, bare=bare))  # type: ignore[arg-type]
    score.tried[kind] += 1
    found = {match.other_id: match for match in matches}
    if at in found:
        score.linked[kind] += 1
        score.merged[kind] += found[at].kind in ("exact", "near")
        score.right += 1
    else:
        score.missed[kind].append((stored[at], copy))
    for other_id, match in found.items():
        if other_id != at and other_id in stored and not related(stored[at], stored[other_id]) and not related(copy, stored[other_id]):
            score.wrong += 1
            score.wrong_merged += match.kind in ("exact", "near")
            score.false.append((kind, copy, stored[other_id]))


def score_families(
    make_index: Callable[[], Index], *, bare: bool, seed: int, items: int = 28
) -> dict[str, tuple[int, int, int, list[tuple[Text, Text]]]]:
    """For each family: items, items with a wrong link, items wrongly merged."""
    out = {}
    for name, make in (FAMILIES | UNSEEN).items():
        rng, index = random.Random(seed), make_index()
        linked = merged = 0
        made: list[Text] = []
        false = []
        for number in range(items):
            title, paragraphs, offset = make(rng, number)
            text = Text(title, tuple(paragraphs), FIRST_DAY + timedelta(days=offset))
            matches = index.add(number, text.body, **known(text, bare=bare))  # type: ignore[arg-type]
            linked += bool(matches)
            merged += any(match.kind in ("exact", "near") for match in matches)
            false += [(text, made[match.other_id]) for match in matches]
            made.append(text)
        out[name] = (items, linked, merged, false)
    return out


def score_family_copies(make_index: Callable[[], Index], *, bare: bool, seed: int) -> dict[str, tuple[int, int]]:
    """For some kinds: how many copies of formula items find their own original among the items of all families."""
    rng, index = random.Random(seed), make_index()
    made: list[Text] = []
    for make in (FAMILIES | UNSEEN).values():
        for number in range(12):
            title, paragraphs, offset = make(rng, number)
            made.append(Text(title, tuple(paragraphs), FIRST_DAY + timedelta(days=offset)))
            index.add(len(made) - 1, made[-1].body, **known(made[-1], bare=bare))  # type: ignore[arg-type]
    out: dict[str, tuple[int, int]] = {}
    for kind in ("exact", "spelling", "agency line", "boilerplate tail", "truncated", "edit10 scattered", "edit10 runs"):
        hits = 0
        for at, text in enumerate(made):
            copy = KINDS[kind](text, rng, rng.choice(made))
            matches = index.find(copy.body, **known(copy, bare=bare))  # type: ignore[arg-type]
            hits += any(match.other_id == at for match in matches)
        out[kind] = (hits, len(made))
    return out


def report(score: Score) -> None:
    for kind, tried in score.tried.items():
        print(f"  {kind:24} recall {score.linked[kind] / tried:7.3%}  merged {score.merged[kind] / tried:7.3%}  of {tried}")
    links = score.right + score.wrong
    print(f"  link precision {score.right / max(1, links):.4f} ({score.wrong} wrong of {links}, {score.wrong_merged} merged)")


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--every", type=int, default=1, help="try copies of every Nth article only")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    rng = random.Random(options.seed)
    texts = [text for text in (load_folder(options.texts) if options.texts else load_newsroom()) if len(text.body.split()) >= 40]
    unique = list({text.body: text for text in texts}.values())
    rng.shuffle(unique)
    texts = dated(unique[: options.articles], rng)
    print(f"{len(texts)} articles{', text alone' if options.bare else ''}")
    if texts:
        started = time.process_time()
        index = DuplicateIndex(sqlite3.connect(":memory:"))
        score = score_copies(index, texts, bare=options.bare, seed=options.seed, every=options.every)
        report(score)
        print(f"  {time.process_time() - started:.1f} s of CPU")
        show_failures(score, options.failures)
    print("formula families: items with a wrong link, merged")
    families = score_families(lambda: DuplicateIndex(sqlite3.connect(":memory:")), bare=options.bare, seed=options.seed)
    for name, (items, linked, merged, false) in families.items():
        print(f"  {name:24} {linked / items:6.1%} {merged / items:6.1%} of {items}")
        for one, two in false[: options.failures]:
            print("     ", one.body[:400].replace("\n", " ¶ "), "\n      ", two.body[:400].replace("\n", " ¶ "))
    print("copies of formula items that find their original")
    for kind, (hits, tried) in score_family_copies(
        lambda: DuplicateIndex(sqlite3.connect(":memory:")), bare=options.bare, seed=options.seed
    ).items():
        print(f"  {kind:24} {hits / tried:7.3%}")


def show_failures(score: Score, count: int) -> None:
    for kind, pairs in score.missed.items():
        for one, two in pairs[:count]:
            print(f"MISSED {kind}\n   {one.body[:600]!r}\n   {two.body[:600]!r}")
    for kind, one, two in score.false[: count * 10]:
        print(f"FALSE {kind}\n   {one.body[:600]!r}\n   {two.body[:600]!r}")


if __name__ == "__main__":
    main()

"""Labelled pairs for duplicates: made copies of articles, and formula items that are no copies, scored through an
index.

    python benchmarks/dedup_pairs.py [--texts DIR ...] [--articles N] [--bare] [--peers] [--failures N]

The articles are the prose of the sample site, or the texts of the given folders: `.txt` files (first line the
headline), `.json` and `.jsonl` (`title`, `body` or `paragraphs`, optional `published`). `--bare` gives the index the
text alone, without headline and date. `--peers` runs other methods on the same pairs. Families named "article N" keep
the words of one of the articles and fill its names and numbers anew. A link between two articles that share text
themselves is neither right nor wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import dedup_peers
from dedup_copies import FIRST_DAY, KINDS, Maker, Text, dated, load_folder, load_newsroom, shorten
from dedup_families import FAMILIES
from dedup_fresh import FRESH_KINDS, fresh_families
from dedup_skins import Make, skins
from dedup_templates import TEMPLATE_FAMILIES

from newscrawl.arabic.fold import fold
from newscrawl.dedup import DuplicateIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newscrawl.items import Match

ALL_KINDS = KINDS | FRESH_KINDS
SHORT_KINDS = ("exact", "spelling", "agency line", "edit10 scattered")
ITEM_KINDS = ("exact", "spelling", "agency line", "boilerplate tail", "truncated", "edit10 scattered", "edit10 runs")
MERGED = ("exact", "near")
Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class Copy:
    kind: str
    original: int
    text: Text


@dataclass
class Score:
    bare: bool
    tried: Counter[str] = field(default_factory=Counter)
    linked: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Text, Text, bool]] = field(default_factory=list)
    missed: dict[str, list[tuple[Text, Text]]] = field(default_factory=lambda: defaultdict(list))


def new_index() -> DuplicateIndex:
    return DuplicateIndex(sqlite3.connect(":memory:"))


def add(index: DuplicateIndex, number: int, text: Text, *, bare: bool) -> list[Match]:
    return index.add(number, text.body) if bare else index.add(number, text.body, title=text.title, published=text.day)


def find(index: DuplicateIndex, text: Text, *, bare: bool) -> list[Match]:
    return index.find(text.body) if bare else index.find(text.body, title=text.title, published=text.day)


def make_copies(texts: Sequence[Text], kinds: Iterable[str], rng: random.Random, prefix: str = "") -> list[Copy]:
    copies = []
    for number, text in enumerate(texts):
        for kind in kinds:
            copy = ALL_KINDS[kind](text, rng, rng.choice(texts))
            day = copy.day + timedelta(days=rng.randrange(2)) if copy.day else None
            copies.append(Copy(prefix + kind, number, replace(copy, day=day)))
    return copies


def word_triples(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return set(zip(words, words[1:], words[2:], strict=False))


def related_pairs(texts: Sequence[Text]) -> Pairs:
    """Pairs of articles that share so much themselves that a link between them proves nothing."""
    triples = [word_triples(text.body) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(triples):
        for triple in own:
            holders[triple].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        shared.update((a, b) for a in numbers for b in numbers if a != b)
    return {(a, b) for (a, b), n in shared.items() if n >= 0.1 * min(len(triples[a]), len(triples[b]))}


def score_copies(score: Score, texts: Sequence[Text], copies: Sequence[Copy], related: Pairs) -> None:
    index = new_index()
    for number, text in enumerate(texts):
        add(index, number, text, bare=score.bare)
    for copy in copies:
        found = {match.other_id: match for match in find(index, copy.text, bare=score.bare)}
        own = found.pop(copy.original, None)
        score.tried[copy.kind] += 1
        score.linked[copy.kind] += own is not None
        score.merged[copy.kind] += own is not None and own.kind in MERGED
        if own is None:
            score.missed[copy.kind].append((texts[copy.original], copy.text))
        words = word_triples(copy.text.body)
        for number, match in found.items():
            others = word_triples(texts[number].body)  # an update holds paragraphs of the article that gave them
            shared = len(words & others) / max(1, min(len(words), len(others)))
            if (copy.original, number) not in related and shared < 0.15:
                score.wrong.append((copy.kind, copy.text, texts[number], match.kind in MERGED))


def score_crowds(texts: Sequence[Text], kinds: Mapping[str, Maker], *, bare: bool, seed: int) -> None:
    """Show how many copies find the article, or one of its copies, where two or eight others are stored already."""
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for crowd in (2, 8):
        rng, index = random.Random(seed + crowd), new_index()
        for number, text in enumerate(texts):
            pages = [text, *(KINDS[rng.choice(list(KINDS))](text, rng, rng.choice(texts)) for _ in range(crowd))]
            rng.shuffle(pages)
            for place, page in enumerate(pages):
                add(index, 100 * number + place, page, bare=bare)
        for number, text in enumerate(texts):
            for kind, make in kinds.items():
                found = find(index, make(text, rng, rng.choice(texts)), bare=bare)
                tried[kind] += 1
                missed[kind] += not any(match.other_id // 100 == number for match in found)
    print(f"copies of what others copied before: {1 - sum(missed.values()) / sum(tried.values()):.2%} found")
    for kind, times in missed.items():
        if times:
            print(f"  {kind:32} {1 - times / tried[kind]:7.2%} of {tried[kind]}")


def score_families(families: Mapping[str, Make], *, bare: bool, seed: int, items: int, failures: int) -> None:
    print(f"families, {items} items each: items with a wrong link, merged; those without any are not shown")
    shares = []
    for name, make in families.items():
        rng, index = random.Random(seed), new_index()
        made: list[Text] = []
        linked = merged = 0
        wrong: list[tuple[Text, Text]] = []
        for number in range(items):
            title, paragraphs, offset = make(rng, number)
            text = Text(title, tuple(paragraphs), FIRST_DAY + timedelta(days=offset))
            if any(text.body == other.body for other in made):
                continue
            matches = add(index, len(made), text, bare=bare)
            linked += bool(matches)
            merged += any(match.kind in MERGED for match in matches)
            wrong += [(text, made[match.other_id]) for match in matches]
            made.append(text)
        shares.append(linked / len(made))
        if linked:
            print(f"  {name:24} {linked / len(made):6.1%} {merged / len(made):6.1%} of {len(made)}")
        for one, two in wrong[:failures]:
            print("     ", one.body[:400].replace("\n", " ¶ "), "\n      ", two.body[:400].replace("\n", " ¶ "))
    print(
        f"  {len(shares)} families, {sum(shares) / len(shares):.2%} on average,"
        f" {sum(share > 0.05 for share in shares)} above 5%"
    )


def score_item_copies(families: Mapping[str, Make], *, bare: bool, seed: int) -> None:
    """Show how many copies of formula items find their own original among items of all families."""
    rng, index = random.Random(seed), new_index()
    made: list[Text] = []
    for make in families.values():
        for number in range(12):
            title, paragraphs, offset = make(rng, number)
            made.append(Text(title, tuple(paragraphs), FIRST_DAY + timedelta(days=offset)))
            add(index, len(made) - 1, made[-1], bare=bare)
    print("copies of formula items that find their own original")
    for kind in ITEM_KINDS:
        hits = sum(
            any(match.other_id == number for match in find(index, KINDS[kind](text, rng, rng.choice(made)), bare=bare))
            for number, text in enumerate(made)
        )
        print(f"  {kind:32} {hits / len(made):7.2%} of {len(made)}")


def report(score: Score) -> None:
    for kind, tried in score.tried.items():
        linked, merged = score.linked[kind] / tried, score.merged[kind] / tried
        print(f"  {kind:32} recall {linked:7.2%}  merged {merged:7.2%}  of {tried}")
    right, wrong = sum(score.linked.values()), len(score.wrong)
    merged_wrongly = sum(merged for *_, merged in score.wrong)
    print(f"  link precision {right / max(1, right + wrong):.4f}: {wrong} wrong links, {merged_wrongly} of them merged")


def show_failures(score: Score, count: int) -> None:
    for kind, pairs in score.missed.items():
        for one, two in pairs[:count]:
            print(f"MISSED {kind}\n   {one.body[:600]!r}\n   {two.body[:600]!r}")
    for kind, one, two, _ in score.wrong[: count * 10]:
        print(f"WRONG {kind}\n   {one.body[:600]!r}\n   {two.body[:600]!r}")


def read_texts(folders: Sequence[Path], limit: int, rng: random.Random) -> list[Text]:
    found = [text for folder in folders for text in load_folder(folder)] if folders else list(load_newsroom())
    unique = list({text.body: text for text in found if len(text.body.split()) >= 40}.values())
    rng.shuffle(unique)
    return dated(unique[:limit], rng)


def run_peers(
    texts: Sequence[Text],
    copies: Sequence[Copy],
    related: Pairs,
    families: Mapping[str, Make],
    seed: int,
) -> None:
    items = {}
    for name, make in families.items():
        rng = random.Random(seed)
        items[name] = [fold("\n".join(make(rng, number)[1])) for number in range(28)]
    dedup_peers.run(
        {
            "stored": [fold(text.body) for text in texts],
            "copies": [{"kind": c.kind, "original": c.original, "body": fold(c.text.body)} for c in copies],
            "related": [list(pair) for pair in related],
            "families": items,
        }
    )


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, action="append", default=[])
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--repeat", type=int, default=1, help="make every kind of copy of each article this often")
    parser.add_argument("--items", type=int, default=28, help="items of each family")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="only the kinds and families that are never fitted on")
    parser.add_argument("--failures", type=int, default=0, help="show that many of each kind")
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    rng = random.Random(options.seed)
    texts = read_texts(options.texts, options.articles, rng)
    kinds = FRESH_KINDS if options.fresh else KINDS
    copies = [copy for _ in range(options.repeat) for copy in make_copies(texts, kinds, rng)]
    shorts = [shorten(text, rng) for text in texts[::2]]
    related = related_pairs(texts)
    fresh = fresh_families(texts, random.Random(options.seed))
    families = fresh if options.fresh else FAMILIES | TEMPLATE_FAMILIES | skins(texts, 12, options.seed)
    print(f"{len(texts)} articles{', text alone' if options.bare else ''}")
    started, score = time.process_time(), Score(options.bare)
    score_copies(score, texts, copies, related)
    score_copies(score, shorts, make_copies(shorts, SHORT_KINDS, rng, "short, "), related_pairs(shorts))
    report(score)
    print(f"  {1000 * (time.process_time() - started) / (len(texts) + len(copies)):.2f} ms of CPU a text")
    show_failures(score, options.failures)
    score_crowds(texts, ALL_KINDS if options.fresh else KINDS, bare=options.bare, seed=options.seed)
    score_families(families, bare=options.bare, seed=options.seed, items=options.items, failures=options.failures)
    score_item_copies(fresh if options.fresh else FAMILIES | TEMPLATE_FAMILIES, bare=options.bare, seed=options.seed)
    if options.peers:
        run_peers(texts, copies, related, families, options.seed)


if __name__ == "__main__":
    main()

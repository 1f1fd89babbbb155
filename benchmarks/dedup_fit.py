"""Fit the trees with which `newscrawl.dedup.formula` tells an edited copy from another instance of a formula.

    python benchmarks/dedup_fit.py [--texts DIR ...] [--papers DIR] [--write]

Copies of the articles (the sample site's prose and the given folders) stand against pairs of items of one family, each
kind and each family with the same weight, headlines known in half of the pairs. Gradient-boosted trees, by scikit-learn
in an environment of its own. What is printed was measured with a fifth of the families and of the articles left out of
the fitting in turn. `--papers` adds pairs of real articles, labelled by rule (`dedup_papers.py`).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import dedup_trees
from dedup_copies import KINDS, Text, load_folder, load_newsroom, pieces, shorten
from dedup_families import FAMILIES
from dedup_papers import paper_pairs
from dedup_skins import Make, columns, skins
from dedup_templates import TEMPLATE_FAMILIES

from newscrawl.dedup.fingerprint import fingerprint
from newscrawl.dedup.formula import formula_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COPIES_COUNT = 5.5
"""How many times a refused copy is worse than a linked instance."""
LEAST_WORDS = 40
FOLDS = 5
FEW = 40
"""Pairs of one label below which it counts less."""
WEIGHTS = {
    "article": 0.6, "column": 0.5, "synonyms10": 0.5, "synonyms20": 0.5, "paper's copy": 3.0, "paper's formula": 4.0
}  # fmt: skip
"""Weights of kinds made to be hard: families that keep an article's words, and copies that lost only such words; and of
each band of pairs of real papers."""
HEADER = """\
# Trees that tell an edited copy (below 0) from another instance of a formula (above 0) where two texts differ; the
# log odds are the sum of the first line and of one leaf of each tree. A line is a tree in prefix order: a feature of
# `newscrawl.dedup.formula`, its bound, the tree for values up to it, the tree for those above; a number alone is a
# leaf. Fitted on made copies and formula items, headlines known or not: benchmarks/dedup_fit.py --write.
"""
PAPERS = """\
# The articles copied were those of the sample site and {texts} of real papers; and {pairs} pairs of real articles were
# added, labelled by rule (dedup_papers.py). The papers: {name}
"""


@dataclass
class Pair:
    label: str
    source: str
    """Family or article that the pair comes from: pairs of one source are left out together."""
    is_formula: bool
    features: dict[str, float]
    weight: float = 1.0


def make_pairs(texts: Sequence[Text], seed: int) -> Iterator[Pair]:
    rng = random.Random(seed)
    for text, copy, label, source, is_formula in [
        *copies(texts, rng),
        *item_copies(rng),
        *instances(rng),
        *instances(rng, skins(texts, 24, seed), 30),
        *instances(rng, columns(texts, 24, seed), 30),
    ]:
        bare = rng.random() < 0.5
        one = fingerprint(text.body, title=None if bare else text.title)
        two = fingerprint(copy.body, title=None if bare else copy.title)
        shared = len(one.shingle_set & two.shingle_set)
        similarity = shared / len(one.shingle_set | two.shingle_set)
        if one.codes == two.codes or (
            similarity < 0.08 and shared < 0.5 * min(len(one.shingle_set), len(two.shingle_set))
        ):
            continue
        features = formula_features(one, two, similarity)
        if features is not None:
            yield Pair(label, source, is_formula, features)


def copies(texts: Sequence[Text], rng: random.Random) -> Iterator[tuple[Text, Text, str, str, bool]]:
    for whole in texts:
        for kind, make in KINDS.items():
            text, words, part = whole, whole.body.split(), rng.random()
            if part < 0.15:
                text = shorten(whole, rng)
            elif part < 0.5 and len(words) > 90:
                size = rng.randrange(45, len(words))
                start = rng.randrange(len(words) - size + 1)
                text = replace(whole, paragraphs=tuple(pieces(words[start : start + size])))
            yield text, retitled(make(text, rng, rng.choice(texts)), rng), kind, whole.body[:60], False


def retitled(text: Text, rng: random.Random) -> Text:
    """Give a copy its headline, fewer words of it, or one of words from the body."""
    words, body, way = (text.title or "").split(), text.body.split(), rng.random()
    if way < 0.5:
        return text
    if way < 0.8:
        return replace(text, title=" ".join(word for word in words if rng.random() < 0.7))
    start = rng.randrange(max(1, len(body) - 8))
    return replace(text, title=" ".join(body[start : start + 7]))


def item_copies(rng: random.Random) -> Iterator[tuple[Text, Text, str, str, bool]]:
    families = FAMILIES | TEMPLATE_FAMILIES
    for family, make in families.items():
        for number in range(8):
            text = item(make(rng, number))
            other = item(families[rng.choice(list(families))](rng, number))
            kind = rng.choice(
                ["edit2 scattered", "edit5 scattered", "edit10 scattered", "edit20 scattered", "edit10 runs"]
            )
            yield text, KINDS[kind](text, rng, other), "copies of formula items", family, False


def instances(
    rng: random.Random, families: Mapping[str, Make] = FAMILIES | TEMPLATE_FAMILIES, pairs: int = 60
) -> Iterator[tuple[Text, Text, str, str, bool]]:
    for family, make in families.items():
        items = [item(make(rng, number)) for number in range(28)]
        for _ in range(pairs):
            one, two = rng.sample(items, 2)
            yield one, two, family, family, True


def item(made: tuple[str, list[str], int]) -> Text:
    return Text(made[0], tuple(made[1]), None)


def real_pairs(folder: Path, seed: int) -> Iterator[Pair]:
    """Give the labelled pairs of real papers, two fifths of them without headlines."""
    rng = random.Random(seed)
    for found in paper_pairs(folder, seed):
        bare = rng.random() < 0.4
        one = fingerprint(found.one.body, title=None if bare else found.one.title)
        two = fingerprint(found.two.body, title=None if bare else found.two.title)
        similarity = len(one.shingle_set & two.shingle_set) / len(one.shingle_set | two.shingle_set)
        features = formula_features(one, two, similarity)
        if features is not None:
            yield Pair(found.label, found.story, found.is_formula, features)


def weigh(pairs: Sequence[Pair]) -> None:
    """Give each kind and each family the same weight, and both sides together the same."""
    counts = Counter(pair.label for pair in pairs)
    totals: dict[bool, float] = defaultdict(float)
    for pair in pairs:
        kind, _, number = pair.label.rpartition(" ")
        weight = WEIGHTS.get(kind if number.isdigit() else pair.label, 1.0)
        pair.weight = weight * min(1.0, counts[pair.label] / FEW) / counts[pair.label]
        totals[pair.is_formula] += pair.weight
    for pair in pairs:
        pair.weight *= len(pairs) / (2 * totals[pair.is_formula]) * (1.0 if pair.is_formula else COPIES_COUNT)


def fit(pairs: Sequence[Pair]) -> tuple[list[float], str]:
    """Give the log odds of each pair from the trees that were fitted without its family or article, and the lexicon."""
    names = list(pairs[0].features)
    fitted = dedup_trees.fit(
        {
            "rows": [[pair.features[name] for name in names] for pair in pairs],
            "truth": [pair.is_formula for pair in pairs],
            "weights": [pair.weight for pair in pairs],
            "folds": [crc32(pair.source.encode()) % FOLDS for pair in pairs],
        }
    )
    lines = [f"{fitted['base']:.4f}", *("\t".join(prefixed(tree, names)) for tree in fitted["trees"])]
    return fitted["held_out"], "\n".join(lines) + "\n"


def prefixed(tree: dedup_trees.Tree, names: Sequence[str]) -> Iterator[str]:
    if len(tree) == 1:
        yield f"{tree[0]:.4f}"
        return
    yield names[tree[0]]
    yield f"{tree[1]:.6g}"
    yield from prefixed(tree[2], names)
    yield from prefixed(tree[3], names)


def show_held_out(pairs: Sequence[Pair], odds: Sequence[float]) -> None:
    """Print, by kind and family, the share judged wrongly when the pair's family and article were left out."""
    tried: Counter[tuple[bool, str]] = Counter()
    wrong: Counter[tuple[bool, str]] = Counter()
    for pair, log_odds in zip(pairs, odds, strict=True):
        key = (pair.is_formula, pair.label)
        tried[key] += 1
        wrong[key] += (log_odds >= 0) != pair.is_formula
    for is_formula, what in ((False, "copies refused"), (True, "pairs of a family linked")):
        shares = {label: wrong[side, label] / tried[side, label] for side, label in tried if side == is_formula}
        print(f"{what}, held out: {sum(shares.values()) / len(shares):.2%} on average")
        for label, share in sorted(shares.items(), key=lambda pair: -pair[1]):
            if share:
                print(f"  {label:34} {share:6.1%} of {tried[is_formula, label]}")


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, action="append", default=[])
    parser.add_argument("--papers", type=Path, help="articles of several real papers over some weeks")
    parser.add_argument("--name", default="", help="the source of real texts and papers, for the lexicon's comment")
    parser.add_argument("--write", action="store_true", help="store the trees in the package")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    texts = [*load_newsroom(), *(text for folder in options.texts for text in load_folder(folder))]
    texts = [text for text in texts if len(text.body.split()) >= LEAST_WORDS]
    pairs = [pair for seed in (1, 2, 3) for pair in make_pairs(texts, seed)]
    header, made = HEADER, len(pairs)
    if options.papers:
        pairs += real_pairs(options.papers, 1)
        ours = sum(len(text.body.split()) >= LEAST_WORDS for text in load_newsroom())
        header += PAPERS.format(texts=len(texts) - ours, pairs=len(pairs) - made, name=options.name)
    weigh(pairs)
    print(f"{len(texts)} articles, {len(pairs)} pairs")
    odds, lexicon = fit(pairs)
    show_held_out(pairs, odds)
    if options.write:
        Path(str(files("newscrawl.dedup"))).joinpath("lexicons/formula_trees.tsv").write_text(header + lexicon, "utf-8")


if __name__ == "__main__":
    main()

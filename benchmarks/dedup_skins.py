"""Formula families made of articles: names and numbers filled anew for every item, or sentences drawn from a stock."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from dedup_copies import Text, pieces
from dedup_names import CITIES, CLUBS, COMPANIES, COUNTRIES, FAMILY, FIRST, JOBS, Item, person

Make = Callable[[random.Random, int], Item]

_FILLERS: tuple[Callable[[random.Random], str], ...] = (
    person,
    lambda rng: f"{rng.choice(FIRST)} {rng.choice(FAMILY)}",
    lambda rng: rng.choice(CITIES),
    lambda rng: rng.choice(CLUBS),
    lambda rng: rng.choice(COMPANIES),
    lambda rng: rng.choice(COUNTRIES).split("|")[0],
    lambda rng: rng.choice(COUNTRIES).split("|")[1],
    lambda rng: rng.choice(JOBS),
    lambda rng: str(rng.randrange(2, 900)),
)


def skins(texts: Sequence[Text], count: int, seed: int) -> dict[str, Make]:
    """Make that many families of different articles, of 60 to 300 words."""
    rng = random.Random(seed)
    return {f"article {at}": skin(text, rng) for at, text in enumerate(rng.sample(texts, min(count, len(texts))))}


def skin(text: Text, rng: random.Random) -> Make:
    """Make a family: every number of the text, and one word in fourteen to eight, in places of one to three words.

    A third of the fillings stand in two or three places, as the name that an item is about does.
    """
    words: list[str | int] = list(text.body.split()[: rng.randrange(60, 300)])
    for at, word in enumerate(words):
        if isinstance(word, str) and word.isdigit():
            words[at] = -1
    fillers: list[Callable[[random.Random], str]] = []
    todo = len(words) / rng.uniform(8, 14)
    while todo > 0:
        fillers.append(rng.choice(_FILLERS))
        for _ in range(rng.choice([1, 1, 1, 1, 2, 3])):
            at, size = rng.randrange(len(words)), rng.randrange(1, 4)
            span = words[at : at + size]
            if all(isinstance(word, str) and len(word) > 3 for word in span):
                words[at : at + size] = [len(fillers) - 1]
                todo -= size
        todo -= 0.2

    def make(rng: random.Random, number: int) -> Item:
        values = [filler(rng) for filler in fillers]
        filled = [
            word if isinstance(word, str) else values[word] if word >= 0 else str(rng.randrange(2, 900))
            for word in words
        ]
        return f"{text.title} {values[0]}", pieces(filled), number // 2

    return make


def columns(texts: Sequence[Text], count: int, seed: int) -> dict[str, Make]:
    """Make that many families of columns that draw their sentences from a small stock, as horoscopes do."""
    rng = random.Random(seed)
    clauses = [
        " ".join(words)
        for text in texts
        for clause in re.split(r"[.:؟،؛\n]", text.body)
        if 4 <= len(words := clause.split()) <= 16
    ]
    return {f"column {at}": column(clauses, rng) for at in range(count)}


def column(clauses: Sequence[str], rng: random.Random) -> Make:
    """Make a column: an opening, then three to nine places, with a label or without, each with a stock of its own.

    The stock has three to twelve clauses; in half of the columns all places share one.
    """
    opening = rng.sample(clauses, rng.randrange(1, 4))
    labels = [" ".join(rng.choice(clauses).split()[: rng.randrange(1, 4)]) for _ in range(rng.randrange(3, 10))]
    is_labelled, mark, size = rng.random() < 0.6, rng.choice([".", ".", "،"]), rng.randrange(3, 13)
    common = rng.sample(clauses, size) if rng.random() < 0.5 else None
    stocks = [common or rng.sample(clauses, size) for _ in labels]
    per_day = rng.choice([1, 4, 12])
    title = " ".join(opening[0].split()[:5])

    def make(rng: random.Random, number: int) -> Item:
        lines = [rng.choice(stock) + mark for stock in stocks]
        if is_labelled:
            lines = [f"{label}: {line}" for label, line in zip(labels, lines, strict=True)]
        name = rng.choice([rng.choice(CITIES), str(number), person(rng)])
        return f"{title} {name}", [f"{'، '.join(opening)}.", *lines], number // per_day

    return make

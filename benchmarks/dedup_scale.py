"""CPU and disk that an article costs in an index of many, on text with the word distribution of news.

    python benchmarks/dedup_scale.py [--sizes 10000,30000,100000] [--folder DIR]

Words are drawn from a Zipf distribution; beside them stand agency formulas (openings, sign-offs, "it is worth noting
that"), hot phrases that come up for a few days, and stock paragraphs of each site. One article in five is a copy of
one of the last two days, cut or edited, and one in twelve is a formula item of one of the benchmark's families. The
index is a file, its writes committed every 50 articles. For each size the cost of the last 2,000 adds is shown, with
what each stored article takes of the file.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import tempfile
import time
from bisect import bisect_left
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from dedup_copies import FIRST_DAY, KINDS, Text
from dedup_families import FAMILIES

from newscrawl.dedup import DuplicateIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

A_DAY = 1500  # articles of one day
WORDS = 60_000
MEASURED = 2000
LETTERS = "ابتجحدرسشعفقكلمنهوي"
FUNCTION = [
    "في",
    "من",
    "على",
    "إلى",
    "عن",
    "أن",
    "التي",
    "الذي",
    "مع",
    "هذا",
    "هذه",
    "كان",
    "بعد",
    "قبل",
    "خلال",
    "بين",
    "كما",
    "ما",
    "لم",
    "قد",
    "حيث",
    "ذلك",
    "كل",
    "غير",
    "أو",
    "لا",
]
OPENINGS = ("الرياض واس", "القاهرة أ ش أ", "الرباط و م ع", "واشنطن رويترز", "باريس أ ف ب", "عمان بترا")
STOCK = (
    "جدير بالذكر أن هذا يأتي في إطار الجهود المبذولة من قبل الجهات المعنية",
    "وقال المتحدث الرسمي في تصريح صحفي إن الأمور تسير وفق ما خطط لها",
    "تجدر الإشارة إلى أن الاجتماع حضره عدد من المسؤولين والمختصين في هذا المجال",
    "وأكد معاليه حرص القيادة الرشيدة على تقديم كل ما من شأنه خدمة المواطنين",
    "لمتابعة آخر الأخبار حمل تطبيقنا واشترك في النشرة البريدية للموقع",
    "وأضاف أن الوزارة لن تتهاون مع المخالفين وستطبق الأنظمة بحق كل من يثبت تورطه",
)


class Writer:
    """Makes a stream of articles; the same seed gives the same stream."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        vocabulary = {"".join(self.rng.choices(LETTERS, k=self.rng.randrange(3, 8))) for _ in range(WORDS)}
        self.words = FUNCTION + sorted(vocabulary)
        self.totals = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(self.words) + 1)))
        self.pairs: dict[str, list[str]] = {}
        self.recent: list[Text] = []
        self.hot: list[str] = []

    def word(self) -> str:
        return self.words[bisect_left(self.totals, self.rng.random() * self.totals[-1])]

    def sentence(self) -> str:
        """Draw words, of which one in five follows the word before it by habit: news has its phrases."""
        words = [self.word()]
        for _ in range(self.rng.randrange(8, 30)):
            habits = self.pairs.setdefault(words[-1], [])
            if len(habits) < 3:
                habits.append(self.word())
            words.append(self.rng.choice(habits) if self.rng.random() < 0.2 else self.word())
        return " ".join(words)

    def article(self, number: int) -> Text:
        rng = self.rng
        day = FIRST_DAY + timedelta(days=number // A_DAY)
        if number % A_DAY == 0:
            self.hot = [" ".join(self.word() for _ in range(rng.randrange(4, 9))) for _ in range(40)]
        if self.recent and rng.random() < 0.2:
            kind = rng.choice(
                ["exact", "agency line", "truncated", "brief", "edit10 scattered", "edit10 runs", "update"]
            )
            return replace(KINDS[kind](rng.choice(self.recent), rng, rng.choice(self.recent)), day=day)
        if rng.random() < 0.08:
            title, paragraphs, _ = FAMILIES[rng.choice(list(FAMILIES))](rng, rng.randrange(10_000))
            return Text(title, tuple(paragraphs), day)
        paragraphs = [
            f"{rng.choice(OPENINGS)} {self.sentence()}",
            *(self.sentence() for _ in range(max(1, int(rng.lognormvariate(2.0, 0.6))))),
        ]
        for phrases, chance in ((self.hot, 0.5), (STOCK, 0.5)):
            while rng.random() < chance:
                paragraphs.insert(rng.randrange(1, len(paragraphs) + 1), f"{rng.choice(phrases)} {self.sentence()}")
        text = Text(" ".join(self.word() for _ in range(9)), tuple(paragraphs), day)
        self.recent = [*self.recent[-2 * A_DAY :], text]
        return text

    def articles(self, count: int) -> Iterator[tuple[int, Text]]:
        for number in range(count):
            yield number, self.article(number)


def measure(sizes: list[int], path: Path, *, seed: int = 1) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    index = DuplicateIndex(connection)
    spent = words = measured = total_words = 0.0
    print("    stored   ms an add   words   kB of index an article   MB of memory")
    for number, text in Writer(seed).articles(max(sizes)):
        size = len(text.body.split())
        total_words += size
        started = time.process_time()
        index.add(number, text.body, title=text.title, published=text.day)
        if number % 50 == 49:
            connection.commit()
        if any(0 <= size - number <= MEASURED for size in sizes):
            spent += time.process_time() - started
            words += size
            measured += 1
        if number + 1 in sizes:
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            pages -= connection.execute("PRAGMA freelist_count").fetchone()[0]
            kilobytes = pages * connection.execute("PRAGMA page_size").fetchone()[0] / 1000 / (number + 1)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            cost = f"{1000 * spent / measured:9.2f} {total_words / (number + 1):9.0f}"
            print(f"{number + 1:10,} {cost} {kilobytes:14.2f} {memory:22.0f}", flush=True)
            spent = words = measured = 0.0


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,30000,100000", help="how many are stored when it is measured")
    parser.add_argument("--folder", type=Path, help="where the index is written; a temporary folder otherwise")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    sizes = sorted(int(size) for size in options.sizes.split(","))
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        measure(sizes, Path(folder) / "index.db")


if __name__ == "__main__":
    main()

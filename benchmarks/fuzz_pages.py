"""Feeds random and mutated pages to the extractor: each must give an article or a reject, in under two seconds.

    python benchmarks/fuzz_pages.py 200000

Pages are made from those of tests/pages (and of ../shared/corpus, where that is): cut, spliced, nested 10,000 deep,
with NULs and lone surrogates, with attributes and scripts torn. Runs in two processes and exits with 1 if one page
breaks the rule.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.extraction import extract
from newscrawl.items import NotAnArticle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
LIMIT_SECONDS = 2.0
PROCESSES = 2
TAGS = (
    "div",
    "p",
    "span",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "a",
    "b",
    "article",
    "section",
    "form",
    "blockquote",
    "h1",
    "pre",
)
WORDS = [
    "قال",
    "الوزير",
    "إن",
    "الحكومة",
    "ستعلن",
    "اليوم",
    "عن",
    "برنامج",
    "جديد",
    "لدعم",
    "الفلاحين،",
    "في",
    "وقت",
    "تتراجع",
    "فيه",
    "الأمطار.",
    "2024",
    "12/03/2024",
]


def seeds() -> list[bytes]:
    """Give the pages that the others are made from."""
    folders = [ROOT / "tests" / "pages", ROOT.parent / "shared" / "corpus" / "pages"]
    pages = [path.read_bytes() for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.html"))]
    return [page for page in pages if len(page) < 150_000] or [b"<html><body><p>x</p></body></html>"]


def cut(page: bytes, rng: random.Random, _pages: list[bytes]) -> bytes:
    """End the page anywhere."""
    return page[: rng.randrange(len(page) + 1)]


def splice(page: bytes, rng: random.Random, pages: list[bytes]) -> bytes:
    """Join the head of one page and the tail of another."""
    other = rng.choice(pages)
    return page[: rng.randrange(len(page) + 1)] + other[rng.randrange(len(other) + 1) :]


def scatter(page: bytes, rng: random.Random, _pages: list[bytes]) -> bytes:
    """Overwrite bytes with NULs, quotes, brackets and invalid UTF-8."""
    data = bytearray(page)
    for _ in range(rng.randrange(1, 200)):
        if data:
            data[rng.randrange(len(data))] = rng.choice(b"\x00<>\"'&\xff\xed\xa0\xd9\n{}[]\\")
    return bytes(data)


def nest(page: bytes, rng: random.Random, _pages: list[bytes]) -> bytes:
    """Put thousands of open tags into the page."""
    tag = rng.choice(TAGS).encode()
    depth = rng.choice((50, 500, 10_000))
    place = rng.randrange(len(page) + 1)
    closing = (b"</%s>" % tag) * depth if rng.random() < 0.5 else b""
    return page[:place] + (b"<%s>" % tag) * depth + page[place : place + 2000] + closing + page[place + 2000 :]


def repeat(page: bytes, rng: random.Random, _pages: list[bytes]) -> bytes:
    """Write one piece of the page again and again."""
    start = rng.randrange(len(page) + 1)
    piece = page[start : start + rng.randrange(1, 400)]
    return page[:start] + piece * rng.randrange(2, 300) + page[start:]


def shuffle(page: bytes, rng: random.Random, _pages: list[bytes]) -> bytes:
    """Put the page's tags and texts into another order."""
    pieces = page.split(b"<")
    start = rng.randrange(len(pieces))
    part = pieces[start : start + 60]
    rng.shuffle(part)
    return b"<".join(pieces[:start] + part + pieces[start + 60 :])


def make_up(_page: bytes, rng: random.Random, _pages: list[bytes]) -> bytes:
    """Write a page of random tags and words."""
    pieces = ["<html><head><title>", *rng.choices(WORDS, k=4), "</title></head><body>"]
    for _ in range(rng.randrange(400)):
        tag = rng.choice(TAGS)
        pieces.append(
            rng.choice((f"<{tag}>", f"</{tag}>", f'<{tag} class="{rng.choice(TAGS)}-content">', "<br>", "<!--", "-->"))
        )
        pieces.append(" ".join(rng.choices(WORDS, k=rng.randrange(30))))
    return "".join(pieces).encode()


MUTATIONS: tuple[Callable[[bytes, random.Random, list[bytes]], bytes], ...] = (
    cut, splice, scatter, nest, repeat, shuffle, make_up
)  # fmt: skip


def made_pages(seed: int, count: int) -> Iterator[bytes | str]:
    """Give `count` mutated pages, the same ones for the same seed; one in ten as text with lone surrogates."""
    rng = random.Random(seed)
    pages = seeds()
    for _ in range(count):
        page = rng.choice(pages)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            page = rng.choice(MUTATIONS)(page, rng, pages)
        yield page.decode("utf-8", "surrogateescape") if rng.random() < 0.1 else page


def run(job: tuple[int, int]) -> tuple[Counter[str], float, list[str]]:
    """Extract the pages of one seed; give the outcomes, the slowest page's seconds and what broke the rule."""
    seed, count = job
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    failures: list[str] = []
    for number, page in enumerate(made_pages(seed, count)):
        start = time.process_time()
        try:
            article = extract(page, "https://fuzz.example/news/1")
            outcomes["article" if article.title and article.body else "EMPTY ARTICLE"] += 1
        except NotAnArticle as error:
            outcomes[error.reason] += 1
        except BaseException as error:  # the point of the exercise is to see them all
            if isinstance(error, KeyboardInterrupt):
                raise
            failures.append(f"seed {seed} page {number}: {type(error).__name__}: {error}")
        taken = time.process_time() - start
        slowest = max(slowest, taken)
        if taken > LIMIT_SECONDS:
            failures.append(f"seed {seed} page {number}: {taken:.2f} s for {len(page):,} bytes")
    return outcomes, slowest, failures


def main() -> int:
    """Run the pages in two processes and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("count", type=int, nargs="?", default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chunk = 1000
    sizes = [min(chunk, arguments.count - done) for done in range(0, arguments.count, chunk)]
    jobs = [(arguments.seed + index, size) for index, size in enumerate(sizes)]
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    failures: list[str] = []
    with multiprocessing.Pool(PROCESSES) as pool:
        for found, seconds, broken in pool.imap_unordered(run, jobs):
            outcomes.update(found)
            slowest = max(slowest, seconds)
            failures.extend(broken)
    print(f"{sum(outcomes.values()):,} pages: {dict(outcomes.most_common())}; the slowest took {slowest:.2f} s of CPU")
    for failure in failures[:20]:
        print("BROKEN", failure)
    return 1 if failures or outcomes["EMPTY ARTICLE"] else 0


if __name__ == "__main__":
    sys.exit(main())

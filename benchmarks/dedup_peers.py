"""Known near-duplicate methods on the trial of dedup_pairs.py: MinHash LSH of datasketch and of rensa, and SimHash.

Run by `dedup_pairs.py --peers`, in an environment of its own (`benchmarks/.envs/dedup`), with the trial as JSON on its
standard input. All methods see folded words. Each is tried at several settings, and shown at the one with the best F1
over all links.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from environments import python_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PACKAGES = ("datasketch==2.0.0", "rensa==0.5.0")
HERE = Path(__file__).resolve().parent
_WORD = re.compile(r"\w+")


class Copy(TypedDict):
    kind: str
    original: int
    body: str


class Trial(TypedDict):
    """Texts, all folded."""

    stored: list[str]
    copies: list[Copy]
    related: list[list[int]]
    families: dict[str, list[str]]


class Method(Protocol):
    def add(self, number: int, text: str) -> None: ...
    def find(self, text: str) -> Iterable[int]: ...


def run(trial: Trial) -> None:
    """Make the environment where it is missing, and run the methods in it."""
    subprocess.run([python_of("dedup", PACKAGES), __file__], input=json.dumps(trial), text=True, check=True)


def grams(text: str, size: int) -> list[str]:
    words = _WORD.findall(text)
    return [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]


class Datasketch:
    def __init__(self, size: int, threshold: float) -> None:
        datasketch = import_module("datasketch")  # only in the environment of the peers
        self.size, self.minhash = size, datasketch.MinHash
        self.index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)

    def sketch(self, text: str) -> Any:
        minhash = self.minhash(num_perm=128)
        minhash.update_batch([gram.encode() for gram in grams(text, self.size)])
        return minhash

    def add(self, number: int, text: str) -> None:
        self.index.insert(str(number), self.sketch(text))

    def find(self, text: str) -> Iterable[int]:
        return map(int, self.index.query(self.sketch(text)))


class Rensa:
    def __init__(self, size: int, threshold: float, bands: int) -> None:
        rensa = import_module("rensa")
        self.size, self.threshold, self.minhash = size, threshold, rensa.RMinHash
        self.sketches: dict[int, Any] = {}
        self.index = rensa.RMinHashLSH(threshold=threshold, num_perm=128, num_bands=bands)

    def sketch(self, text: str) -> Any:
        minhash = self.minhash(num_perm=128, seed=42)
        minhash.update(grams(text, self.size))
        return minhash

    def add(self, number: int, text: str) -> None:
        self.sketches[number] = self.sketch(text)
        self.index.insert(number, self.sketches[number])

    def find(self, text: str) -> Iterable[int]:
        own = self.sketch(text)
        return [n for n in self.index.query(own) if own.jaccard(self.sketches[n]) >= self.threshold]


class SimHash:
    def __init__(self, size: int, distance: int) -> None:
        self.size, self.distance = size, distance
        self.stored: list[tuple[int, int]] = []

    def sketch(self, text: str) -> int:
        sums = [0] * 64
        for gram, times in Counter(grams(text, self.size)).items():
            bits = int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "big")
            for at in range(64):
                sums[at] += times if bits >> at & 1 else -times
        return sum(1 << at for at in range(64) if sums[at] > 0)

    def add(self, number: int, text: str) -> None:
        self.stored.append((number, self.sketch(text)))

    def find(self, text: str) -> Iterable[int]:
        own = self.sketch(text)
        return [number for number, other in self.stored if (own ^ other).bit_count() <= self.distance]


def settings() -> Iterator[tuple[str, str, Callable[[], Method]]]:
    for size, threshold in product((1, 2, 3, 5), (0.15, 0.25, 0.4, 0.6)):
        yield "datasketch MinHash LSH", f"{size}-grams, threshold {threshold}", partial(Datasketch, size, threshold)
        yield "rensa", f"{size}-grams, 64 bands, threshold {threshold}", partial(Rensa, size, threshold, 64)
    for size, distance in product((1, 2, 3), (3, 7, 11, 15)):
        yield "SimHash 64", f"{size}-grams, k = {distance}", partial(SimHash, size, distance)


def score(make: Callable[[], Method], trial: Trial) -> tuple[float, list[str]]:
    started = time.process_time()
    method = make()
    related = {tuple(pair) for pair in trial["related"]}
    for number, text in enumerate(trial["stored"]):
        method.add(number, text)
    tried, found = Counter[str](), Counter[str]()
    right = wrong = 0
    for copy in trial["copies"]:
        hits = set(method.find(copy["body"]))
        tried[copy["kind"]] += 1
        found[copy["kind"]] += copy["original"] in hits
        right += copy["original"] in hits
        wrong += sum(hit != copy["original"] and (copy["original"], hit) not in related for hit in hits)
    spent = 1000 * (time.process_time() - started) / (len(trial["stored"]) + len(trial["copies"]))
    linked = items = wrong_pairs = 0
    for bodies in trial["families"].values():
        family = make()
        for number, text in enumerate(bodies):
            hits = set(family.find(text))
            wrong_pairs += len(hits)
            linked += bool(hits)
            items += 1
            family.add(number, text)
    precision, recall = right / max(1, right + wrong), right / sum(tried.values())
    overall = right / max(1, right + wrong + wrong_pairs)
    lines = [
        f"    precision {precision:.4f} on articles, {overall:.4f} with formula items; {spent:.2f} ms of CPU a text",
        f"    formula items wrongly linked {linked / items:.1%}",
        "    recall " + ", ".join(f"{kind} {found[kind] / tried[kind]:.0%}" for kind in tried),
    ]
    return 2 * overall * recall / max(1e-9, overall + recall), lines


def main() -> None:
    trial: Trial = json.load(sys.stdin)
    best: dict[str, tuple[float, str, list[str]]] = {}
    for name, setting, make in settings():
        f1, lines = score(make, trial)
        if name not in best or f1 > best[name][0]:
            best[name] = f1, setting, lines
    for name, (f1, setting, lines) in best.items():
        print(f"{name}, best of its settings: {setting} (F1 {f1:.3f})", *lines, sep="\n", flush=True)


if __name__ == "__main__":
    main()

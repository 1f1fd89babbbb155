"""The benchmark's made copies and families, and the sample site's articles, for the tests of duplicates."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from dedup_copies import load_newsroom

if TYPE_CHECKING:
    from dedup_copies import Text

SERIES = ("تهنئ", "الذهب", "الطقس", "الأرصاد")
"""Words of the headlines of the site's own formula items, which are no articles to make copies of."""


@pytest.fixture(scope="session")
def articles() -> list[Text]:
    """Articles of the sample site, none of them a copy, a part or another instance of one of the others."""
    kept: list[Text] = []
    for text in load_newsroom():
        words = text.body.split()
        triples = set(zip(words, words[1:], words[2:], strict=False))
        if len(words) < 90 or any(word in (text.title or "") for word in SERIES):
            continue
        if all(len(triples & _triples(other)) < 0.1 * len(triples) for other in kept):
            kept.append(text)
    return kept


def _triples(text: Text) -> set[tuple[str, ...]]:
    words = text.body.split()
    return set(zip(words, words[1:], words[2:], strict=False))

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from dedup_copies import KINDS
from dedup_families import FAMILIES

from newscrawl.dedup import VERSION, DuplicateIndex, StoredText, publication_order, rebuild

if TYPE_CHECKING:
    from pathlib import Path

    from dedup_copies import Text

    from newscrawl.items import Match

Found = list[tuple[int, list["Match"]]]


@pytest.fixture(scope="session")
def stored(articles: list[Text]) -> list[StoredText]:
    """Articles, copies of them on the days after, and formula items, in the order of publication."""
    rng = random.Random(9)
    texts: list[StoredText] = []

    def store(title: str | None, body: str, day: date) -> None:
        number = len(texts)
        texts.append(StoredText(number, title, body, day, "site", f"https://example.net/{number * 7919 % 1000}"))

    for at, text in enumerate(articles):
        day = date(2025, 1, 1) + timedelta(days=at % 20)
        store(text.title, text.body, day)
        for kind in rng.sample(["exact", "agency line", "truncated", "edit10 scattered", "edit20 runs", "brief"], 2):
            copy = KINDS[kind](text, rng, articles[at - 1])
            store(copy.title, copy.body, day + timedelta(days=1))
    for make in list(FAMILIES.values())[:12]:
        for number in range(4):
            title, paragraphs, offset = make(rng, number)
            store(title, "\n".join(paragraphs), date(2025, 1, 1) + timedelta(days=offset))
    return sorted(texts, key=publication_order)


def found(matches: list[tuple[StoredText, list[Match]]]) -> Found:
    return [(text.article_id, links) for text, links in matches]


def test_every_rebuild_is_the_same(stored: list[StoredText]) -> None:
    first, second = (DuplicateIndex(sqlite3.connect(":memory:")) for _ in range(2))
    one = found(list(rebuild(first, stored)))
    assert one == found(list(rebuild(second, stored, processes=2)))
    assert len(one) == len(stored)
    assert sum(bool(links) for _, links in one) > len(stored) / 3


def test_a_stopped_rebuild_goes_on_from_the_last_commit(stored: list[StoredText], tmp_path: Path) -> None:
    whole = found(list(rebuild(DuplicateIndex(sqlite3.connect(":memory:")), stored)))
    path = tmp_path / "news.db"
    with closing(sqlite3.connect(path)) as connection:
        running = rebuild(DuplicateIndex(connection), stored)
        kept = found([next(running) for _ in range(40)])
        connection.commit()
        for _ in range(5):
            next(running)
        connection.rollback()
    with closing(sqlite3.connect(path)) as connection:
        rest = found(list(rebuild(DuplicateIndex(connection), stored)))
    assert kept + rest == whole


def test_an_index_of_another_version_is_emptied(stored: list[StoredText]) -> None:
    connection = sqlite3.connect(":memory:")
    index = DuplicateIndex(connection)
    index.add(10**6, stored[0].body)
    connection.execute("UPDATE dedup_state SET value = ? WHERE name = 'version'", (VERSION - 1,))
    assert not index.is_current
    assert len(list(rebuild(index, stored))) == len(stored)
    assert index.is_current
    assert 10**6 not in index


def test_publication_order() -> None:
    def text(published: date | datetime | None, url: str) -> StoredText:
        return StoredText(0, None, "", published, None, url)

    undated, early, late = text(None, "z"), text(date(2025, 1, 1), "b"), text(datetime(2025, 1, 1, 9, tzinfo=UTC), "a")
    assert sorted([late, early, undated], key=publication_order) == [undated, early, late]
    assert sorted([text(date(2025, 1, 1), "b"), text(date(2025, 1, 1), "a")], key=publication_order)[0].url == "a"


def test_any_order_of_adding_gives_nearly_the_same_clusters(stored: list[StoredText]) -> None:
    canonical = clusters(stored)
    assert canonical
    for seed in range(3):
        shuffled = random.Random(seed).sample(stored, len(stored))
        pairs = clusters(shuffled)
        assert len(pairs & canonical) >= 0.95 * len(pairs | canonical)


def clusters(texts: list[StoredText]) -> set[tuple[int, int]]:
    """Give all pairs of articles that were merged, directly or through others."""
    index = DuplicateIndex(sqlite3.connect(":memory:"))
    group = {text.article_id: text.article_id for text in texts}

    def root(number: int) -> int:
        while group[number] != number:
            number = group[number]
        return number

    for text in texts:
        for match in index.add(text.article_id, text.body, title=text.title, published=text.published):
            if match.kind in ("exact", "near"):
                group[root(text.article_id)] = root(match.other_id)
    members: dict[int, list[int]] = {}
    for number in sorted(group):
        members.setdefault(root(number), []).append(number)
    return {(a, b) for group in members.values() for a in group for b in group if a < b}

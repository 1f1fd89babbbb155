"""Archives made up for measuring: texts of the sample stories' words by Zipf's law, rows written as they are."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, timedelta
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

from newscrawl.arabic.fold import fold
from newscrawl.newsroom.stories import stories

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

SITES = [f"paper{number}" for number in range(40)]
AGENCIES = ("AFP", "REUTERS", "MAP", "SPA", "WAM")
FIRST_DAY = date(2024, 1, 1)
DAYS = 700


def sample_words(without: Collection[str] = ()) -> list[str]:
    """Give the words of the sample stories, the most frequent first, but for those that fold to one of `without`."""
    counts: Counter[str] = Counter()
    for story in stories():
        for text in (story.title, *(block.text for block in story.blocks)):
            counts.update(word.strip("،.:؛؟!«»()“”\"'") for word in text.split())
    return [word for word, _ in counts.most_common() if word and fold(word) not in without]


class Prose:
    """Endless text whose words follow Zipf's law."""

    def __init__(self, words: list[str], seed: int) -> None:
        self.random = random.Random(seed)
        self._words = words
        self._weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))

    def words(self, count: int) -> list[str]:
        """Give so many words."""
        return self.random.choices(self._words, cum_weights=self._weights, k=count)


def made_articles(count: int, prose: Prose, *, words: int) -> Iterator[dict[str, Any]]:
    """Give rows of `articles`; titles have 9 words, bodies about `words` in paragraphs of 45."""
    chance = prose.random
    for number in range(1, count + 1):
        length = max(20, int(chance.gauss(words, words / 3)))
        text = prose.words(length)
        body = "\n".join(" ".join(text[at : at + 45]) + "." for at in range(0, length, 45))
        day = (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()
        clock = f"{chance.randrange(6, 23):02}:{chance.randrange(60):02}:00"
        key = f"{number:032x}"
        yield {
            "id": number,
            "uid": key,
            "url": f"https://{number}.example/",
            "site": SITES[chance.randrange(len(SITES))],
            "title": " ".join(prose.words(9)),
            "body": body,
            "authors": "[]",
            "section": chance.choice(("سياسة", "اقتصاد", "رياضة", "ثقافة")),
            "tags": json.dumps(prose.words(3), ensure_ascii=False),
            "language": "ar",
            "agencies": json.dumps([chance.choice(AGENCIES)]) if chance.random() < 0.3 else "[]",
            "published_date": day,
            "published_local": f"{day}T{clock}",
            "published_at": f"{day}T{clock}Z",
            "first_seen_at": f"{day}T{clock}Z",
            "last_seen_at": f"{day}T{clock}Z",
            "word_count": length,
            "content_hash": key,
            "cluster_id": number - number % 5 if number % 50 < 5 and number > 5 else number,
            "rules_version": 1,
            "change_seq": number,
            "url_key": f"{number}.example",
            "text_seen_at": f"{day}T{clock}Z",
        }


def insert(connection: sqlite3.Connection, rows: Iterable[dict[str, Any]], *, search: bool) -> None:
    """Insert rows, thousands at a time, and with `search` their folded texts into the index."""
    source = iter(rows)
    while batch := list(islice(source, 5000)):
        names = ", ".join(batch[0])
        values = ", ".join(f":{name}" for name in batch[0])
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO articles ({names}) VALUES ({values})", batch)
        if search:
            connection.executemany(
                "INSERT INTO articles_fts (rowid, title, body) VALUES (?, ?, ?)",
                ((row["id"], fold(row["title"]), fold(row["body"])) for row in batch),
            )
        connection.execute("COMMIT")

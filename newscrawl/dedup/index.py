"""DuplicateIndex: finds, for a text, the stored articles that it copies or shares text with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from newscrawl.dedup.compare import Candidate, judge
from newscrawl.dedup.fingerprint import VERSION, Fingerprint, fingerprint, from_bytes, to_bytes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from newscrawl.items import Match

SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS dedup_articles (
    article_id INTEGER PRIMARY KEY,
    day INTEGER,
    story INTEGER NOT NULL,
    codes BLOB NOT NULL,
    title BLOB NOT NULL
) STRICT""",
    """CREATE TABLE IF NOT EXISTS dedup_keys (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (key, day, article_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS dedup_state (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
)
"""The statements that create the index's private tables, for a migration; each may be run again."""

_FAR_KEYS: Final = 12  # looked up outside the window, where only texts that share much are linked
_WINDOW: Final = 4  # days before and after in which all but the hottest keys are read whole
_HOT: Final = 48  # rows read of one key in the window
_FAR: Final = 8  # rows read of one key outside it
_VERIFIED: Final = 16  # candidates compared
_RARE: Final = 0.2  # of the weights of shared keys, each 1 / (3 + the articles that have it): less is hot phrases only
_MANY: Final = 10  # shared keys that are enough, however hot
_UNKNOWN_DAY: Final = 0
_EXPECTED: Final = 16  # fingerprints of other processes that wait for their texts
_ORDER: Final = {"exact": 0, "near": 1, "contained": 2, "similar": 3}

_ROWS: Final = (
    "SELECT {place}, article_id FROM (SELECT article_id FROM dedup_keys WHERE key = ?{key}"
    " AND day BETWEEN {first} AND {last} ORDER BY day DESC, article_id DESC LIMIT {most})"
)


class DuplicateIndex:
    """Near-duplicate index in private tables (`dedup_*`) of an SQLite database that the caller opened.

    It creates its tables where they are missing and otherwise begins and commits nothing: its writes belong to the
    caller's transaction, so that an article and its fingerprint are stored together.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._expected: dict[tuple[str, str | None, int | None], Fingerprint] = {}
        self._last: tuple[Fingerprint, tuple[int, int], list[Match], int | None] | None = None
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name GLOB 'dedup_*' AND type = 'table'")
        if tables.fetchone()[0] < len(SCHEMA):
            for statement in SCHEMA:
                connection.execute(statement)

    @property
    def is_current(self) -> bool:
        """Whether the stored fingerprints are of this version; an empty index is, any other must be rebuilt."""
        row = self._connection.execute("SELECT value FROM dedup_state WHERE name = 'version'").fetchone()
        if row is not None:
            return bool(row[0] == VERSION)
        return self._connection.execute("SELECT 1 FROM dedup_articles LIMIT 1").fetchone() is None

    def find(
        self,
        text: str,
        *,
        title: str | None = None,
        published: datetime | date | None = None,
        site: str | None = None,  # noqa: ARG002 - the interface of DESIGN; the texts alone decide
    ) -> list[Match]:
        """Give the stored articles that share this text, the best first; writes nothing.

        Headline and day are weighed where they are known. The site is not: a text is the same wherever it stands.
        """
        return self._find(self._prepared(text, title, published))[0]

    def add(
        self,
        article_id: int,
        text: str,
        *,
        title: str | None = None,
        published: datetime | date | None = None,
        site: str | None = None,  # noqa: ARG002 - the interface of DESIGN; the texts alone decide
    ) -> list[Match]:
        """Find the stored articles that share this text, then store it under `article_id`, replacing what was there."""
        return self.add_prepared(article_id, self._prepared(text, title, published))

    @staticmethod
    def prepare(text: str, *, title: str | None = None, published: datetime | date | None = None) -> Fingerprint:
        """Do the part of `add` that needs no index, which another process may do."""
        return fingerprint(text, title=title, day=_day(published))

    def expect(self, own: Fingerprint, text: str, *, title: str | None = None) -> None:
        """Hand over a fingerprint that `prepare` took in another process, for when the text is looked up or added."""
        while len(self._expected) >= _EXPECTED:
            self._expected.pop(next(iter(self._expected)))
        self._expected[text, title, own.day] = own

    def _prepared(self, text: str, title: str | None, published: datetime | date | None) -> Fingerprint:
        return self._expected.get((text, title, _day(published))) or self.prepare(
            text, title=title, published=published
        )

    def add_prepared(self, article_id: int, own: Fingerprint) -> list[Match]:
        """Find and store as `add` does, given the fingerprint that `prepare` took."""
        self.remove(article_id)
        matches, story = self._find(own)
        self._insert(article_id, own, article_id if story is None else story)
        return matches

    def remove(self, article_id: int) -> None:
        """Forget an article; an id that is not stored is no error."""
        row = self._connection.execute(
            "SELECT codes, title, day FROM dedup_articles WHERE article_id = ?", (article_id,)
        ).fetchone()
        if row is None:
            return
        stored = Fingerprint(from_bytes(row[0]), from_bytes(row[1]), row[2])
        self._connection.executemany(
            "DELETE FROM dedup_keys WHERE key = ? AND day = ? AND article_id = ?",
            [(key, stored.day or _UNKNOWN_DAY, article_id) for key in stored.keys],
        )
        self._connection.execute("DELETE FROM dedup_articles WHERE article_id = ?", (article_id,))

    def clear(self) -> None:
        """Forget all articles."""
        for table in ("dedup_keys", "dedup_articles", "dedup_state"):
            self._connection.execute(f"DELETE FROM {table}")

    def __contains__(self, article_id: int) -> bool:
        row = self._connection.execute("SELECT 1 FROM dedup_articles WHERE article_id = ?", (article_id,)).fetchone()
        return row is not None

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM dedup_articles").fetchone()[0])

    def _insert(self, article_id: int, own: Fingerprint, story: int) -> None:
        execute = self._connection.execute
        execute("INSERT OR IGNORE INTO dedup_state (name, value) VALUES ('version', ?)", (VERSION,))
        execute(
            "INSERT INTO dedup_articles (article_id, day, story, codes, title) VALUES (?, ?, ?, ?, ?)",
            (article_id, own.day, story, to_bytes(own.marked), to_bytes(own.marked_title)),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO dedup_keys (key, day, article_id) VALUES (?, ?, ?)",
            [(key, own.day or _UNKNOWN_DAY, article_id) for key in own.keys],
        )

    def _find(self, own: Fingerprint) -> tuple[list[Match], int | None]:
        """Give the matches, the best first, and the story of the best one.

        A text is looked up before it is handed to the archive, and again when it is stored: while nobody has written
        anything in between, the answer stands.
        """
        state = (self._connection.total_changes, self._connection.execute("PRAGMA data_version").fetchone()[0])
        if self._last is None or self._last[0] is not own or self._last[1] != state:
            self._last = own, state, *self._look_up(own)
        return [replace(match) for match in self._last[2]], self._last[3]

    def _look_up(self, own: Fingerprint) -> tuple[list[Match], int | None]:
        if not own.marked and not own.marked_title:
            return [], None
        found = judge(own, self._candidates(own))
        found.sort(key=lambda judged: (_ORDER[judged[0].kind], -judged[0].similarity, judged[0].other_id))
        return [match for match, _ in found], next((story for _, story in found if story is not None), None)

    def _candidates(self, own: Fingerprint) -> list[Candidate]:
        candidates = []
        for other_id in self._candidate_ids(own):
            row = self._connection.execute(
                "SELECT story, codes, title, day FROM dedup_articles WHERE article_id = ?", (other_id,)
            ).fetchone()
            if row is not None:
                candidates.append(
                    Candidate(other_id, row[0], Fingerprint(from_bytes(row[1]), from_bytes(row[2]), row[3]))
                )
        return candidates

    def _candidate_ids(self, own: Fingerprint) -> list[int]:
        scores: dict[int, float] = {}
        shared: dict[int, int] = {}
        keys = own.keys
        for ids in self._rows(keys, own.day):
            weight = 1 / (3 + len(ids))
            for other_id in ids:
                scores[other_id] = scores.get(other_id, 0) + weight
                shared[other_id] = shared.get(other_id, 0) + 1
        least = 2 if len(keys) > 8 else 1
        found = [
            other_id
            for other_id, score in scores.items()
            if shared[other_id] >= least and (score >= _RARE or shared[other_id] >= _MANY)
        ]
        found.sort(key=lambda other_id: (-scores[other_id], other_id))
        return found[:_VERIFIED]

    def _rows(self, keys: Sequence[int], day: int | None) -> Iterable[list[int]]:
        """Give the articles that have a key, for each key that any has."""
        found: dict[int, list[int]] = {}
        days = (0, 1 << 30) if day is None else (day - _WINDOW, day + _WINDOW)
        for place, article_id in self._connection.execute(_statement(len(keys), day is None), (*days, *keys)):
            found.setdefault(place, []).append(article_id)
        return found.values()


def _day(published: datetime | date | None) -> int | None:
    return published.toordinal() if published is not None else None


@cache
def _statement(keys: int, is_undated: bool) -> str:
    """Write the one statement that looks up all keys of a text, several times as fast as one a key.

    Its parameters are the first and last day of the window, then the keys.
    """
    far = ((_UNKNOWN_DAY, _UNKNOWN_DAY), (_UNKNOWN_DAY + 1, "?1 - 1"), ("?2 + 1", 1 << 30))
    parts = []
    for place in range(keys):
        parts.append(_ROWS.format(place=place, key=place + 3, first="?1", last="?2", most=_HOT))
        if place < _FAR_KEYS and not is_undated:
            parts += [_ROWS.format(place=place, key=place + 3, first=a, last=b, most=_FAR) for a, b in far]
    return " UNION ALL ".join(parts)

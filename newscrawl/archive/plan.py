"""Plan: which pages of an archive are one article, decided over all of them in order of publication.

The plan lies in a file of its own beside the archive, so that a run that was stopped goes on where it was and the
archive stays as it is until the plan is whole. It depends on the pages and on what people decided, never on the order
in which the pages came or on the ids that they got.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import articles, copies, reading
from newscrawl.archive.records import instant, published_of
from newscrawl.dedup import DuplicateIndex, StoredText, rebuild

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from newscrawl.archive.copies import Standing
    from newscrawl.items import Match

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS plan_arrivals (
    url_key TEXT NOT NULL PRIMARY KEY, url TEXT NOT NULL, site TEXT NOT NULL, moment TEXT NOT NULL,
    content_hash TEXT NOT NULL, word_count INTEGER NOT NULL, modified_at TEXT, agencies TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS plan_pages (
    seq INTEGER PRIMARY KEY,
    url_key TEXT NOT NULL UNIQUE, url TEXT NOT NULL, site TEXT NOT NULL, moment TEXT NOT NULL,
    content_hash TEXT NOT NULL, word_count INTEGER NOT NULL, modified_at TEXT, agencies TEXT NOT NULL,
    story INTEGER, kind TEXT, similarity REAL
) STRICT;
CREATE INDEX IF NOT EXISTS plan_story ON plan_pages (story, site, moment);
CREATE TABLE IF NOT EXISTS plan_stories (id INTEGER PRIMARY KEY, original INTEGER NOT NULL, article_id INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS plan_links (
    part INTEGER NOT NULL, whole INTEGER NOT NULL, kind TEXT NOT NULL, similarity REAL NOT NULL,
    containment REAL NOT NULL, PRIMARY KEY (part, whole)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS plan_links_whole ON plan_links (whole);
CREATE TABLE IF NOT EXISTS plan_decisions (
    one_key TEXT NOT NULL, other_key TEXT NOT NULL, decision TEXT NOT NULL, PRIMARY KEY (one_key, other_key)
) STRICT, WITHOUT ROWID;
"""

_FACTS: Final = "url_key, url, site, moment, content_hash, word_count, modified_at, agencies"
_IN_ORDER: Final = "ORDER BY moment, url, url_key"
_COMMIT_EVERY: Final = 256  # pages
_CHUNK: Final = 1000


def collect(archive: sqlite3.Connection, plan: sqlite3.Connection) -> None:
    """Note the pages that the archive holds now, and the decisions of people."""
    plan.execute("DELETE FROM plan_arrivals")
    plan.executemany("INSERT OR REPLACE INTO plan_arrivals VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _facts(archive))


def _facts(archive: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    yield from archive.execute(
        f"SELECT url_key, url, site, {copies.MOMENT_OF_ARTICLE}, content_hash, word_count, modified_at, agencies"
        " FROM main.articles"
    )
    rows = archive.execute(
        f"SELECT url_key, url, site, {copies.MOMENT_OF_COPY}, content_hash, json_extract(article, '$.body'),"
        " json_extract(article, '$.modified'), json_extract(article, '$.agencies') FROM main.copies"
    )
    for *facts, body, modified, agencies in rows:
        modified_at = instant(datetime.fromisoformat(modified)) if modified and "T" in modified else None
        yield *facts, len((body or "").split()), modified_at, agencies or "[]"


def is_whole(archive: sqlite3.Connection, plan: sqlite3.Connection) -> bool:
    """Tell whether the plan holds all pages that were collected, as they are, and today's decisions."""
    return (
        _decisions(archive, "archive") == _decisions(plan, "plan")
        and _agreeing(plan) == (plan.execute("SELECT count(*) FROM plan_arrivals").fetchone()[0])
    )


def prepare(archive: sqlite3.Connection, plan: sqlite3.Connection) -> None:
    """Line up the pages that are to be decided on; what was decided stays as long as nothing before it changed."""
    planned = plan.execute("SELECT count(*) FROM plan_pages WHERE story IS NOT NULL").fetchone()[0]
    index = DuplicateIndex(plan)
    decisions = _decisions(archive, "archive")
    if not index.is_current or _decisions(plan, "plan") != decisions or _agreeing(plan) < planned:
        for table in ("plan_pages", "plan_stories", "plan_links", "plan_decisions"):
            plan.execute(f"DELETE FROM {table}")
        index.clear()
        planned = 0
        plan.executemany("INSERT INTO plan_decisions VALUES (?, ?, ?)", decisions)
    plan.execute("DELETE FROM plan_pages WHERE story IS NULL")
    plan.execute(
        f"INSERT INTO plan_pages (seq, {_FACTS}) SELECT row_number() OVER ({_IN_ORDER}) + ?1, {_FACTS}"
        f" FROM plan_arrivals WHERE url_key NOT IN (SELECT url_key FROM plan_pages) {_IN_ORDER}",
        (planned,),
    )


def _agreeing(plan: sqlite3.Connection) -> int:
    """Count the planned pages, from the first on, that are the same and at the same place among those collected."""
    planned = plan.execute(f"SELECT {_FACTS} FROM plan_pages WHERE story IS NOT NULL ORDER BY seq")
    there = plan.execute(f"SELECT {_FACTS} FROM plan_arrivals {_IN_ORDER}")
    count = 0
    for one, other in zip_longest(planned, there):
        if one is None or one != other:
            break
        count += 1
    return count


def _decisions(connection: sqlite3.Connection, prefix: str) -> list[tuple[str, str, str]]:
    return connection.execute(
        f"SELECT one_key, other_key, decision FROM {prefix}_decisions ORDER BY one_key, other_key"
    ).fetchall()


def decide(
    archive: sqlite3.Connection,
    plan: sqlite3.Connection,
    *,
    processes: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Decide on every page that is lined up, and commit the plan as it grows."""
    (total,) = plan.execute("SELECT count(*) FROM plan_pages").fetchone()
    planner = _Planner(plan)
    plan.execute("BEGIN")
    for place, (text, matches) in enumerate(
        rebuild(planner.index, _texts(archive, plan), processes=processes), start=1
    ):
        planner.place(text.article_id, matches)
        if place % _COMMIT_EVERY == 0:
            plan.execute("COMMIT")
            if progress is not None:
                progress(text.article_id, total)
            plan.execute("BEGIN")
    plan.execute("COMMIT")
    if progress is not None:
        progress(total, total)


def _texts(archive: sqlite3.Connection, plan: sqlite3.Connection) -> Iterator[StoredText]:
    """Give the text of each page that is lined up; its `article_id` is its place in the order."""
    last = plan.execute("SELECT coalesce(max(seq), 0) FROM plan_pages WHERE story IS NOT NULL").fetchone()[0]
    while True:
        chunk = plan.execute(
            "SELECT seq, url_key, url FROM plan_pages WHERE seq > ? ORDER BY seq LIMIT ?", (last, _CHUNK)
        ).fetchall()
        if not chunk:
            return
        for last, key, url in chunk:
            row = articles.by_key(archive, key)
            if row is not None:
                yield StoredText(last, row["title"], row["body"], published_of(row), row["site"], url)
                continue
            copy = copies.by_key(archive, key)
            # A page that a crawl changed meanwhile is seen at the end, and then decided on again.
            page = reading.from_json(copy["article"]) if copy is not None else None
            if page is None:
                yield StoredText(last, None, "", None, None, url)
            else:
                yield StoredText(last, page.title, page.body or "", page.published, page.site, url)


class _Planner:
    """Takes one page after the other, with the decisions that a crawl takes."""

    def __init__(self, plan: sqlite3.Connection) -> None:
        self.index = DuplicateIndex(plan)
        self._plan = plan
        self._people = _People(plan)

    def place(self, seq: int, matches: list[Match]) -> None:
        """Make a page an article of its own, or one more page of an article, or what makes several articles one."""
        key = self._plan.execute("SELECT url_key FROM plan_pages WHERE seq = ?", (seq,)).fetchone()[0]
        apart = set(self._stories(self._people.split(key)))
        alike: dict[int, Match] = {}
        for match in matches:
            if match.kind in copies.MERGED and (story := self._story(match.other_id)) not in apart:
                alike.setdefault(story, match)
        stories = list(dict.fromkeys([*self._stories(self._people.joined(key)), *alike]))
        if not stories:
            self._plan.execute("UPDATE plan_pages SET story = seq WHERE seq = ?", (seq,))
            self._plan.execute("INSERT INTO plan_stories (id, original) VALUES (?1, ?1)", (seq,))
            self._link(seq, matches)
            return
        story, *others = stories
        self._enter(seq, story, alike.get(story), matches)
        for other in others:
            if not self._people.are_apart(self._keys(story), self._keys(other)):
                self._unite(story, other, alike.get(other))

    def _enter(self, seq: int, story: int, match: Match | None, matches: list[Match]) -> None:
        """Add a page to a story, as its original where it is the better one.

        Only the original's text is looked for later, as in a crawl; of pages that a person joined, each text is.
        """
        original = self._original(story)
        moved = self._is_better(seq, original)
        copy = original if moved else seq
        self._plan.execute("UPDATE plan_pages SET story = ? WHERE seq = ?", (story, seq))
        if moved:
            self._plan.execute("UPDATE plan_stories SET original = ? WHERE id = ?", (seq, story))
        self._make_copy(copy, seq, original, match)
        if moved or match is None:
            self._link(seq, matches)

    def _unite(self, story: int, other: int, match: Match | None) -> None:
        """Make two stories one, because a page belongs to both."""
        one, two = self._original(story), self._original(other)
        copy = one if self._is_better(two, one) else two
        if copy == one:
            self._plan.execute("UPDATE plan_stories SET original = ? WHERE id = ?", (two, story))
        self._plan.execute("UPDATE plan_pages SET story = ? WHERE story = ?", (story, other))
        self._plan.execute("DELETE FROM plan_stories WHERE id = ?", (other,))
        self._make_copy(copy, one, two, match)

    def _make_copy(self, copy: int, one: int, other: int, match: Match | None) -> None:
        """Note what a copy, one of two pages, is to the other; without a match, a person joined them."""
        kind, similarity = (match.kind, match.similarity) if match else self._without_match(one, other)
        self._plan.execute("UPDATE plan_pages SET kind = ?, similarity = ? WHERE seq = ?", (kind, similarity, copy))
        if match is not None:
            self._drop(copy)

    def _without_match(self, one: int, other: int) -> tuple[str, float]:
        """Say what two pages are to each other that a person joined; they may share no word."""
        digests = self._plan.execute("SELECT content_hash FROM plan_pages WHERE seq IN (?, ?)", (one, other)).fetchall()
        return ("exact", 1.0) if digests[0] == digests[-1] else ("near", 0.0)

    def _is_better(self, seq: int, original: int) -> bool:
        new, old = self._standing(seq), self._standing(original)
        (earliest,) = self._plan.execute(
            "SELECT min(moment) FROM plan_pages WHERE story = ? AND site = ?", (self._story(original), old.site)
        ).fetchone()
        return copies.is_better(new, old, earliest)

    def _standing(self, seq: int) -> Standing:
        url, site, digest, words, modified_at, moment, agencies = self._plan.execute(
            "SELECT url, site, content_hash, word_count, modified_at, moment, agencies FROM plan_pages WHERE seq = ?",
            (seq,),
        ).fetchone()
        return copies.Standing(url, site, digest, words, modified_at, moment, frozenset(json.loads(agencies)))

    def _drop(self, seq: int) -> None:
        """Let a text no longer be looked for."""
        self.index.remove(seq)
        self._plan.execute("DELETE FROM plan_links WHERE part = ?1 OR whole = ?1", (seq,))

    def _link(self, seq: int, matches: list[Match]) -> None:
        """Note with which texts a page shares some; the shorter one is the part."""
        (words,) = self._plan.execute("SELECT word_count FROM plan_pages WHERE seq = ?", (seq,)).fetchone()
        for match in matches:
            other = self._plan.execute("SELECT word_count FROM plan_pages WHERE seq = ?", (match.other_id,)).fetchone()
            is_part = (words, seq) <= (other[0], match.other_id)
            part, whole = (seq, match.other_id) if is_part else (match.other_id, seq)
            share = match.containment if is_part else copies.other_containment(match)
            kind = "similar" if match.kind in copies.MERGED else match.kind
            self._plan.execute(
                "INSERT OR REPLACE INTO plan_links VALUES (?, ?, ?, ?, ?)", (part, whole, kind, match.similarity, share)
            )

    def _story(self, seq: int) -> int:
        return int(self._plan.execute("SELECT story FROM plan_pages WHERE seq = ?", (seq,)).fetchone()[0])

    def _original(self, story: int) -> int:
        return int(self._plan.execute("SELECT original FROM plan_stories WHERE id = ?", (story,)).fetchone()[0])

    def _keys(self, story: int) -> set[str]:
        return {key for (key,) in self._plan.execute("SELECT url_key FROM plan_pages WHERE story = ?", (story,))}

    def _stories(self, keys: set[str]) -> list[int]:
        """Give the stories of those of the pages that were placed already."""
        found = {
            story
            for key in keys
            for (story,) in self._plan.execute(
                "SELECT story FROM plan_pages WHERE url_key = ? AND story IS NOT NULL", (key,)
            )
        }
        return sorted(found)


class _People:
    """What people decided: pages that are one article whatever their texts, and pages that are never one."""

    def __init__(self, plan: sqlite3.Connection) -> None:
        self._groups: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        decisions = _decisions(plan, "plan")
        for one, other, decision in decisions:
            if decision == "join":
                group = self.joined(one) | self.joined(other)
                self._groups.update((key, group) for key in group)
        for one, other, decision in decisions:
            if decision == "split" and other not in self.joined(one):
                self._apart[one] |= self.joined(other)
                self._apart[other] |= self.joined(one)

    def joined(self, key: str) -> set[str]:
        """Give the pages that people joined with one, directly or through others, and itself."""
        return self._groups.get(key, {key})

    def split(self, key: str) -> set[str]:
        """Give the pages that are never one article with this one, or with one that it was joined with."""
        return set().union(*(self._apart[other] for other in self.joined(key) if other in self._apart))

    def are_apart(self, keys: set[str], others: set[str]) -> bool:
        """Tell whether people said that some page of one story is none of another."""
        return any(self._apart[key] & others for key in keys if key in self._apart)

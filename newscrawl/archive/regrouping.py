"""Regrouping: an archive's rows made as a plan wants them, with as few changes as that takes.

The plan's tables (`plan_*`, and an index of duplicates) are in an attached database, `plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import articles, copies, moving, reading
from newscrawl.archive.records import incoming, row_json
from newscrawl.archive.writing import identity_columns, text_columns
from newscrawl.items import Match, utc_text

if TYPE_CHECKING:
    import sqlite3

    from newscrawl.archive.records import Incoming
    from newscrawl.dedup import DuplicateIndex

Row = dict[str, Any]

# The id of the original's row; else that of another page of the story; else none yet.
_TARGETS: Final = """
UPDATE plan.plan_stories SET article_id = (
    SELECT coalesce(
        (SELECT id FROM main.articles WHERE url_key = p.url_key),
        (SELECT min(a.id) FROM plan.plan_pages AS m JOIN main.articles AS a ON a.url_key = m.url_key
            WHERE m.story = p.story)
    )
    FROM plan.plan_pages AS p WHERE p.seq = original
)
"""
_CHANGED: Final = """
SELECT p.seq, p.url_key, p.seq = s.original AS is_original, s.article_id, p.kind, p.similarity
FROM plan.plan_pages AS p JOIN plan.plan_stories AS s ON s.id = p.story
LEFT JOIN main.articles AS a ON a.url_key = p.url_key
LEFT JOIN main.copies AS c ON c.url_key = p.url_key
WHERE CASE WHEN p.seq = s.original THEN a.id IS NOT s.article_id
    ELSE (c.article_id, c.kind, c.similarity) IS NOT (s.article_id, p.kind, p.similarity) END
ORDER BY is_original DESC, p.seq
"""
_WANTED_LINKS: Final = """
CREATE TEMP TABLE wanted_links AS
SELECT one.article_id AS article_id, other.article_id AS other_id, l.kind, max(l.similarity) AS similarity,
    l.containment
FROM plan.plan_links AS l
JOIN plan.plan_pages AS p ON p.seq = l.part JOIN plan.plan_stories AS one ON one.id = p.story
JOIN plan.plan_pages AS w ON w.seq = l.whole JOIN plan.plan_stories AS other ON other.id = w.story
WHERE one.id <> other.id
GROUP BY one.article_id, other.article_id
"""
_LINK: Final = "article_id, other_id, kind, similarity, containment"
_WANTED_FINGERPRINTS: Final = """
CREATE TEMP TABLE wanted_fingerprints AS
SELECT s.article_id, s.original AS entry, first.article_id AS story
FROM plan.plan_stories AS s JOIN plan.dedup_articles AS d ON d.article_id = s.original
JOIN plan.plan_pages AS p ON p.seq = d.story JOIN plan.plan_stories AS first ON first.id = p.story
"""
_STALE_FINGERPRINTS: Final = """
SELECT m.article_id FROM main.dedup_articles AS m
LEFT JOIN temp.wanted_fingerprints AS w ON w.article_id = m.article_id
LEFT JOIN plan.dedup_articles AS d ON d.article_id = w.entry
WHERE (m.day, m.codes, m.title) IS NOT (d.day, d.codes, d.title)
"""


@dataclass(slots=True)
class Regrouped:
    """How many pages and links changed; all 0 where the archive was as the plan wants it."""

    moved: int = 0
    """Articles whose row another page took over."""
    merged: int = 0
    """Articles that are copies now."""
    parted: int = 0
    """Copies that are articles now."""
    reassigned: int = 0
    """Copies of another article now, or with other figures."""
    links: int = 0
    """Links that came or went."""

    def __bool__(self) -> bool:
        return any((self.moved, self.merged, self.parted, self.reassigned, self.links))


class Regrouping:
    """One regrouping, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, index: DuplicateIndex) -> None:
        self._connection = connection
        self._index = index
        self._done = Regrouped()
        self._touched: set[int] = set()
        self._gone: dict[int, int] = {}
        self._replaced: set[str] = set()

    def run(self) -> Regrouped:
        """Change what is not as planned, and give how much that was."""
        execute = self._connection.execute
        execute(_TARGETS)
        self._number_new_articles()
        # The originals come first, so that every article is there before its copies point at it.
        for seq, key, is_original, article_id, kind, similarity in execute(_CHANGED).fetchall():
            if is_original:
                self._make_original(key, article_id)
            else:
                self._make_copy(key, article_id, Match(article_id, kind, similarity, similarity), seq)
        for old_id, new_id in self._gone.items():
            moving.move_all_versions(self._connection, old_id, new_id)
            moving.move_visits(self._connection, old_id, new_id)
            articles.delete(self._connection, old_id)
        self._write_links()
        self._write_clusters()
        self._write_fingerprints()
        for article_id in sorted(self._touched):
            articles.update(self._connection, article_id, {})
        return self._done

    def _number_new_articles(self) -> None:
        first = articles.next_id(self._connection)
        stories = self._connection.execute("SELECT id FROM plan.plan_stories WHERE article_id IS NULL ORDER BY id")
        self._connection.executemany(
            "UPDATE plan.plan_stories SET article_id = ? WHERE id = ?",
            [(first + place, story) for place, (story,) in enumerate(stories.fetchall())],
        )

    def _make_original(self, key: str, article_id: int) -> None:
        """Make a page that is a copy now an article's row."""
        copy = copies.by_key(self._connection, key)
        if copy is None:
            raise RuntimeError(f"{key} is in no row")  # the plan was compared with the rows in this transaction
        page = _copy_as_incoming(copy)
        copies.delete(self._connection, key)
        row = articles.by_id(self._connection, article_id)
        if row is None:
            self._insert(article_id, page, copy)
            self._done.parted += 1
        else:
            self._take_row(row, page, copy)
            self._done.moved += 1
        moving.move_page(self._connection, copy, copy["article_id"], article_id)
        self._touched.add(article_id)

    def _insert(self, article_id: int, page: Incoming, copy: Row) -> None:
        row = {"id": article_id, **_row_of(page, copy, 1), "cluster_id": article_id}
        articles.insert(self._connection, row)
        articles.write_parts(self._connection, article_id, 1, page.article)

    def _take_row(self, row: Row, page: Incoming, copy: Row) -> None:
        """Let a page take over a row; the page that was there is made a copy after it, its text is a version too."""
        self._demote(row, Match(row["id"], "near", 0.0, 0.0))
        self._replaced.add(row["url_key"])
        articles.keep_version(
            self._connection, row["id"], articles.row_text(row), "better_original", version=row["version"]
        )
        version = articles.next_version(self._connection, row, page.url)
        articles.update(self._connection, row["id"], _row_of(page, copy, version))
        articles.write_parts(self._connection, row["id"], version, page.article)

    def _make_copy(self, key: str, article_id: int, match: Match, seq: int) -> None:
        """Make a page a copy of an article."""
        row = articles.by_key(self._connection, key)
        if row is not None:
            self._demote(row, Match(article_id, match.kind, match.similarity, match.containment))
            moving.move_page(self._connection, row, row["id"], article_id)
            self._gone[row["id"]] = article_id
            self._done.merged += 1
            self._touched.add(article_id)
            return
        copy = copies.by_key(self._connection, key)
        if copy is None:
            raise RuntimeError(f"page {seq}, {key}, is in no row")
        old = (copy["article_id"], copy["kind"], copy["similarity"])
        if old != (article_id, match.kind, match.similarity):
            is_news = old[0] != article_id or key not in self._replaced
            changes = {"article_id": article_id, "kind": match.kind, "similarity": match.similarity}
            copies.update(self._connection, key, changes)
            moving.move_page(self._connection, copy, copy["article_id"], article_id)
            self._done.reassigned += is_news
            self._touched.add(article_id)

    def _demote(self, row: Row, match: Match) -> None:
        removals, repairs = articles.read_parts(self._connection, row["id"], row["version"])
        copy = copies.demoted(row, row_json(row, removals, repairs), match)
        copies.insert(self._connection, {**copy, "article_id": match.other_id})

    def _write_links(self) -> None:
        execute = self._connection.execute
        execute("DROP TABLE IF EXISTS temp.wanted_links")
        execute(_WANTED_LINKS)
        gone = execute(f"DELETE FROM main.links WHERE ({_LINK}) NOT IN (SELECT {_LINK} FROM temp.wanted_links)")
        new = execute(
            f"INSERT OR IGNORE INTO main.links ({_LINK}) SELECT {_LINK} FROM temp.wanted_links"
            " ORDER BY article_id, other_id"
        )
        self._done.links = gone.rowcount + new.rowcount
        execute("DROP TABLE temp.wanted_links")

    def _write_clusters(self) -> None:
        """Give linked articles one `cluster_id`, and every other article its own."""
        smallest: dict[int, int] = {}

        def find(article_id: int) -> int:
            root = article_id
            while (above := smallest.get(root, root)) != root:
                root = above
            while article_id != root:
                smallest[article_id], article_id = root, smallest[article_id]
            return root

        for one, other in self._connection.execute("SELECT article_id, other_id FROM main.links"):
            first, second = sorted((find(one), find(other)))
            smallest[one], smallest[other] = smallest.get(one, one), smallest.get(other, other)
            smallest[second] = first
        wrong = [
            (article_id, wanted)
            for article_id, cluster in self._connection.execute("SELECT id, cluster_id FROM main.articles")
            if (wanted := find(article_id)) != cluster
        ]
        for article_id, wanted in wrong:
            articles.update(self._connection, article_id, {"cluster_id": wanted})

    def _write_fingerprints(self) -> None:
        """Make the index of duplicates hold the originals, with the stories that the plan found."""
        execute = self._connection.execute
        if not self._index.is_current:
            self._index.clear()
        execute("DROP TABLE IF EXISTS temp.wanted_fingerprints")
        execute(_WANTED_FINGERPRINTS)
        execute("CREATE UNIQUE INDEX temp.wanted_entry ON wanted_fingerprints (entry)")
        execute("CREATE UNIQUE INDEX temp.wanted_article ON wanted_fingerprints (article_id)")
        for (article_id,) in execute(_STALE_FINGERPRINTS).fetchall():
            self._index.remove(article_id)
        execute(
            "DELETE FROM temp.wanted_fingerprints WHERE article_id IN (SELECT article_id FROM main.dedup_articles"
            " WHERE story = wanted_fingerprints.story)"
        )
        execute(
            "UPDATE main.dedup_articles SET story = w.story FROM temp.wanted_fingerprints AS w"
            " WHERE w.article_id = dedup_articles.article_id"
        )
        execute("DELETE FROM temp.wanted_fingerprints WHERE article_id IN (SELECT article_id FROM main.dedup_articles)")
        execute(
            "INSERT INTO main.dedup_articles (article_id, day, story, codes, title)"
            " SELECT w.article_id, d.day, w.story, d.codes, d.title"
            " FROM temp.wanted_fingerprints AS w JOIN plan.dedup_articles AS d ON d.article_id = w.entry"
            " ORDER BY w.article_id"
        )
        if execute("SELECT 1 FROM temp.wanted_fingerprints LIMIT 1").fetchone():
            execute(
                "INSERT INTO main.dedup_keys (key, day, article_id) SELECT k.key, k.day, w.article_id"
                " FROM plan.dedup_keys AS k JOIN temp.wanted_fingerprints AS w ON w.entry = k.article_id"
            )
        execute("INSERT OR IGNORE INTO main.dedup_state SELECT * FROM plan.dedup_state")
        execute("DROP TABLE temp.wanted_fingerprints")


def _copy_as_incoming(copy: Row) -> Incoming:
    page = reading.from_json(copy["article"])
    page.matches = []
    read_at = page.fetched_at
    seen_at = utc_text(read_at) if read_at is not None and read_at.tzinfo is not None else copy["last_seen_at"]
    return incoming(page, seen_at=seen_at, crawl_id=None, reason=None)


def _row_of(page: Incoming, copy: Row, version: int) -> Row:
    """Give the columns of an article's row for a page that was a copy, seen when the copy was."""
    return {
        **identity_columns(page),
        **text_columns(page, version),
        **page.metadata,
        "site": copy["site"],
        "first_seen_at": copy["first_seen_at"],
        "last_seen_at": copy["last_seen_at"],
        "gone_at": copy["gone_at"],
    }

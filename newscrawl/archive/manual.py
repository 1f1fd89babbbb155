"""What a person decides: two pages are one article or two, and a page that must be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.archive import articles, copies, reading, search_entries
from newscrawl.archive.records import incoming, url_key
from newscrawl.items import Match

if TYPE_CHECKING:
    import sqlite3

    from newscrawl.archive.records import Incoming, Outcome
    from newscrawl.archive.writing import ArticleWriter
    from newscrawl.dedup import DuplicateIndex

Row = dict[str, Any]


class ManualWriter:
    """Splits, joins and forgets, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, index: DuplicateIndex, writer: ArticleWriter) -> None:
        self._connection = connection
        self._index = index
        self._writer = writer

    def split(self, url: str, decided_at: str) -> Outcome:
        """Make a copy an article of its own, and keep it one; raises LookupError where the URL is no copy."""
        copy = copies.by_key(self._connection, url_key(url))
        if copy is None:
            raise LookupError(f"{url} is no copy in the archive")
        original = articles.stored(self._connection, copy["article_id"])
        others = copies.pages_of(self._connection, copy["article_id"]) - {copy["url_key"]}
        self._undo_decisions("join", {copy["url_key"]}, others)
        self._decide(copy["url_key"], original["url_key"], "split", decided_at)
        copies.delete(self._connection, copy["url_key"])
        outcome = self._writer.write(self._copy_as_incoming(copy))
        if outcome.article_id is not None:
            self._connection.execute(
                "UPDATE pages SET article_id = ? WHERE url_key = ?", (outcome.article_id, copy["url_key"])
            )
        return outcome

    def join(self, one_id: int, other_id: int, decided_at: str) -> Outcome:
        """Make two articles one: the better original is the row, with the id of `one_id`; the other is a copy of it.

        What hung on `other_id` (its copies, earlier versions, links) hangs on `one_id` from then on. Raises LookupError
        for an id that is not stored, ValueError for one article and itself.
        """
        if one_id == other_id:
            raise ValueError(f"{one_id} is one article already")
        one, other = articles.stored(self._connection, one_id), articles.stored(self._connection, other_id)
        self._undo_decisions(
            "split", copies.pages_of(self._connection, one_id), copies.pages_of(self._connection, other_id)
        )
        self._decide(one["url_key"], other["url_key"], "join", decided_at)
        is_same = other["content_hash"] == one["content_hash"]
        # What a person joins may share no word.
        match = Match(one_id, "exact", 1.0, 1.0) if is_same else Match(one_id, "near", 0.0, 0.0)
        return self._writer.absorb(one_id, other_id, match)

    def forget(self, url: str, forgotten_at: str) -> bool:
        """Remove a page and its text from every table, and keep it out for good; tell whether it was stored.

        Where the page was an article with copies, the best copy becomes the article.
        """
        return self.forget_key(url_key(url), forgotten_at)

    def forget_key(self, key: str, forgotten_at: str) -> bool:
        """Forget a page that is given by its key."""
        self._connection.execute(
            "INSERT INTO archive_forgotten (url_key, forgotten_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (key, forgotten_at),
        )
        row, copy = articles.by_key(self._connection, key), copies.by_key(self._connection, key)
        self._forget_visits(key)
        if copy is not None:
            copies.delete(self._connection, key)
            self._forget_texts(copy["article_id"], copy["url"])
        if row is not None:
            self._forget_article(row)
        self._connection.execute("DELETE FROM archive_decisions WHERE ?1 IN (one_key, other_key)", (key,))
        search_entries.write_noted(self._connection)
        # The index only marks words as deleted, until its parts are merged.
        self._connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        return row is not None or copy is not None

    def _forget_article(self, row: Row) -> None:
        heirs = [
            copies.by_key(self._connection, key)
            for (key,) in self._connection.execute("SELECT url_key FROM copies WHERE article_id = ?", (row["id"],))
        ]
        pages = [(heir, self._copy_as_incoming(heir)) for heir in heirs if heir is not None]
        if not pages:
            self._index.remove(row["id"])
            articles.delete(self._connection, row["id"])
            return
        heir, page = min(pages, key=lambda pair: copies.rank(pair[1]))
        copies.delete(self._connection, heir["url_key"])
        self._writer.take_row(page, row)
        self._forget_texts(row["id"], row["url"])
        for table in ("removals", "repairs"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE article_id = ?1 AND version = ?2",
                (row["id"], row["version"]),
            )

    def _forget_texts(self, article_id: int, url: str) -> None:
        """Delete the earlier texts of a page, with what was taken out of them."""
        for table in ("removals", "repairs"):
            self._connection.execute(
                f"""
                DELETE FROM {table} WHERE article_id = ?1
                AND version IN (SELECT version FROM versions WHERE article_id = ?1 AND url = ?2)
                AND version <> (SELECT version FROM articles WHERE id = ?1)
                """,
                (article_id, url),
            )
        self._connection.execute("DELETE FROM versions WHERE article_id = ? AND url = ?", (article_id, url))

    def _forget_visits(self, key: str) -> None:
        known = self._connection.execute("SELECT DISTINCT url FROM rejects").fetchall()
        self._connection.executemany(
            "DELETE FROM rejects WHERE url = ?", [(url,) for (url,) in known if url_key(url) == key]
        )
        self._connection.execute("DELETE FROM pages WHERE url_key = ?", (key,))

    def _undo_decisions(self, decision: str, keys: set[str], others: set[str]) -> None:
        """Take back what was decided before on pages of which the contrary is decided now."""
        pairs = [sorted((one, other)) for one in keys for other in others]
        self._connection.executemany(
            "DELETE FROM archive_decisions WHERE decision = ? AND one_key = ? AND other_key = ?",
            [(decision, *pair) for pair in pairs],
        )

    def _decide(self, one: str, other: str, decision: str, decided_at: str) -> None:
        """Write a decision; the latest on two pages counts."""
        first, second = sorted((one, other))
        self._connection.execute(
            """
            INSERT INTO archive_decisions (one_key, other_key, decision, decided_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (one_key, other_key) DO UPDATE SET
                decision = excluded.decision, decided_at = excluded.decided_at
            """,
            (first, second, decision, decided_at),
        )

    def _copy_as_incoming(self, copy: Row) -> Incoming:
        page = reading.from_json(copy["article"])
        page.matches = []
        return incoming(page, seen_at=copy["last_seen_at"], crawl_id=None, reason=None)

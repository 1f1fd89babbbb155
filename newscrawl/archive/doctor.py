"""Is the archive whole, and mending what can be derived again: the search index, fingerprints, orphans."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from newscrawl.arabic.fold import fold
from newscrawl.archive import reading, search_entries
from newscrawl.archive.migrations import SEARCH_TABLE
from newscrawl.archive.records import content_hash, uid, url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.archive.store import Archive

Part = Literal["file", "search", "fingerprints", "text", "orphans", "keys", "removals"]

_LIMIT: Final = 100  # problems told of one kind
_DEEP: Final = 200_000
_OWNED: Final = ("versions", "copies", "removals", "repairs")
_DERIVED: Final = frozenset({"search", "fingerprints", "orphans", "text"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the archive that does not agree with the rest."""

    part: Part
    article_id: int | None
    detail: str

    @property
    def is_derived(self) -> bool:
        """Whether `repair` can mend it from what is stored."""
        return self.part in _DERIVED

    def __str__(self) -> str:
        where = f" article {self.article_id}:" if self.article_id is not None else ""
        return f"{self.part}:{where} {self.detail}"


def check(archive: Archive, *, deep: bool | None = None) -> list[Problem]:
    """Give all that does not agree; nothing is changed.

    `deep` also compares the search index word by word, which keeps crawls waiting for about ten seconds in 100,000
    articles; by default that is done in an archive of up to 200,000.
    """
    connection = archive.connection
    found = list(_file(archive))
    if found:
        return found
    if deep is None:
        deep = (
            connection.execute("SELECT count(*) FROM (SELECT 1 FROM articles LIMIT ?)", (_DEEP,)).fetchone()[0] < _DEEP
        )
    if deep:
        found += _postings(archive)
    # One read transaction, so that a crawl that writes meanwhile is not taken for damage.
    own = not connection.in_transaction
    if own:
        connection.execute("BEGIN")
    try:
        kinds = (_texts, _fingerprints, _orphans, _keys, _removals)
        for kind in kinds if found else (_search, *kinds):
            found += [problem for problem, _ in zip(kind(archive), range(_LIMIT), strict=False)]
    finally:
        if own:
            connection.execute("ROLLBACK")
    return found


def _file(archive: Archive) -> Iterator[Problem]:
    try:
        for (message,) in archive.connection.execute(f"PRAGMA integrity_check({_LIMIT})"):
            if message != "ok":
                yield Problem("file", None, message)
    except sqlite3.DatabaseError as error:
        yield Problem("file", None, f"the file is damaged ({error})")


def _search(archive: Archive) -> Iterator[Problem]:
    """Compare the search index with the rows, in both directions."""
    connection = archive.connection
    for (rowid,) in connection.execute("SELECT rowid FROM articles_fts WHERE rowid NOT IN (SELECT id FROM articles)"):
        yield Problem("search", rowid, "the search index has an article that is not stored")
    pairs = connection.execute(
        "SELECT a.id, a.title, a.body, f.title, f.body FROM articles AS a LEFT JOIN articles_fts AS f ON f.rowid = a.id"
    )
    for article_id, title, body, folded_title, folded_body in pairs:
        if folded_body is None:
            yield Problem("search", article_id, "missing in the search index")
        elif folded_title != fold(title) or folded_body != fold(body):
            yield Problem("search", article_id, "the search index has another text")


def _postings(archive: Archive) -> Iterator[Problem]:
    try:
        # An insert by its form only: it compares the words of the index with the folded text that it holds.
        archive.connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        yield Problem("search", None, f"the search index is damaged ({error})")


def _texts(archive: Archive) -> Iterator[Problem]:
    for table, key in (("articles", "id"), ("versions", "article_id")):
        for article_id, title, body, digest in archive.connection.execute(
            f"SELECT {key}, title, body, content_hash FROM {table}"
        ):
            if digest != content_hash(title, body):
                yield Problem("text", article_id, f"content_hash in {table} is not that of the text")


def _fingerprints(archive: Archive) -> Iterator[Problem]:
    connection = archive.connection
    if not archive.index.is_current:
        yield Problem("fingerprints", None, "the fingerprints are of an older version of newscrawl")
    for (article_id,) in connection.execute(
        "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM dedup_articles)"
    ):
        yield Problem("fingerprints", article_id, "has no fingerprint")
    for (article_id,) in connection.execute(
        "SELECT article_id FROM dedup_articles WHERE article_id NOT IN (SELECT id FROM articles)"
    ):
        yield Problem("fingerprints", article_id, "a fingerprint of an article that is not stored")


def _orphans(archive: Archive) -> Iterator[Problem]:
    connection = archive.connection
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Problem("orphans", None, f"a row of {table} points at a row of {parent} that is not there")


def _keys(archive: Archive) -> Iterator[Problem]:
    connection = archive.connection
    for article_id, url, key, name in connection.execute("SELECT id, url, url_key, uid FROM articles"):
        if key != url_key(url) or name != uid(key):
            yield Problem("keys", article_id, "url_key or uid is not that of the url")
    for article_id, url, key in connection.execute("SELECT article_id, url, url_key FROM copies"):
        if key != url_key(url):
            yield Problem("keys", article_id, f"url_key of the copy {url} is not that of its url")
    for article_id, url in connection.execute(
        "SELECT c.article_id, c.url FROM copies AS c JOIN articles AS a ON a.url_key = c.url_key"
    ):
        yield Problem("keys", article_id, f"{url} is stored as an article and as a copy")


def _removals(archive: Archive) -> Iterator[Problem]:
    """Check that body, removals and repairs give back the paragraphs as they entered stripping."""
    connection = archive.connection
    for table in ("removals", "repairs"):
        for (article_id,) in connection.execute(
            f"""
            SELECT DISTINCT p.article_id FROM {table} AS p JOIN articles AS a ON a.id = p.article_id
            WHERE p.version > a.version
            """
        ):
            yield Problem("removals", article_id, f"{table} of a version that does not exist")
    for (article_id,) in connection.execute(
        "SELECT article_id FROM removals UNION SELECT article_id FROM repairs ORDER BY article_id"
    ):
        try:
            reading.paragraphs_before_stripping(reading.article(connection, article_id))
        except ValueError as error:
            yield Problem("removals", article_id, str(error))
        except LookupError:
            continue  # an orphan, told as one


def repair(archive: Archive, problems: list[Problem]) -> list[Problem]:
    """Mend what can be derived from the stored texts, and give what remains; a text is never touched."""
    parts = {problem.part for problem in problems if problem.is_derived}
    with archive.transaction():
        if "search" in parts:
            _rebuild_search(archive)
        if "text" in parts:
            _rebuild_hashes(archive)
        if "orphans" in parts:
            _drop_orphans(archive)
        if "fingerprints" in parts:
            _rebuild_fingerprints(archive)
    return check(archive)


def _rebuild_search(archive: Archive) -> None:
    connection = archive.connection
    connection.execute("DROP TABLE articles_fts")
    connection.execute(SEARCH_TABLE)
    for article_id, title, body in connection.execute("SELECT id, title, body FROM articles"):
        search_entries.write(connection, article_id, title, body)


def _rebuild_hashes(archive: Archive) -> None:
    connection = archive.connection
    for table in ("articles", "versions"):
        rows = connection.execute(f"SELECT rowid, title, body, content_hash FROM {table}")
        wrong = [(right, rowid) for rowid, title, body, old in rows if (right := content_hash(title, body)) != old]
        connection.executemany(f"UPDATE {table} SET content_hash = ? WHERE rowid = ?", wrong)


def _drop_orphans(archive: Archive) -> None:
    connection = archive.connection
    for table in _OWNED:
        connection.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)")
    connection.execute(
        "DELETE FROM links WHERE article_id NOT IN (SELECT id FROM articles)"
        " OR other_id NOT IN (SELECT id FROM articles)"
    )
    connection.execute("UPDATE pages SET article_id = NULL WHERE article_id NOT IN (SELECT id FROM articles)")
    connection.execute("UPDATE articles SET crawl_id = NULL WHERE crawl_id NOT IN (SELECT id FROM crawls)")


def _rebuild_fingerprints(archive: Archive) -> None:
    connection = archive.connection
    if not archive.index.is_current:
        archive.index.clear()
    stale = connection.execute(
        "SELECT article_id FROM dedup_articles WHERE article_id NOT IN (SELECT id FROM articles)"
    ).fetchall()
    for (article_id,) in stale:
        archive.index.remove(article_id)
    missing = connection.execute(
        "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM dedup_articles)"
        " ORDER BY published_date IS NULL, published_date, published_at, url"
    ).fetchall()
    for (article_id,) in missing:
        archive.add_fingerprint(article_id)

"""Writes of `articles` and of what hangs on a row: its search entry, earlier versions, removals and repairs.

Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import search_entries
from newscrawl.archive.records import METADATA_COLUMNS, storable

if TYPE_CHECKING:
    import sqlite3

    from newscrawl.items import Article

Row = dict[str, Any]

MOST_VERSIONS: Final = 24
"""Earlier texts that are kept of a page; more than this only a live blog has."""

_COLUMNS: Final = (
    "id",
    "uid",
    "url",
    "url_key",
    "site",
    "title",
    "body",
    *METADATA_COLUMNS,
    "first_seen_at",
    "last_seen_at",
    "gone_at",
    "version",
    "word_count",
    "content_hash",
    "cluster_id",
    "crawl_id",
    "rules_version",
    "change_seq",
    "text_seen_at",
)
_NAMES: Final = ", ".join(_COLUMNS)
_INSERT: Final = f"INSERT INTO articles ({_NAMES}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
_BY_KEY: Final = f"SELECT {_NAMES} FROM articles WHERE url_key = ?"
_BY_ID: Final = f"SELECT {_NAMES} FROM articles WHERE id = ?"
# Where the publisher's page did not say it, a new reading of the page can not unsay it.
_OUTSIDE_SOURCES: Final = ("feed", "sitemap", "http", "wordpress")


def by_key(connection: sqlite3.Connection, key: str) -> Row | None:
    """Give the row whose own page has this URL key."""
    return _as_row(connection.execute(_BY_KEY, (key,)).fetchone())


def by_id(connection: sqlite3.Connection, article_id: int) -> Row | None:
    """Give the row with this id."""
    return _as_row(connection.execute(_BY_ID, (article_id,)).fetchone())


def stored(connection: sqlite3.Connection, article_id: int) -> Row:
    """Give a row that is known to be there; raises LookupError where it is not."""
    row = by_id(connection, article_id)
    if row is None:
        raise LookupError(f"no article {article_id} in the archive")
    return row


def _as_row(values: tuple[Any, ...] | None) -> Row | None:
    return dict(zip(_COLUMNS, values, strict=True)) if values is not None else None


def next_id(connection: sqlite3.Connection) -> int:
    """Give the id of the next row; one that was deleted is never given again."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()
    return int(row[0]) + 1 if row else 1


def next_change(connection: sqlite3.Connection) -> int:
    """Count one change; only one writer is in a transaction at a time, so later commits have higher numbers."""
    row = connection.execute(
        "UPDATE archive_counters SET value = value + 1 WHERE name = 'change_seq' RETURNING value"
    ).fetchone()
    return int(row[0])


def insert(connection: sqlite3.Connection, row: Row) -> None:
    """Insert a row; its search entry follows before the commit."""
    row["change_seq"] = next_change(connection)
    connection.execute(_INSERT, row)
    search_entries.note(connection, row["id"])


def update(connection: sqlite3.Connection, article_id: int, changes: Row, *, counts: bool = True) -> None:
    """Change columns of a row, and its search entry where its text changes.

    Without `counts` the change is of no interest to exports (`last_seen_at`).
    """
    if counts:
        changes = {**changes, "change_seq": next_change(connection)}
    names = ", ".join(f"{name} = :{name}" for name in changes)
    connection.execute(f"UPDATE articles SET {names} WHERE id = :id", {**changes, "id": article_id})
    if "body" in changes:
        search_entries.note(connection, article_id)


def delete(connection: sqlite3.Connection, article_id: int) -> None:
    """Delete a row, its search entry and, by their foreign keys, all that hangs on it."""
    search_entries.delete(connection, article_id)
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def keep_version(
    connection: sqlite3.Connection, article_id: int, text: Row, reason: str, *, version: int | None = None
) -> None:
    """Keep an earlier text of an article, or of a copy of it, under its URL.

    `text` has url, title, body, content_hash, seen_at and modified_at. A copy's text gets the next number of its URL;
    one that is kept already is not kept twice.
    """
    url = text["url"]
    if version is None:
        known = connection.execute(
            "SELECT 1 FROM versions WHERE article_id = ? AND url = ? AND content_hash = ?",
            (article_id, url, text["content_hash"]),
        ).fetchone()
        if known:
            return
        version = connection.execute(
            "SELECT coalesce(max(version), 0) + 1 FROM versions WHERE article_id = ? AND url = ?", (article_id, url)
        ).fetchone()[0]
    connection.execute(
        """
        INSERT INTO versions (article_id, version, url, title, body, content_hash, seen_at, modified_at, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            article_id,
            version,
            url,
            text["title"],
            text["body"],
            text["content_hash"],
            text["seen_at"],
            text["modified_at"],
            reason,
        ),
    )


def thin_versions(connection: sqlite3.Connection, article_id: int, url: str) -> None:
    """Let go of an earlier text of a page that changes all day, a live blog, once it has more than `MOST_VERSIONS`.

    The first and the last stay; of those between, the one goes whose neighbours lie closest together in time, with what
    was taken out of it. Its number stays free, which shows that there was a text.
    """
    kept = connection.execute(
        "SELECT version, unixepoch(seen_at) FROM versions WHERE article_id = ? AND url = ? ORDER BY version",
        (article_id, url),
    ).fetchall()
    if len(kept) <= MOST_VERSIONS:
        return
    gaps = [(kept[at + 1][1] - kept[at - 1][1], kept[at][0]) for at in range(1, len(kept) - 1)]
    _, version = min(gaps)
    connection.execute(
        "DELETE FROM versions WHERE article_id = ? AND url = ? AND version = ?", (article_id, url, version)
    )
    for table in ("removals", "repairs"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ? AND version = ?", (article_id, version))


def has_all_versions(connection: sqlite3.Connection, article_id: int, url: str) -> bool:
    """Tell whether a page has as many earlier texts as are kept."""
    (count,) = connection.execute(
        "SELECT count(*) FROM versions WHERE article_id = ? AND url = ?", (article_id, url)
    ).fetchone()
    return bool(count >= MOST_VERSIONS)


def next_version(connection: sqlite3.Connection, row: Row, url: str) -> int:
    """Give the number of the next text of a row, which is to have this URL: above all that the URL had as a copy."""
    (known,) = connection.execute(
        "SELECT coalesce(max(version), 0) FROM versions WHERE article_id = ? AND url = ?", (row["id"], url)
    ).fetchone()
    return max(int(row["version"]), int(known)) + 1


def row_text(row: Row) -> Row:
    """Give a row's text as `keep_version` takes it."""
    return {
        "url": row["url"],
        "title": row["title"],
        "body": row["body"],
        "content_hash": row["content_hash"],
        "seen_at": row["last_seen_at"],
        "modified_at": row["modified_at"],
    }


def has_text(connection: sqlite3.Connection, article_id: int, content_hash: str) -> bool:
    """Tell whether a text is kept among an article's earlier versions."""
    return (
        connection.execute(
            "SELECT 1 FROM versions WHERE article_id = ? AND content_hash = ?", (article_id, content_hash)
        ).fetchone()
        is not None
    )


def write_parts(connection: sqlite3.Connection, article_id: int, version: int, article: Article) -> None:
    """Write an article's removals and repairs as those of one version of a row."""
    if article.removals:
        connection.executemany(
            'INSERT INTO removals (article_id, version, position, start, "end", text, kind, rule)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (article_id, version, r.position, r.start, r.end, storable(r.text), r.kind, r.rule)
                for r in article.removals
            ],
        )
    if article.repairs:
        connection.executemany(
            "INSERT INTO repairs (article_id, version, position, start, before, after, rule)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (article_id, version, r.position, r.start, storable(r.before), storable(r.after), r.rule)
                for r in article.repairs
            ],
        )


def read_parts(connection: sqlite3.Connection, article_id: int, version: int) -> tuple[list[Row], list[Row]]:
    """Give the removals and repairs of one version of a row, in their order."""
    removals = connection.execute(
        'SELECT position, start, "end", text, kind, rule FROM removals'
        " WHERE article_id = ? AND version = ? ORDER BY rowid",
        (article_id, version),
    ).fetchall()
    repairs = connection.execute(
        "SELECT position, start, before, after, rule FROM repairs WHERE article_id = ? AND version = ? ORDER BY rowid",
        (article_id, version),
    ).fetchall()
    removal_names = ("position", "start", "end", "text", "kind", "rule")
    repair_names = ("position", "start", "before", "after", "rule")
    return (
        [dict(zip(removal_names, values, strict=True)) for values in removals],
        [dict(zip(repair_names, values, strict=True)) for values in repairs],
    )


def replace_parts(connection: sqlite3.Connection, article_id: int, version: int, article: Article) -> None:
    """Replace the removals and repairs of one version of a row, where they are others."""
    removals, repairs = read_parts(connection, article_id, version)
    if removals == [asdict(part) for part in article.removals] and repairs == [asdict(r) for r in article.repairs]:
        return
    for table in ("removals", "repairs"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ? AND version = ?", (article_id, version))
    write_parts(connection, article_id, version, article)


def renumber_parts(connection: sqlite3.Connection, article_id: int, version: int, new: int) -> None:
    """Give the removals and repairs of one version to another number."""
    for table in ("removals", "repairs"):
        connection.execute(
            f"UPDATE {table} SET version = ? WHERE article_id = ? AND version = ?",
            (new, article_id, version),
        )


def changed_metadata(row: Row, new: Row, *, reextracted: bool) -> Row:
    """Give the columns beside the text that a new reading of the same page changes.

    What the page no longer says stays, except that a new extraction of it may find that its date was none.
    """
    changes = {
        name: new[name]
        for name in METADATA_COLUMNS
        if not name.startswith("published_") and new[name] != row[name] and new[name] not in (None, "[]")
    }
    if _takes_date(row, new, reextracted=reextracted):
        dates = (name for name in METADATA_COLUMNS if name.startswith("published_"))
        changes.update((name, new[name]) for name in dates if new[name] != row[name])
    return changes


def _takes_date(row: Row, new: Row, *, reextracted: bool) -> bool:
    if new["published_date"] is None:
        if row["published_date"] is None:
            return new["published_raw"] is not None
        return reextracted and not str(row["published_source"]).startswith(_OUTSIDE_SOURCES)
    if new["published_date"] != row["published_date"]:
        return True
    return _detail(new) >= _detail(row)


def _detail(row: Row) -> int:
    """Rank how much of a publication time is known: an instant, a clock, a day."""
    return (row["published_at"] is not None) + (row["published_local"] is not None)

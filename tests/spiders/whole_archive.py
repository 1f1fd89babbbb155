"""All that an archive holds, table by table, for comparing two of them."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

RUN: dict[str, frozenset[str]] = {
    # When a run was, and what it counted of itself (memory, seconds).
    "crawls": frozenset({"started_at", "finished_at", "stats"}),
    "_sqlite_migrations": frozenset({"applied_at"}),
    # Counted from the clock of the run: when an article, or a page that gave none, is looked at again.
    "pages": frozenset({"next_visit_at"}),
}
"""Columns that differ between two runs of the same replay, each with its reason."""

Rows = list[dict[str, Any]]

# All columns but numbers of rows and runs, moments of the run, and counters that follow the order of arrival: how often
# a row went over to a better original, for one.
RUN_COLUMNS = {
    "version",
    *("id", "article_id", "other_id", "cluster_id", "crawl_id", "change_seq", "rowid"),
    *("first_seen_at", "last_seen_at", "text_seen_at", "seen_at", "fetched_at", "next_visit_at", "interval_s"),
    *("announced_at", "warc_file", "warc_offset", "started_at", "finished_at", "stats", "found_at", "article"),
}
TABLES = ("articles", "copies", "versions", "links", "removals", "repairs", "rejects", "pages", "crawls")
BY_URL = {
    "copies": "article_id",
    "versions": "article_id",
    "removals": "article_id",
    "repairs": "article_id",
    "pages": "article_id",
    "links": "article_id",
}


def whole(path: Path, *, without: Mapping[str, Collection[str]] = RUN, keyed: bool = False) -> dict[str, Rows]:
    """Give all rows of all tables but the inside of the full-text index, whose words are given instead.

    `without` names columns to leave out, or `*` for a whole table. With `keyed`, ids that are counted on arrival stand
    as the addresses of their articles.
    """
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    urls = {row["id"]: row["url"] for row in connection.execute("SELECT id, url FROM articles")} if keyed else {}
    found: dict[str, Rows] = {}
    for name in sorted(names):
        left_out = set(without.get(name, ()))
        if name.startswith("articles_fts") or "*" in left_out:
            continue
        rows = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
        for row in rows:
            for column in left_out & row.keys():
                del row[column]
            for column in ("article_id", "other_id", "cluster_id", "story") if keyed else ():
                if column in row:
                    row[column] = urls.get(row[column], row[column])
        found[name] = sorted(rows, key=lambda row: [str(value) for value in row.values()])
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, articles_fts, row)")
    found["words"] = [dict(row) for row in connection.execute("SELECT * FROM temp.words ORDER BY term")]
    connection.close()
    return found


def read_at(row: dict[str, Any]) -> dict[str, Any]:
    """Give a copy's row without the times at which its page was read."""
    article = {**json.loads(row["article"]), "fetched_at": None}
    return {**row, "article": json.dumps(article, ensure_ascii=False, sort_keys=True)}


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give all that an archive says, articles by their addresses instead of their numbers."""
    connection = sqlite3.connect(path)
    found = {}
    for table in TABLES:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in RUN_COLUMNS]
        if table == "pages":
            names.remove("url")  # which dress of an address is met first, chance decides; `url_key` is one for all
        columns = [f't."{name}"' for name in names]
        if table in BY_URL:
            columns.append(f"(SELECT a.url FROM articles AS a WHERE a.id = t.{BY_URL[table]})")
        if table == "links":
            columns.append("(SELECT a.url FROM articles AS a WHERE a.id = t.other_id)")
        if table == "copies":
            columns.append("json_extract(t.article, '$.body')")
        where = {
            "versions": " WHERE reason <> 'better_original'",
            "removals": " JOIN articles AS own ON own.id = t.article_id AND own.version = t.version",
            "repairs": " JOIN articles AS own ON own.id = t.article_id AND own.version = t.version",
        }.get(table, "")
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table} AS t{where}").fetchall()
        found[table] = sorted(rows, key=repr)
    lines = "SELECT site, line, place, offset, articles FROM boilerplate_lines ORDER BY 1, 2, 3, 4, day"
    found["lines"] = connection.execute(lines).fetchall()
    connection.close()
    return found

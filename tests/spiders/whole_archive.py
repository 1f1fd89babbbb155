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

"""Clusters: which articles share text, and what a person decided about two pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.archive import articles, copies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def connect(connection: sqlite3.Connection, article_id: int, linked: Iterable[int]) -> None:
    """Give linked articles one `cluster_id`: the smallest of theirs."""
    ids = [article_id, *linked]
    marks = ", ".join("?" * len(ids))
    known = connection.execute(f"SELECT DISTINCT cluster_id FROM articles WHERE id IN ({marks})", ids).fetchall()
    clusters = sorted(cluster for (cluster,) in known)
    for other in clusters[1:]:
        for (member,) in connection.execute("SELECT id FROM articles WHERE cluster_id = ?", (other,)).fetchall():
            articles.update(connection, member, {"cluster_id": clusters[0]})


def is_split(connection: sqlite3.Connection, key: str, row: dict[str, Any]) -> bool:
    """Tell whether a person said that this page is not the same article as a row, or as any copy of it."""
    found = connection.execute(
        """
        SELECT 1 FROM archive_decisions
        WHERE decision = 'split' AND (
            (one_key = ?1 AND (other_key = ?2 OR other_key IN (SELECT url_key FROM copies WHERE article_id = ?3)))
            OR (other_key = ?1 AND (one_key = ?2 OR one_key IN (SELECT url_key FROM copies WHERE article_id = ?3)))
        )
        """,
        (key, row["url_key"], row["id"]),
    ).fetchone()
    return found is not None


def are_split(connection: sqlite3.Connection, one_id: int, other_id: int) -> bool:
    """Tell whether a person said that some page of one article is not the same article as some page of another."""
    if connection.execute("SELECT 1 FROM archive_decisions WHERE decision = 'split' LIMIT 1").fetchone() is None:
        return False
    ones, others = copies.pages_of(connection, one_id), copies.pages_of(connection, other_id)
    split = connection.execute("SELECT one_key, other_key FROM archive_decisions WHERE decision = 'split'")
    return any((one in ones and other in others) or (other in ones and one in others) for one, other in split)


def is_joined(connection: sqlite3.Connection, key: str, article_id: int) -> bool:
    """Tell whether a person joined a page with some page of an article."""
    found = connection.execute(
        """
        SELECT CASE WHEN one_key = ?1 THEN other_key ELSE one_key END FROM archive_decisions
        WHERE decision = 'join' AND ?1 IN (one_key, other_key)
        """,
        (key,),
    ).fetchall()
    return bool(found) and not copies.pages_of(connection, article_id).isdisjoint(other for (other,) in found)

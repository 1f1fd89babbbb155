"""Moving what hangs on one article to another: earlier texts with what was taken out of them, visits, counted lines.

A version's removals and repairs have the number of the version and not its URL, so a text that has some gets a number
that no other text of the article has. Every function here runs inside the caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import articles
from newscrawl.items import Article, Removal, Repair

if TYPE_CHECKING:
    import sqlite3

Row = dict[str, Any]

_PARTS: Final = ("removals", "repairs")


def has_own_parts(connection: sqlite3.Connection, article_id: int, url: str, version: int) -> bool:
    """Tell whether an earlier text of an article has removals or repairs that no other text of it can claim."""
    (claims,) = connection.execute(
        """
        SELECT (SELECT count(*) FROM articles WHERE id = ?1 AND version = ?3)
            + (SELECT count(*) FROM versions WHERE article_id = ?1 AND version = ?3 AND url <> ?2)
        """,
        (article_id, url, version),
    ).fetchone()
    if claims:
        return False
    return any(
        connection.execute(
            f"SELECT 1 FROM {table} WHERE article_id = ? AND version = ? LIMIT 1",
            (article_id, version),
        ).fetchone()
        for table in _PARTS
    )


def take_number(connection: sqlite3.Connection, article_id: int) -> int:
    """Give a number for an earlier text that no other text of the article has; the current text moves up by one."""
    version = int(articles.stored(connection, article_id)["version"])
    free = version
    while connection.execute(
        "SELECT 1 FROM versions WHERE article_id = ? AND version = ?", (article_id, free)
    ).fetchone():
        free += 1
    articles.renumber_parts(connection, article_id, version, free + 1)
    articles.update(connection, article_id, {"version": free + 1})
    return free


def move_versions(connection: sqlite3.Connection, url: str, old_id: int, new_id: int) -> None:
    """Let the earlier texts of one page hang on another article; one that hangs there already is not kept twice."""
    texts = connection.execute(
        "SELECT version, content_hash FROM versions WHERE article_id = ? AND url = ? ORDER BY version", (old_id, url)
    ).fetchall()
    if not texts or old_id == new_id:
        return
    own_url = articles.stored(connection, new_id)["url"]
    for version, digest in texts:
        known = connection.execute(
            "SELECT 1 FROM versions WHERE article_id = ? AND url = ? AND content_hash = ?", (new_id, url, digest)
        ).fetchone()
        if known:
            connection.execute(
                "DELETE FROM versions WHERE article_id = ? AND url = ? AND version = ?", (old_id, url, version)
            )
            continue
        has_parts = has_own_parts(connection, old_id, url, version)
        if has_parts or url == own_url:
            number = take_number(connection, new_id)
        else:
            (number,) = connection.execute(
                "SELECT coalesce(max(version), 0) + 1 FROM versions WHERE article_id = ? AND url = ?", (new_id, url)
            ).fetchone()
        connection.execute(
            "UPDATE versions SET article_id = ?, version = ? WHERE article_id = ? AND url = ? AND version = ?",
            (new_id, number, old_id, url, version),
        )
        if has_parts:
            for table in _PARTS:
                connection.execute(
                    f"UPDATE {table} SET article_id = ?, version = ? WHERE article_id = ? AND version = ?",
                    (new_id, number, old_id, version),
                )


def move_all_versions(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Let all earlier texts of an article hang on another one."""
    urls = connection.execute(
        "SELECT DISTINCT url FROM versions WHERE article_id = ? ORDER BY url", (old_id,)
    ).fetchall()
    for (url,) in urls:
        move_versions(connection, url, old_id, new_id)


def move_visits(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Let the visits of an article, and the note that its lines were counted, hang on another one."""
    connection.execute("UPDATE pages SET article_id = ? WHERE article_id = ?", (new_id, old_id))
    connection.execute(
        "UPDATE OR IGNORE boilerplate_articles SET article_id = ? WHERE article_id = ?", (new_id, old_id)
    )


def hand_over(connection: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Let all that hangs on one article hang on another: copies, earlier texts, visits, links."""
    execute = connection.execute
    execute("UPDATE copies SET article_id = ? WHERE article_id = ?", (new_id, old_id))
    move_all_versions(connection, old_id, new_id)
    move_visits(connection, old_id, new_id)
    execute("DELETE FROM links WHERE ?1 IN (article_id, other_id) AND ?2 IN (article_id, other_id)", (old_id, new_id))
    execute("UPDATE OR IGNORE links SET article_id = ? WHERE article_id = ?", (new_id, old_id))
    execute("UPDATE OR IGNORE links SET other_id = ? WHERE other_id = ?", (new_id, old_id))
    execute("DELETE FROM links WHERE ? IN (article_id, other_id)", (old_id,))


def move_page(connection: sqlite3.Connection, page: Row, old_id: int, new_id: int) -> None:
    """Let what belongs to one page of an article (`url`, `url_key`, `site`) hang on another article.

    The page's lines were counted as those of its site's article, and are not to be counted again.
    """
    if old_id == new_id:
        return
    move_versions(connection, page["url"], old_id, new_id)
    connection.execute("UPDATE pages SET article_id = ? WHERE url_key = ?", (new_id, page["url_key"]))
    connection.execute(
        """
        INSERT OR IGNORE INTO boilerplate_articles (article_id, site)
        SELECT ?, site FROM boilerplate_articles WHERE article_id = ? AND site = ?
        """,
        (new_id, old_id, page["site"]),
    )


def copy_parts(
    source: sqlite3.Connection, theirs: tuple[int, int], target: sqlite3.Connection, mine: tuple[int, int]
) -> None:
    """Copy the removals and repairs of a text (article and version) to one of another archive."""
    removals, repairs = articles.read_parts(source, *theirs)
    parts = Article(
        "", removals=[Removal(**values) for values in removals], repairs=[Repair(**values) for values in repairs]
    )
    articles.write_parts(target, *mine, parts)

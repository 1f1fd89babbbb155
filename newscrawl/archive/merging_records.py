"""The rows of a merge that are no texts: runs, decisions, rejects, visits and line counts.

Each function carries what `source` has and `target` has not, and changes nothing when it is called again; all run
inside the caller's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive.records import url_key

if TYPE_CHECKING:
    import sqlite3

_REJECT: Final = """
INSERT INTO rejects (url, site, reason, detail, count, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url, reason) DO UPDATE SET
    detail = CASE WHEN excluded.last_seen_at > last_seen_at THEN excluded.detail ELSE detail END,
    count = max(count, excluded.count),
    first_seen_at = min(first_seen_at, excluded.first_seen_at),
    last_seen_at = max(last_seen_at, excluded.last_seen_at)
WHERE excluded.count > count OR excluded.first_seen_at < first_seen_at OR excluded.last_seen_at > last_seen_at
"""
_VISIT_COLUMNS: Final = (
    "url, site, kind, status, etag, last_modified, fetched_at, next_visit_at, interval_s, failures, warc_file,"
    " warc_offset, announced_at"
)
# The later visit knows all; an announcement counts whoever heard it.
_VISIT: Final = f"""
INSERT INTO pages (url_key, article_id, {_VISIT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url_key) DO UPDATE SET
    ({_VISIT_COLUMNS}) = (
        excluded.url, excluded.site, coalesce(excluded.kind, kind), excluded.status, excluded.etag,
        excluded.last_modified, excluded.fetched_at, excluded.next_visit_at, excluded.interval_s, excluded.failures,
        coalesce(excluded.warc_file, warc_file),
        CASE WHEN excluded.warc_file IS NULL THEN warc_offset ELSE excluded.warc_offset END,
        max(coalesce(announced_at, excluded.announced_at), coalesce(excluded.announced_at, announced_at))
    ),
    article_id = coalesce(excluded.article_id, article_id)
WHERE coalesce(excluded.fetched_at, '') > coalesce(fetched_at, '')
"""  # noqa: S608
_ANNOUNCED: Final = "UPDATE pages SET announced_at = ?1 WHERE url_key = ?2 AND coalesce(announced_at, '') < ?1"
_RUN: Final = "spider, started_at, finished_at, finish_reason, stats"


def holder(connection: sqlite3.Connection, key: str) -> int | None:
    """Give the article that a page is, or is a copy of."""
    found = connection.execute(
        "SELECT id FROM articles WHERE url_key = ?1 UNION ALL SELECT article_id FROM copies WHERE url_key = ?1", (key,)
    ).fetchone()
    return int(found[0]) if found else None


def carry_crawls(target: sqlite3.Connection, source: sqlite3.Connection) -> tuple[dict[int, int], int]:
    """Carry runs; give their ids there to their ids here, and how many were new or have ended since."""
    ids: dict[int, int] = {}
    new = 0
    for crawl_id, *run in source.execute(f"SELECT id, {_RUN} FROM crawls ORDER BY id").fetchall():  # noqa: S608
        known = target.execute(
            """
            SELECT id, finished_at IS NULL AND ?3 IS NOT NULL FROM crawls WHERE spider = ?1 AND started_at = ?2
                AND (finished_at IS NULL OR ?3 IS NULL
                    OR (finished_at, finish_reason, stats) IS (?3, ?4, ?5))
            """,
            run,
        ).fetchone()
        if known is None:
            cursor = target.execute(f"INSERT INTO crawls ({_RUN}) VALUES (?, ?, ?, ?, ?)", run)  # noqa: S608
            ids[crawl_id] = int(cursor.lastrowid or 0)
            new += 1
            continue
        ids[crawl_id] = known[0]
        if known[1]:
            target.execute(
                "UPDATE crawls SET finished_at = ?, finish_reason = ?, stats = ? WHERE id = ?", (*run[2:], known[0])
            )
            new += 1
    return ids, new


def carry_decisions(target: sqlite3.Connection, source: sqlite3.Connection) -> int:
    """Carry what people decided; of two decisions on the same pages the later one counts."""
    rows = source.execute("SELECT one_key, other_key, decision, decided_at FROM archive_decisions").fetchall()
    return _each(
        target,
        """
        INSERT INTO archive_decisions (one_key, other_key, decision, decided_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (one_key, other_key) DO UPDATE SET decision = excluded.decision, decided_at = excluded.decided_at
        WHERE excluded.decided_at > decided_at
        """,
        rows,
    )


def carry_rejects(target: sqlite3.Connection, source: sqlite3.Connection) -> int:
    """Carry pages that gave no article; counts of one page are not added up, since both may count the same visit."""
    forgotten = _forgotten(target)
    rows = source.execute("SELECT url, site, reason, detail, count, first_seen_at, last_seen_at FROM rejects")
    return _each(target, _REJECT, [row for row in rows if not forgotten or url_key(row[0]) not in forgotten])


def carry_visits(target: sqlite3.Connection, source: sqlite3.Connection) -> int:
    """Carry visits; of one page the later one counts."""
    forgotten = _forgotten(target)
    visits = source.execute(
        f"SELECT p.url_key, (SELECT a.url_key FROM articles AS a WHERE a.id = p.article_id), {_VISIT_COLUMNS}"  # noqa: S608
        " FROM pages AS p ORDER BY p.url_key"
    )
    carried = 0
    for key, article_key, *visit in visits:
        if key in forgotten:
            continue
        article_id = (holder(target, key) or holder(target, article_key)) if article_key else None
        carried += target.execute(_VISIT, (key, article_id, *visit)).rowcount
        if visit[-1] is not None:
            target.execute(_ANNOUNCED, (visit[-1], key))
    return carried


def carry_line_counts(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Carry the counts of lines of each site, and which articles were counted.

    Of a line that both counted the greater count is taken: a sum would count an article twice that is in both.
    """
    target.executemany(
        """
        INSERT INTO boilerplate_lines (site, line, place, offset, day, articles) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (site, line, place, offset, day) DO UPDATE SET articles = max(articles, excluded.articles)
        """,
        source.execute("SELECT site, line, place, offset, day, articles FROM boilerplate_lines"),
    )
    counted = source.execute(
        "SELECT b.site, a.url_key FROM boilerplate_articles AS b JOIN articles AS a ON a.id = b.article_id"
    )
    for site, key in counted:
        article_id = holder(target, key)
        if article_id is not None:
            target.execute(
                "INSERT OR IGNORE INTO boilerplate_articles (article_id, site) VALUES (?, ?)", (article_id, site)
            )


def _each(target: sqlite3.Connection, statement: str, rows: list[Any]) -> int:
    return sum(target.execute(statement, row).rowcount for row in rows)


def _forgotten(connection: sqlite3.Connection) -> set[str]:
    return {key for (key,) in connection.execute("SELECT url_key FROM archive_forgotten")}

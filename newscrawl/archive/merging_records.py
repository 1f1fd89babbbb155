"""The rows of a merge that are no texts: runs, decisions, rejects, visits, gaps and line counts.

Each function carries what `source` has and `target` has not, and changes nothing when it is called again; all run
inside the caller's transaction.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive.records import url_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

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
"""
# What an earlier visit knew and the later one did not say.
_FILL: Final = """
UPDATE pages SET kind = coalesce(kind, ?2), article_id = coalesce(article_id, ?3),
    warc_offset = CASE WHEN warc_file IS NULL THEN ?5 ELSE warc_offset END, warc_file = coalesce(warc_file, ?4)
WHERE url_key = ?1 AND (
    (kind IS NULL AND ?2 IS NOT NULL) OR (article_id IS NULL AND ?3 IS NOT NULL)
    OR (warc_file IS NULL AND ?4 IS NOT NULL)
)
"""
_OWN: Final = "UPDATE pages SET article_id = ?1 WHERE url_key = ?2 AND article_id IS NOT ?1"
_ANNOUNCED: Final = "UPDATE pages SET announced_at = ?1 WHERE url_key = ?2 AND coalesce(announced_at, '') < ?1"
_GAP: Final = "url, site, since, until, found_at"
_RUN: Final = "spider, started_at, finished_at, finish_reason, stats"


def holder(connection: sqlite3.Connection, key: str) -> int | None:
    """Give the article that a page is, or is a copy of."""
    found = connection.execute(
        "SELECT id FROM articles WHERE url_key = ?1 UNION ALL SELECT article_id FROM copies WHERE url_key = ?1", (key,)
    ).fetchone()
    return int(found[0]) if found else None


def carry_crawls(target: sqlite3.Connection, source: sqlite3.Connection) -> tuple[dict[int, int], int]:
    """Carry runs; give their ids there to their ids here, and how many were new or have ended since."""
    # By name and second, not by a look at the whole table for each run.
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for crawl_id, spider, started_at in target.execute("SELECT id, spider, started_at FROM crawls ORDER BY id"):
        known[spider, started_at].append(crawl_id)
    ids: dict[int, int] = {}
    new = 0
    for crawl_id, *run in source.execute(f"SELECT id, {_RUN} FROM crawls ORDER BY id"):
        same = [(mine, *_same_run(target, mine, run[2:])) for mine in known[run[0], run[1]]]
        found = next(((mine, has_ended) for mine, is_same, has_ended in same if is_same), None)
        if found is None:
            cursor = target.execute(f"INSERT INTO crawls ({_RUN}) VALUES (?, ?, ?, ?, ?)", run)
            ids[crawl_id] = int(cursor.lastrowid or 0)
            known[run[0], run[1]].append(ids[crawl_id])
            new += 1
            continue
        ids[crawl_id], has_ended = found
        if has_ended:
            target.execute(
                "UPDATE crawls SET finished_at = ?, finish_reason = ?, stats = ? WHERE id = ?", (*run[2:], found[0])
            )
            new += 1
    return ids, new


def _same_run(target: sqlite3.Connection, crawl_id: int, ending: list[Any]) -> tuple[bool, bool]:
    """Tell whether a run of the same name and second is the same run, and whether it has ended since."""
    mine = target.execute("SELECT finished_at, finish_reason, stats FROM crawls WHERE id = ?", (crawl_id,)).fetchone()
    is_open = mine[0] is None
    return is_open or ending[0] is None or list(mine) == ending, is_open and ending[0] is not None


def carry_decisions(target: sqlite3.Connection, source: sqlite3.Connection) -> int:
    """Carry what people decided; of two decisions on the same pages the later one counts."""
    forgotten = _forgotten(target)
    rows = source.execute("SELECT one_key, other_key, decision, decided_at FROM archive_decisions").fetchall()
    statement = """
        INSERT INTO archive_decisions (one_key, other_key, decision, decided_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (one_key, other_key) DO UPDATE SET decision = excluded.decision, decided_at = excluded.decided_at
        WHERE excluded.decided_at > decided_at
        """
    return sum(target.execute(statement, row).rowcount for row in rows if not forgotten & {row[0], row[1]})


def carry_rejects(target: sqlite3.Connection, source: sqlite3.Connection) -> Iterator[int]:
    """Carry pages that gave no article, one a step; counts of one page are not added up: both may count one visit."""
    forgotten = _forgotten(target)
    rows = source.execute("SELECT url, site, reason, detail, count, first_seen_at, last_seen_at FROM rejects")
    for row in rows:
        if not forgotten or url_key(row[0]) not in forgotten:
            yield target.execute(_REJECT, row).rowcount


def carry_visits(target: sqlite3.Connection, source: sqlite3.Connection) -> Iterator[int]:
    """Carry visits, one a step; of one page the later one counts, with what only the earlier one knew."""
    forgotten = _forgotten(target)
    visits = source.execute(
        f"SELECT p.url_key, (SELECT a.url_key FROM articles AS a WHERE a.id = p.article_id), {_VISIT_COLUMNS}"
        " FROM pages AS p ORDER BY p.url_key"
    )
    for key, article_key, *visit in visits:
        if key in forgotten:
            continue
        own = holder(target, key)
        article_id = own or (holder(target, article_key) if article_key else None)
        carried = target.execute(_VISIT, (key, article_id, *visit)).rowcount
        if not carried:
            kind, warc_file, warc_offset = visit[2], visit[10], visit[11]
            target.execute(_FILL, (key, kind, article_id, warc_file, warc_offset))
        if own is not None:
            # A text that was carried may have made the page another article than it was here.
            target.execute(_OWN, (own, key))
        if visit[-1] is not None:
            target.execute(_ANNOUNCED, (visit[-1], key))
        yield carried


def carry_gaps(target: sqlite3.Connection, source: sqlite3.Connection) -> int:
    """Carry the gaps behind feeds; one that either archive has seen filled is filled."""
    carried = 0
    for *gap, tries, closed_at in source.execute(f"SELECT {_GAP}, tries, closed_at FROM feed_gaps"):
        known = target.execute(
            "SELECT id, tries, closed_at FROM feed_gaps"
            " WHERE (url, site, since, found_at) = (?1, ?2, ?3, ?5) AND until IS ?4",
            gap,
        ).fetchone()
        if known is None:
            target.execute(
                f"INSERT INTO feed_gaps ({_GAP}, tries, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*gap, tries, closed_at),
            )
            carried += 1
            continue
        filled = min((moment for moment in (known[2], closed_at) if moment is not None), default=None)
        if (max(tries, known[1]), filled) != known[1:]:
            values = (max(tries, known[1]), filled, known[0])
            target.execute("UPDATE feed_gaps SET tries = ?, closed_at = ? WHERE id = ?", values)
            carried += 1
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


def _forgotten(connection: sqlite3.Connection) -> set[str]:
    return {key for (key,) in connection.execute("SELECT url_key FROM archive_forgotten")}

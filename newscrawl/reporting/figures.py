"""The figures of a report: what came in over some days, out of the archive by plain SQL, as JSON values."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from newscrawl.items import utc_text

if TYPE_CHECKING:
    import sqlite3

Figures = dict[str, Any]

_FIELDS: Final = ("published_date", "published_at", "summary", "byline", "section", "tags", "language", "image_url")
_LISTS: Final = frozenset({"tags"})

# A page counts where it stands: a copy is an item of the site that printed it.
_A_DAY: Final = """
SELECT site, published_date, count(*) FROM (
    SELECT site, published_date FROM articles WHERE published_date BETWEEN ?1 AND ?2
    UNION ALL SELECT site, published_date FROM copies WHERE published_date BETWEEN ?1 AND ?2
) GROUP BY site, published_date
"""
_HOURS: Final = """
SELECT site, CAST(substr(published_local, 12, 2) AS INTEGER), count(*) FROM articles
WHERE published_date BETWEEN ?1 AND ?2 AND published_local IS NOT NULL GROUP BY 1, 2
"""
_COPIES: Final = """
SELECT site, count(*), sum(copied) FROM (
    SELECT site, 0 AS copied FROM articles WHERE published_date BETWEEN ?1 AND ?2
    UNION ALL SELECT site, 1 FROM copies WHERE published_date BETWEEN ?1 AND ?2
) GROUP BY site
"""
_AGENCIES: Final = """
SELECT agency.value, count(*),
    sum((SELECT count(*) FROM copies WHERE copies.article_id = articles.id))
FROM articles, json_each(articles.agencies) AS agency WHERE published_date BETWEEN ?1 AND ?2
GROUP BY 1 ORDER BY 2 DESC, 1
"""
# Of each article that two sites or more printed, the site that was first by the publishers' own clocks.
_FIRST: Final = """
WITH printed AS (
    SELECT id AS article_id, site, published_at FROM articles WHERE published_date BETWEEN ?1 AND ?2
    UNION ALL SELECT copies.article_id, copies.site, copies.published_at FROM copies
    JOIN articles ON articles.id = copies.article_id WHERE articles.published_date BETWEEN ?1 AND ?2
), shared AS (
    SELECT article_id, min(published_at) AS first_at FROM printed GROUP BY article_id
    HAVING count(DISTINCT site) > 1 AND count(published_at) = count(*)
)
SELECT site, count(DISTINCT shared.article_id), sum(published_at = first_at),
    avg(CASE WHEN published_at > first_at THEN (unixepoch(published_at) - unixepoch(first_at)) / 60.0 END)
FROM printed JOIN shared USING (article_id) GROUP BY site ORDER BY 3 DESC, site
"""
_STRIPPED: Final = """
SELECT articles.site, removals.kind, count(*) FROM articles
JOIN removals ON removals.article_id = articles.id AND removals.version = articles.version
WHERE articles.published_date BETWEEN ?1 AND ?2 GROUP BY 1, 2 ORDER BY 3 DESC
"""
_REJECTS: Final = """
SELECT site, reason, count(*) FROM rejects WHERE last_seen_at BETWEEN ?1 AND ?2 GROUP BY 1, 2 ORDER BY 3 DESC
"""
_UNDATED: Final = """
SELECT site, count(*) FROM articles WHERE published_date IS NULL AND first_seen_at BETWEEN ?1 AND ?2 GROUP BY 1
"""
_RUNS: Final = """
SELECT spider, started_at, finished_at, finish_reason, json_extract(stats, '$.elapsed_time_seconds'),
    json_extract(stats, '$.response_received_count'), json_extract(stats, '$."newscrawl/store/new"')
FROM crawls WHERE started_at <= ?2 AND coalesce(finished_at, started_at) >= ?1 ORDER BY id
"""


def figures(connection: sqlite3.Connection, *, now: datetime, days: int) -> Figures:
    """Give the figures of the last `days` days, today included; days are the publishers', hours their clocks.

    `articles_a_day` counts items by site and day, copies where they stand; `ran` tells whether we looked on that day:
    a day without any is the site's silence only where we did.
    """
    last = now.date()
    first = last - timedelta(days=days - 1)
    span = [(first + timedelta(days=number)).isoformat() for number in range(days)]
    dates = (span[0], span[-1])
    instants = (f"{span[0]}T00:00:00Z", utc_text(now))
    runs = _runs(connection, instants)
    a_day = _nested(connection, _A_DAY, dates)
    coverage = _coverage(connection, dates)
    rejects = _nested(connection, _REJECTS, instants)
    sites = sorted(set(a_day) | set(coverage) | _without_articles(connection, runs, rejects))
    return {
        "at": utc_text(now),
        "days": span,
        "sites": sites,
        "articles": sum(site["articles"] for site in coverage.values()),
        "copies": connection.execute(
            "SELECT count(*) FROM copies WHERE published_date BETWEEN ? AND ?", dates
        ).fetchone()[0],
        "articles_a_day": {site: [a_day.get(site, {}).get(day, 0) for day in span] for site in sites},
        "ran": _days_run(connection, runs, sites, span),
        "hours": _nested(connection, _HOURS, dates),
        "coverage": coverage,
        "copied": [
            {"site": site, "items": items, "copies": copies}
            for site, items, copies in connection.execute(_COPIES, dates)
        ],
        "agencies": [
            {"agency": agency, "articles": articles, "reprints": reprints}
            for agency, articles, reprints in connection.execute(_AGENCIES, dates)
        ],
        "first": [
            {
                "site": site,
                "shared": shared,
                "first": wins,
                "minutes_behind": None if behind is None else round(behind, 1),
            }
            for site, shared, wins, behind in connection.execute(_FIRST, dates)
        ],
        "stripped": _nested(connection, _STRIPPED, dates),
        "rejects": rejects,
        "undated": dict(connection.execute(_UNDATED, instants).fetchall()),
        "runs": runs,
    }


def _nested(connection: sqlite3.Connection, query: str, span: tuple[str, str]) -> dict[str, dict[Any, int]]:
    """Give rows of (site, key, count) as counts by key by site."""
    found: dict[str, dict[Any, int]] = {}
    for site, key, count in connection.execute(query, span):
        found.setdefault(site, {})[key] = count
    return found


def _coverage(connection: sqlite3.Connection, dates: tuple[str, str]) -> dict[str, dict[str, Any]]:
    """Give each site's articles and how many of them have each field; those without a date count where seen lately."""
    filled = ", ".join(
        f"sum({name} <> '[]')" if name in _LISTS else f"count({name})"  # names of ours
        for name in _FIELDS
    )
    query = f"""
        SELECT site, count(*), avg(word_count), {filled} FROM articles
        WHERE published_date BETWEEN ?1 AND ?2 OR (published_date IS NULL AND first_seen_at >= ?1)
        GROUP BY site
    """
    return {
        site: {"articles": articles, "words": round(words), "with": dict(zip(_FIELDS, counts, strict=True))}
        for site, articles, words, *counts in connection.execute(query, dates)
    }


def _runs(connection: sqlite3.Connection, instants: tuple[str, str]) -> list[dict[str, Any]]:
    names = ("spider", "started_at", "finished_at", "finish_reason", "seconds", "pages", "new")
    return [dict(zip(names, row, strict=True)) for row in connection.execute(_RUNS, instants)]


def _without_articles(
    connection: sqlite3.Connection, runs: list[dict[str, Any]], rejects: dict[str, dict[Any, int]]
) -> set[str]:
    """Give the sites that were read and may have brought nothing: one that broke before the first day is to be seen."""
    known = {site for (site,) in connection.execute("SELECT DISTINCT site FROM articles")}
    spiders = {run["spider"] for run in runs}
    return (known & (spiders | rejects.keys())) | (spiders & rejects.keys())


def _days_run(
    connection: sqlite3.Connection, runs: list[dict[str, Any]], sites: list[str], span: list[str]
) -> dict[str, list[bool]]:
    """Tell for each site and day (UTC) whether a crawl of it was at work.

    That is one by the spider of its name, else one by any spider that reads several sites.
    """
    known = {spider for (spider,) in connection.execute("SELECT DISTINCT spider FROM crawls")}
    by_spider: dict[str, set[str]] = {}
    for run in runs:
        begun = date.fromisoformat(run["started_at"][:10])
        ended = date.fromisoformat((run["finished_at"] or run["started_at"])[:10])
        covered = by_spider.setdefault(run["spider"], set())
        day = begun
        while day <= ended:
            covered.add(day.isoformat())
            day += timedelta(days=1)
    shared: set[str] = set().union(*(days for spider, days in by_spider.items() if spider not in sites))
    return {site: [day in (by_spider.get(site, set()) if site in known else shared) for day in span] for site in sites}

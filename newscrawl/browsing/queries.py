"""The queries and facets that the pages offer, as Datasette's metadata."""

from __future__ import annotations

from typing import Any, Final

DATABASE: Final = "news"

_PRIVATE: Final = (
    "archive_counters",
    "archive_decisions",
    "archive_forgotten",
    "articles_fts",
    "articles_fts_config",
    "articles_fts_content",
    "articles_fts_data",
    "articles_fts_docsize",
    "articles_fts_idx",
    "boilerplate_articles",
    "boilerplate_lines",
    "dedup_articles",
    "dedup_keys",
    "dedup_state",
    "export_consumers",
    "feed_gaps",
    "monitor_alerts",
    "monitor_states",
    "_sqlite_migrations",
)

QUERIES: Final[dict[str, dict[str, Any]]] = {
    "who-copies-whom": {
        "title": "Who copies whom",
        "description": "Copies of one site's articles on another, and how alike they are.",
        "sql": """
SELECT original_site, copy_site, count(*) AS copies, sum(kind = 'exact') AS word_for_word,
    round(avg(similarity), 2) AS similarity
FROM clusters
WHERE copy_site <> original_site
GROUP BY original_site, copy_site
ORDER BY copies DESC
LIMIT 500""",
    },
    "how-fast": {
        "title": "How fast",
        "description": "The median minutes from the original to each site's copy, where both times are known.",
        "sql": """
WITH ranked AS (
    SELECT copy_site, delay_s,
        row_number() OVER (PARTITION BY copy_site ORDER BY delay_s) AS place,
        count(*) OVER (PARTITION BY copy_site) AS copies
    FROM clusters
    WHERE delay_s >= 0 AND copy_site <> original_site
)
SELECT copy_site, copies, round(avg(delay_s) / 60.0, 1) AS median_minutes
FROM ranked
WHERE place IN ((copies + 1) / 2, (copies + 2) / 2)
GROUP BY copy_site
ORDER BY median_minutes""",
    },
    "agency-share": {
        "title": "Share of agency copy by site",
        "description": "Articles and copies that credit a news agency, counted where they stand.",
        "sql": """
WITH items AS (
    SELECT site, agencies FROM articles
    UNION ALL
    SELECT copies.site, CASE WHEN json_extract(copies.article, '$.agencies') = '[]' THEN articles.agencies
        ELSE json_extract(copies.article, '$.agencies') END
    FROM copies JOIN articles ON articles.id = copies.article_id
)
SELECT site, count(*) AS items, sum(agencies <> '[]') AS of_agencies,
    round(100.0 * sum(agencies <> '[]') / count(*), 1) AS agency_percent
FROM items
GROUP BY site
ORDER BY agency_percent DESC, items DESC""",
    },
    "articles-a-day": {
        "title": "Articles a day",
        "description": "By the publisher's own day, the newest first; copies are not counted.",
        "sql": """
SELECT published_date, site, count(*) AS articles
FROM articles
WHERE published_date IS NOT NULL
GROUP BY published_date, site
ORDER BY published_date DESC, articles DESC
LIMIT 1000""",
    },
    "most-copied": {
        "title": "Most copied articles",
        "description": "Each with its cluster, where the copies stand in time order.",
        "sql": """
SELECT cluster_id, title, original_site, count(*) AS copies, count(DISTINCT copy_site) AS sites,
    min(delay_s) AS first_after_s
FROM clusters
GROUP BY article_id
ORDER BY copies DESC, article_id DESC
LIMIT 200""",
    },
    "changed-articles": {
        "title": "Articles that were changed",
        "description": "The publisher changed the text after we had read it; the newest change first.",
        "sql": """
SELECT articles.id, articles.site, articles.title, count(*) AS earlier_texts, max(versions.seen_at) AS last_seen_before
FROM versions JOIN articles ON articles.id = versions.article_id
WHERE versions.reason = 'updated'
GROUP BY articles.id
ORDER BY last_seen_before DESC
LIMIT 200""",
    },
    "dates-unknown": {
        "title": "Articles without a sure date",
        "description": "What the page printed, if anything.",
        "sql": """
SELECT id, site, title, published_raw, url, first_seen_at
FROM articles
WHERE published_date IS NULL
ORDER BY first_seen_at DESC, id DESC
LIMIT 500""",
    },
    "rejects-by-reason": {
        "title": "Rejected pages by reason",
        "description": "Pages that gave no article.",
        "sql": """
SELECT reason, site, count(*) AS pages, sum(count) AS times, max(last_seen_at) AS last_seen_at
FROM rejects
GROUP BY reason, site
ORDER BY pages DESC, reason, site""",
    },
    "stripped-by-kind": {
        "title": "What was stripped, by kind",
        "description": "Lines and spans that were taken out of the current texts.",
        "sql": """
SELECT removals.kind, articles.site, count(*) AS lines, count(DISTINCT articles.id) AS articles
FROM removals JOIN articles ON articles.id = removals.article_id AND articles.version = removals.version
GROUP BY removals.kind, articles.site
ORDER BY lines DESC, kind, site""",
    },
    "search-sql": {
        "title": "Search in SQL",
        "description": "arabic_match turns a search in any spelling into an FTS5 query; arabic_fold folds a text.",
        "sql": """
SELECT articles.id, articles.published_date, articles.site, articles.title
FROM articles_fts JOIN articles ON articles.id = articles_fts.rowid
WHERE articles_fts MATCH arabic_match(:words)
ORDER BY bm25(articles_fts, 8.0, 1.0)
LIMIT 100""",
    },
}

_FACETS: Final = ["site", {"array": "agencies"}, "section", "published_date"]


def metadata(title: str, *, stylesheet: str) -> dict[str, Any]:
    """Give Datasette's metadata for an archive called `title`: what is searched, sorted, counted, hidden and asked."""
    tables: dict[str, dict[str, Any]] = {name: {"hidden": True} for name in _PRIVATE}
    tables["articles"] = {
        "facets": _FACETS,
        "fts_table": "articles_fts",
        "fts_pk": "id",
        "sort_desc": "first_seen_at",
        "label_column": "title",
        "size": 50,
    }
    tables["rejects"] = {"facets": ["reason", "site"], "sort_desc": "last_seen_at"}
    tables["removals"] = {"facets": ["kind", "rule"]}
    tables["repairs"] = {"facets": ["rule"]}
    tables["pages"] = {"facets": ["site", "kind", "status"], "sort_desc": "fetched_at"}
    tables["copies"] = {"facets": ["site", "kind", "published_date"], "sort_desc": "first_seen_at"}
    tables["clusters"] = {"facets": ["original_site", "copy_site", "kind"]}
    tables["versions"] = {"facets": ["reason"], "sort_desc": "seen_at"}
    tables["crawls"] = {"facets": ["spider", "finish_reason"], "sort_desc": "id"}
    queries = {name: {**query, "sql": query["sql"].strip(), "hide_sql": True} for name, query in QUERIES.items()}
    return {
        "title": title,
        "extra_css_urls": [stylesheet],
        "databases": {DATABASE: {"tables": tables, "queries": queries}},
    }

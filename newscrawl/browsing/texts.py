"""What the pages show, read from the archive: an article with all that belongs to it, its texts, and its cluster."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import reading
from newscrawl.archive.reading import paragraphs_before_stripping

if TYPE_CHECKING:
    import sqlite3

    from newscrawl.items import Article, Removal

_RTL: Final = frozenset({"ar", "fa", "ur", "ps", "ckb", "he", "ug", "sd"})

Facts = dict[str, Any]


@dataclass(slots=True)
class Part:
    """A run of a paragraph as it entered stripping; `kind` and `rule` say what took it out, where anything did."""

    text: str
    kind: str = ""
    rule: str = ""


@dataclass(slots=True)
class ArticlePage:
    """An article as its page shows it."""

    row: Facts
    paragraphs: list[str]
    unstripped: list[list[Part]]
    removals: list[Removal]
    repairs: list[Facts]
    texts: list[Text]
    links: list[Facts]
    cluster_size: int


@dataclass(slots=True)
class Text:
    """One text of an article: the current one, an earlier one, or a copy's. `key` names it in addresses."""

    key: str
    what: str
    url: str
    title: str
    body: str
    seen_at: str | None
    published: str | None = None

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return [line for line in self.body.split("\n") if line.strip()]


def direction(language: str | None) -> str:
    """Give the direction that a text of this language is read in; unknown is Arabic, since that is what we collect."""
    return "rtl" if language is None or language.partition("-")[0].lower() in _RTL else "ltr"


def article_page(connection: sqlite3.Connection, article_id: int) -> ArticlePage:
    """Read all that an article's page shows; raises LookupError where there is no such article."""
    article = reading.article(connection, article_id)
    row = _one(connection, "SELECT * FROM articles WHERE id = ?", article_id)
    row["agencies"], row["authors"], row["tags"] = (json.loads(row[name]) for name in ("agencies", "authors", "tags"))
    size = _one(connection, _CLUSTER_SIZE, row["cluster_id"])["size"]
    return ArticlePage(
        row=row,
        paragraphs=article.paragraphs,
        unstripped=unstripped(article),
        removals=article.removals,
        repairs=[{"before": one.before, "after": one.after, "rule": one.rule} for one in article.repairs],
        texts=texts(connection, article_id),
        links=_all(connection, _LINKS, article_id),
        cluster_size=size,
    )


def unstripped(article: Article) -> list[list[Part]]:
    """Give the paragraphs as they entered stripping, with what was taken out told apart; empty where nothing was.

    Empty, too, where the removals do not fit the text (`scrapy doctor` reports that).
    """
    if not article.removals:
        return []
    try:
        before = paragraphs_before_stripping(article)
    except ValueError:
        return []
    taken: dict[int, list[Removal]] = {}
    for removal in sorted(article.removals, key=lambda one: (one.position, one.start)):
        taken.setdefault(removal.position, []).append(removal)
    return [_parts(text, taken.get(position, [])) for position, text in enumerate(before)]


def _parts(text: str, removals: list[Removal]) -> list[Part]:
    parts, at = [], 0
    for removal in removals:
        parts.append(Part(text[at : removal.start]))
        parts.append(Part(text[removal.start : removal.end], removal.kind, removal.rule))
        at = removal.end
    parts.append(Part(text[at:]))
    return [part for part in parts if part.text]


def texts(connection: sqlite3.Connection, article_id: int) -> list[Text]:
    """Give all texts of an article: the earlier ones in time order, the current one, then the copies in time order."""
    found = [
        Text(
            key=f"v{row['key']}",
            what=f"version {row['version']}, {_REASONS[row['reason']]}",
            url=row["url"],
            title=row["title"],
            body=row["body"],
            seen_at=row["seen_at"],
        )
        for row in _all(connection, _VERSIONS, article_id)
    ]
    found += [
        Text(
            key="now",
            what=f"version {row['version']}, the current text",
            url=row["url"],
            title=row["title"],
            body=row["body"],
            seen_at=row["text_seen_at"],
            published=row["published_local"] or row["published_date"],
        )
        for row in _all(connection, "SELECT * FROM articles WHERE id = ?", article_id)
    ]
    return found + [_copy_text(row) for row in _all(connection, _COPIES, article_id)]


def _copy_text(row: Facts) -> Text:
    copy = json.loads(row["article"])
    return Text(
        key=f"c{row['key']}",
        what=f"{row['kind']} copy on {row['site']}",
        url=row["url"],
        title=copy.get("title") or "",
        body=copy.get("body") or "",
        seen_at=row["first_seen_at"],
        published=row["published_at"] or row["published_date"],
    )


def cluster(connection: sqlite3.Connection, cluster_id: int) -> list[Facts]:
    """Give the articles of a cluster and their copies in time order; raises LookupError where there are none.

    `after_s` is the seconds since the earliest known instant. Where only the day is known, an item stands before those
    of the same day whose hour is known; where not even that is, by when it was first seen.
    """
    rows = _all(connection, _CLUSTER, cluster_id)
    if not rows:
        raise LookupError(f"no cluster {cluster_id} in the archive")
    for row in rows:
        row["agencies"] = json.loads(row["agencies"] or "[]")
    return rows


def overview(connection: sqlite3.Connection) -> Facts:
    """Give the figures of the first page: counts, the last days with articles, and the sites."""
    counts = _one(connection, _COUNTS)
    days = _all(connection, _DAYS)
    sites = _all(connection, "SELECT site, count(*) AS articles FROM articles GROUP BY site ORDER BY articles DESC")
    return {"counts": counts, "days": days, "most": max((day["articles"] for day in days), default=1), "sites": sites}


def choices(connection: sqlite3.Connection) -> Facts:
    """Give what a search can be narrowed by: sites, and agencies of the latest articles."""
    sites = [row["site"] for row in _all(connection, "SELECT DISTINCT site FROM articles ORDER BY site")]
    return {"sites": sites, "agencies": [row["value"] for row in _all(connection, _AGENCIES)]}


def _all(connection: sqlite3.Connection, sql: str, *values: object) -> list[Facts]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, tuple(row), strict=True)) for row in cursor]


def _one(connection: sqlite3.Connection, sql: str, *values: object) -> Facts:
    return _all(connection, sql, *values)[0]


_REASONS: Final = {
    "updated": "changed by the publisher later",
    "reextracted": "read better later",
    "better_original": "before an earlier original was found",
}
_VERSIONS: Final = "SELECT rowid AS key, * FROM versions WHERE article_id = ? ORDER BY seen_at, url, version"
_COPIES: Final = """
SELECT rowid AS key, * FROM copies WHERE article_id = ?
ORDER BY coalesce(published_at, published_date, first_seen_at), url"""
_LINKS: Final = """
SELECT other.id, other.title, other.site, links.kind, links.containment, links.similarity,
    links.article_id = ?1 AS is_part
FROM links JOIN articles AS other
    ON other.id = CASE links.article_id WHEN ?1 THEN links.other_id ELSE links.article_id END
WHERE links.article_id = ?1 OR links.other_id = ?1
ORDER BY links.containment DESC, other.id"""
_CLUSTER_SIZE: Final = """
SELECT count(*) + coalesce(sum((SELECT count(*) FROM copies WHERE copies.article_id = articles.id)), 0) AS size
FROM articles WHERE cluster_id = ?"""
_CLUSTER: Final = """
WITH items AS (
    SELECT id AS article_id, NULL AS copy_key, '' AS kind, NULL AS similarity, title, site, url, agencies,
        published_at, published_date, published_local, first_seen_at, gone_at
    FROM articles WHERE cluster_id = ?1
    UNION ALL
    SELECT copies.article_id, copies.rowid, copies.kind, copies.similarity, json_extract(copies.article, '$.title'),
        copies.site, copies.url, json_extract(copies.article, '$.agencies'), copies.published_at,
        copies.published_date, NULL, copies.first_seen_at, copies.gone_at
    FROM copies JOIN articles ON articles.id = copies.article_id WHERE articles.cluster_id = ?1
)
SELECT *, unixepoch(published_at) - min(unixepoch(published_at)) OVER () AS after_s
FROM items
ORDER BY coalesce(published_at, published_date, first_seen_at), copy_key IS NOT NULL, article_id, copy_key"""
_COUNTS: Final = """
SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM copies) AS copies,
    (SELECT count(*) FROM versions) AS versions, (SELECT count(*) FROM rejects) AS rejects,
    (SELECT count(DISTINCT site) FROM articles) AS sites,
    (SELECT count(*) FROM articles WHERE published_date IS NULL) AS undated,
    (SELECT max(finished_at) FROM crawls) AS last_crawl_at"""
_DAYS: Final = """
SELECT published_date AS day, count(*) AS articles FROM articles WHERE published_date IS NOT NULL
GROUP BY published_date ORDER BY published_date DESC LIMIT 14"""
# Whoever wants an agency of other days may type it: reading the column of a whole archive takes seconds.
_AGENCIES: Final = """
SELECT DISTINCT value FROM (SELECT agencies FROM articles ORDER BY id DESC LIMIT 2000) AS latest, json_each(agencies)
ORDER BY value"""

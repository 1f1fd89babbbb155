"""Writes of `copies` and `links`, and which of the pages that share one text is the original."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive.records import article_json
from newscrawl.items import published_columns
from newscrawl.urls import registrable_domain

if TYPE_CHECKING:
    import sqlite3

    from newscrawl.archive.records import Incoming
    from newscrawl.items import Match

Row = dict[str, Any]

MERGED: Final = ("exact", "near")
UNKNOWN_MOMENT: Final = "9999"
MOMENT_OF_ARTICLE: Final = (
    f"coalesce(published_at, published_local || 'Z', published_date || 'T23:59:59Z', '{UNKNOWN_MOMENT}')"
)
"""`moment` of a row of `articles`, in SQL."""
MOMENT_OF_COPY: Final = f"""coalesce(
    published_at,
    CASE WHEN length(json_extract(article, '$.published')) > 10
        THEN substr(json_extract(article, '$.published'), 1, 19) || 'Z' END,
    published_date || 'T23:59:59Z',
    '{UNKNOWN_MOMENT}'
)"""
"""`moment` of a row of `copies`, in SQL."""
_COLUMNS: Final = (
    "url",
    "url_key",
    "article_id",
    "site",
    "kind",
    "similarity",
    "article",
    "published_date",
    "published_at",
    "first_seen_at",
    "last_seen_at",
    "gone_at",
    "content_hash",
)
_NAMES: Final = ", ".join(_COLUMNS)
_INSERT: Final = f"INSERT INTO copies ({_NAMES}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"


@cache
def _agency_domains() -> dict[str, str]:
    text = (files("newscrawl.archive") / "lexicons" / "agency_domains.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows[1:]}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides which of the pages with one text is the original."""

    url: str
    site: str
    content_hash: str
    word_count: int
    modified_at: str | None
    moment: str
    """Publication time that sorts: see `moment`."""
    agencies: frozenset[str]


def is_better_original(connection: sqlite3.Connection, incoming: Incoming, row: Row) -> bool:
    """Tell whether a page that shares a stored article's text should be the article's row in its stead."""
    old = Standing(
        row["url"],
        row["site"],
        row["content_hash"],
        row["word_count"],
        row["modified_at"],
        moment(row),
        frozenset(json.loads(row["agencies"])),
    )
    return is_better(_standing(incoming), old, _earliest(connection, row["id"], row["site"]))


def is_better(new: Standing, old: Standing, earliest: str) -> bool:
    """Tell whether a page is a better original than the one that an article has as its row.

    On one site the longest text wins, then the newest. Between sites the agency that is credited wins, then the site
    that published first; a page whose time is not known is never better than one whose time is, and a tie changes
    nothing. `earliest` is the first time at which the old page's site published one of the article's copies.
    """
    if new.site == old.site:
        if new.content_hash == old.content_hash:
            return False
        mine = (new.word_count, new.modified_at or "", new.moment)
        return mine > (old.word_count, old.modified_at or "", old.moment)
    credited = new.agencies | old.agencies
    is_agency = _is_agency(new.url, new.site, credited)
    if is_agency != _is_agency(old.url, old.site, credited):
        return is_agency
    return new.moment < min(old.moment, earliest)


def rank(incoming: Incoming) -> tuple[bool, str, int, str]:
    """Give a key by which the best original among several pages with one text comes first."""
    credited = frozenset(json.loads(incoming.metadata["agencies"]))
    is_agency = bool(credited) and _is_agency(incoming.url, incoming.site, credited)
    return not is_agency, moment(incoming.metadata), -incoming.word_count, incoming.key


def _standing(incoming: Incoming) -> Standing:
    metadata = incoming.metadata
    agencies = frozenset(json.loads(metadata["agencies"]))
    return Standing(
        incoming.url,
        incoming.site,
        incoming.content_hash,
        incoming.word_count,
        metadata["modified_at"],
        moment(metadata),
        agencies,
    )


def _is_agency(url: str, site: str, credited: frozenset[str]) -> bool:
    agency = _agency_domains().get(registrable_domain(url))
    if agency is None:
        return site.upper() in credited
    return not credited or agency in credited


def moment(row: Row) -> str:
    """Give a publication time that sorts; a day without a clock comes last in its day, an unknown day last of all."""
    if row["published_at"]:
        return str(row["published_at"])
    if row["published_local"]:
        return f"{row['published_local']}Z"
    return f"{row['published_date']}T23:59:59Z" if row["published_date"] else UNKNOWN_MOMENT


def _earliest(connection: sqlite3.Connection, article_id: int, site: str) -> str:
    """Give the earliest time at which a site published one of the copies of an article."""
    found = connection.execute(
        f"SELECT min({MOMENT_OF_COPY}) FROM copies WHERE article_id = ? AND site = ?",
        (article_id, site),
    ).fetchone()[0]
    return found or UNKNOWN_MOMENT


def by_key(connection: sqlite3.Connection, key: str) -> Row | None:
    """Give the copy whose page has this URL key."""
    values = connection.execute(f"SELECT {_NAMES} FROM copies WHERE url_key = ?", (key,)).fetchone()
    return dict(zip(_COLUMNS, values, strict=True)) if values is not None else None


def pages_of(connection: sqlite3.Connection, article_id: int) -> set[str]:
    """Give the URL keys of an article's own page and of its copies."""
    keys = connection.execute(
        "SELECT url_key FROM articles WHERE id = ?1 UNION SELECT url_key FROM copies WHERE article_id = ?1",
        (article_id,),
    )
    return {key for (key,) in keys}


def insert(connection: sqlite3.Connection, row: Row) -> None:
    """Insert a copy; `row` has every column."""
    connection.execute(_INSERT, row)


def row_of(incoming: Incoming, article_id: int, match: Match) -> Row:
    """Give the copy's row for a page that came in."""
    dates = published_columns(incoming.article.published)
    return {
        "url": incoming.url,
        "url_key": incoming.key,
        "article_id": article_id,
        "site": incoming.site,
        "kind": match.kind,
        "similarity": match.similarity,
        "article": article_json(incoming.article),
        "published_date": dates["published_date"],
        "published_at": dates["published_at"],
        "first_seen_at": incoming.seen_at,
        "last_seen_at": incoming.seen_at,
        "gone_at": None,
        "content_hash": incoming.content_hash,
    }


def demoted(row: Row, article: str, match: Match) -> Row:
    """Give the copy's row for a page whose article's row another page takes over; `article` is its JSON."""
    return {
        "url": row["url"],
        "url_key": row["url_key"],
        "article_id": row["id"],
        "site": row["site"],
        "kind": match.kind,
        "similarity": match.similarity,
        "article": article,
        "published_date": row["published_date"],
        "published_at": row["published_at"],
        "first_seen_at": row["first_seen_at"],
        "last_seen_at": row["last_seen_at"],
        "gone_at": row["gone_at"],
        "content_hash": row["content_hash"],
    }


def takes_date(copy: Row, new: Row) -> bool:
    """Tell whether a copy's page states another time of publication now, and no less of it than before."""
    if new["published_date"] is None or (new["published_date"] == copy["published_date"] and not new["published_at"]):
        return False
    return (new["published_date"], new["published_at"]) != (copy["published_date"], copy["published_at"])


def update(connection: sqlite3.Connection, key: str, changes: Row) -> None:
    """Change columns of a copy."""
    names = ", ".join(f"{name} = :{name}" for name in changes)
    connection.execute(f"UPDATE copies SET {names} WHERE url_key = :key", {**changes, "key": key})


def delete(connection: sqlite3.Connection, key: str) -> None:
    """Delete a copy's row."""
    connection.execute("DELETE FROM copies WHERE url_key = ?", (key,))


def text_of(copy: Row) -> Row:
    """Give a copy's text as `articles.keep_version` takes it."""
    article = json.loads(copy["article"])
    return {
        "url": copy["url"],
        "title": article["title"] or "",
        "body": article["body"] or "",
        "content_hash": copy["content_hash"],
        "seen_at": copy["last_seen_at"],
        "modified_at": None,
    }


def relink(connection: sqlite3.Connection, article_id: int, word_count: int, matches: list[Match]) -> list[int]:
    """Write the links of an article to those it shares text with, in place of the old ones; give their ids.

    The shorter text is the part. A match that would have been merged, had it come under a new URL, is a link too.
    """
    connection.execute("DELETE FROM links WHERE article_id = ?1 OR other_id = ?1", (article_id,))
    linked = []
    for match in matches:
        other = connection.execute("SELECT word_count FROM articles WHERE id = ?", (match.other_id,)).fetchone()
        if other is None or match.other_id == article_id:
            continue
        is_part = (word_count, article_id) <= (other[0], match.other_id)
        part, whole = (article_id, match.other_id) if is_part else (match.other_id, article_id)
        share = match.containment if is_part else other_containment(match)
        kind = "similar" if match.kind in MERGED else match.kind
        connection.execute(
            "INSERT OR REPLACE INTO links (article_id, other_id, kind, similarity, containment) VALUES (?, ?, ?, ?, ?)",
            (part, whole, kind, match.similarity, share),
        )
        linked.append(match.other_id)
    return linked


def other_containment(match: Match) -> float:
    """Give the share of the *other* text that this one holds, from the two figures of a match.

    With shared s and sizes a, b: similarity = s / (a + b - s) and containment = s / a.
    """
    if match.similarity <= 0 or match.containment <= 0:
        return 0.0
    size = match.containment / match.similarity + match.containment - 1
    return min(1.0, match.containment / size) if size > 0 else 1.0

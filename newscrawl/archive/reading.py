"""Stored articles and copies as `Article`s again, for rules that are applied anew and for rows that change places."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from newscrawl.arabic.boilerplate import rebuild
from newscrawl.arabic.lost_letters import undo_repairs
from newscrawl.archive import articles
from newscrawl.archive.records import published_of
from newscrawl.items import Article, DateCandidate, Match, Reject, Removal, Repair

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from newscrawl.items import Published


def article(connection: sqlite3.Connection, article_id: int) -> Article:
    """Give a stored article with its removals and repairs; raises LookupError where there is none.

    `fetched_at` is when its text was first read, so that storing it again with another body makes a version of the same
    page (`reextracted`), and storing it as it is changes nothing.
    """
    row = articles.stored(connection, article_id)
    removals, repairs = articles.read_parts(connection, article_id, row["version"])
    return Article(
        url=row["url"],
        title=row["title"],
        body=row["body"],
        summary=row["summary"],
        byline=row["byline"],
        authors=json.loads(row["authors"]),
        section=row["section"],
        tags=json.loads(row["tags"]),
        language=row["language"],
        agencies=json.loads(row["agencies"]),
        dateline=row["dateline"],
        image_url=row["image_url"],
        source_url=row["source_url"],
        site=row["site"],
        published=published_of(row),
        published_raw=row["published_raw"],
        published_precision=row["published_precision"],
        published_source=row["published_source"],
        modified=_time(row["modified_at"]),
        is_partial=bool(row["is_partial"]),
        fetched_at=datetime.fromisoformat(row["text_seen_at"]),
        removals=[Removal(**values) for values in removals],
        repairs=[Repair(**values) for values in repairs],
    )


def paragraphs_before_stripping(article: Article) -> list[str]:
    """Give the paragraphs as they entered stripping: the body with its repairs undone and its removals put back.

    Raises ValueError where removals and body do not fit together.
    """
    try:
        rebuilt = rebuild(undo_repairs(article.paragraphs, article.repairs), article.removals)
    except IndexError:
        raise ValueError(f"a repair of another paragraph than the {len(article.paragraphs)} there are") from None
    except StopIteration:
        raise ValueError("there are removals from more paragraphs than there were") from None
    for removal in article.removals:
        end = removal.start + len(removal.text)
        if removal.end != end or rebuilt[removal.position][removal.start : end] != removal.text:
            raise ValueError(f"the removal {removal.text[:40]!r} does not fit where it was")
    return rebuilt


def ids_of_older_rules(connection: sqlite3.Connection, rules_version: int, *, site: str | None = None) -> Iterator[int]:
    """Give the ids of articles whose text was made by rules older than `rules_version`, in order."""
    last = 0
    while True:
        ids = connection.execute(
            "SELECT id FROM articles WHERE id > ?1 AND rules_version < ?2 AND (?3 IS NULL OR site = ?3)"
            " ORDER BY id LIMIT 500",
            (last, rules_version, site),
        ).fetchall()
        if not ids:
            return
        for (last,) in ids:
            yield last


def from_json(text: str) -> Article:
    """Read an article from the JSON that `copies` keeps; fields of another version of this program are left out."""
    values: dict[str, Any] = {
        name: value for name, value in json.loads(text).items() if name in Article.__dataclass_fields__
    }
    for name in ("published", "modified", "fetched_at"):
        values[name] = _time(values.get(name))
    for name, kind in (("removals", Removal), ("repairs", Repair), ("dates", DateCandidate), ("matches", Match)):
        values[name] = [kind(**part) for part in values.get(name, [])]
    if values.get("reject") is not None:
        values["reject"] = Reject(**values["reject"])
    return Article(**values)


def _time(text: str | None) -> Published:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)

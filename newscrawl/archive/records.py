"""What goes in and out of the archive as plain values: visits, outcomes, and an article as columns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any, Final, Literal

from newscrawl.items import article_to_dict, published_columns, utc_text
from newscrawl.urls import identity, is_http_url, registrable_domain

if TYPE_CHECKING:
    from newscrawl.items import Article, Published

RULES_VERSION: Final = 1
"""Raised with every change of extraction, cleaning or stripping that may change a stored text."""

Kind = Literal["new", "updated", "unchanged", "copy", "rejected"]
Reason = Literal["updated", "reextracted"]

_LIST_COLUMNS: Final = ("authors", "tags", "agencies")
_PUBLISHED_COLUMNS: Final = (
    "published_date",
    "published_local",
    "published_at",
    "published_offset",
    "published_raw",
    "published_precision",
    "published_source",
)
_PLAIN_COLUMNS: Final = ("summary", "byline", "section", "language", "dateline", "image_url", "source_url")
METADATA_COLUMNS: Final = (*_PLAIN_COLUMNS, *_LIST_COLUMNS, *_PUBLISHED_COLUMNS, "modified_at", "is_partial")
"""Columns that the page gives beside its title and body."""


@dataclass(slots=True)
class PageVisit:
    """One visit of a URL. Instants are aware; None leaves what the archive knew where the status is not 200."""

    url: str
    kind: str | None = None
    """What the page is: `article`, `feed`, `sitemap`, `listing`, `other`."""
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: datetime | None = None
    next_visit_at: datetime | None = None
    interval_s: int | None = None
    failures: int = 0
    """Visits in a row that failed, this one included."""
    warc_file: str | None = None
    warc_offset: int | None = None
    announced_at: datetime | None = None
    """The latest modification that a feed or sitemap announced."""
    site: str | None = None


@dataclass(slots=True)
class PageRow:
    """What the archive knows of a URL; instants are its text form."""

    url: str
    site: str
    kind: str | None
    article_id: int | None
    status: int | None
    etag: str | None
    last_modified: str | None
    fetched_at: str | None
    next_visit_at: str | None
    interval_s: int | None
    failures: int
    warc_file: str | None
    warc_offset: int | None
    announced_at: str | None


@dataclass(slots=True)
class Outcome:
    """What became of an article that was handed to the archive.

    `new`: a row was made. `updated`: the text of a row (or of a stored copy) changed, the old one is kept. `unchanged`:
    it was there already; `changed_columns` then names what changed beside the text. `copy`: another article has this
    text. `rejected`: no article, or a page that was forgotten on request.
    """

    kind: Kind
    article_id: int | None = None
    """The row that the article is, or that it is a copy of."""
    other_id: int | None = None
    """The article that this one repeats: set for copies."""
    changed_columns: tuple[str, ...] = ()
    moved: bool = False
    """This page is the better original, so the row took its text and the earlier page became the copy."""
    reason: str | None = None
    """Why it was rejected."""


@dataclass(slots=True)
class Incoming:
    """An article on its way into the archive, with what is computed of it once."""

    article: Article
    url: str
    key: str
    site: str
    title: str
    body: str
    content_hash: str
    metadata: dict[str, Any]
    seen_at: str
    crawl_id: int | None
    reason: Reason | None

    @property
    def word_count(self) -> int:
        """Words in the body as it is stored; counted when asked, since most pages that come again are unchanged."""
        return len(self.body.split())


def incoming(article: Article, *, seen_at: str, crawl_id: int | None, reason: Reason | None) -> Incoming:
    """Take an article with a title and a body in."""
    title, body = storable(article.title or ""), storable(article.body or "")
    return Incoming(
        article=article,
        url=storable(article.url),
        key=url_key(article.url),
        site=site_of(article.url, article.site),
        title=title,
        body=body,
        content_hash=content_hash(title, body),
        metadata=metadata_columns(article),
        seen_at=seen_at,
        crawl_id=crawl_id,
        reason=reason,
    )


@lru_cache(maxsize=4096)
def url_key(url: str) -> str:
    """Give the key under which all spellings of a URL are one row."""
    return storable(identity(url))


def uid(key: str) -> str:
    """Give the article's name that survives merging archives: 32 hexadecimal digits of its URL key's hash."""
    return sha256(key.encode()).hexdigest()[:32]


def content_hash(title: str, body: str) -> str:
    """Digest a title and body exactly as stored: 32 hexadecimal digits."""
    return blake2b(f"{title}\n\n{body}".encode(), digest_size=16).hexdigest()


def storable(text: str) -> str:
    """Give a text that SQLite can hold: lone surrogates become `?` and NULs go; any other text comes back as it is."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def site_of(url: str, site: str | None) -> str:
    """Give the declared site's name, else the registrable domain; a URL without a host gives its scheme."""
    if site:
        return storable(site)
    return registrable_domain(url) if is_http_url(url) else storable(url.partition(":")[0])


def to_json(value: object) -> str:
    """Write JSON as the archive does: Arabic as it is, no escapes."""
    return storable(json.dumps(value, ensure_ascii=False))


def article_json(article: Article) -> str:
    """Write the whole article as JSON, as it came."""
    return to_json(article_to_dict(article))


def metadata_columns(article: Article) -> dict[str, Any]:
    """Give the columns beside the text, in the order of METADATA_COLUMNS."""
    columns: dict[str, Any] = {name: _optional(getattr(article, name)) for name in _PLAIN_COLUMNS}
    columns.update((name, to_json(values) if (values := getattr(article, name)) else "[]") for name in _LIST_COLUMNS)
    columns.update(published_columns(article.published))
    for name in ("published_raw", "published_precision", "published_source"):
        columns[name] = _optional(getattr(article, name))
    columns["modified_at"] = instant(article.modified)
    columns["is_partial"] = int(article.is_partial)
    return columns


def instant(value: Published) -> str | None:
    """Write a time as an instant where its zone is known, else None."""
    return utc_text(value) if isinstance(value, datetime) and value.tzinfo is not None else None


def published_of(row: dict[str, Any]) -> Published:
    """Give a row's publication time as `Article.published` has it."""
    if row["published_local"]:
        return datetime.fromisoformat(row["published_local"] + (row["published_offset"] or ""))
    return date.fromisoformat(row["published_date"]) if row["published_date"] else None


def row_json(row: dict[str, Any], removals: list[dict[str, Any]], repairs: list[dict[str, Any]]) -> str:
    """Write a stored row as JSON in the shape of `article_json`, for a page whose row another one takes over."""
    names = (
        "url",
        "title",
        "body",
        "site",
        *_PLAIN_COLUMNS,
        "published_raw",
        "published_precision",
        "published_source",
    )
    values = {name: row[name] for name in names}
    values.update((name, json.loads(row[name])) for name in _LIST_COLUMNS)
    published = published_of(row)
    values["published"] = published.isoformat() if published else None
    values["modified"] = row["modified_at"]
    values["fetched_at"] = row["text_seen_at"]
    values["is_partial"] = bool(row["is_partial"])
    values["removals"] = removals
    values["repairs"] = repairs
    return to_json(values)


def _optional(value: str | None) -> str | None:
    return storable(value) if value else None

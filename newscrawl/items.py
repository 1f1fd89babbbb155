"""Article: what flows along the line, and the small records it carries."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, Self

if TYPE_CHECKING:
    from newscrawl.archive import PageVisit

Published = datetime | date | None

DateRole = Literal["published", "modified", "unknown"]


class NotAnArticle(ValueError):
    """Raised for a page that holds no article; `reason` is a short slug, `detail` says more for a person.

    Reasons are stable names, since `rejects` is counted by them: `empty`, `not-html`, `not-text`, `no-body`,
    `no-title`, `placeholder`, `listing`, `too-large`, `wrong-language`.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True)
class Removal:
    """A whole paragraph, or a span of one, taken out of a body.

    `position` is the index of the paragraph among the paragraphs as they entered stripping; `start` and `end` are
    offsets in it, and `text` is exactly what stood there, spaces that left with it included.
    """

    position: int
    start: int
    end: int
    text: str
    kind: str
    rule: str


@dataclass(slots=True)
class Repair:
    """A change made inside a text that stays: `before` became `after` at `start` of body paragraph `position`.

    `start` is an offset in the final text, so `body[position][start:start + len(after)] == after`.
    """

    position: int
    start: int
    before: str
    after: str
    rule: str


@dataclass(slots=True)
class DateCandidate:
    """One thing on or around a page that may be its date, unread.

    `source` names the place: `jsonld:datePublished`, `meta:article:published_time`, `time`, `text`, `url`, `feed`,
    `sitemap`, `http:last-modified`. `near_title` is the distance in text blocks from the headline (None: unknown, far).
    """

    raw: str
    source: str
    role: DateRole = "unknown"
    near_title: int | None = None
    inside_article: bool = False
    before_title: bool = False
    """It stands before the headline, where a page's header prints the day of reading."""


@dataclass(slots=True)
class Reject:
    """Why a page gives no article: a stable slug, and a sentence for a person."""

    reason: str
    detail: str = ""


@dataclass(slots=True)
class Match:
    """An article in the archive that shares text with this one.

    `kind`: `exact` and `near` are merged (one is a copy of the other), `contained` and `similar` only linked.
    `similarity` is the Jaccard index of the two shingle sets, `containment` the share of this text's shingles that the
    other holds; both lie in 0..1.
    """

    other_id: int
    kind: Literal["exact", "near", "contained", "similar"]
    similarity: float
    containment: float


def _iso(value: Published) -> str | None:
    return value.isoformat() if value is not None else None


# Scrapy's feed exports write a time without its offset otherwise.
_ISO: Final = {"serializer": _iso}


@dataclass(slots=True)
class Article:
    """One news article on its way from page to archive; every field but `url` may be unknown."""

    url: str
    """Canonical URL, normalised; the article's identity."""
    title: str | None = None
    """Headline only, without the site's name."""
    body: str | None = None
    """Paragraphs separated by one newline."""
    summary: str | None = None
    """Standfirst or description, where the page gives one."""
    byline: str | None = None
    """Author line as printed."""
    authors: list[str] = field(default_factory=list)
    section: str | None = None
    """The outlet's own category."""
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    """ISO 639-1 code of the body (`ar`, `fa`, `ur`, `ckb`, `fr`, ...)."""
    agencies: list[str] = field(default_factory=list)
    """Canonical ids of the wire agencies credited: `MAP`, `AFP`, `REUTERS`."""
    dateline: str | None = None
    """The place-and-agency prefix that opened the body, as printed: `الرباط - و م ع`."""
    image_url: str | None = None
    source_url: str | None = None
    """A canonical URL that the page names on a foreign host."""
    site: str | None = None
    """The declared site's name, else the registrable domain."""
    published: Published = field(default=None, metadata=_ISO)
    """Aware in the publisher's own offset; naive where the zone is unknown; a date where only the day is."""
    published_raw: str | None = None
    """The date exactly as printed, kept when it could not be read too."""
    published_precision: Literal["second", "minute", "day"] | None = None
    published_source: str | None = None
    """Where `published` was found: a `DateCandidate.source`."""
    modified: Published = field(default=None, metadata=_ISO)
    """When the page says it was last changed; typed as `published` is."""
    is_partial: bool = False
    """A teaser or a paywalled opening, not the whole text."""
    fetched_at: datetime | None = field(default=None, metadata=_ISO)
    """Aware instant at which the page was read."""
    dates: list[DateCandidate] = field(default_factory=list)
    """Every date found on and around the page, for the dates station."""
    date_notes: list[str] = field(default_factory=list)
    """How the dates station chose: one line a candidate."""
    witnesses: list[str] = field(default_factory=list)
    """Openings of the same text found elsewhere (description, JSON-LD, feed), for lost first letters."""
    stale_rules: list[str] = field(default_factory=list)
    """Names of the site's selectors that found nothing on the page: its layout may have changed."""
    unlearned: list[str] = field(default_factory=list)
    """The body's paragraphs before lines went that only the archive's counts know as boilerplate."""
    removals: list[Removal] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    visits: list[PageVisit] = field(default_factory=list)
    """The visits that led here: the page itself, and the addresses that redirected to it."""
    reject: Reject | None = None
    """Set by the station that refuses the page; the last station records it."""

    @property
    def paragraphs(self) -> list[str]:
        """The body as a list of paragraphs."""
        return self.body.split("\n") if self.body else []

    @property
    def word_count(self) -> int:
        """Number of words, separated by white space, in the body."""
        return len(self.body.split()) if self.body else 0


@dataclass(slots=True)
class FinishedArticle(Article):
    """An article that a worker process took through the stations up to the duplicates': they leave it as it is."""

    @classmethod
    def of(cls, article: Article) -> Self:
        """Give an article the mark."""
        return cls(**{each.name: getattr(article, each.name) for each in fields(article)})


def published_columns(value: Published) -> dict[str, str | None]:
    """Give the archive's four spellings of a publication time; instants are UTC.

    `2020-11-20 09:00 +01:00` → date `2020-11-20`, local `2020-11-20T09:00:00`, at `2020-11-20T08:00:00Z`, offset
    `+01:00`. A naive time has no `at` and no `offset`; a day alone has only the date.
    """
    columns: dict[str, str | None] = {
        "published_date": None,
        "published_local": None,
        "published_at": None,
        "published_offset": None,
    }
    if value is None:
        return columns
    if not isinstance(value, datetime):
        columns["published_date"] = value.isoformat()
        return columns
    columns["published_date"] = value.date().isoformat()
    columns["published_local"] = value.replace(tzinfo=None, microsecond=0).isoformat()
    if value.tzinfo is not None:
        columns["published_at"] = utc_text(value)
        columns["published_offset"] = value.isoformat()[-6:]
    return columns


def utc_text(instant: datetime) -> str:
    """Write an aware datetime the archive's way: UTC, whole seconds, `2020-11-20T08:00:00Z`."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant!r}")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def article_to_dict(article: Article) -> dict[str, Any]:
    """Turn an article into plain JSON values, dates as ISO 8601 text; what is the archive's own is left out."""
    values = asdict(replace(article, visits=[], matches=[], unlearned=[], stale_rules=[]))
    for name in ("visits", "matches", "unlearned", "stale_rules"):
        del values[name]
    for name in ("published", "modified", "fetched_at"):
        values[name] = _iso(values[name])
    return values

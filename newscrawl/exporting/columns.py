"""The columns of an export: what each is, and its type in Parquet; names as in the archive's table `articles`."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Kind = Literal["text", "list", "integer", "flag", "day", "clock", "instant"]


class Column(NamedTuple):
    """A column of an export.

    `list` is JSON text in the archive and in CSV. `day`, `clock` and `instant` are text everywhere but in Parquet,
    which has date32, timestamp without a zone, and timestamp in UTC for them.
    """

    name: str
    kind: Kind
    description: str


COLUMNS: Final = (
    Column("uid", "text", "name of the article that stays across archives: update your rows by it"),
    Column("id", "integer", "number of the row in the archive that it came from"),
    Column("url", "text", "canonical URL"),
    Column("site", "text", "the outlet"),
    Column("title", "text", "headline"),
    Column("body", "text", "what the publisher wrote; paragraphs separated by one newline"),
    Column("summary", "text", "standfirst or description"),
    Column("byline", "text", "author line as printed"),
    Column("authors", "list", "names of the authors"),
    Column("section", "text", "the outlet's own category"),
    Column("tags", "list", "the outlet's own keywords"),
    Column("language", "text", "ISO 639-1 code of the body"),
    Column("agencies", "list", "wire agencies credited, by id: MAP, AFP, REUTERS"),
    Column("dateline", "text", "place-and-agency prefix that opened the body, as printed"),
    Column("image_url", "text", "main picture"),
    Column("source_url", "text", "canonical URL that the page names on another host"),
    Column("published_date", "day", "the publisher's local day of publication: count by this"),
    Column("published_local", "clock", "the publisher's clock"),
    Column("published_at", "instant", "instant of publication, where time and zone are known"),
    Column("published_offset", "text", "the publisher's offset from UTC"),
    Column("published_raw", "text", "the date as printed"),
    Column("published_precision", "text", "second, minute or day"),
    Column("published_source", "text", "where on the page the date was found"),
    Column("modified_at", "instant", "when the page says it was last changed"),
    Column("first_seen_at", "instant", "when newscrawl first read it"),
    Column("last_seen_at", "instant", "when newscrawl last read it"),
    Column("gone_at", "instant", "since when its page is gone; empty while it is there"),
    Column("is_partial", "flag", "true for a teaser or a paywalled opening"),
    Column("version", "integer", "number of this text; a higher one replaces it"),
    Column("word_count", "integer", "words in the body"),
    Column("content_hash", "text", "digest of title and body"),
    Column("cluster_id", "integer", "one number for articles that share text"),
    Column("crawl_id", "integer", "the run that wrote this text"),
    Column("rules_version", "integer", "version of the extraction and cleaning rules that made this text"),
    Column("change_seq", "integer", "grows with every change of a row; of two rows with one uid the higher is current"),
)

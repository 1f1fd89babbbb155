"""The archive's schema, one function a step; applied when an archive is opened, each step once and whole."""

from __future__ import annotations

from functools import cache
from typing import Final

from sqlite_utils import Database, Migrations

migrations: Final = Migrations("newscrawl")

# `url_key` is `urls.identity(url)`: the www, mobile, AMP and http spellings of one address are one row.
_ARTICLES: Final = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    summary TEXT,
    byline TEXT,
    authors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(authors)),
    section TEXT,
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    language TEXT,
    agencies TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(agencies)),
    dateline TEXT,
    image_url TEXT,
    source_url TEXT,
    published_date TEXT,
    published_local TEXT,
    published_at TEXT,
    published_offset TEXT,
    published_raw TEXT,
    published_precision TEXT CHECK (published_precision IN ('second', 'minute', 'day')),
    published_source TEXT,
    modified_at TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    gone_at TEXT,
    is_partial INTEGER NOT NULL DEFAULT 0 CHECK (is_partial IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    word_count INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    cluster_id INTEGER NOT NULL,
    crawl_id INTEGER REFERENCES crawls (id) ON DELETE SET NULL,
    rules_version INTEGER NOT NULL,
    change_seq INTEGER NOT NULL UNIQUE,
    url_key TEXT NOT NULL UNIQUE,
    text_seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX articles_site_date ON articles (site, published_date);
CREATE INDEX articles_published_date ON articles (published_date);
CREATE INDEX articles_cluster ON articles (cluster_id);
"""

_BELONGING: Final = """
CREATE TABLE versions (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    modified_at TEXT,
    reason TEXT NOT NULL CHECK (reason IN ('updated', 'reextracted', 'better_original')),
    PRIMARY KEY (article_id, url, version)
) STRICT;
CREATE TABLE copies (
    url TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    site TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('exact', 'near')),
    similarity REAL NOT NULL,
    article TEXT NOT NULL CHECK (json_valid(article)),
    published_date TEXT,
    published_at TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    gone_at TEXT,
    content_hash TEXT NOT NULL,
    url_key TEXT NOT NULL PRIMARY KEY
) STRICT;
CREATE INDEX copies_article ON copies (article_id);
CREATE INDEX copies_site_date ON copies (site, published_date);
CREATE TABLE links (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('contained', 'similar')),
    similarity REAL NOT NULL,
    containment REAL NOT NULL,
    PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_other ON links (other_id);
CREATE TABLE removals (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL
) STRICT;
CREATE INDEX removals_article ON removals (article_id, version);
CREATE TABLE repairs (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    rule TEXT NOT NULL
) STRICT;
CREATE INDEX repairs_article ON repairs (article_id, version);
"""

_VISITS: Final = """
CREATE TABLE rejects (
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT,
    count INTEGER NOT NULL DEFAULT 1,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (url, reason)
) STRICT;
CREATE TABLE pages (
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    kind TEXT,
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    status INTEGER,
    etag TEXT,
    last_modified TEXT,
    fetched_at TEXT,
    next_visit_at TEXT,
    interval_s INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    warc_file TEXT,
    warc_offset INTEGER,
    announced_at TEXT,
    url_key TEXT NOT NULL PRIMARY KEY
) STRICT;
CREATE INDEX pages_article ON pages (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX pages_next_visit ON pages (site, next_visit_at) WHERE next_visit_at IS NOT NULL;
CREATE TABLE crawls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    spider TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    finish_reason TEXT,
    stats TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(stats))
) STRICT;
"""

_PRIVATE: Final = """
CREATE TABLE archive_counters (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO archive_counters (name, value) VALUES ('change_seq', 0);
CREATE TABLE archive_forgotten (
    url_key TEXT NOT NULL PRIMARY KEY,
    forgotten_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE archive_decisions (
    one_key TEXT NOT NULL,
    other_key TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('split', 'join')),
    decided_at TEXT NOT NULL,
    PRIMARY KEY (one_key, other_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE boilerplate_lines (
    site TEXT NOT NULL,
    line INTEGER NOT NULL,
    place TEXT NOT NULL,
    offset INTEGER NOT NULL,
    day INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (site, line, place, offset, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE boilerplate_articles (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    site TEXT NOT NULL,
    PRIMARY KEY (article_id, site)
) STRICT, WITHOUT ROWID;
CREATE TABLE export_consumers (
    name TEXT NOT NULL PRIMARY KEY,
    change_seq INTEGER NOT NULL,
    exported_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

# The text is folded before it comes here, so that the tokenizer has nothing to remove.
SEARCH_TABLE: Final = (
    "CREATE VIRTUAL TABLE articles_fts USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 0')"
)

_CLUSTERS: Final = """
CREATE VIEW clusters AS
SELECT
    articles.id AS article_id,
    articles.cluster_id,
    articles.title,
    articles.url AS original_url,
    articles.site AS original_site,
    articles.agencies,
    articles.published_at AS original_published_at,
    articles.published_date AS original_published_date,
    copies.url AS copy_url,
    copies.site AS copy_site,
    copies.kind,
    copies.similarity,
    copies.published_at AS copy_published_at,
    copies.published_date AS copy_published_date,
    unixepoch(copies.published_at) - unixepoch(articles.published_at) AS delay_s
FROM articles JOIN copies ON copies.article_id = articles.id;
"""


# Counts of what came in lately would read every body without the indexes.
_CONSUMERS: Final = """
ALTER TABLE export_consumers ADD COLUMN selection TEXT CHECK (selection IS NULL OR json_valid(selection));
ALTER TABLE export_consumers ADD COLUMN pending TEXT CHECK (pending IS NULL OR json_valid(pending));
CREATE INDEX articles_first_seen ON articles (first_seen_at, site);
CREATE INDEX copies_first_seen ON copies (first_seen_at, site);
"""


# `monitor_states` holds what is broken only; `monitor_alerts` is the post that was not delivered yet.
_MONITORS: Final = """
CREATE TABLE monitor_states (
    site TEXT NOT NULL,
    monitor TEXT NOT NULL,
    message TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (site, monitor)
) STRICT, WITHOUT ROWID;
CREATE TABLE monitor_alerts (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    alert TEXT NOT NULL CHECK (json_valid(alert)),
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX pages_failing ON pages (site) WHERE failures > 0;
"""


_GAPS: Final = """
CREATE TABLE feed_gaps (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    found_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;
CREATE INDEX feed_gaps_open ON feed_gaps (site) WHERE closed_at IS NULL;
"""


# Lists are records that announce articles: a replay that goes on in the middle of a file looks into them again.
_REPLAYS: Final = """
CREATE TABLE replay_files (
    file TEXT NOT NULL,
    head TEXT NOT NULL,
    choice TEXT NOT NULL,
    rules_version INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    seal TEXT NOT NULL,
    PRIMARY KEY (file, head, choice)
) STRICT, WITHOUT ROWID;
CREATE TABLE replay_lists (
    file TEXT NOT NULL,
    head TEXT NOT NULL,
    offset INTEGER NOT NULL,
    PRIMARY KEY (file, head, offset)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m0001_tables(db: Database) -> None:
    """Create the tables of DESIGN section 5, the work tables, the search index and the view of clusters."""
    for script in (_VISITS, _ARTICLES, _BELONGING, _PRIVATE, SEARCH_TABLE, _CLUSTERS):
        run_script(db, script)


@migrations()
def m0002_export_consumers(db: Database) -> None:
    """Remember what each consumer of exports asked for and is in the middle of; find what came in lately by index."""
    run_script(db, _CONSUMERS)


@migrations()
def m0003_monitors(db: Database) -> None:
    """Remember what the monitors found broken, and alerts on their way; find entry points that fail by index."""
    run_script(db, _MONITORS)


@migrations()
def m0004_feed_gaps(db: Database) -> None:
    """Remember of which times a feed may have dropped entries."""
    run_script(db, _GAPS)


@migrations()
def m0005_replays(db: Database) -> None:
    """Remember how far replays came in each file of raw pages."""
    run_script(db, _REPLAYS)


@migrations()
def m0006_tries_of_gaps(db: Database) -> None:
    """Count how often the next crawls looked for what a feed dropped."""
    run_script(db, "ALTER TABLE feed_gaps ADD COLUMN tries INTEGER NOT NULL DEFAULT 1")


def run_script(db: Database, script: str) -> None:
    """Execute statements one by one: `executescript` would commit the transaction that a migration runs in."""
    for statement in script.split(";"):
        if statement.strip():
            db.conn.execute(statement)


@cache
def known_steps() -> frozenset[str]:
    """Give the names of all steps that this program knows."""
    return frozenset(step.name for step in migrations.pending(Database(memory=True)))

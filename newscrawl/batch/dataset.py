"""The dataset: each article once, in Parquet files, as an archive that read the same pages in order would hold it.

Each group of pages goes through an archive of its own, by the archive's own way of storing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from distributed import as_completed

from newscrawl.archive import open_archive, replays
from newscrawl.batch.groups import packed, shuffled
from newscrawl.batch.records import FailedRecord, read_answers, write_table
from newscrawl.items import Article, Reject, utc_text
from newscrawl.line import site_name
from newscrawl.reading import PageRead, finish
from newscrawl.sites import for_url
from newscrawl.urls import urn_for

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Callable, Iterator, Sequence

    from distributed import Client

    from newscrawl.archive import Archive
    from newscrawl.archive.saved_pages import SavedRecord
    from newscrawl.workers import Failed

_ROWS: Final = 2000  # in a pack of groups, at least: an archive takes a while to make
_SEAL: Final = "groups.json"
_TEXT: Final = pa.string()
_ARTICLE: Final = (
    "uid, url, site, title, body, summary, byline, authors, section, tags, language, agencies, dateline, image_url,"
    " source_url, published_date, published_local, published_at, published_offset, published_raw, published_precision,"
    " published_source, modified_at, first_seen_at, last_seen_at, gone_at, is_partial, version, word_count,"
    " content_hash, rules_version"
)
TABLES: Final = {
    "copies": "SELECT c.url, a.uid AS article_uid, c.site, c.kind, c.similarity, c.article, c.published_date,"
    " c.published_at, c.first_seen_at, c.last_seen_at, c.gone_at, c.content_hash FROM copies AS c"
    " JOIN articles AS a ON a.id = c.article_id ORDER BY c.url",
    "versions": "SELECT a.uid AS article_uid, v.version, v.url, v.title, v.body, v.content_hash, v.seen_at,"
    " v.modified_at, v.reason FROM versions AS v JOIN articles AS a ON a.id = v.article_id"
    " ORDER BY a.uid, v.url, v.version",
    "removals": 'SELECT a.uid AS article_uid, r.version, r.position, r.start, r."end", r.text, r.kind, r.rule'
    " FROM removals AS r JOIN articles AS a ON a.id = r.article_id ORDER BY a.uid, r.rowid",
    "repairs": "SELECT a.uid AS article_uid, r.version, r.position, r.start, r.before, r.after, r.rule"
    " FROM repairs AS r JOIN articles AS a ON a.id = r.article_id ORDER BY a.uid, r.rowid",
    "links": "SELECT a.uid AS article_uid, o.uid AS other_uid, l.kind, l.similarity, l.containment FROM links AS l"
    " JOIN articles AS a ON a.id = l.article_id JOIN articles AS o ON o.id = l.other_id ORDER BY a.uid, o.uid",
    "rejects": "SELECT url, site, reason, detail, count, first_seen_at, last_seen_at FROM rejects ORDER BY url, reason",
    "pages": "SELECT p.url, p.site, p.kind, a.uid AS article_uid, p.status, p.etag, p.last_modified, p.fetched_at,"
    " p.warc_file, p.warc_offset, p.announced_at FROM pages AS p LEFT JOIN articles AS a ON a.id = p.article_id"
    " ORDER BY p.url",
    # The last one: a pack is done when its articles are there.
    "articles": f"SELECT {_ARTICLE}, (SELECT c.uid FROM articles AS c WHERE c.id = articles.cluster_id) AS cluster_uid"
    " FROM articles ORDER BY url",
}
"""The dataset's tables, in the archive's columns; `uid` is an article's name instead of its number."""
_NUMBERS: Final = {
    "similarity": pa.float64(),
    "containment": pa.float64(),
    **dict.fromkeys(("version", "position", "start", "end", "word_count", "rules_version", "is_partial"), pa.int64()),
    **dict.fromkeys(("count", "status", "warc_offset"), pa.int64()),
}


@dataclass(slots=True)
class Deduplicated:
    """What making a dataset did."""

    groups: int
    """Groups of pages that share no key with any other."""
    largest: int
    """Pages in the largest of them, which one worker had to decide on alone."""
    packs: int
    skipped: int = 0
    """Packs of groups that an earlier run had finished."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Groups that one task decides on."""

    name: str
    folder: Path
    rows: list[tuple[Path, list[int]]]
    """Files, in order, and the rows of each."""


def deduplicate(
    client: Client,
    files: Sequence[Path],
    out: Path,
    *,
    buckets: int = 8,
    progress: Callable[[int, int], None] | None = None,
) -> Deduplicated:
    """Find duplicates over the articles of `files`, which `map_pages` made, and write the dataset into `out/dataset`.

    A table's rows are in `out/dataset/TABLE/*.parquet`. What an earlier run over the same files has finished stays.
    """
    folder = out / "dataset"
    seal = blake2b("\n".join(file.name for file in files).encode(), digest_size=10).hexdigest()
    _clear_other(folder, seal)
    sets = shuffled(client, files, buckets=buckets)
    done = Deduplicated(len(sets), max(map(len, sets), default=0), 0)
    ends = list(accumulate(pq.read_metadata(file).num_rows for file in files))
    packs = [
        Pack(f"pack-{number:05}", folder, _by_file(rows, files, ends))
        for number, rows in enumerate(packed(sets, most=_ROWS))
    ]
    done.packs = len(packs)
    todo = [pack for pack in packs if not _is_done(pack)]
    done.skipped = len(packs) - len(todo)
    futures = [client.submit(write_pack, pack, pure=False, key=f"{seal}-{pack.name}") for pack in todo]
    for count, future in enumerate(as_completed(futures), 1):
        future.result()
        if progress is not None:
            progress(done.skipped + count, done.packs)
    return done


def _clear_other(folder: Path, seal: str) -> None:
    """Take away a dataset of other files: its groups were others."""
    path = folder / _SEAL
    if path.exists() and json.loads(path.read_text(encoding="utf-8")) == seal:
        return
    for table in TABLES:
        for file in (folder / table).glob("*.parquet"):
            file.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(seal), encoding="utf-8")


def _by_file(rows: array[int], files: Sequence[Path], ends: list[int]) -> list[tuple[Path, list[int]]]:
    found: dict[int, list[int]] = defaultdict(list)
    at = 0
    for number in rows:
        while number >= ends[at]:
            at += 1
        found[at].append(number - (ends[at - 1] if at else 0))
    return [(files[at], numbers) for at, numbers in found.items()]


def _is_done(pack: Pack) -> bool:
    return (pack.folder / "articles" / f"{pack.name}.parquet").exists()


def write_pack(pack: Pack) -> None:
    """Decide on the pages of a pack, in a worker, and write its part of each table."""
    if _is_done(pack):
        return
    with (
        TemporaryDirectory(prefix="newscrawl-batch-") as folder,
        open_archive(Path(folder) / "pack.db") as archive,
        archive.atomic(),
    ):
        archive.connection.execute("PRAGMA synchronous = OFF")  # nobody reads it after a crash
        now = datetime.now(UTC)
        for page in _pages(pack):
            _store(archive, page, now)
        archive.flush()
        for name, query in TABLES.items():
            path = pack.folder / name / f"{pack.name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
            write_table(part, path, _table(archive.connection, query))


def _pages(pack: Pack) -> Iterator[PageRead]:
    for file, numbers in pack.rows:
        wanted = set(numbers)
        for number, page in enumerate(_rows(file)):
            if number in wanted and page is not None:
                yield page


def _rows(file: Path) -> Iterator[PageRead | None]:
    """Give the pages of a file, one for each row; None for a row without."""
    for _, answer in read_answers(file):
        if isinstance(answer, FailedRecord):
            yield PageRead(rejected(answer.record, answer.failed))
        elif answer.pages:
            yield from answer.pages
        else:
            yield None


def rejected(record: SavedRecord, failed: Failed) -> Article:
    """Give the reject of a page on which our own code failed, as a replay does."""
    url = record.url or urn_for(f"{record.path.name}:{record.offset}".encode())
    reject = Reject("error" if failed.kind == "raised" else "killed", failed.detail[:500])
    return Article(url, site=site_name(url, for_url(url)), fetched_at=record.fetched_at, reject=reject)


def _store(archive: Archive, page: PageRead, now: datetime) -> None:
    """Store a page as a replay does."""
    if page.unknown_site is not None:
        page = finish(page.article, learned={page.unknown_site: ()})
    article = page.article
    if page.fingerprint is not None and article.body:
        archive.index.expect(page.fingerprint, article.body, title=article.title)
    with archive.transaction():
        known = [(archive.page(visit.url), visit) for visit in article.visits]
        archive.store(article, crawl_id=None, now=now, page=article.visits[0] if article.visits else None)
        for visit in article.visits[1:]:
            archive.visit(visit)
        for before, visit in known:
            is_later = before is None or before.fetched_at is None or visit.fetched_at is None
            if before is not None and not is_later and utc_text(visit.fetched_at) <= before.fetched_at:  # type: ignore[arg-type,operator]
                replays.restore_page(archive.connection, before)


def _table(connection: sqlite3.Connection, query: str) -> pa.Table:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    schema = pa.schema([(name, _NUMBERS.get(name, _TEXT)) for name in names])
    columns: list[list[Any]] = [list(values) for values in zip(*cursor.fetchall(), strict=True)] or [[] for _ in names]
    return pa.Table.from_arrays(
        [pa.array(values, type=field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )

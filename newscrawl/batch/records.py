"""What was read of saved pages as rows of a Parquet file, and back again, with nothing lost on the way."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.archive import PageVisit
from newscrawl.archive.reading import from_json
from newscrawl.archive.records import to_json, url_key
from newscrawl.archive.saved_pages import SavedRecord
from newscrawl.dedup.fingerprint import Fingerprint, from_bytes, to_bytes
from newscrawl.items import article_to_dict
from newscrawl.reading import PageRead
from newscrawl.replaying.reading import RecordRead
from newscrawl.workers import Failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[str, int]
"""A record: its file, and its offset there, -1 for a whole file."""


@dataclass(frozen=True, slots=True)
class FailedRecord:
    """A record on which our own code failed, or at which its process was killed."""

    record: SavedRecord
    failed: Failed


Answer = RecordRead | FailedRecord

SCHEMA: Final = pa.schema(
    [
        ("file", pa.string()),
        ("offset", pa.int64()),
        ("url", pa.string()),
        ("site", pa.string()),
        ("reject", pa.string()),
        ("title", pa.string()),
        ("body", pa.string()),
        ("article", pa.string()),
        ("more", pa.string()),
        ("day", pa.int32()),
        ("codes", pa.binary()),
        ("title_codes", pa.binary()),
        ("keys", pa.list_(pa.int64())),
    ]
)
"""A row is an article or a reject; a record that gave none, or on which our own code failed, has one without `url`.

`article` is the whole article as JSON but for title and body, `more` what is not the article's own; `day`, `codes` and
`title_codes` are its fingerprint; two rows that may have to do with each other share one of their `keys`.
"""
_TIMES: Final = ("fetched_at", "next_visit_at", "announced_at")
_URL_KEY: Final = 1 << 62  # above all keys of fingerprints


def place_of(record: SavedRecord) -> Place:
    """Give the place of a record."""
    return str(record.path), -1 if record.offset is None else record.offset


def write_answers(path: Path, answers: Iterable[tuple[SavedRecord, RecordRead | Failed]]) -> int:
    """Write what was read, in order; the file is there whole or not at all. Gives the number of articles and rejects.

    The part of a run that was killed stays beside it, as `.NAME.….part`.
    """
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    part.touch()
    rows = [row for record, answer in answers for row in _rows(record, answer)]
    write_table(part, path, pa.Table.from_pylist(rows, schema=SCHEMA))
    return sum(row["url"] is not None for row in rows)


def write_table(part: Path, path: Path, table: pa.Table) -> None:
    """Write a table beside its place, see that it is on the disk, and put it there."""
    with part.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def read_answers(path: Path) -> Iterator[tuple[Place, Answer]]:
    """Give what was read, record by record."""
    place: Place | None = None
    found: Answer = RecordRead()
    for row in pq.read_table(path, schema=SCHEMA).to_pylist():
        here = (row["file"], row["offset"])
        more = json.loads(row["more"])
        if place is not None and place != here:
            yield place, found
        if place != here:
            place, found = here, _answer(here, more)
        if row["url"] is not None and isinstance(found, RecordRead):
            found.pages.append(_page(row, more))
    if place is not None:
        yield place, found


def _answer(place: Place, more: dict[str, Any]) -> Answer:
    if "failed" not in more:
        return RecordRead(passed=more["passed"])
    fetched_at = datetime.fromisoformat(more["fetched_at"]) if more["fetched_at"] else None
    offset = None if place[1] < 0 else place[1]
    return FailedRecord(
        SavedRecord(Path(place[0]), more["url"], offset, fetched_at=fetched_at), Failed(**more["failed"])
    )


def _rows(record: SavedRecord, answer: RecordRead | Failed) -> Iterator[dict[str, Any]]:
    place = place_of(record)
    empty = dict.fromkeys(SCHEMA.names) | {"file": place[0], "offset": place[1]}
    if isinstance(answer, Failed):
        fetched_at = record.fetched_at.isoformat() if record.fetched_at is not None else None
        yield {**empty, "more": to_json({"failed": asdict(answer), "url": record.url, "fetched_at": fetched_at})}
        return
    for page in answer.pages:
        yield {**empty, **_row(page, answer.passed)}
    if not answer.pages:
        yield {**empty, "more": to_json({"passed": answer.passed})}


def _row(page: PageRead, passed: int) -> dict[str, Any]:
    article = page.article
    values = article_to_dict(article)
    own = page.fingerprint
    more = {
        "passed": passed,
        "unlearned": article.unlearned,
        "stale_rules": article.stale_rules,
        "visits": [_plain(visit) for visit in article.visits],
        "counts": page.counts,
        "unknown_site": page.unknown_site,
    }
    urls = {url_key(article.url), *(url_key(visit.url) for visit in article.visits)}
    return {
        "url": values["url"],
        "site": values["site"],
        "reject": article.reject.reason if article.reject is not None else None,
        "title": _text(values.pop("title")),
        "body": _text(values.pop("body")),
        "article": to_json(values),
        "more": to_json(more),
        "day": own.day if own is not None else None,
        "codes": to_bytes(own.marked) if own is not None else None,
        "title_codes": to_bytes(own.marked_title) if own is not None else None,
        "keys": [*(own.keys if own is not None else ()), *(_number(url) for url in sorted(urls))],
    }


def _page(row: dict[str, Any], more: dict[str, Any]) -> PageRead:
    article = from_json(row["article"])
    article.title, article.body = row["title"], row["body"]
    article.unlearned, article.stale_rules = more["unlearned"], more["stale_rules"]
    article.visits = [_visit(visit) for visit in more["visits"]]
    own = None
    if row["codes"] is not None:
        own = Fingerprint(from_bytes(row["codes"]), from_bytes(row["title_codes"]), row["day"])
    return PageRead(article, own, Counter(more["counts"]), more["unknown_site"])


def _plain(visit: PageVisit) -> dict[str, Any]:
    values = asdict(visit)
    return values | {name: values[name].isoformat() for name in _TIMES if values[name] is not None}


def _visit(values: dict[str, Any]) -> PageVisit:
    return PageVisit(
        **values | {name: datetime.fromisoformat(values[name]) for name in _TIMES if values[name] is not None}
    )


def _text(text: str | None) -> str | None:
    """Give a text as UTF-8 can hold it, which is how the archive stores it."""
    return text.encode("utf-8", "replace").decode() if text else text


def _number(url: str) -> int:
    return _URL_KEY | int.from_bytes(blake2b(url.encode("utf-8", "replace"), digest_size=7).digest(), "big")

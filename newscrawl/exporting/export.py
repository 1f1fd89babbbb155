"""Making an export: rows into files that appear whole, and a consumer that moves on with them."""

from __future__ import annotations

import gzip
import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from newscrawl.archive import consumers
from newscrawl.archive.consumers import Consumer, ConsumerMoved, Pending
from newscrawl.exporting.card import Contents, dataset_card
from newscrawl.exporting.files import ExportError, Staging, place
from newscrawl.exporting.selection import Changes, Selection, Tally, is_train, rows
from newscrawl.exporting.writers import WRITERS
from newscrawl.items import utc_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.archive import Archive
    from newscrawl.exporting.writers import Writer

_COMPRESSED: Final = ".gz"
_SHORT_ENDINGS: Final = {"ndjson": "jsonl", "pq": "parquet"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported and where to."""

    target: Path
    format: str
    """A key of WRITERS."""
    selection: Selection = field(default_factory=Selection)
    split: float | None = None
    """Share of the clusters that go to the training part."""
    since_last: str | None = None
    """The consumer that gets what is new or changed since its last export."""
    overwrite: bool = False

    def targets(self) -> dict[str, Path]:
        """Give the path of each part: one, or `train` and `test`."""
        if self.split is None:
            return {"": self.target}
        stem, ending = split_name(self.target.name)
        return {part: self.target.with_name(f"{stem}-{part}{ending}") for part in ("train", "test")}

    def card_target(self) -> Path:
        """Give the path of the dataset card."""
        return self.target.with_name(f"{self.target.name}.card.md")


@dataclass(slots=True)
class Exported:
    """What an export came to."""

    files: tuple[Path, ...]
    """The files that are in place now, the card last; none where nothing was new."""
    rows: int
    resumed: bool = False
    """They are those of an export that was interrupted."""


def split_name(name: str) -> tuple[str, str]:
    """Part a file's name into stem and ending: `news.jsonl.gz` → `news`, `.jsonl.gz`."""
    path = Path(name)
    if path.suffix == _COMPRESSED:
        inner = Path(path.stem)
        return inner.stem, inner.suffix + _COMPRESSED
    return path.stem, path.suffix


def format_of(path: Path) -> str:
    """Give the format that a file's ending names; raises ExportError for others."""
    ending = split_name(path.name)[1].removesuffix(_COMPRESSED).removeprefix(".").lower()
    ending = _SHORT_ENDINGS.get(ending, ending)
    if ending not in WRITERS:
        raise ExportError(f"{path}: end the name in .jsonl, .csv or .parquet, or give --format")
    return ending


def export(archive: Archive, order: Order) -> Exported:
    """Write what `order` asks for; raises ExportError, and MissingLibrary from a writer.

    A file is there whole or not at all. With `since_last`, the consumer's position moves only after its files are in
    place; after a kill at any point the next call completes what was ready, so that no row is left out or comes twice.
    """
    if order.since_last is not None:
        return _export_changes(archive, order, order.since_last)
    _check(archive, order)
    with Staging() as staging:
        with _snapshot(archive):
            tally = _write(archive, order, staging, None)
        if not tally.rows:
            raise ExportError(f"{archive.path}: no article is what was asked for, so nothing was written")
        staging.place()
        return Exported(tuple(part.target for part in staging.parts), tally.rows)


def _export_changes(archive: Archive, order: Order, name: str) -> Exported:
    # The order of our two notes and the renaming must hold through a power cut too.
    archive.connection.execute("PRAGMA synchronous = FULL")
    consumer = consumers.find(archive.connection, name)
    if consumer.pending is not None:
        resumed = _resume(archive, name, consumer.pending)
        wanted = {_absolute(target) for target in order.targets().values()}
        if any(str(path) in wanted and path.exists() for path in resumed.files):
            return resumed
        consumer = consumers.find(archive.connection, name)
    selection = json.dumps(order.selection.chosen(), ensure_ascii=False, sort_keys=True)
    if consumer.selection not in (None, selection):
        raise ExportError(
            f"{name} asked for {consumer.selection} before; a consumer gets the same selection every time, else rows"
            " would be left out: use another name"
        )
    _check(archive, order)
    with Staging() as staging:
        with _snapshot(archive):
            newest = archive.connection.execute("SELECT max(change_seq) FROM articles").fetchone()[0] or 0
            if newest <= consumer.change_seq:
                return Exported((), 0)
            tally = _write(archive, order, staging, Changes(consumer.change_seq, newest))
        parts = staging.parts if tally.rows else []
        pending = Pending(newest, tally.rows, tuple((_absolute(part.path), _absolute(part.target)) for part in parts))
        return _deliver(archive, replace(consumer, selection=selection), pending, staging)


def _deliver(archive: Archive, consumer: Consumer, pending: Pending, staging: Staging) -> Exported:
    """Note what is ready, put it into place, and move the consumer on."""
    try:
        with archive.transaction():
            consumers.prepare(archive.connection, consumer, pending, now=_now())
    except ConsumerMoved:
        raise ExportError(
            f"another export for {consumer.name} has run meanwhile, so nothing was written; run it again"
        ) from None
    if pending.files:
        staging.place()
    with archive.transaction():
        consumers.finish(archive.connection, consumer.name, pending, now=_now())
    return Exported(tuple(Path(target) for _, target in pending.files), pending.rows)


def _resume(archive: Archive, name: str, pending: Pending) -> Exported:
    for part, target in pending.files:
        # A part that is gone was renamed before the kill, and its file may have been taken away since.
        if Path(part).exists():
            place(Path(part), Path(target))
    with archive.transaction():
        consumers.finish(archive.connection, name, pending, now=_now())
    return Exported(tuple(Path(target) for _, target in pending.files), pending.rows, resumed=True)


def _write(archive: Archive, order: Order, staging: Staging, changes: Changes | None) -> Tally:
    """Write all parts and the card, and flush them to the disk."""
    tally, counts = Tally(), dict.fromkeys(order.targets(), 0)
    label = f".{order.since_last}" if order.since_last else ""
    with ExitStack() as open_files:
        writers = {
            part: _writer(order, staging.open(target, label=label).file, open_files)
            for part, target in order.targets().items()
        }
        for cluster, row in rows(archive.connection, order.selection, changes):
            part = "" if order.split is None else "train" if is_train(cluster, order.split) else "test"
            writers[part].write(row)
            counts[part] += 1
            tally.add(row)
        for writer in writers.values():
            writer.finish()
    files = {order.targets()[part].name: (part, count) for part, count in counts.items()}
    contents = Contents(order.target.name, files, tally, order.selection.chosen(), order.split, changes, _now())
    staging.open(order.card_target(), label=label).file.write(dataset_card(contents).encode())
    staging.seal()
    return tally


def _writer(order: Order, file: IO[bytes], open_files: ExitStack) -> Writer:
    if order.target.suffix == _COMPRESSED and order.format != "parquet":
        # No time and no name in the header: the same rows give the same bytes.
        packed = gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0)
        file = cast("IO[bytes]", open_files.enter_context(packed))
    return WRITERS[order.format](file)


def _check(archive: Archive, order: Order) -> None:
    """Refuse what would fail or destroy something, before anything is written."""
    if order.split is not None and not 0 < order.split < 1:
        raise ExportError(f"--split {order.split} is the share of the training part: between 0 and 1, such as 0.9")
    if order.since_last is not None and order.overwrite:
        raise ExportError("--since-last gives each change once: overwriting a file would lose some; give another name")
    folder = order.target.parent
    if not folder.is_dir():
        raise ExportError(f"{order.target}: there is no folder {folder}; make it first")
    for path in (*order.targets().values(), order.card_target()):
        if path.is_dir():
            raise ExportError(f"{path}: this is a folder; give the path of a file, such as {path / 'news.jsonl'}")
        if path.exists() and not path.is_file():
            raise ExportError(f"{path}: this is not a regular file")
        if any(path.exists() and part.exists() and path.samefile(part) for part in _archive_files(archive)):
            raise ExportError(f"{path}: this is the archive itself; give another name")
        # A card whose file was taken away describes nothing any more.
        if path.exists() and not order.overwrite and path != order.card_target():
            hint = "" if order.since_last else ", or say --overwrite"
            raise ExportError(f"{path} is there already; give another name{hint}")


def _archive_files(archive: Archive) -> list[Path]:
    return [Path(f"{archive.path}{ending}") for ending in ("", "-wal", "-shm")]


@contextmanager
def _snapshot(archive: Archive) -> Iterator[None]:
    """Read the archive as it stands now, whatever a crawl writes meanwhile."""
    archive.connection.execute("BEGIN")
    try:
        yield
    finally:
        archive.connection.execute("ROLLBACK")


def _absolute(path: Path) -> str:
    """Give the path from the root, without following a link at its end."""
    return str(path.parent.resolve() / path.name)


def _now() -> str:
    return utc_text(datetime.now(UTC))

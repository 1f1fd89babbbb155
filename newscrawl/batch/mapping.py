"""Pages → articles: the records of saved pages in partitions, each read by one task and written as one file.

A partition's name says which records of which file it holds, so that the next run, with more files too, finds what is
done. What feeds and lists announced of a page goes with its partition, since they stand before it, often elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from distributed import as_completed
from distributed.scheduler import KilledWorker

from newscrawl.archive import RULES_VERSION, open_archive
from newscrawl.archive.saved_pages import saved_files
from newscrawl.batch.records import write_answers
from newscrawl.dedup import VERSION
from newscrawl.line import site_name
from newscrawl.replaying.reading import ReadingTask, RecordRead, read_task
from newscrawl.replaying.source import Source
from newscrawl.sites import for_url
from newscrawl.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from distributed import Client, Future

    from newscrawl.archive.saved_pages import SavedRecord
    from newscrawl.workers import Failed

PAGES: Final = 500
"""Records in a partition: some seconds of work, which is what the death of a worker costs."""
_AHEAD: Final = 3  # partitions for each worker that wait or are under way
_ABOUT: Final = "batch.json"


class BatchError(Exception):
    """A batch cannot go on; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Records of one WARC file, or some whole files."""

    path: Path
    """The file that is made of it."""
    tasks: list[ReadingTask]


@dataclass(slots=True)
class Mapped:
    """What the mapping of one run did."""

    partitions: list[Path] = field(default_factory=list)
    """All files, in the order of the pages."""
    skipped: int = 0
    """Partitions that an earlier run had finished."""
    interrupted: int = 0
    """Attempts that ended with their worker; each had read one partition at most."""


def map_pages(
    client: Client,
    source: Path,
    out: Path,
    *,
    learned: Mapping[str, Sequence[str]] | None = None,
    languages: Sequence[str] = (),
    pages: int = PAGES,
    progress: Callable[[int, int], None] | None = None,
) -> Mapped:
    """Read all saved pages at or below `source` into Parquet files in `out/pages`; what is there is not read again.

    `learned` are the lines that are known as each site's boilerplate, as an archive's `learned_lines` gives them: they
    are those of the beginning, in any order of pages, as in a crawl. `progress` gets partitions that are there, and
    that are known. Raises BatchError; ValueError where there is no page.
    """
    files = saved_files(source)
    known = _agree(out, {site: sorted(lines) for site, lines in (learned or {}).items()}, sorted(languages))
    folder = out / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    done = Mapped()
    with open_archive(":memory:") as empty:
        records = Source(files, source if source.is_dir() else source.parent, empty.connection)
        todo = _partitions(records, folder, pages, known["learned"], frozenset(languages))
        _run(client, todo, done, progress)
    parts = list(folder.glob(".*.part"))
    done.interrupted = len(parts)
    for part in parts:
        part.unlink(missing_ok=True)
    return done


def _agree(out: Path, learned: dict[str, list[str]], languages: list[str]) -> dict[str, Any]:
    """Note what the articles depend on beside the pages, or see that it is what the earlier runs went by."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / _ABOUT
    about: dict[str, Any] = {"rules": RULES_VERSION, "fingerprints": VERSION, "languages": languages}
    if path.exists():
        earlier: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if {name: earlier.get(name) for name in about} != about:
            raise BatchError(f"{out}: it was made with other rules or languages; give another --out, or remove it")
        return earlier
    about["learned"] = learned
    part = path.with_suffix(".part")
    part.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
    return about


def _partitions(
    source: Source, folder: Path, pages: int, learned: Mapping[str, Sequence[str]], languages: frozenset[str]
) -> Iterator[Partition]:
    """Cut the records into partitions; none holds records of two WARC files, so that files may be added."""
    tasks: list[ReadingTask] = []
    for step in source.steps():
        if step is None or step.record is None:
            continue
        record = step.record
        if tasks and (len(tasks) >= pages or _is_other_file(tasks[0], record)):
            yield Partition(folder / _name(tasks), tasks)
            tasks = []
        site = site_name(record.url, for_url(record.url))
        lines = {site: learned.get(site, ())} if site else {}
        tasks.append(ReadingTask(record, step.link, learned=lines, languages=languages))
    if tasks:
        yield Partition(folder / _name(tasks), tasks)


def _is_other_file(first: ReadingTask, record: Any) -> bool:
    is_warc = first.record.offset is not None, record.offset is not None
    return is_warc[0] != is_warc[1] or (all(is_warc) and first.record.path != record.path)


def _name(tasks: list[ReadingTask]) -> str:
    """Name a partition after its records, their announcements, and sizes of whole files."""
    digest = blake2b(digest_size=10)
    for task in tasks:
        record = task.record
        size = record.path.stat().st_size if record.offset is None else record.end
        digest.update(repr((str(record.path), record.url, record.offset, size, task.link)).encode("utf-8", "replace"))
    return f"part-{digest.hexdigest()}.parquet"


def _run(client: Client, todo: Iterator[Partition], done: Mapped, progress: Callable[[int, int], None] | None) -> None:
    """Hand out partitions as they are found, a few for each worker at a time."""
    running = as_completed()
    more = True
    while more or running.count():
        while more and running.count() < _AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"])):
            partition = next(todo, None)
            if partition is None:
                more = False
                break
            done.partitions.append(partition.path)
            if partition.path.exists():
                done.skipped += 1
                continue
            # Tasks are sent as they are: as one value of the graph each would be looked through.
            running.add(client.submit(read_partition, partition, pure=False, key=partition.path.stem))
        if running.count():
            _take(next(running))
        if progress is not None:
            progress(len(done.partitions) - running.count(), len(done.partitions))


def _take(future: Future[Any]) -> None:
    try:
        future.result()
    except KilledWorker as error:
        raise BatchError(
            f"{future.key}: every worker that read this partition ended; give the workers more memory, then go on"
        ) from error
    finally:
        future.release()


def read_partition(partition: Partition) -> int:
    """Read the records of a partition, in a worker; gives the number of articles and rejects."""
    if partition.path.exists():
        return 0
    return write_answers(partition.path, _answers(partition.tasks))


def _answers(tasks: list[ReadingTask]) -> Iterator[tuple[SavedRecord, RecordRead | Failed]]:
    workers: Workers[ReadingTask, RecordRead] = Workers(read_task, jobs=1)
    with workers:
        for task, answer in workers.map(tasks):
            yield task.record, answer

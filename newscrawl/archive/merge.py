"""Merge: several archives into one, each article once, whatever the order in which they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawl.archive.connection import explained
from newscrawl.archive.merging import Carried, carry
from newscrawl.archive.rebuilding import rebuild as recluster
from newscrawl.archive.store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from newscrawl.archive.store import Archive

_UNFINISHED: Final = "merge_unfinished"
"""A counter that is there from before the first page is carried until duplicates were looked for over all."""


def merge(
    target: Archive, sources: Iterable[str | Path], *, rebuild: bool = True, processes: int | None = None
) -> Iterator[tuple[str | Path, Carried]]:
    """Carry archives into `target`, giving what each brought, then take all duplicates in order of publication.

    The result does not depend on the order of the sources; merging what was merged changes nothing. A merge that was
    stopped is simply run again. Without `rebuild` duplicates are taken as they are met. The generator must be used up.
    Raises ArchiveError for a source that cannot be opened or read.
    """
    was_unfinished = _is_unfinished(target)
    changes_texts = was_unfinished
    if rebuild and not was_unfinished:
        with target.transaction():
            target.connection.execute("INSERT INTO archive_counters (name, value) VALUES (?, 1)", (_UNFINISHED,))
    for path in sources:
        with open_archive(path, read_only=True) as source, explained(path):
            carried = carry(target, source)
        changes_texts = changes_texts or carried.changes_texts
        yield path, carried
    if rebuild:
        if changes_texts:
            recluster(target, processes=processes)
        with target.transaction():
            target.connection.execute("DELETE FROM archive_counters WHERE name = ?", (_UNFINISHED,))
    target.flush()


def _is_unfinished(archive: Archive) -> bool:
    found = archive.connection.execute("SELECT 1 FROM archive_counters WHERE name = ?", (_UNFINISHED,)).fetchone()
    return found is not None

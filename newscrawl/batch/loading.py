"""Loading: what a batch has read, into an archive, by the very way in which a replay stores what it reads itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl.batch.records import FailedRecord, place_of, read_answers
from newscrawl.replaying.reading import RecordRead, read_task
from newscrawl.spiders.archive import ArchiveSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from newscrawl.batch.records import Answer, Place
    from newscrawl.replaying.reading import ReadingTask
    from newscrawl.replaying.source import Step
    from newscrawl.workers import Failed, Workers


class BatchSpider(ArchiveSpider):
    """Replay saved pages of which all, or nearly all, were read by a batch; the others are read here."""

    name = "archive"

    def __init__(self, *args: Any, answers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, jobs="1", **kwargs)
        self._given = _in_order([Path(name) for name in answers])

    async def _answers(
        self,
        steps: Iterator[Step | None],
        workers: Workers[ReadingTask, RecordRead],  # noqa: ARG002 - as the class above
    ) -> AsyncIterator[tuple[Step, RecordRead | Failed]]:
        """Give each step with what the batch read of it."""
        for step in steps:
            if step is None:
                continue
            task = self._task(step)
            yield step, self._answer(task) if task is not None else RecordRead()

    def _answer(self, task: ReadingTask) -> RecordRead | Failed:
        """Take the batch's answer; both go through the same records in the same order, some of which a replay omits."""
        wanted = place_of(task.record)
        for place, answer in self._given:
            if place == wanted:
                return answer.failed if isinstance(answer, FailedRecord) else answer
        return read_task(task)


def _in_order(files: Sequence[Path]) -> Iterator[tuple[Place, Answer]]:
    for file in files:
        yield from read_answers(file)

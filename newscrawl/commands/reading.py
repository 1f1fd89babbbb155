"""Opening an archive for commands that only read it: also where it may not be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.archive import ArchiveError, open_archive
from newscrawl.commands.options import open_or_explain

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand

    from newscrawl.archive import Archive


def open_to_read(command: ScrapyCommand, path: str) -> Archive | None:
    """Open an archive that is there for reading only; where it is not, say so and set the command's exit status.

    One that an older newscrawl made is brought up to date first, which takes the right to write it.
    """
    try:
        return open_archive(path, read_only=True)
    except ArchiveError:
        return open_or_explain(command, path)

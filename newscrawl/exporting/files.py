"""Files that are there whole or not at all: written beside their place, flushed to the disk, then renamed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import IO

if sys.platform != "win32":
    import fcntl


class ExportError(Exception):
    """An export cannot be made; the message is one line that says what to do."""


class PartFile:
    """A file on its way: `.NAME.part` beside `target`, locked while it is written.

    A part that a killed run left behind is written over by the next run with that target. Raises ExportError where
    another process is writing it or the folder cannot be written.
    """

    def __init__(self, target: Path, *, label: str = "") -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}{label}.part")
        try:
            self.file = self._opened()
        except BlockingIOError:
            raise ExportError(f"{target}: another export is writing this file; wait, or give another name") from None
        except OSError as error:
            raise ExportError(f"{target}: it can not be written here ({error.strerror})") from error

    def _opened(self) -> IO[bytes]:
        while True:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
            try:
                if sys.platform != "win32":
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if not _is_at(descriptor, self.path):
                        # Renamed into place between opening and locking: it is somebody's finished file now.
                        os.close(descriptor)
                        continue
                os.ftruncate(descriptor, 0)
            except BaseException:
                os.close(descriptor)
                raise
            return os.fdopen(descriptor, "wb")

    def seal(self) -> None:
        """Make sure that all of it is on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def close(self) -> None:
        """Close the file and with it give up the lock."""
        self.file.close()


class Staging:
    """The files of one export. Left early, none of them stays, unless they were `promised` to be put into place."""

    def __init__(self) -> None:
        self.parts: list[PartFile] = []
        self.promised = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in self.parts:
            if not self.promised:
                part.path.unlink(missing_ok=True)
            part.close()

    def open(self, target: Path, *, label: str = "") -> PartFile:
        """Begin a file."""
        part = PartFile(target, label=label)
        self.parts.append(part)
        return part

    def seal(self) -> None:
        """Make sure that all files are on the disk."""
        for part in self.parts:
            part.seal()

    def place(self) -> None:
        """Rename all files into their places."""
        self.promised = True
        for part in self.parts:
            place(part.path, part.target)


def place(part: Path, target: Path) -> None:
    """Rename a sealed part into its place; one that another process has put there already is no error."""
    try:
        part.replace(target)
    except FileNotFoundError:
        if not target.exists():
            raise ExportError(f"{target}: its part {part.name} was removed before it was renamed") from None
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False

"""Opening the archive's file: what is refused and why, the connection's settings, and the schema brought up to date."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlite_utils import Database

from newscrawl.archive.migrations import known_steps, migrations
from newscrawl.archive.search_entries import PENDING
from newscrawl.dedup import DuplicateIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_TIMEOUT_S: Final = 120.0
"""How long a writer waits for another one before it gives up; a transaction of ours lasts about a second at most."""

_HEADER: Final = b"SQLite format 3\x00"
# Their file locks and shared memory do not reach the other machine, which WAL relies on.
_NETWORK_FILE_SYSTEMS: Final = frozenset(
    ["nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "beegfs", "lustre", "glusterfs", "ceph", "davfs"]
    + ["gpfs", "orangefs", "coda", "vboxsf", "vmhgfs", "prl_fs", "9p/drvfs", "9p/tcp", "9p/virtio", "9p/rdma"]
    + [f"fuse.{name}" for name in ("sshfs", "glusterfs", "s3fs", "rclone", "gcsfuse", "davfs", "juicefs", "ceph-fuse")]
    + ["fuse.vmhgfs-fuse", "fuse.mount.davfs", "fuse.goofys", "fuse.smbnetfs"]
)
_9P_TO: Final = re.compile(r"aname=(drvfs)|trans=(tcp|virtio|rdma)")
_MOUNT_ESCAPES: Final = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


class ArchiveError(Exception):
    """The archive cannot be opened or written; the message is one line that names the file and says what to do."""


def connect(path: str | Path, *, create: bool = True) -> Database:
    """Open the archive at `path` with its schema up to date; `:memory:` is an archive for a test.

    With `create`, a missing file is made, and its folder too. Raises ArchiveError.
    """
    if str(path) == ":memory:":
        return _prepared(sqlite3.connect(":memory:", isolation_level=None), path)
    path = Path(path)
    _check_place(path, create=create)
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        return _prepared(connection, path)
    except BaseException:
        if connection is not None:
            connection.close()
        raise


def connect_reader(path: str | Path) -> Database:
    """Open the archive at `path` for reading only, also where it may not be written; raises ArchiveError.

    Readers keep no crawl waiting. An archive that an older newscrawl made must be opened for writing once.
    """
    path = Path(path)
    _check_file(path, create=False)
    kind = file_system(path.parent) if Path(f"{path}-wal").exists() else None
    if kind in _NETWORK_FILE_SYSTEMS:
        raise ArchiveError(
            f"{path}: this folder is on a network file system ({kind}), and a program of another machine may be"
            " writing the archive; read it there, or a copy made by `scrapy backup`"
        )
    address = f"{path.resolve().as_uri()}?mode=ro"
    if not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
        # Where no shared memory can be made, the file is read as it lies; nobody can be writing it.
        address += "&immutable=1"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        with explained(path):
            connection.execute("PRAGMA cache_size = -32000")
            database = Database(connection)
            _check_schema(database, path)
            if migrations.pending(database):
                raise ArchiveError(
                    f"{path}: an older newscrawl made this archive; open it once where it may be written"
                )
        return database
    except BaseException:
        connection.close()
        raise


@contextmanager
def explained(path: str | Path) -> Iterator[None]:
    """Turn an error of SQLite that a person can mend into an ArchiveError that says how."""
    try:
        yield
    except sqlite3.Error as error:
        advice = _advice(error)
        if advice is None:
            raise
        raise ArchiveError(f"{path}: {advice} ({error})") from error


def _advice(error: sqlite3.Error) -> str | None:
    text = str(error).lower()
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or "disk is full" in text:
        return "the disk is full; free some space and run again, nothing half-written is kept"
    if code == sqlite3.SQLITE_READONLY or "readonly" in text:
        return "the archive can not be written; check the rights of the file and its folder, or that it was not removed"
    if code == sqlite3.SQLITE_IOERR:
        return "reading or writing the disk failed; check the disk and its free space, then run `scrapy doctor`"
    if code == sqlite3.SQLITE_CORRUPT:
        return "the archive is damaged; run `scrapy doctor`, or go back to a backup"
    if code == sqlite3.SQLITE_NOTADB:
        return "this file is not an SQLite database; give another path in NEWSCRAWL_DB or move the file away"
    if code == sqlite3.SQLITE_CANTOPEN:
        return "the archive can not be opened; check that its folder exists and that you may write in it"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "another program has kept the archive locked for minutes; end it and run again"
    return None


def _check_place(path: Path, *, create: bool) -> None:
    """Refuse a place where no archive can be written, before anything is."""
    _check_file(path, create=create)
    if not os.access(path if path.exists() else path.parent, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise ArchiveError(
            f"{path}: you may not write this file or its folder; change their rights or give another path"
        )
    kind = file_system(path.parent)
    if kind in _NETWORK_FILE_SYSTEMS:
        raise ArchiveError(
            f"{path}: this folder is on a network file system ({kind}), where SQLite's WAL is not safe;"
            " keep the archive on a local disk"
        )


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path}: this is a folder; give the path of a file, such as {path / 'news.db'}")
    if not path.exists():
        if not create:
            raise ArchiveError(f"{path}: there is no archive here; run a crawl first, or give its path with --db")
        _make_folder(path)
    elif not path.is_file():
        raise ArchiveError(f"{path}: this is not a regular file; give the path of a file")
    else:
        _check_header(path)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{path}: its folder can not be made ({error.strerror}); give a path in a folder that you may write"
        ) from error


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise ArchiveError(f"{path}: the file can not be read ({error.strerror}); check its rights") from error
    if head and head != _HEADER:
        raise ArchiveError(
            f"{path}: this file is not an SQLite database; give another path in NEWSCRAWL_DB or move the file away"
        )


def file_system(folder: Path, mountinfo: Path = Path("/proc/self/mountinfo")) -> str | None:
    """Name the type of file system that holds a folder, as Linux writes it (`ext4`, `nfs4`); None where unknown.

    `9p` is the root of some sandboxes, and as good as a local disk there; what leads to another machine is named
    `9p/tcp` or `9p/virtio`, and to Windows `9p/drvfs`.
    """
    try:
        mounts = mountinfo.read_text(encoding="utf-8", errors="replace").splitlines()
        target = folder.resolve()
    except OSError:
        return None
    best: tuple[int, str] | None = None
    for line in mounts:
        fields = line.split(" ")
        if "-" not in fields[6:]:
            continue
        point = fields[4]
        for escape, char in _MOUNT_ESCAPES.items():
            point = point.replace(escape, char)
        # Later mounts lie over earlier ones at the same place.
        if target.is_relative_to(point) and (best is None or len(point) >= best[0]):
            kind, *rest = fields[fields.index("-", 6) + 1 :]
            to = _9P_TO.search(" ".join(rest)) if kind == "9p" else None
            best = (len(point), f"9p/{to[1] or to[2]}" if to else kind)
    return best[1] if best else None


def _prepared(connection: sqlite3.Connection, path: str | Path) -> Database:
    with explained(path):
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA journal_size_limit = 67108864")
        connection.execute(PENDING)
        database = Database(connection)
        _check_schema(database, path)
        if str(path) != ":memory:":
            _switch_to_wal(connection, path)
        _migrate(database, path)
    return database


def _check_schema(database: Database, path: str | Path) -> None:
    """Refuse a newer archive, and a database of some other program."""
    names = {name for (name,) in database.conn.execute("SELECT name FROM sqlite_master")}
    if not names:
        return
    if "_sqlite_migrations" not in names or not migrations.applied(database):
        raise ArchiveError(f"{path}: this is a database of another program, not an archive; give another path")
    unknown = {step.name for step in migrations.applied(database)} - known_steps()
    if unknown:
        raise ArchiveError(
            f"{path}: a newer newscrawl wrote this archive (it has the step {max(unknown)});"
            " update newscrawl to open it"
        )


def _switch_to_wal(connection: sqlite3.Connection, path: str | Path) -> None:
    """Turn WAL on; SQLite's own waiting does not cover this step, so two first openers take turns here."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
            continue
        if mode != "wal":
            raise ArchiveError(
                f"{path}: this file system can not hold a WAL database; keep the archive on a local disk"
            )
        return


def _migrate(database: Database, path: str | Path) -> None:
    """Bring the schema up to date in one transaction, so that a second process sees it whole or waits."""
    connection = database.conn
    if not migrations.pending(database) and _has_dedup_tables(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        _check_schema(database, path)
        migrations.apply(database)
        DuplicateIndex(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _has_dedup_tables(connection: sqlite3.Connection) -> bool:
    return (
        connection.execute("SELECT 1 FROM sqlite_master WHERE name LIKE 'dedup\\_%' ESCAPE '\\'").fetchone() is not None
    )

"""An archive on a network file system: refused before anything is written there, with the way out in one line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import ArchiveError, connection, open_archive
from newscrawl.items import Article

if TYPE_CHECKING:
    from pathlib import Path

REMOTE = {
    "nfs": "server:/export rw,vers=3",
    "nfs4": "server:/export rw,vers=4.2",
    "cifs": "//server/share rw,vers=3.1.1",
    "fuse.sshfs": "me@server: rw,user_id=0",
    "fuse.rclone": "remote: rw",
    "ceph": "10.0.0.1:6789:/ rw",
    "vboxsf": "share rw",
    "9p/drvfs": "C:\\134 rw,aname=drvfs;path=C:\\134;uid=0,trans=fd,rfd=8,wfd=8",
    "9p/virtio": "host0 rw,trans=virtio,version=9p2000.L",
    "9p/tcp": "10.0.0.1 rw,trans=tcp,port=564",
}
LOCAL = {
    "ext4": "/dev/sda1 rw",
    "btrfs": "/dev/sdb rw",
    "overlay": "overlay rw,lowerdir=/a",
    "tmpfs": "tmpfs rw",
    "9p": "none rw,trans=fd,rfdno=4,wfdno=4,aname=/",
    "fuse.fuse-overlayfs": "fuse-overlayfs rw",
}


def mounted(folder: Path, kind: str, source: str, *, point: Path) -> Path:
    """Write a mount table as Linux does, in which `point` is of one kind."""
    table = folder / "mountinfo"
    where = str(point).replace(" ", "\\040")
    table.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw\n"
        f"23 22 0:50 / {where} rw,relatime shared:2 master:3 - {kind.split('/', maxsplit=1)[0]} {source}\n"
        f"24 22 0:51 / {where}beside rw - ext4 /dev/sdz rw\n",
        encoding="utf-8",
    )
    return table


@pytest.mark.parametrize(("kind", "source"), [*REMOTE.items(), *LOCAL.items()])
def test_the_mount_table_names_the_file_system(tmp_path: Path, kind: str, source: str) -> None:
    share = tmp_path / "a share"
    (share / "deep").mkdir(parents=True)
    table = mounted(tmp_path, kind, source, point=share)
    assert connection.file_system(share / "deep", table) == kind
    assert connection.file_system(tmp_path, table) == "ext4"
    assert connection.file_system(share, tmp_path / "no table") is None


def lie(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(connection, "file_system", lambda _: kind)


@pytest.mark.parametrize("kind", REMOTE)
def test_an_archive_there_is_refused_and_explained(path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    lie(monkeypatch, kind)
    with pytest.raises(
        ArchiveError, match=r"network file system \(.*WAL is not safe; keep the archive on a local disk"
    ):
        open_archive(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("kind", LOCAL)
def test_an_archive_on_a_local_disk_is_made(path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    lie(monkeypatch, kind)
    open_archive(path).close()


def test_a_reader_there_reads_a_backup_but_nothing_that_is_being_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    copy = path.with_name("copy.db")
    with open_archive(path) as archive:
        archive.store(Article("https://x.example/1", title="عنوان", body="نص المقال"), crawl_id=None, now=now)
        archive.backup(copy)
        lie(monkeypatch, "nfs4")
        with pytest.raises(ArchiveError, match=r"network file system \(nfs4\).*scrapy backup"):
            open_archive(path, read_only=True)
        with open_archive(copy, read_only=True) as reader:
            assert reader.holds("https://x.example/1")

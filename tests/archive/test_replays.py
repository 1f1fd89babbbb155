"""How far replays came: believed only for the same bytes, the same choice and the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import RULES_VERSION, replays

if TYPE_CHECKING:
    from pathlib import Path

    from newscrawl.archive import Archive


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(bytes(range(256)) * 40)
    return path


def test_a_file_is_known_up_to_its_offset(archive: Archive, file: Path) -> None:
    assert replays.reached(archive.connection, file, "") == 0
    with archive.transaction():
        replays.reach(archive.connection, file, "", 3000, lists=[100, 2000])
        replays.reach(archive.connection, file, "", 5000, lists=[4000])
    assert replays.reached(archive.connection, file, "") == 5000
    assert replays.lists_before(archive.connection, file, 5000) == [100, 2000, 4000]
    assert replays.lists_before(archive.connection, file, 2000) == [100]
    file.write_bytes(file.read_bytes() + b"more")
    assert replays.reached(archive.connection, file, "") == 5000


def test_other_bytes_are_read_from_their_start(archive: Archive, file: Path) -> None:
    with archive.transaction():
        replays.reach(archive.connection, file, "", 5000)
    content = file.read_bytes()
    for other in (
        b"x" + content[1:],  # another file of this name
        content[:4000] + content[4100:],  # written anew without a record
        content[:4999],  # shorter
        b"",
    ):
        file.write_bytes(other)
        assert replays.reached(archive.connection, file, "") == 0


def test_a_replay_of_everything_counts_for_each_choice_and_not_the_other_way(archive: Archive, file: Path) -> None:
    with archive.transaction():
        replays.reach(archive.connection, file, "hosts=a.test", 4000)
    assert replays.reached(archive.connection, file, "hosts=a.test") == 4000
    assert replays.reached(archive.connection, file, "hosts=b.test") == 0
    assert replays.reached(archive.connection, file, replays.EVERYTHING) == 0
    with archive.transaction():
        replays.reach(archive.connection, file, replays.EVERYTHING, 3000)
    assert replays.reached(archive.connection, file, "hosts=b.test") == 3000
    assert replays.reached(archive.connection, file, "hosts=a.test") == 4000


def test_other_rules_start_over(archive: Archive, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with archive.transaction():
        replays.reach(archive.connection, file, "", 5000)
    monkeypatch.setattr(replays, "RULES_VERSION", RULES_VERSION + 1)
    assert replays.reached(archive.connection, file, "") == 0


def test_a_replay_that_starts_over_knows_nothing_of_its_files(archive: Archive, file: Path) -> None:
    with archive.transaction():
        replays.reach(archive.connection, file, "", 5000, lists=[1])
        replays.start_over(archive.connection, [file])
    assert replays.reached(archive.connection, file, "") == 0
    assert replays.lists_before(archive.connection, file, 9000) == []

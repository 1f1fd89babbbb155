"""States kept in the archive: an alert for each change, none for what stays as it is, and no letter lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import Archive, open_archive
from newscrawl.watching import states
from newscrawl.watching.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "news.db") as opened:
        yield opened


def update(archive: Archive, **wells: bool) -> states.Alert | None:
    found = [Finding(name, is_well, f"{name} says so") for name, is_well in wells.items()]
    with archive.transaction():
        return states.update(archive.connection, "paper", found, now=NOW)


def state(alert: states.Alert | None) -> str | None:
    return alert.state if alert else None


def test_only_changes_alert(archive: Archive) -> None:
    assert update(archive, articles=True, dates=True) is None
    assert state(update(archive, articles=False, dates=True)) == "broken"
    assert update(archive, articles=False, dates=True) is None
    assert state(update(archive, articles=False, dates=False)) == "broken"
    assert update(archive, articles=True, dates=False) is None
    assert state(update(archive, dates=True)) == "fixed"
    assert update(archive, articles=True, dates=True) is None


def test_a_monitor_that_cannot_tell_keeps_its_state(archive: Archive) -> None:
    assert state(update(archive, dates=False)) == "broken"
    assert update(archive) is None
    assert states.broken(archive.connection, "paper") == {"dates": "dates says so"}
    assert state(update(archive, dates=True)) == "fixed"


def test_a_letter_waits_until_it_is_delivered(archive: Archive) -> None:
    alert = update(archive, articles=False)
    assert alert is not None
    with archive.transaction():
        states.enqueue(archive.connection, alert, ["mail", "webhook"])
    letters = states.waiting(archive.connection, now=NOW)
    assert [(channel, letter) for _, channel, letter in letters] == [("mail", alert), ("webhook", alert)]
    states.delivered(archive.connection, letters[0][0])
    assert [channel for _, channel, _ in states.waiting(archive.connection, now=NOW)] == ["webhook"]
    assert states.waiting(archive.connection, now=NOW + timedelta(days=8)) == []

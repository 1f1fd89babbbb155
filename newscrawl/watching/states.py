"""What is broken of each site, kept in the archive, and the alerts that its changes call for."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from newscrawl.items import utc_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from newscrawl.watching.checks import Finding

_KEEP: Final = timedelta(days=7)  # an alert that could not be delivered for so long is old news


@dataclass(slots=True)
class Alert:
    """A change of a site's state, to be told once."""

    site: str
    state: Literal["broken", "fixed"]
    at: str
    findings: list[str]
    """What is broken now, or what was."""

    @property
    def subject(self) -> str:
        """One line."""
        return f"newscrawl: {self.site} is {'broken' if self.state == 'broken' else 'well again'}"

    @property
    def text(self) -> str:
        """The whole message."""
        return "\n".join([f"{self.subject} ({self.at})", *(f"- {finding}" for finding in self.findings)])

    def as_json(self) -> dict[str, Any]:
        """Give what a webhook is sent; `text` alone is what chat programs show."""
        return {**asdict(self), "text": self.text}


def broken(connection: sqlite3.Connection, site: str) -> dict[str, str]:
    """Give the monitors of a site that are broken, and what each said."""
    return dict(connection.execute("SELECT monitor, message FROM monitor_states WHERE site = ?", (site,)))


def update(connection: sqlite3.Connection, site: str, findings: Iterable[Finding], *, now: datetime) -> Alert | None:
    """Note what a crawl's monitors found, inside the caller's transaction; give the alert that the change calls for.

    A site that breaks, or breaks in another way, is one alert; so is one of which nothing is broken any longer. A
    monitor that found nothing out keeps its state.
    """
    before = broken(connection, site)
    after = dict(before)
    for finding in findings:
        if finding.is_well:
            after.pop(finding.monitor, None)
        else:
            after[finding.monitor] = finding.message
    connection.executemany(
        "DELETE FROM monitor_states WHERE site = ? AND monitor = ?", [(site, name) for name in before.keys() - after]
    )
    connection.executemany(
        "INSERT INTO monitor_states (site, monitor, message, since) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (site, monitor) DO UPDATE SET message = excluded.message",
        [(site, name, message, utc_text(now)) for name, message in after.items()],
    )
    if after.keys() - before:
        return Alert(site, "broken", utc_text(now), list(after.values()))
    if before and not after:
        return Alert(site, "fixed", utc_text(now), list(before.values()))
    return None


def enqueue(connection: sqlite3.Connection, alert: Alert, channels: Sequence[str]) -> None:
    """Put an alert into the post of each channel, inside the caller's transaction."""
    connection.executemany(
        "INSERT INTO monitor_alerts (channel, alert, created_at) VALUES (?, ?, ?)",
        [(channel, json.dumps(asdict(alert), ensure_ascii=False), alert.at) for channel in channels],
    )


def waiting(connection: sqlite3.Connection, *, now: datetime) -> list[tuple[int, str, Alert]]:
    """Give the alerts that are still to be delivered as id, channel and alert, the oldest first; drop the very old."""
    connection.execute("DELETE FROM monitor_alerts WHERE created_at < ?", (utc_text(now - _KEEP),))
    rows = connection.execute("SELECT id, channel, alert FROM monitor_alerts ORDER BY id").fetchall()
    return [(number, channel, Alert(**json.loads(alert))) for number, channel, alert in rows]


def delivered(connection: sqlite3.Connection, number: int) -> None:
    """Take an alert out of the post."""
    connection.execute("DELETE FROM monitor_alerts WHERE id = ?", (number,))

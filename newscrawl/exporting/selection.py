"""Which articles an export holds, and reading them one by one, however many there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from newscrawl.exporting.columns import COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# The uid of the cluster's first article names the cluster in every archive; its number does not.
_CLUSTER: Final = """CASE WHEN a.cluster_id = a.id THEN a.uid
    ELSE coalesce((SELECT head.uid FROM articles AS head WHERE head.id = a.cluster_id), a.uid) END"""
_NAMES: Final = ", ".join(f"a.{column.name}" for column in COLUMNS)
_CLAUSES: Final = {
    "site": "a.site = ?",
    "since": "a.published_date >= ?",
    "until": "a.published_date <= ?",
    "section": "a.section = ?",
    "language": "a.language = ?",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a user chose; None is no choice. Days are `YYYY-MM-DD`; an article without a date is in no range of days."""

    site: str | None = None
    since: str | None = None
    until: str | None = None
    section: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        """Check the days; raises ValueError with a sentence that says what is wrong."""
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None and not _is_day(value):
                raise ValueError(f"--{name} {value} is no day: write YYYY-MM-DD")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"--since {self.since} is after --until {self.until}")

    def chosen(self) -> dict[str, str]:
        """Give the choices that were made."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows whose `change_seq` lies above `after` and not above `upto`."""

    after: int
    upto: int


def rows(
    connection: sqlite3.Connection, selection: Selection, changes: Changes | None = None
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Give the name of its cluster and the values of COLUMNS for each chosen article; memory does not grow.

    With `changes` they come by `change_seq`; else by id, or by day where days or a site were chosen.
    """
    for row in connection.execute(*query(selection, changes)):
        yield row[0], row[1:]


def query(selection: Selection, changes: Changes | None) -> tuple[str, list[Any]]:
    """Give the statement and its values; an index gives the order, since sorting would hold every body in memory."""
    chosen = selection.chosen()
    values: list[Any] = list(chosen.values())
    clauses = [_CLAUSES[name] for name in chosen]
    if changes is not None:
        # A plus sign keeps SQLite from the column's own index.
        clauses = ["a.change_seq > ? AND a.change_seq <= ?", *(f"+{clause}" for clause in clauses)]
        values = [changes.after, changes.upto, *values]
        order = "a.change_seq"
    elif selection.site or selection.since or selection.until:
        order = "a.published_date, a.id"
    else:
        order = "a.id"
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    return f"SELECT {_CLUSTER}, {_NAMES} FROM articles AS a {where} ORDER BY {order}", values


def is_train(cluster: str, share: float) -> bool:
    """Tell whether a cluster is in the training part; the same cluster always is, whatever else is in the archive."""
    digest = blake2b(cluster.encode(), digest_size=8, person=b"newscrawl-split").digest()
    return int.from_bytes(digest, "big") < share * 2**64


class Tally:
    """What an export holds, counted while its rows pass by, for the dataset card."""

    def __init__(self) -> None:
        self.rows = 0
        self.words = 0
        self.sites: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.rules_versions: Counter[int] = Counter()
        self.first_day: str | None = None
        self.last_day: str | None = None
        self.undated = 0
        names = [column.name for column in COLUMNS]
        self._at = [names.index(name) for name in ("site", "language", "rules_version", "published_date", "word_count")]

    def add(self, row: tuple[Any, ...]) -> None:
        """Count a row."""
        site, language, rules_version, day, words = (row[at] for at in self._at)
        self.rows += 1
        self.words += words
        self.sites[site] += 1
        self.languages[language or "unknown"] += 1
        self.rules_versions[rules_version] += 1
        if day is None:
            self.undated += 1
        else:
            self.first_day = min(self.first_day or day, day)
            self.last_day = max(self.last_day or day, day)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

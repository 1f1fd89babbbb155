"""Which of the dates on and around a page is its publication: every candidate is read, weighed, and accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.dates.resolve import borrow_offset, resolve
from newscrawl.arabic.dates.witnesses import (
    ENOUGH,
    HEADLINE,
    Known,
    Witness,
    days_of,
    family_of,
    is_unlabelled_outside,
    make_witness,
    read_candidate,
)
from newscrawl.arabic.dates.zones import zone_for

if TYPE_CHECKING:
    from newscrawl.arabic.dates.model import Precision
    from newscrawl.items import DateCandidate, Published

_JUST_NOW: Final = timedelta(minutes=2)
_SAME_SEASON: Final = timedelta(days=14)
_LONG_AFTER: Final = timedelta(days=7)
_PRINTED_FIRST: Final = 5.1  # a little more than JSON-LD alone
_WITHIN_EARSHOT: Final = 0.6  # of the weight of the best in print
_SECOND_CHOICE: Final = 0.2
_MODIFIED_ORDER: Final = {"jsonld": 0, "meta": 1, "time": 2, "text": 3}


@dataclass(slots=True)
class Chosen:
    """What a page's dates come to."""

    published: Published = None
    """Aware in the publisher's offset; naive where the zone is not known; a date where only the day is."""
    published_raw: str | None = None
    """As written where the winner stands; where nothing could be read, the best of what stands there."""
    published_precision: Precision | None = None
    published_source: str | None = None
    modified: Published = None
    notes: list[str] = field(default_factory=list)
    """One line a candidate: what it reads as, and why it won, agreed, lost or was refused."""


def choose_dates(candidates: list[DateCandidate], *, now: datetime | None, timezone: str | None) -> Chosen:
    """Choose the publication and modification time among all that a page says.

    `now` is the aware moment of reading, None where it is not known (relative dates are then not read); `timezone` the
    IANA zone of the site's clock. The day that the best sources agree on wins; then the best clock on that day; then
    its zone: an offset on the page, the site's own, one that two clocks of one moment show, else none.
    """
    zone = zone_for(timezone)
    witnesses: list[Witness] = []
    notes: dict[int, str] = {}
    known: Known = {}
    for index, candidate in enumerate(candidates):
        parsed = read_candidate(candidate, now, timezone, known)
        if isinstance(parsed, str):
            notes[index] = f"refused: {parsed}"
        else:
            witnesses.append(make_witness(index, candidate, parsed, zone))
    _lower_shadows(witnesses, now)
    chosen = _choose(witnesses, zone, notes)
    if chosen.published is None:
        chosen.published_raw = _best_unread(candidates)
    chosen.notes = [
        f"{candidate.source} [{candidate.role}] {candidate.raw[:100]!r}: {notes[index]}"
        for index, candidate in enumerate(candidates)
    ]
    return chosen


def _choose(witnesses: list[Witness], zone: tzinfo | None, notes: dict[int, str]) -> Chosen:
    day = _best_day(witnesses)
    if day is None:
        for witness in witnesses:
            notes[witness.index] = f"reads as {witness.shown}; too far off, or no word on the publication"
        return Chosen()
    supporters = [witness for witness in witnesses if witness.weight > 0 and day in witness.days]
    resolved = borrow_offset(resolve(_speakers(supporters), day, zone), witnesses, _SAME_SEASON)
    winner = resolved.winner
    chosen = Chosen(resolved.value, winner.candidate.raw, resolved.precision, winner.candidate.source)
    for witness in witnesses:
        verdict = "agrees on the day" if witness in supporters else "another day than the better sources say"
        notes[witness.index] = f"reads as {witness.shown}; {verdict}"
    notes[winner.index] = f"reads as {winner.shown}; chosen: {resolved.reason}"
    for witness in _stated_updates(witnesses, zone):
        update = resolve([witness], witness.days[0], zone, is_false_utc=resolved.is_false_utc)
        update = borrow_offset(update, witnesses, _SAME_SEASON)
        if _is_before(update.value, chosen.published):
            notes[witness.index] += "; no update, as it lies before the publication"
            continue
        chosen.modified = update.value
        if witness.index != winner.index:
            notes[witness.index] = f"reads as {witness.shown}; chosen as the time of updating"
        break
    return chosen


def _speakers(supporters: list[Witness]) -> list[Witness]:
    """Give those who may tell the time of a day: no updates, nothing printed much farther off than the best in print.

    The page's own clock, and the hours of other articles of that day, are thus not heard.
    """
    publications = [witness for witness in supporters if witness.role != "modified"] or supporters
    nearest = max((witness.weight for witness in publications if witness.family == "visible"), default=0.0)
    return [w for w in publications if w.family != "visible" or w.weight >= _WITHIN_EARSHOT * nearest]


def _lower_shadows(witnesses: list[Witness], now: datetime | None) -> None:
    """Take weight from what only looks like a publication: an update in print, the page's date, a stamp of serving."""
    machines = [witness for witness in witnesses if witness.family == "machine"]
    updated = {day for witness in machines if witness.role == "modified" for day in witness.days}
    published = {day for witness in machines if witness.role == "published" for day in witness.days}
    for witness in witnesses:
        value = witness.parsed.value
        if witness.family == "machine" and now and isinstance(value, datetime) and abs(now - value) < _JUST_NOW:
            witness.weight *= 0.3
        if not is_unlabelled_outside(witness.candidate, witness.parsed) or witness.parsed.is_relative:
            continue
        days = set(witness.days)
        if published and not days & published:
            # What is printed may be the update or the day of reading; before the publication it can be neither.
            late = min(days) - min(published)
            if late.days < 0 and _is_near(witness.candidate):
                witness.weight = max(witness.weight, _PRINTED_FIRST)
            elif days & updated or late > _LONG_AFTER:
                witness.weight *= 0.4
        if now and now.date() in days and _is_late(witness, witnesses):
            witness.weight *= 0.2


def _is_late(witness: Witness, witnesses: list[Witness]) -> bool:
    """Tell whether a good source has only other, earlier days than this one."""
    days = set(witness.days)
    return any(
        other.weight > ENOUGH
        and other.role != "modified"
        and not days & set(other.days)
        and min(other.days) < min(days)
        for other in witnesses
    )


def _best_day(witnesses: list[Witness]) -> date | None:
    """Give the day with the most weight, each family of sources counted once; of equals the earlier."""
    votes: dict[date, dict[str, float]] = {}
    for witness in witnesses:
        for rank, day in enumerate(witness.days):
            families = votes.setdefault(day, {})
            weight = witness.weight - (_SECOND_CHOICE if rank else 0)
            families[witness.family] = max(families.get(witness.family, 0.0), weight)
    totals = {day: sum(families.values()) for day, families in votes.items()}
    best = max(totals, key=lambda day: (totals[day], -day.toordinal()), default=None)
    return best if best is not None and totals[best] >= ENOUGH else None


def _stated_updates(witnesses: list[Witness], zone: tzinfo | None) -> list[Witness]:
    """Give what the page itself says of an update, the best source first; feeds and headers speak of the page only."""
    stated = [w for w in witnesses if w.role == "modified" and w.family in {"machine", "visible"}]
    stated += [
        replace(witness, parsed=updated, days=days_of(updated, zone))
        for witness in witnesses
        if (updated := witness.parsed.updated) is not None
    ]
    near = [w for w in stated if w.family == "machine" or w.candidate.inside_article or _is_near(w.candidate)]
    return sorted(near, key=lambda w: _MODIFIED_ORDER.get(w.candidate.source.partition(":")[0], len(_MODIFIED_ORDER)))


def _is_near(candidate: DateCandidate) -> bool:
    return candidate.near_title is not None and candidate.near_title <= HEADLINE


def _is_before(value: Published, other: Published) -> bool:
    if value is None or other is None:
        return True
    if isinstance(value, datetime) and isinstance(other, datetime):
        other = other.replace(second=0)
        if value.tzinfo is None or other.tzinfo is None:
            return value.replace(tzinfo=None) < other.replace(tzinfo=None)
        return value < other
    return _day(value) < _day(other)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _best_unread(candidates: list[DateCandidate]) -> str | None:
    """Give the raw text worth keeping where nothing was read: a declared publication, else what stands nearest."""
    wanted = [c for c in candidates if family_of(c.source) in {"machine", "visible", "feed"} and c.role != "modified"]
    wanted.sort(key=lambda c: (c.role != "published", c.near_title if c.near_title is not None else 99))
    return wanted[0].raw if wanted else None

"""Several clocks of one publication: which of them is meant, and in which zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.arabic.dates.model import Precision
    from newscrawl.arabic.dates.witnesses import Witness
    from newscrawl.items import Published

_HALF_A_DAY: Final = timedelta(hours=12)
_QUARTER: Final = timedelta(minutes=15)
_MINUTE: Final = timedelta(minutes=1)
_HALF_AN_HOUR: Final = timedelta(minutes=30)
_LATE: Final = timedelta(minutes=5)
_FARTHEST: Final = timedelta(hours=5)  # of a publisher from UTC, east or west
_NOON: Final = 12
_MIDNIGHT: Final = time(0)


class Resolved(NamedTuple):
    """The value that came out, and why."""

    value: Published
    precision: Precision
    winner: Witness
    reason: str
    is_false_utc: bool = False


def resolve(witnesses: Sequence[Witness], day: date, zone: tzinfo | None, *, is_false_utc: bool = False) -> Resolved:
    """Find the clock and the zone of a day that `witnesses`, at least one, agree on.

    A stamp written for machines is the best clock, unless what readers see shows that its UTC mark is false.
    """
    ranked = sorted(witnesses, key=lambda witness: -witness.weight)
    stamp = _best_stamp(ranked)
    clocks = [witness for witness in ranked if _is_shown_clock(witness, day)]
    if stamp is not None:
        # «منذ 3 ساعات» is rounded, and counted from our own clock: it says nothing of the publisher's.
        clocks = [witness for witness in clocks if not witness.parsed.is_age]
    shown = clocks[0] if clocks else None
    if stamp is None and shown is None:
        return Resolved(day, "day", ranked[0], "the best source of the day; no clock is stated")
    if stamp is None:
        return _one(shown or ranked[0], zone, "the clock that readers see")
    if shown is None:
        seen = next((witness for witness in ranked if _is_shown_day(witness)), None)
        return _stamp_alone(stamp, seen, day, zone, is_false_utc=is_false_utc)
    return _stamp_and_shown(stamp, shown, zone)


def _is_shown_day(witness: Witness) -> bool:
    """Tell whether a witness states the publisher's own day, as readers see it, or in the article's address."""
    is_clock = witness.parsed.is_sortable and witness.local is not None
    if witness.parsed.calendar != "gregorian" or witness.parsed.is_age:
        return False
    return witness.family in {"visible", "url"} and not is_clock


def _is_shown_clock(witness: Witness, day: date) -> bool:
    local = witness.local
    is_printed = witness.family == "visible" and not witness.parsed.is_sortable
    return is_printed and local is not None and day in {local.date(), witness.parsed.month_first}


def _best_stamp(ranked: list[Witness]) -> Witness | None:
    """Give the best clock for machines. Midnight means the day alone; of equal clocks a real offset goes before UTC."""
    stamps = [w for w in ranked if w.local is not None and (w.family in {"machine", "feed"} or w.parsed.is_sortable)]
    stamps = [w for w in stamps if w.parsed.is_relative or w.local is None or w.local.time() != _MIDNIGHT]
    if not stamps:
        return None
    same = [w for w in stamps if _is_same_moment(w, stamps[0])]
    return min(same, key=lambda w: (w.offset is None, w.is_utc, w.parsed.precision != "second", -w.weight))


def _is_same_moment(one: Witness, other: Witness) -> bool:
    """Tell whether two stamps show the same clock, or the same instant, within a minute."""
    if one.local is None or other.local is None:
        return False
    if abs(one.local - other.local) < _MINUTE:
        return True
    if one.offset is None or other.offset is None:
        return False
    return abs((one.local - one.offset) - (other.local - other.offset)) < _MINUTE


def _one(witness: Witness, zone: tzinfo | None, reason: str) -> Resolved:
    """Take one clock: in its own zone, in the site's, or as a naive clock where none is known."""
    value, local, precision = witness.parsed.value, witness.local, witness.parsed.precision
    if local is None:
        return Resolved(value, "day", witness, reason)
    if isinstance(value, datetime):
        value = value.replace(microsecond=0)
        return Resolved(_at_publisher(value, zone) if witness.is_utc else value, precision, witness, reason)
    return Resolved(local, precision, witness, f"{reason}; its zone is not known")


def _at_publisher(value: datetime, zone: tzinfo | None) -> datetime:
    return value.astimezone(zone) if zone is not None else value


def _mislabelled(witness: Witness, zone: tzinfo | None, reason: str) -> Resolved:
    """Take a clock marked UTC as the local clock that it is."""
    local = witness.local
    value = local.replace(tzinfo=zone) if local is not None and zone is not None else local
    return Resolved(value, witness.parsed.precision, witness, reason, is_false_utc=True)


def _stamp_alone(
    stamp: Witness, seen: Witness | None, day: date, zone: tzinfo | None, *, is_false_utc: bool
) -> Resolved:
    """Settle a machine's clock where readers see a day at most."""
    local, value = stamp.local, stamp.parsed.value
    if not stamp.is_utc or local is None or not isinstance(value, datetime):
        return _one(stamp, zone, "the best clock on the day")
    if is_false_utc:
        return _mislabelled(stamp, zone, "a local clock, marked UTC by mistake")
    seen_day = None if seen is None else day if day in seen.days else seen.days[0]
    if zone is None:
        if seen is not None and seen_day != local.date():
            return Resolved(day, "day", seen, "the day that readers see; the UTC clock is on another")
        return _one(stamp, zone, "a UTC instant that nothing contradicts")
    there = value.astimezone(zone)
    if seen_day == local.date() != there.date():
        return _mislabelled(stamp, zone, "a local clock, marked UTC by mistake: readers see its own day")
    if there.time().replace(microsecond=0) == _MIDNIGHT:
        return Resolved(there.date(), "day", stamp, "midnight at the publisher's: a day")
    return _one(stamp, zone, "the best clock on the day")


def _stamp_and_shown(stamp: Witness, shown: Witness, zone: tzinfo | None) -> Resolved:
    """Settle a machine's clock against the one that readers see."""
    if shown.offset is not None:
        return _both_zoned(stamp, shown, zone)
    if stamp.local is None or shown.local is None:
        return _one(stamp, zone, "the best clock on the day")
    apart = shown.local.replace(second=0) - stamp.local.replace(second=0)
    if apart == _HALF_A_DAY and shown.local.hour > _NOON:
        return _in_offset_of(stamp, shown, zone)
    if abs(apart) == _HALF_A_DAY:
        return _one(stamp, zone, "the clock in print counts to twelve only")
    if abs(apart) < _QUARTER:
        return _same_digits(stamp, stamp if apart else shown, zone)
    value = stamp.parsed.value
    if stamp.offset is None or not isinstance(value, datetime):
        return _one(stamp, zone, "the best clock on the day")
    there = value.astimezone(zone) if zone is not None else None
    if there is not None and there.replace(tzinfo=None, second=0, microsecond=0) == shown.local.replace(second=0):
        return Resolved(
            there.replace(microsecond=0),
            stamp.parsed.precision,
            stamp,
            "the instant; print shows it on the site's clock",
        )
    offset = _offset_in_print(shown.local, apart) if stamp.is_utc and zone is None else None
    if offset is not None:
        value = value.astimezone(timezone(offset)).replace(microsecond=0)
        return Resolved(value, stamp.parsed.precision, stamp, "the instant; the clock in print shows the offset")
    return _one(stamp, zone, "the best clock on the day")


def _in_offset_of(stamp: Witness, shown: Witness, zone: tzinfo | None) -> Resolved:
    """Take the clock in print, «09:00 م», where the stamp beside it counts to twelve only."""
    reason = "the clock that readers see; the stamp counts to twelve only"
    if zone is None and stamp.offset and not stamp.is_utc and shown.local is not None:
        value = shown.local.replace(tzinfo=timezone(stamp.offset))
        return Resolved(value, shown.parsed.precision, shown, reason)
    return _one(shown, zone, reason)


def _offset_in_print(shown: datetime, apart: timedelta) -> timedelta | None:
    """Give the publisher's offset that lies between a UTC clock and the one in print, if only one is likely.

    The clock in print may be some minutes late, or count to twelve only: 04:04 for 13:04 UTC is 16:04 three hours east.
    """
    options = [apart, apart + _HALF_A_DAY] if shown.hour < 12 else [apart]
    offsets = {round(option / _HALF_AN_HOUR) * _HALF_AN_HOUR for option in options}
    likely = [
        offset
        for offset in offsets
        if offset and abs(offset) <= _FARTHEST and any(abs(offset - option) <= _LATE for option in options)
    ]
    return likely[0] if len(likely) == 1 else None


def _same_digits(stamp: Witness, shown: Witness, zone: tzinfo | None) -> Resolved:
    """Settle a stamp with nearly the digits in print: its UTC mark is true only where the publisher keeps UTC."""
    if not stamp.is_utc:
        return _one(stamp, zone, "the same clock as in print")
    if zone is not None and shown.local is not None and not shown.local.replace(tzinfo=zone).utcoffset():
        return _one(stamp, zone, "UTC is the publisher's own clock")
    return _mislabelled(shown, zone, "the clock that readers see; the stamp repeats it and marks it UTC by mistake")


def _both_zoned(stamp: Witness, shown: Witness, zone: tzinfo | None) -> Resolved:
    """Settle two clocks of which the printed one names its zone; it may count to twelve only."""
    if stamp.offset is None or stamp.local is None or shown.offset is None or shown.local is None:
        return _one(shown, zone, "the clock and zone that readers see")
    apart = (shown.local - shown.offset).replace(second=0) - (stamp.local - stamp.offset).replace(second=0)
    if abs(apart) == _HALF_A_DAY:
        return _one(stamp, zone, "the clock in print counts to twelve only")
    if not apart and stamp.is_utc and not shown.is_utc:
        return _one(shown, zone, "the publisher's own clock and zone; the stamp is the same instant")
    return _one(stamp, zone, "the best clock on the day" if apart else "the same instant as in print")


def borrow_offset(resolved: Resolved, witnesses: Sequence[Witness], within: timedelta) -> Resolved:
    """Give a naive clock the offset that another stamp of the page states, if it lies in the same season."""
    value = resolved.value
    if not isinstance(value, datetime) or value.tzinfo is not None:
        return resolved
    offsets = {
        witness.offset
        for witness in witnesses
        if witness.family == "machine" and witness.offset and witness.local and abs(witness.local - value) <= within
    }
    if len(offsets) != 1:
        return resolved
    zone = timezone(offsets.pop() or timedelta(0))
    aware = value.replace(tzinfo=zone)
    return resolved._replace(value=aware, reason=resolved.reason.partition(";")[0] + "; the offset is the page's own")

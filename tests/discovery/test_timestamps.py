"""Machine dates: what is sure, what is only a day, what is nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.links import Link
from newscrawl.discovery.timestamps import parse_instant, parse_lastmod

INSTANTS = [
    ("Tue, 09 Jul 2024 11:06:38 +0000", "2024-07-09T11:06:38+00:00"),
    ("Tue, 9 July 2024 11:06:38 +0100", "2024-07-09T11:06:38+01:00"),
    ("9 Jul 2024 11:06 +03:00", "2024-07-09T11:06:00+03:00"),
    ("Tue, 09 Jul 2024 11:06:38 GMT", "2024-07-09T11:06:38+00:00"),
    ("Tue, 09 Jul 2024 11:06:38 GMT+0300", "2024-07-09T11:06:38+03:00"),
    ("Tue, 09 Jul 2024 23:59:60 Z", "2024-07-09T23:59:59+00:00"),
    ("2024-07-09T14:06:38+03:00", "2024-07-09T14:06:38+03:00"),
    ("2024-07-09T14:06:38.123Z", "2024-07-09T14:06:38.123000+00:00"),
    ("2024-07-09 14:06:38 +0300", "2024-07-09T14:06:38+03:00"),
    ("2024-07-09T14:06-05", "2024-07-09T14:06:00-05:00"),
    (" 1720523198 ", "2024-07-09T11:06:38+00:00"),
    ("1720523198500", "2024-07-09T11:06:38.500000+00:00"),
]


@pytest.mark.parametrize(("raw", "expected"), INSTANTS)
def test_instants(raw: str, expected: str) -> None:
    instant = parse_instant(raw)
    assert instant is not None
    assert instant.isoformat() == expected
    assert parse_lastmod(raw) == (instant, False)


ONLY_DAYS = ["2024-07-09", "2024-07-09T14:06:38", "Tue, 09 Jul 2024 11:06:38", "Tue, 09 Jul 2024 11:06:38 AST",
             "Tue, 09 Jul 2024 11:06:38 -0000"]  # fmt: skip


@pytest.mark.parametrize("raw", ONLY_DAYS)
def test_a_clock_without_its_zone_is_only_a_day(raw: str) -> None:
    assert parse_instant(raw) is None
    assert parse_lastmod(raw) == (datetime(2024, 7, 9, tzinfo=UTC), True)


NOTHING = [
    None, "", "0000-00-00 00:00:00", "2024-02-31", "2024-13-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "1",
    "20240709",
    "-0001-11-30T00:00:00+00:00", "الثلاثاء 9 يوليو 2024", "09/07/2024", "Mar, 09 Mars 2024 11:06:38 +0000", "9" * 1000,
]  # fmt: skip


@pytest.mark.parametrize("raw", NOTHING)
def test_nothing_sure(raw: str | None) -> None:
    assert parse_lastmod(raw) == (None, False)


@settings(deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", fullmatch=True))
def test_any_text_is_survived(raw: str) -> None:
    instant = parse_instant(raw)
    assert instant is None or instant.tzinfo is not None


@settings(deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.integers(-14 * 4, 14 * 4),
)
def test_iso_round_trip(clock: datetime, quarters: int) -> None:
    aware = (clock.replace(tzinfo=UTC)).astimezone(tz=_zone(quarters))
    assert parse_instant(aware.isoformat()) == aware


@pytest.mark.parametrize("clock", ["2024-02-30T10:00:00", "2024-07-09T24:00:00", "2024-07-09T10:61:00"])
def test_what_no_calendar_or_clock_has_is_nothing(clock: str) -> None:
    for zone in ("Z", "+03:00", "-00:00", ""):
        assert parse_lastmod(clock + zone) == (None, False)


@pytest.mark.parametrize("zone", ["Z", "+00:00", "+03:00", "-11:30"])
def test_a_plain_spelling_is_read_like_others(zone: str) -> None:
    plain = parse_lastmod(f"2024-07-09T23:59:59{zone}")
    assert plain == parse_lastmod(f"2024-07-09 23:59:59 {zone}")
    assert plain[0] is not None


def _zone(quarters: int) -> timezone:
    return timezone(timedelta(minutes=15 * quarters))


def test_changed_since() -> None:
    seen = datetime(2024, 7, 9, 12, tzinfo=UTC)
    exact = Link("https://a.com/1", "sitemap", lastmod=seen + timedelta(minutes=1))
    assert exact.changed_since(seen)
    assert not exact.changed_since(seen + timedelta(minutes=1))
    same_day = Link("https://a.com/1", "sitemap", lastmod=datetime(2024, 7, 9, tzinfo=UTC), lastmod_is_day=True)
    assert not same_day.changed_since(seen)
    assert same_day.changed_since(seen - timedelta(days=1))
    assert not Link("https://a.com/1", "sitemap").changed_since(seen)

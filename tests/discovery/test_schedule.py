"""When pages and entry points are looked at again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from newscrawl.discovery.schedule import LONGEST, SHORTEST, next_article_visit, next_poll, next_retry

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_an_article_is_looked_at_less_and_less() -> None:
    ages = [timedelta(0), timedelta(hours=2), timedelta(hours=7), timedelta(days=2)]
    due = [next_article_visit(NOW - age, now=NOW) for age in ages]
    assert [moment - NOW for moment in due if moment] == [
        timedelta(hours=1),
        timedelta(hours=4),
        timedelta(hours=17),
        timedelta(days=5),
    ]
    assert next_article_visit(NOW - timedelta(days=8), now=NOW) is None


def test_dates_without_time_or_zone() -> None:
    assert next_article_visit(date(2026, 3, 10), now=NOW) == datetime(2026, 3, 11, tzinfo=UTC)
    assert next_article_visit(datetime(2026, 3, 10, 11, 30), now=NOW) == datetime(2026, 3, 10, 12, 30, tzinfo=UTC)  # noqa: DTZ001 - a naive one is meant
    assert next_article_visit(None, now=NOW) == NOW + timedelta(hours=1)


def test_entry_points_are_polled_by_how_much_was_new() -> None:
    hour = timedelta(hours=1)
    assert next_poll(hour, listed=20, new=20) < hour
    assert next_poll(hour, listed=20, new=4) == hour
    assert next_poll(hour, listed=20, new=0) > hour
    assert next_poll(SHORTEST, listed=20, new=20) == SHORTEST
    assert next_poll(LONGEST, listed=20, new=0) == LONGEST
    assert SHORTEST <= next_poll(None, listed=0, new=0) <= LONGEST


def test_a_refused_page_is_tried_again_four_times() -> None:
    due = [next_retry(attempts, now=NOW) for attempts in range(1, 6)]
    assert [moment - NOW for moment in due if moment] == [
        timedelta(hours=1),
        timedelta(hours=6),
        timedelta(days=1),
        timedelta(days=7),
    ]
    assert due[-1] is None

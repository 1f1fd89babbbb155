"""Windows of days: what an announcement or an address tells about them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newscrawl.discovery.links import Link
from newscrawl.discovery.window import Window, parse_window, url_period

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
OCTOBER = Window(date(2021, 10, 1), date(2021, 10, 31))


@pytest.mark.parametrize(
    ("url", "first", "last"),
    [
        ("https://a.test/sitemap-2021-10.xml", "2021-10-01", "2021-10-31"),
        ("https://a.test/sitemap.xml?yyyy=2024&mm=2", "2024-02-01", "2024-02-29"),
        ("https://a.test/sitemap.xml?yyyy=2021&mm=10&dd=5", "2021-10-05", "2021-10-05"),
        ("https://a.test/2021/10/05/slug/", "2021-10-05", "2021-10-05"),
        ("https://a.test/20211005/slug", "2021-10-05", "2021-10-05"),
        ("https://a.test/sitemap-2021.xml", "2021-01-01", "2021-12-31"),
    ],
)
def test_periods_in_addresses(url: str, first: str, last: str) -> None:
    assert url_period(url) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "url", ["https://a.test/sitemap12.xml", "https://a.test/490220.html", "https://a.test/2021/02/31/x"]
)
def test_no_day_in_an_address(url: str) -> None:
    assert url_period(url, full=True) is None


def test_a_year_in_a_headline_is_no_day() -> None:
    assert url_period("https://a.test/خطة-2021-للتعليم", full=True) is None


LINKS = [
    (Link("https://a.test/1", "feed", published=datetime(2021, 10, 31, 23, tzinfo=UTC)), True),
    (Link("https://a.test/1", "feed", published=datetime(2021, 11, 1, tzinfo=UTC)), False),
    (Link("https://a.test/1", "sitemap", lastmod=datetime(2021, 9, 1, tzinfo=UTC)), False),
    (Link("https://a.test/1", "sitemap", lastmod=datetime(2025, 9, 1, tzinfo=UTC)), True),
    (Link("https://a.test/2021/10/03/x", "listing"), True),
    (Link("https://a.test/2020/10/03/x", "listing"), False),
    (Link("https://a.test/1", "listing"), True),
]


@pytest.mark.parametrize(("link", "wanted"), LINKS)
def test_links(link: Link, wanted: bool) -> None:
    assert OCTOBER.may_hold(link) is wanted


def test_sitemaps() -> None:
    assert OCTOBER.may_hold_sitemap(Link("https://a.test/posts-2021-10.xml", "sitemap"))
    assert not OCTOBER.may_hold_sitemap(Link("https://a.test/posts-2022-10.xml", "sitemap"))
    old = Link("https://a.test/posts-7.xml", "sitemap", lastmod=datetime(2019, 1, 1, tzinfo=UTC))
    assert not OCTOBER.may_hold_sitemap(old)


def test_a_listing_older_than_the_window_ends_it() -> None:
    old = Link("https://a.test/1", "listing", published=datetime(2021, 9, 1, tzinfo=UTC))
    new = Link("https://a.test/2", "listing", published=datetime(2021, 12, 1, tzinfo=UTC))
    assert OCTOBER.is_past([old, Link("https://a.test/3", "listing")])
    assert not OCTOBER.is_past([old, new])
    assert not OCTOBER.is_past([])


def test_arguments() -> None:
    asked = parse_window("2021-10-01", None, recent_days=14, now=NOW)
    assert (asked.since, asked.until, asked.strict) == (date(2021, 10, 1), None, True)
    recent = parse_window(None, None, recent_days=14, now=NOW)
    assert (recent.since, recent.strict) == (date(2026, 2, 24), False)
    assert parse_window(None, None, recent_days=0, now=NOW).since is None


@pytest.mark.parametrize(
    ("since", "until", "named"),
    [
        ("gestern", None, "since=gestern"),
        (None, "2021-13-01", "until=2021-13-01"),
        ("2022-01-01", "2021-01-01", "later"),
    ],
)
def test_bad_arguments_are_named(since: str | None, until: str | None, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse_window(since, until, recent_days=14, now=NOW)

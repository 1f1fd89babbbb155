"""The figures of a report tell a broken site, an agency's flood and a week without a crawl apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.reporting.figures import Figures, figures

from .conftest import BROKEN, BROKEN_SINCE, DAYS, FLOOD, NO_CRAWL, NOW, SITES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def found(db: Path) -> Figures:
    with open_archive(db) as archive:
        return figures(archive.connection, now=NOW, days=DAYS)


def day_of(found: Figures, number: int) -> date:
    return date.fromisoformat(found["days"][number])


def test_days_without_a_crawl_are_not_days_of_silence(found: Figures) -> None:
    assert set(found["sites"]) == set(SITES)
    for site in SITES:
        for number, (items, ran) in enumerate(zip(found["articles_a_day"][site], found["ran"][site], strict=True)):
            day = day_of(found, number)
            assert ran is (day not in NO_CRAWL)
            silent = site == BROKEN and day >= BROKEN_SINCE
            assert (items == 0) == (day in NO_CRAWL or silent)


def test_the_broken_site_shows_in_rejects(found: Figures) -> None:
    days = (NOW.date() - BROKEN_SINCE).days + 1
    assert found["rejects"] == {BROKEN: {"no-body": days * SITES[BROKEN]}}


def test_a_site_that_broke_before_the_first_day_is_in_the_report(db: Path) -> None:
    with open_archive(db) as archive:
        found = figures(archive.connection, now=NOW, days=7)
    assert found["articles_a_day"][BROKEN] == [0] * 7
    assert found["ran"][BROKEN] == [True] * 7
    assert BROKEN not in found["coverage"]


def test_the_flood_shows_its_agency_and_who_was_first(found: Figures) -> None:
    agencies = {row["agency"]: row for row in found["agencies"]}
    flooded = "جريدة النهر"
    assert agencies["AFP"]["reprints"] == 0
    assert agencies["MAP"]["reprints"] == agencies["MAP"]["articles"] * len(SITES)
    first = {row["site"]: row for row in found["first"]}
    assert first[flooded]["first"] == agencies["MAP"]["articles"]
    assert first["sahara"]["first"] == 0
    assert first["sahara"]["minutes_behind"] == 20
    peak = max(range(DAYS), key=lambda number: sum(row[number] for row in found["articles_a_day"].values()))
    assert day_of(found, peak) in FLOOD


def test_undated_articles_and_coverage(found: Figures) -> None:
    assert found["undated"] == {"jabal.example": 7}
    coverage = found["coverage"]["jabal.example"]
    assert coverage["articles"] - coverage["with"]["published_date"] == 7
    assert 0 < coverage["with"]["summary"] < coverage["articles"]
    assert coverage["with"]["tags"] == 0


def test_hours_stripped_lines_and_runs(found: Figures) -> None:
    assert all(7 <= hour <= 19 for site in found["hours"].values() for hour in site)
    assert set(found["stripped"]) == set(SITES)
    assert len(found["runs"]) == len(SITES) * (DAYS - len(NO_CRAWL))
    assert all(run["seconds"] > 0 for run in found["runs"])


def test_a_shorter_report_counts_its_own_days(db: Path, found: Figures) -> None:
    with open_archive(db) as archive:
        week = figures(archive.connection, now=NOW, days=7)
    assert week["days"] == found["days"][-7:]
    assert week["articles_a_day"]["jabal.example"] == found["articles_a_day"]["jabal.example"][-7:]
    assert week["days"][0] == (NOW.date() - timedelta(days=6)).isoformat()


def test_an_empty_archive_has_figures(empty: Path) -> None:
    with open_archive(empty) as archive:
        found = figures(archive.connection, now=NOW, days=3)
    assert (found["articles"], found["sites"], found["runs"]) == (0, [], [])

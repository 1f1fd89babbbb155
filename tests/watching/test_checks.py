"""The monitors as pure functions: what is broken, what is chance, and what nobody can tell."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl.watching.checks import check
from newscrawl.watching.figures import Figures, Share, Texts

DAYS = [20, 23, 18, 21, 25, 12, 19] * 4


def figures(**changes: Any) -> Figures:
    """A site whose crawl is like any other."""
    day = Texts(articles=20, dated=20, median_words=300, lines_stripped=3)
    values: dict[str, Any] = {
        "site": "paper", "last_day": 20, "days": DAYS, "ran_yesterday": True, "crawl": day, "before": [day] * 28,
        "rejects": {"no-body": Share(1, 22)}, "rejects_before": {"no-body": Share(10, 600), "": Share(0, 600)},
        "stale": {"": Share(0, 22)}, "stale_before": {"": Share(0, 600)}, "dead": [],
    }  # fmt: skip
    return Figures(**{**values, **changes})


def broken(**changes: Any) -> set[str]:
    return {one.monitor for one in check(figures(**changes), dead_after=3) if not one.is_well}


def crawl(**changes: Any) -> Texts:
    return Texts(**{"articles": 20, "dated": 20, "median_words": 300, "lines_stripped": 3, **changes})


def test_a_usual_crawl_is_well_and_says_so() -> None:
    found = check(figures(), dead_after=3)
    assert {one.monitor for one in found} == {
        "articles", "dates", "length", "boilerplate", "rejects:no-body", "entry points"}  # fmt: skip
    assert all(one.is_well for one in found)


@pytest.mark.parametrize(
    ("changes", "monitor"),
    [
        ({"last_day": 0}, "articles"),
        ({"last_day": 60}, "articles"),
        ({"crawl": crawl(dated=4)}, "dates"),
        ({"crawl": crawl(median_words=40)}, "length"),
        ({"crawl": crawl(median_words=900)}, "length"),
        ({"crawl": crawl(lines_stripped=14)}, "boilerplate"),
        ({"rejects": {"no-body": Share(22, 22)}}, "rejects:no-body"),
        ({"rejects": {"placeholder": Share(8, 22)}}, "rejects:placeholder"),
        ({"stale": {"body": Share(20, 22), "": Share(0, 22)}}, "rule:body"),
        ({"dead": [("https://paper.example/feed", 3)]}, "entry points"),
    ],
)
def test_each_fault_breaks_its_monitor_alone(changes: dict[str, Any], monitor: str) -> None:
    assert broken(**changes) == {monitor}


@pytest.mark.parametrize(
    "changes",
    [
        {"last_day": 14},
        {"last_day": 60, "ran_yesterday": False},
        {"crawl": crawl(articles=3, dated=0, median_words=10)},
        {"crawl": crawl(dated=18)},
        {"rejects": {"no-body": Share(3, 22)}},
        {"rejects": {"no-body": Share(4, 4)}},
        {"dead": [("https://paper.example/feed", 2)]},
        {"stale": {"body": Share(22, 22), "": Share(0, 22)}, "stale_before": {"body": Share(590, 600)}},
    ],
)
def test_what_chance_or_habit_explains_breaks_nothing(changes: dict[str, Any]) -> None:
    assert broken(**changes) == set()


def test_the_band_is_the_sites_own() -> None:
    wide = [5, 60, 2, 40, 75, 9, 30] * 4
    assert broken(days=wide, last_day=2) == set()
    assert broken(days=[30] * 28, last_day=2) == {"articles"}
    # 30 a day: 30 - 1.5 * sqrt(30) is 21.8
    assert broken(days=[30] * 28, last_day=21) == {"articles"}
    assert broken(days=[30] * 28, last_day=22) == set()


def test_a_small_site_may_have_a_good_day_and_a_silent_one() -> None:
    assert broken(days=[0, 0, 1, 0, 2, 0, 0] * 4, last_day=4) == set()
    assert broken(days=[1, 0, 2, 1, 0, 1, 2] * 4, last_day=0) == set()
    assert broken(days=[0] * 28, last_day=3) == set()


def test_a_new_site_has_no_band_and_is_not_judged() -> None:
    found = check(
        figures(days=[20] * 6, before=[], rejects={"no-body": Share(22, 22)}, rejects_before={"": Share(0, 0)}),
        dead_after=3,
    )
    assert [one.monitor for one in found] == ["entry points"]


def test_a_reason_that_is_gone_is_well_again() -> None:
    found = check(figures(rejects={}), dead_after=3, broken=["rejects:no-title", "rule:body"])
    wells = {one.monitor: one.is_well for one in found}
    assert (wells["rejects:no-title"], wells["rule:body"]) == (True, True)
    silent = check(figures(rejects={}, crawl=Texts(), stale={}), dead_after=3, broken=["rejects:no-title"])
    assert "rejects:no-title" not in {one.monitor for one in silent}

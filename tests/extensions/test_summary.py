"""The summary's lines, and what counts as a failed crawl."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl.extensions.summary import crawl_failure, summary_lines

STATS: dict[str, Any] = {
    "response_received_count": 30,
    "newscrawl/store/new": 12,
    "newscrawl/store/copy": 3,
    "newscrawl/store/rejected": 2,
    "newscrawl/rejects/no-body": 1,
    "newscrawl/rejects/http-404": 1,
    "newscrawl/strip/share": 4,
    "newscrawl/strip/related": 9,
    "newscrawl/entry/answered": 2,
    "newscrawl/entry/failed": 1,
    "newscrawl/entry/failures": {"https://a.test/feed": "no feed: empty answer"},
}


def test_lines() -> None:
    lines = dict(summary_lines(STATS, path="data/news.db"))
    assert lines["pages"] == "30"
    assert lines["articles"] == "12 new, 0 updated, 0 unchanged"
    assert lines["copies"] == "3"
    assert lines["rejected"] == "2 (1 http-404, 1 no-body)"
    assert lines["lines stripped"] == "13 (9 related, 4 share)"
    assert lines["entry point failed"] == "https://a.test/feed: no feed: empty answer"
    assert lines["archive"] == "data/news.db"
    assert "SELECT" in lines["try"]


FAILURES: list[tuple[dict[str, Any], str, bool]] = [
    (STATS, "finished", False),
    ({}, "finished", False),
    ({"newscrawl/entry/failed": 2}, "finished", True),
    ({"newscrawl/entry/failed": 2, "newscrawl/entry/answered": 1}, "finished", False),
    ({"newscrawl/store/rejected": 2}, "finished", True),
    ({"newscrawl/store/rejected": 2, "newscrawl/store/unchanged": 1}, "finished", False),
    ({"newscrawl/store/rejected": 2, "newscrawl/pages/not-modified": 9}, "finished", False),
    ({}, "start_error", True),
    ({}, "archive-error", True),
]


@pytest.mark.parametrize(("stats", "reason", "failed"), FAILURES)
def test_failures(stats: dict[str, Any], reason: str, failed: bool) -> None:
    assert (crawl_failure(stats, reason) is not None) is failed


def test_a_changed_layout_is_told() -> None:
    stats = {
        "newscrawl/layout/paper/read": 10,
        "newscrawl/layout/paper/body": 9,
        "newscrawl/layout/paper/date": 3,
        "newscrawl/layout/small/read": 2,
        "newscrawl/layout/small/body": 2,
    }
    lines = [text for label, text in summary_lines(stats, path="x") if label == "layout changed"]
    assert lines == ["paper: the selector of body found nothing on 9 of 10 pages"]

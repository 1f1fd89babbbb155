"""What a crawl does for one page costs the same in a large archive: no statement walks through a table that grows."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from newscrawl.arabic.learned_boilerplate import line_observations
from newscrawl.archive import PageVisit
from newscrawl.items import Article, Reject
from tests.archive.made_news import MadeNews

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.archive import Archive

_STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|REPLACE)\b")
GROWING = {
    "articles", "versions", "copies", "removals", "repairs", "rejects", "pages", "boilerplate_lines",
    "dedup_articles", "dedup_keys",
}  # fmt: skip
"""Tables that have rows for each page, or each article, or each line of one."""


def workload(archive: Archive, now: datetime) -> None:
    """Store articles, copies of them, later texts and refused pages, and look up what a crawl looks up."""
    made = list(MadeNews(3).pages(60))
    archive.begin_batch()
    for hour, article in enumerate([*made, *made[:20]]):
        article.visits = [PageVisit(article.url, site=article.site, kind="article", status=200, fetched_at=now)]
        outcome = archive.store(article, crawl_id=None, now=now + timedelta(hours=hour))
        if outcome.article_id is not None:
            observed = line_observations(article.paragraphs)
            archive.observe_lines(article.site or "", outcome.article_id, now.date().isoformat(), observed)
        if hour % 10 == 0:
            article.body = f"{article.body}\nوأضاف المصدر أن العمل مستمر."
            archive.store(article, crawl_id=None, now=now + timedelta(hours=hour), reason="updated")
            archive.visit(PageVisit(f"{article.site}/feed", site=article.site, kind="feed", status=200, fetched_at=now))
            archive.flush()
    archive.store(Article("https://a.example/x", reject=Reject("no-body", "x")), crawl_id=None, now=now)
    archive.holds(made[0].url)
    archive.mark_gone(made[0].url, now)
    archive.page(made[1].url)
    archive.pages(article.url for article in made)
    archive.known_urls([article.url for article in made])
    archive.due_articles("paper1.example", now=now)
    archive.last_due("paper1.example", "feed")
    archive.announce(made[2].url, now)
    archive.candidate_lines("paper1.example")
    archive.learned_lines("paper1.example")
    archive.flush()


def test_no_statement_of_a_crawl_walks_through_a_growing_table(archive: Archive, now: datetime) -> None:
    seen: set[str] = set()
    archive.connection.set_trace_callback(seen.add)
    workload(archive, now)
    archive.connection.set_trace_callback(None)
    asked = [text for text in sorted(seen) if _STATEMENT.match(text) and " LIMIT 1" not in text]
    assert len(asked) > 100
    walks = {}
    for text in asked:
        for row in archive.connection.execute(f"EXPLAIN QUERY PLAN {text}"):
            found = re.match(r"SCAN (?:TABLE )?(\w+)(?! USING (?:COVERING )?INDEX)", row[3])
            if found and _table(text, found[1]) in GROWING:
                walks[text[:300]] = row[3]
    assert walks == {}


def _table(statement: str, name: str) -> str:
    """Give the table behind an alias."""
    found = re.search(rf"\b(?:FROM|JOIN|INTO|UPDATE|,)\s+(?:\w+\.)?(\w+)(?:\s+AS)?\s+{name}\b", statement)
    return found[1] if found else name


def test_the_steps_of_storing_do_not_grow(archive: Archive, now: datetime) -> None:
    large = 1500
    archive.begin_batch()
    made = list(MadeNews(4).pages(large + 50))
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    counted = []
    for number, article in enumerate(made):
        if number in (50, large):
            steps = 0
            archive.connection.set_progress_handler(count, 100)
        archive.store(article, crawl_id=None, now=now)
        archive.flush()
        if number in (99, large + 49):
            archive.connection.set_progress_handler(None, 0)
            counted.append(steps)
    few, many = counted
    assert many < 2 * few, counted

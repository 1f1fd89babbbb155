"""Whatever comes in whatever order: every text that was handed in is somewhere in the archive, and all parts agree."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.archive import Archive, open_archive
from newscrawl.archive.doctor import check
from newscrawl.items import Article, Reject

TEXTS = [
    text.split("\n") for text in Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")
]
START = datetime(2026, 3, 10, 8, tzinfo=UTC)

SITES = {
    "paper": "https://www.paper.example/news/",
    "other": "https://other.example/",
    "mapnews.ma": "https://www.mapnews.ma/ar/",
}


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """One of few pages, with one of few texts: a whole, a part, a whole with more, an edited one, or two in one."""
    site = draw(st.sampled_from(sorted(SITES)))
    text = TEXTS[draw(st.integers(0, len(TEXTS) - 1))]
    first, count = draw(st.integers(0, 1)), draw(st.integers(2, 5))
    paragraphs = text[first : first + count]
    if draw(st.booleans()):
        paragraphs = [*paragraphs, f"وأضاف المصدر نفسه في تصريح رقم {draw(st.integers(1, 3))} أن التفاصيل ستعلن لاحقا."]
    if draw(st.integers(0, 5)) == 0:
        paragraphs = [*paragraphs, *TEXTS[0], *TEXTS[1]]
    hour = draw(st.one_of(st.none(), st.integers(0, 30)))
    return Article(
        url=SITES[site] + str(draw(st.integers(1, 3))),
        site=site,
        title=draw(st.sampled_from(["مكتبة جديدة تفتح أبوابها", "زيت الزيتون يرتفع", "خبر من المدينة"])),
        body="\n".join(paragraphs),
        agencies=draw(st.sampled_from([[], ["MAP"]])),
        published=START + timedelta(hours=hour) if hour is not None else None,
        fetched_at=draw(st.one_of(st.none(), st.integers(0, 40).map(lambda h: START + timedelta(hours=h)))),
        reject=draw(st.sampled_from([None, None, None, None, Reject("listing")])),
    )


def texts_in(archive: Archive) -> set[tuple[str, str]]:
    found = set(archive.connection.execute("SELECT title, body FROM articles"))
    found.update(archive.connection.execute("SELECT title, body FROM versions"))
    for (text,) in archive.connection.execute("SELECT article FROM copies"):
        copy = json.loads(text)
        found.add((copy["title"], copy["body"]))
    return found


def assert_whole(archive: Archive) -> None:
    assert check(archive) == []
    both = archive.connection.execute(
        "SELECT count(*) FROM articles JOIN copies ON copies.url_key = articles.url_key"
    ).fetchone()
    assert both == (0,)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(articles(), min_size=1, max_size=14), st.sampled_from([None, "updated"]), st.booleans())
def test_every_text_that_came_in_is_kept(arrivals: list[Article], reason: str | None, batch: bool) -> None:
    with open_archive(":memory:") as archive:
        if batch:
            archive.begin_batch()
        for hours, article in enumerate(arrivals):
            now = START + timedelta(hours=hours)
            outcome = archive.store(article, crawl_id=None, now=now, reason=reason)  # type: ignore[arg-type]  # a reason as it is parametrised
            assert archive.holds(article.url) or outcome.kind == "rejected"
        archive.flush()
        kept = texts_in(archive)
        for article in arrivals:
            if article.reject is None:
                assert (article.title, article.body) in kept
            else:
                assert archive.connection.execute(
                    "SELECT count(*) FROM rejects WHERE url = ?", (article.url,)
                ).fetchone() == (1,)
        assert_whole(archive)


def test_the_row_does_not_depend_on_the_order_of_arrival() -> None:
    """One agency text, its reprints on two papers (one of them twice), and a brief that stands inside it."""
    body = "\n".join(TEXTS[0])
    pages = [
        Article("https://www.mapnews.ma/ar/9", "مكتبة", body, site="mapnews.ma", published=START + timedelta(hours=3)),
        Article("https://www.paper.example/9", "مكتبة", body, site="paper", published=START, agencies=["MAP"]),
        Article(
            "https://www.paper.example/9b",
            "مكتبة",
            "\n".join(TEXTS[0][:4]),
            site="paper",
            published=START + timedelta(hours=1),
            agencies=["MAP"],
        ),
        Article("https://other.example/9", "مكتبة", body, site="other", published=START + timedelta(hours=5)),
    ]
    shuffler = random.Random(7)
    for _ in range(12):
        shuffler.shuffle(pages)
        with open_archive(":memory:") as archive:
            for page in pages:
                archive.store(page, crawl_id=None, now=START)
            assert archive.connection.execute("SELECT site FROM articles").fetchall() == [("mapnews.ma",)]
            assert archive.connection.execute("SELECT count(*) FROM copies").fetchone() == (3,)
            assert_whole(archive)

"""Copies, links and rows that move, with the real index of duplicates."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive.copies import other_containment
from newscrawl.items import Article, Match, Removal

if TYPE_CHECKING:
    from newscrawl.archive import Archive

MakeArticle = Callable[..., Article]

BODY, OTHER_BODY = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")[:2]
PARAGRAPHS = BODY.split("\n")
HOUR = timedelta(hours=1)
NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
PAPER, OTHER = "https://www.paper.example/news/1", "https://other.example/2026/03/library"


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return archive.connection.execute(sql, values).fetchall()


def other(article: MakeArticle, **fields: Any) -> Article:
    return article(OTHER, **{"site": "other", "published": NINE + 2 * HOUR} | fields)


def test_another_site_with_the_same_text_is_a_copy(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    reprint = other(article, title="افتتاح مكتبة عمومية جديدة", authors=["س. ع."], agencies=["MAP"])
    outcome = archive.store(reprint, crawl_id=None, now=now + HOUR)
    assert (outcome.kind, outcome.article_id, outcome.other_id, outcome.moved) == ("copy", 1, 1, False)
    [(url, article_id, site, text, published_date)] = rows(
        archive, "SELECT url, article_id, site, article, published_date FROM copies"
    )
    assert (url, article_id, site, published_date) == (OTHER, 1, "other", "2026-03-10")
    kept = json.loads(text)
    assert (kept["title"], kept["authors"], kept["body"]) == (reprint.title, ["س. ع."], BODY)
    assert "افتتاح" in text
    assert rows(archive, "SELECT url FROM articles") == [(PAPER,)]
    assert rows(archive, "SELECT copy_site, original_site, delay_s FROM clusters") == [("other", "paper", 7200)]
    assert archive.holds(OTHER)


def test_a_copy_that_comes_again_is_unchanged(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    for hours in range(3):
        outcome = archive.store(other(article), crawl_id=None, now=now + hours * HOUR)
    assert (outcome.kind, outcome.article_id) == ("unchanged", 1)
    assert rows(archive, "SELECT first_seen_at, last_seen_at FROM copies") == [
        ("2026-03-10T12:00:00Z", "2026-03-10T14:00:00Z")
    ]
    assert rows(archive, "SELECT count(*) FROM versions") == [(0,)]


def test_a_better_original_that_comes_late_takes_the_row(archive: Archive, article: MakeArticle, now: datetime) -> None:
    late = article(published=NINE, tags=["مكتبات"], removals=[Removal(5, 0, 3, "م م", "sign-off", "r")])
    first = other(article, title="مكتبة تفتح أبوابها", removals=[Removal(5, 0, 4, "شارك", "share", "r")])
    archive.store(first, crawl_id=None, now=now)
    before = rows(archive, "SELECT uid FROM articles")
    outcome = archive.store(late, crawl_id=None, now=now + HOUR)
    assert (outcome.kind, outcome.article_id, outcome.moved) == ("copy", 1, True)
    assert rows(archive, "SELECT id, url, site, title, tags, version FROM articles") == [
        (1, PAPER, "paper", late.title, '["مكتبات"]', 2)
    ]
    assert rows(archive, "SELECT uid FROM articles") != before
    assert rows(archive, "SELECT title, url, reason FROM versions") == [(first.title, OTHER, "better_original")]
    [(url, text)] = rows(archive, "SELECT url, article FROM copies")
    kept = json.loads(text)
    assert (url, kept["title"], kept["body"], kept["published"]) == (
        OTHER,
        first.title,
        BODY,
        "2026-03-10T11:00:00+00:00",
    )
    assert [removal["text"] for removal in kept["removals"]] == ["شارك"]
    assert rows(archive, "SELECT version, text FROM removals ORDER BY version") == [(1, "شارك"), (2, "م م")]
    assert rows(archive, "SELECT copy_site, original_site, delay_s FROM clusters") == [("other", "paper", 7200)]
    # Both pages are known from now on.
    assert archive.store(first, crawl_id=None, now=now + 2 * HOUR).kind == "unchanged"
    assert archive.store(late, crawl_id=None, now=now + 2 * HOUR).kind == "unchanged"


@pytest.mark.parametrize("agency_first", [True, False])
def test_the_agency_itself_is_the_original_even_when_it_is_later(
    archive: Archive, article: MakeArticle, now: datetime, agency_first: bool
) -> None:
    agency = article("https://www.mapnews.ma/ar/actualites/1", site="mapnews.ma", published=NINE + HOUR)
    paper = article(published=NINE, agencies=["MAP"])
    for one in (agency, paper) if agency_first else (paper, agency):
        archive.store(one, crawl_id=None, now=now)
    assert rows(archive, "SELECT site FROM articles") == [("mapnews.ma",)]
    assert rows(archive, "SELECT site, published_date FROM copies") == [("paper", "2026-03-10")]


def test_another_agency_is_not_preferred_to_the_one_that_is_credited(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(published=NINE, agencies=["REUTERS"]), crawl_id=None, now=now)
    reprint = article("https://www.spa.gov.sa/1", site="spa.gov.sa", published=NINE + HOUR, agencies=["REUTERS"])
    archive.store(reprint, crawl_id=None, now=now)
    assert rows(archive, "SELECT site FROM articles") == [("paper",)]


@pytest.mark.parametrize("longer_first", [True, False])
def test_on_one_site_the_longest_text_is_the_row(
    archive: Archive, article: MakeArticle, now: datetime, longer_first: bool
) -> None:
    shorter = article(PAPER + "-flash", body="\n".join(PARAGRAPHS[:4]), published=NINE)
    longer = article(published=NINE + HOUR)
    for one in (longer, shorter) if longer_first else (shorter, longer):
        archive.store(one, crawl_id=None, now=now)
    assert rows(archive, "SELECT url, body FROM articles") == [(PAPER, BODY)]
    [(url, text)] = rows(archive, "SELECT url, article FROM copies")
    assert (url, json.loads(text)["body"]) == (shorter.url, shorter.body)


@pytest.mark.parametrize("day_first", [True, False])
def test_a_page_without_a_date_is_no_better_original(
    archive: Archive, article: MakeArticle, now: datetime, day_first: bool
) -> None:
    dated, undated = article(published=date(2026, 3, 10)), other(article, published=None)
    for one in (dated, undated) if day_first else (undated, dated):
        archive.store(one, crawl_id=None, now=now)
    assert rows(archive, "SELECT site FROM articles") == [("paper",)]


def test_a_site_that_was_first_keeps_the_row_after_it_reprinted_its_text_longer(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(PAPER + "-flash", body="\n".join(PARAGRAPHS[:4]), published=NINE), crawl_id=None, now=now)
    archive.store(article(published=NINE + 3 * HOUR), crawl_id=None, now=now)
    archive.store(other(article, published=NINE + HOUR), crawl_id=None, now=now)
    assert rows(archive, "SELECT url FROM articles") == [(PAPER,)]


def test_a_copy_that_is_later_updated_on_its_own_site(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    archive.store(other(article), crawl_id=None, now=now)
    longer = BODY + "\nوأعلنت الصحيفة أنها ستنشر لاحقا حوارا مع مديرة المكتبة."
    outcome = archive.store(other(article, body=longer), crawl_id=None, now=now + HOUR)
    assert (outcome.kind, outcome.article_id) == ("updated", 1)
    [(text, first_seen)] = rows(archive, "SELECT article, first_seen_at FROM copies")
    assert (json.loads(text)["body"], first_seen) == (longer, "2026-03-10T12:00:00Z")
    assert rows(archive, "SELECT url, version, body, reason FROM versions") == [(OTHER, 1, BODY, "updated")]
    assert rows(archive, "SELECT body, version FROM articles") == [(BODY, 1)]


def test_a_copy_that_turns_out_to_be_earlier_takes_the_row(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    archive.store(other(article, published=None), crawl_id=None, now=now)
    day = other(article, published=date(2026, 3, 10))
    outcome = archive.store(day, crawl_id=None, now=now + HOUR)
    assert (outcome.kind, outcome.changed_columns, outcome.moved) == (
        "unchanged",
        ("published_date", "published_at"),
        False,
    )
    assert rows(archive, "SELECT published_date, first_seen_at FROM copies") == [("2026-03-10", "2026-03-10T12:00:00Z")]
    outcome = archive.store(other(article, published=NINE - HOUR), crawl_id=None, now=now + HOUR)
    assert (outcome.kind, outcome.moved) == ("unchanged", True)
    assert rows(archive, "SELECT url FROM articles") == [(OTHER,)]
    assert rows(archive, "SELECT url FROM copies") == [(PAPER,)]
    assert archive.store(day, crawl_id=None, now=now + HOUR).changed_columns == ()


def test_a_copy_whose_page_becomes_another_article_is_an_article(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    archive.store(other(article), crawl_id=None, now=now)
    changed = other(article, title="أسعار زيت الزيتون", body=OTHER_BODY)
    outcome = archive.store(changed, crawl_id=None, now=now + HOUR)
    assert (outcome.kind, outcome.article_id) == ("new", 2)
    assert rows(archive, "SELECT count(*) FROM copies") == [(0,)]
    assert rows(archive, "SELECT article_id, url, body FROM versions") == [(1, OTHER, BODY)]


def test_an_article_that_changes_into_anothers_text_stays_an_article(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    archive.store(other(article, title="زيت", body=OTHER_BODY), crawl_id=None, now=now)
    assert archive.store(other(article), crawl_id=None, now=now + HOUR).kind == "updated"
    assert rows(archive, "SELECT count(*) FROM articles") == [(2,)]
    assert rows(archive, "SELECT article_id, other_id, kind FROM links") == [(1, 2, "similar")]
    assert rows(archive, "SELECT DISTINCT cluster_id FROM articles") == [(1,)]


@pytest.mark.parametrize("part_first", [True, False])
def test_a_part_is_linked_to_the_whole_and_never_merged(
    archive: Archive, article: MakeArticle, now: datetime, part_first: bool
) -> None:
    part = other(article, body="\n".join(PARAGRAPHS[1:3]))
    whole = article(body=BODY + "\n" + OTHER_BODY, published=NINE)
    for one in (part, whole) if part_first else (whole, part):
        assert archive.store(one, crawl_id=None, now=now).kind == "new"
    ids = dict(rows(archive, "SELECT site, id FROM articles"))
    [(article_id, other_id, kind, containment)] = rows(
        archive, "SELECT article_id, other_id, kind, containment FROM links"
    )
    assert (article_id, other_id, kind) == (ids["other"], ids["paper"], "contained")
    assert containment > 0.9
    assert rows(archive, "SELECT count(*) FROM copies") == [(0,)]
    assert rows(archive, "SELECT DISTINCT cluster_id FROM articles") == [(1,)]


def test_links_follow_the_text(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(body=BODY + "\n" + OTHER_BODY, published=NINE), crawl_id=None, now=now)
    archive.store(other(article, body="\n".join(PARAGRAPHS[1:3])), crawl_id=None, now=now)
    archive.store(article(body="نص آخر لا صلة له بما سبق على الإطلاق. " * 3), crawl_id=None, now=now + HOUR)
    assert rows(archive, "SELECT count(*) FROM links") == [(0,)]


@pytest.mark.parametrize(("shared", "a", "b"), [(10, 20, 40), (5, 5, 50), (30, 30, 30), (7, 90, 8)])
def test_the_others_containment_follows_from_a_match(shared: int, a: int, b: int) -> None:
    match = Match(1, "contained", shared / (a + b - shared), shared / a)
    assert other_containment(match) == pytest.approx(shared / b)


def test_a_stale_note_of_the_dedup_station_is_looked_up_again(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    noted = article(matches=[Match(99, "exact", 1.0, 1.0)])
    assert archive.store(noted, crawl_id=None, now=now).kind == "new"
    noted = other(article, matches=[Match(1, "exact", 1.0, 1.0)])
    assert archive.store(noted, crawl_id=None, now=now).kind == "copy"
    unnoted = article("https://third.example/1", site="third", published=NINE + 5 * HOUR)
    assert archive.store(unnoted, crawl_id=None, now=now).kind == "copy"
    assert rows(archive, "SELECT article_id FROM dedup_articles") == [(1,)]


def test_pages_that_a_person_split_are_never_merged(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    archive.store(other(article), crawl_id=None, now=now)
    archive.split(OTHER, now)
    archive.forget(PAPER, now)
    archive.connection.execute("DELETE FROM archive_forgotten")
    # The page comes again after its row was removed: its text is that of the page it was split from.
    archive.connection.execute(
        "INSERT INTO archive_decisions VALUES ('other.example/2026/03/library', 'paper.example/news/1', 'split', 'now')"
    )
    assert archive.store(article(published=NINE), crawl_id=None, now=now).kind == "new"
    assert rows(archive, "SELECT count(*) FROM articles") == [(2,)]


def test_articles_that_share_text_through_others_are_one_cluster(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    one, two = "\n".join(PARAGRAPHS[:2]), "\n".join(OTHER_BODY.split("\n")[:2])
    archive.store(article(PAPER, body=one), crawl_id=None, now=now)
    archive.store(article(PAPER + "2", body=two), crawl_id=None, now=now)
    assert rows(archive, "SELECT id, cluster_id, change_seq FROM articles") == [(1, 1, 1), (2, 2, 2)]
    both = article(PAPER + "3", body=f"{BODY}\n{OTHER_BODY}")
    assert archive.store(both, crawl_id=None, now=now).kind == "new"
    assert rows(archive, "SELECT article_id, other_id FROM links") == [(1, 3), (2, 3)]
    assert rows(archive, "SELECT id, cluster_id FROM articles ORDER BY id") == [(1, 1), (2, 1), (3, 1)]
    assert rows(archive, "SELECT change_seq > 3 FROM articles WHERE id = 2") == [(1,)]

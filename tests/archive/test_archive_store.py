from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.arabic.fold import fold
from newscrawl.archive import Archive, ArchiveError, PageVisit, open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.records import url_key
from newscrawl.items import Article, Reject, Removal, Repair

MakeArticle = Callable[..., Article]

BODY, OTHER_BODY = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")[:2]
PARAGRAPHS = BODY.split("\n")
HOUR = timedelta(hours=1)


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return archive.connection.execute(sql, values).fetchall()


def test_a_new_article_is_a_row_with_all_that_belongs_to_it(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    crawl = archive.begin_crawl("paper", now)
    made = article(
        summary="ملخص",
        byline="كتب: أحمد",
        authors=["أحمد"],
        tags=["ثقافة", "كتب"],
        agencies=["MAP"],
        language="ar",
        published=datetime.fromisoformat("2026-03-10T09:30:15+01:00"),
        published_raw="10 مارس 2026",
        published_precision="second",
        published_source="jsonld:datePublished",
        modified=datetime.fromisoformat("2026-03-10T10:00:00+01:00"),
        removals=[Removal(0, 0, 3, "0 \n", "counter", "digits")],
        repairs=[Repair(1, 0, "علنت", "أعلنت", "first-word")],
    )
    outcome = archive.store(made, crawl_id=crawl, now=now, page=PageVisit(made.url, kind="article", status=200))
    assert (outcome.kind, outcome.article_id) == ("new", 1)
    archive.connection.row_factory = sqlite3.Row
    row = dict(archive.connection.execute("SELECT * FROM articles").fetchone())
    archive.connection.row_factory = None
    assert row["title"] == made.title
    assert row["body"] == BODY
    assert json.loads(row["tags"]) == ["ثقافة", "كتب"]
    assert "ثقافة" in row["tags"]
    assert (row["published_date"], row["published_local"]) == ("2026-03-10", "2026-03-10T09:30:15")
    assert (row["published_at"], row["published_offset"]) == ("2026-03-10T08:30:15Z", "+01:00")
    assert row["modified_at"] == "2026-03-10T09:00:00Z"
    assert row["first_seen_at"] == row["last_seen_at"] == "2026-03-10T12:00:00Z"
    assert (row["version"], row["cluster_id"], row["crawl_id"], row["change_seq"]) == (1, 1, crawl, 1)
    assert row["word_count"] == len(BODY.split())
    assert len(row["uid"]) == 32
    assert rows(archive, 'SELECT version, position, start, "end", text, kind, rule FROM removals') == [
        (1, 0, 0, 3, "0 \n", "counter", "digits")
    ]
    assert rows(archive, "SELECT version, position, before, after FROM repairs") == [(1, 1, "علنت", "أعلنت")]
    assert rows(archive, "SELECT rowid, title, body FROM articles_fts") == [(1, fold(made.title or ""), fold(BODY))]
    assert rows(archive, "SELECT article_id, status FROM pages") == [(1, 200)]


@pytest.mark.parametrize(
    "again",
    [
        "http://www.paper.example/news/1",
        "https://paper.example/news/1/",
        "https://m.paper.example/news/1?utm_source=feed",
        "https://www.paper.example/news/1/amp",
    ],
)
def test_the_same_page_in_another_dress_is_the_same_row(
    archive: Archive, article: MakeArticle, now: datetime, again: str
) -> None:
    archive.store(article(), crawl_id=None, now=now)
    assert archive.holds(again)
    outcome = archive.store(article(again), crawl_id=None, now=now + HOUR)
    assert (outcome.kind, outcome.article_id, outcome.changed_columns) == ("unchanged", 1, ())
    assert rows(archive, "SELECT count(*), max(last_seen_at), max(change_seq) FROM articles") == [
        (1, "2026-03-10T13:00:00Z", 1)
    ]


def test_changed_text_is_a_version(archive: Archive, article: MakeArticle, now: datetime) -> None:
    old = article(removals=[Removal(0, 0, 1, "x", "share", "r1")])
    archive.store(old, crawl_id=None, now=now)
    longer = BODY + "\nوأعلنت البلدية لاحقا أن الفرع الأول سيفتح في شهر يونيو."
    new = article(body=longer, removals=[Removal(0, 0, 2, "yy", "share", "r2")])
    outcome = archive.store(new, crawl_id=None, now=now + HOUR)
    assert outcome.kind == "updated"
    assert {"body", "content_hash", "version"} <= set(outcome.changed_columns)
    assert rows(archive, "SELECT body, version FROM articles") == [(longer, 2)]
    assert rows(archive, "SELECT article_id, version, body, reason, seen_at FROM versions") == [
        (1, 1, BODY, "updated", "2026-03-10T12:00:00Z")
    ]
    assert rows(archive, "SELECT version, text FROM removals ORDER BY version") == [(1, "x"), (2, "yy")]
    assert rows(archive, "SELECT body FROM articles_fts") == [(fold(longer),)]
    assert rows(archive, "SELECT count(*) FROM copies") == [(0,)]


def test_the_versions_of_a_live_blog_are_thinned(archive: Archive, article: MakeArticle, now: datetime) -> None:
    """A post every five minutes for a morning, then one an hour: the first and the last texts stay, and spaced ones."""
    moments = [*(5 * n for n in range(40)), *(200 + 60 * n for n in range(8))]
    posts: list[str] = []
    for minutes in moments:
        posts.insert(
            0, f"تحديث {minutes}: قال المراسل إن الحركة عادت تدريجيا إلى الشوارع المحيطة بالميناء بعد توقف العاصفة."
        )
        page = article(body="\n".join(posts), fetched_at=now + timedelta(minutes=minutes))
        archive.store(page, crawl_id=None, now=now, reason="updated")
    ((version, body),) = rows(archive, "SELECT version, body FROM articles")
    assert (version, body.split("\n")) == (len(moments), posts)
    kept = rows(archive, "SELECT version, seen_at FROM versions ORDER BY version")
    assert len(kept) == 24
    assert (kept[0][0], kept[-1][0]) == (1, len(moments) - 1)
    hourly = len(moments) - 8
    assert {number for number, _ in kept} >= set(range(hourly + 1, len(moments))), "what is far apart stays"
    assert check(archive) == []


def test_metadata_that_changes_alone_makes_no_version_but_is_exported(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(section="محليات", published=date(2026, 3, 10)), crawl_id=None, now=now)
    later = article(section="ثقافة", published=datetime(2026, 3, 10, 9, tzinfo=UTC))
    outcome = archive.store(later, crawl_id=None, now=now + HOUR)
    assert outcome.kind == "unchanged"
    assert {"section", "published_at"} <= set(outcome.changed_columns)
    assert rows(archive, "SELECT section, published_at, version, change_seq FROM articles") == [
        ("ثقافة", "2026-03-10T09:00:00Z", 1, 2)
    ]


def test_metadata_that_a_later_page_lacks_stays(archive: Archive, article: MakeArticle, now: datetime) -> None:
    full = article(
        section="محليات", tags=["كتب"], published=datetime(2026, 3, 10, 9, tzinfo=UTC), published_source="time"
    )
    archive.store(full, crawl_id=None, now=now)
    archive.store(article(published=date(2026, 3, 10)), crawl_id=None, now=now + HOUR)
    assert rows(archive, "SELECT section, tags, published_at FROM articles") == [
        ("محليات", '["كتب"]', "2026-03-10T09:00:00Z")
    ]


def test_a_teaser_never_takes_the_place_of_the_whole_text(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    archive.store(article(), crawl_id=None, now=now)
    teaser = article(body=BODY[:150] + "…", is_partial=True)
    assert archive.store(teaser, crawl_id=None, now=now + HOUR).kind == "unchanged"
    assert rows(archive, "SELECT body, is_partial FROM articles") == [(BODY, 0)]


def test_the_whole_text_takes_the_place_of_a_teaser(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(body=PARAGRAPHS[0], is_partial=True), crawl_id=None, now=now)
    assert archive.store(article(), crawl_id=None, now=now + HOUR).kind == "updated"
    assert rows(archive, "SELECT body, is_partial FROM articles") == [(BODY, 0)]


class TestReplay:
    def test_a_page_that_was_read_before_makes_a_reextracted_version(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        archive.store(article(body="\n".join(PARAGRAPHS[1:])), crawl_id=None, now=now)
        outcome = archive.store(article(fetched_at=now), crawl_id=None, now=now + 24 * HOUR)
        assert outcome.kind == "updated"
        assert rows(archive, "SELECT reason FROM versions") == [("reextracted",)]
        assert rows(archive, "SELECT body, last_seen_at FROM articles") == [(BODY, "2026-03-10T12:00:00Z")]

    def test_an_earlier_state_of_a_page_never_replaces_a_later_one(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        first, second = "\n".join(PARAGRAPHS[:3]), BODY
        archive.store(article(body=first, fetched_at=now), crawl_id=None, now=now)
        archive.store(article(body=second, fetched_at=now + HOUR), crawl_id=None, now=now)
        before = rows(archive, "SELECT * FROM articles")
        for body, when in ((first, now), (second, now + HOUR)):
            replayed = article(body=body, fetched_at=when)
            assert archive.store(replayed, crawl_id=None, now=now + 48 * HOUR).kind == "unchanged"
        assert rows(archive, "SELECT * FROM articles") == before
        better = first + "\nفقرة وجدها المستخرج الجديد."
        outcome = archive.store(article(body=better, fetched_at=now), crawl_id=None, now=now + 49 * HOUR)
        assert (outcome.kind, outcome.changed_columns) == ("updated", ("version",))
        assert rows(archive, "SELECT body FROM articles") == [(second,)]
        assert rows(archive, "SELECT body, reason FROM versions ORDER BY version") == [
            (first, "updated"),
            (better, "reextracted"),
        ]
        archive.store(article(body=better, fetched_at=now), crawl_id=None, now=now + 50 * HOUR)
        assert rows(archive, "SELECT count(*) FROM versions") == [(2,)]

    def test_new_rules_may_find_that_a_date_was_none(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        archive.store(
            article(published=date(2026, 3, 1), published_source="text", fetched_at=now), crawl_id=None, now=now
        )
        archive.store(article(published_raw="1-3", fetched_at=now), crawl_id=None, now=now + HOUR)
        assert rows(archive, "SELECT published_date, published_raw, published_source FROM articles") == [
            (None, "1-3", None)
        ]

    def test_a_date_that_the_feed_gave_stays(self, archive: Archive, article: MakeArticle, now: datetime) -> None:
        dated = article(published=date(2026, 3, 1), published_source="feed", fetched_at=now)
        archive.store(dated, crawl_id=None, now=now)
        archive.store(article(fetched_at=now), crawl_id=None, now=now + HOUR)
        assert rows(archive, "SELECT published_date, published_source FROM articles") == [("2026-03-01", "feed")]

    def test_new_removals_of_the_same_text_replace_the_old(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        archive.store(article(removals=[Removal(0, 0, 1, "x", "share", "old")], fetched_at=now), crawl_id=None, now=now)
        again = article(removals=[Removal(0, 0, 1, "x", "share", "new")], fetched_at=now)
        assert archive.store(again, crawl_id=None, now=now + HOUR).kind == "unchanged"
        assert rows(archive, "SELECT version, rule FROM removals") == [(1, "new")]

    def test_a_crawl_whose_clock_went_back_still_updates(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        archive.store(article(body=PARAGRAPHS[0]), crawl_id=None, now=now)
        outcome = archive.store(article(), crawl_id=None, now=now - 24 * HOUR, reason="updated")
        assert outcome.kind == "updated"
        assert rows(archive, "SELECT body FROM articles") == [(BODY,)]


class TestRejects:
    def test_a_refused_page_is_recorded_once_a_reason_and_counted(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        bad = article(body=None, reject=Reject("placeholder", "الصفحة غير موجودة"))
        for hours in range(3):
            outcome = archive.store(bad, crawl_id=None, now=now + hours * HOUR)
            assert (outcome.kind, outcome.reason) == ("rejected", "placeholder")
        assert rows(archive, "SELECT url, site, reason, detail, count, first_seen_at, last_seen_at FROM rejects") == [
            (bad.url, "paper", "placeholder", "الصفحة غير موجودة", 3, "2026-03-10T12:00:00Z", "2026-03-10T14:00:00Z")
        ]
        assert rows(archive, "SELECT count(*) FROM articles") == [(0,)]

    @pytest.mark.parametrize(
        ("fields", "reason"), [({"title": None}, "no-title"), ({"title": " "}, "no-title"), ({"body": ""}, "no-body")]
    )
    def test_an_article_without_title_or_body_is_none(
        self, archive: Archive, article: MakeArticle, now: datetime, fields: dict[str, Any], reason: str
    ) -> None:
        assert archive.store(article(**fields), crawl_id=None, now=now).reason == reason
        assert rows(archive, "SELECT reason FROM rejects") == [(reason,)]

    def test_a_page_that_gave_nothing_at_all(self, archive: Archive, now: datetime) -> None:
        archive.reject("https://x.example/1", reason="not-html", detail="image/png", now=now)
        assert rows(archive, "SELECT site, reason, detail FROM rejects") == [("x.example", "not-html", "image/png")]

    def test_refusals_of_a_page_are_counted_over_all_reasons(self, archive: Archive, now: datetime) -> None:
        for reason in ("no-body", "no-body", "http-503"):
            archive.reject("https://x.example/1", reason=reason, now=now)
        assert archive.attempts("https://x.example/1") == 3
        assert archive.attempts("https://x.example/2") == 0

    def test_a_stored_article_stays_when_its_page_turns_bad(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        archive.store(article(), crawl_id=None, now=now)
        archive.store(article(reject=Reject("placeholder")), crawl_id=None, now=now)
        assert rows(archive, "SELECT body FROM articles") == [(BODY,)]


def test_text_that_utf8_cannot_write_is_stored(archive: Archive, article: MakeArticle, now: datetime) -> None:
    broken = article(title="عنوان \ud800", body="نص \x00 فيه \udfff خلل", tags=["\ud800"], byline="\udc00")
    assert archive.store(broken, crawl_id=None, now=now).kind == "new"
    assert archive.store(broken, crawl_id=None, now=now + HOUR).kind == "unchanged"
    assert rows(archive, "SELECT title, body FROM articles") == [("عنوان ?", "نص  فيه ? خلل")]


class TestTransactions:
    def test_each_article_is_committed_by_itself(self, archive: Archive, article: MakeArticle, now: datetime) -> None:
        archive.store(article(), crawl_id=None, now=now)
        assert not archive.connection.in_transaction

    def test_a_batch_commits_at_fifty_and_at_its_end(
        self, archive: Archive, path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("newscrawl.archive.transactions.time.monotonic", lambda: 1000.0)
        reader = sqlite3.connect(path)
        seen = []
        with archive.atomic():
            for number in range(60):
                archive.reject(f"https://x.example/{number}", reason="empty", now=now)
                seen.append(reader.execute("SELECT count(*) FROM rejects").fetchone()[0])
        # The first write comes after a pause and is committed at once.
        assert seen == [1] * 50 + [51] * 10
        assert reader.execute("SELECT count(*) FROM rejects").fetchone() == (60,)
        reader.close()

    def test_a_batch_is_committed_after_a_second_and_does_not_wait_for_a_slow_page(
        self, archive: Archive, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = [1000.0]
        monkeypatch.setattr("newscrawl.archive.transactions.time.monotonic", lambda: clock[0])
        archive.begin_batch()
        for pause, is_open in ((0, False), (0.05, True), (0.05, True), (5, False), (0.01, True)):
            clock[0] += pause
            archive.reject("https://x.example/1", reason="empty", now=now)
            assert archive.connection.in_transaction is is_open, clock[0]
        clock[0] += 0.9
        archive.commit_if_due()
        assert archive.connection.in_transaction
        clock[0] += 0.2
        archive.commit_if_due()
        assert not archive.connection.in_transaction
        archive.end_batch()

    def test_a_full_disk_is_told_and_leaves_whole_articles(
        self, archive: Archive, path: Path, article: MakeArticle, now: datetime
    ) -> None:
        pages = archive.connection.execute("PRAGMA page_count").fetchone()[0]
        archive.connection.execute(f"PRAGMA max_page_count = {pages + 25}")
        stored, said = 0, ""
        while not said and stored < 200:
            body = f"{BODY}\n{' '.join(f'كلمة{stored}{i}' for i in range(300))}"
            try:
                archive.store(article(f"https://x.example/{stored}", body=body), crawl_id=None, now=now)
                stored += 1
            except ArchiveError as error:
                said = str(error)
        assert said.startswith(f"{path}: the disk is full; free some space")
        assert not archive.connection.in_transaction
        assert 0 < stored < 200
        archive.connection.execute("PRAGMA max_page_count = 1000000")
        held = rows(archive, "SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM copies)")
        assert held == [(stored,)]
        assert check(archive) == []

    def test_an_archive_that_is_removed_meanwhile_is_told(
        self, archive: Archive, path: Path, article: MakeArticle, now: datetime
    ) -> None:
        archive.store(article(), crawl_id=None, now=now)
        path.unlink()
        with pytest.raises(ArchiveError, match="removed or replaced while it was open"):
            archive.store(article("https://x.example/2"), crawl_id=None, now=now)
        assert not archive.connection.in_transaction
        open_archive(path).close()
        with pytest.raises(ArchiveError, match="removed or replaced"):
            archive.store(article("https://x.example/2"), crawl_id=None, now=now)

    def test_a_failed_article_leaves_no_trace_and_the_rest_of_its_batch(
        self, archive: Archive, article: MakeArticle, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bad = article("https://www.paper.example/news/2", body=OTHER_BODY, removals=[Removal(0, 0, 1, "x", "k", "r")])
        bad.removals[0].kind = None  # type: ignore[assignment]  # wrong on purpose
        with archive.atomic():
            archive.store(article(), crawl_id=None, now=now)
            with pytest.raises(sqlite3.IntegrityError):
                archive.store(bad, crawl_id=None, now=now)
            archive.store(article("https://www.paper.example/news/3", body="نص ثالث مختلف"), crawl_id=None, now=now)
        assert rows(archive, "SELECT url FROM articles ORDER BY id") == [
            ("https://www.paper.example/news/1",),
            ("https://www.paper.example/news/3",),
        ]
        assert rows(archive, "SELECT count(*) FROM articles_fts") == [(2,)]
        assert rows(archive, "SELECT count(*) FROM dedup_articles") == [(2,)]
        assert rows(archive, "SELECT count(*) FROM removals") == [(0,)]

    def test_writes_for_one_page_are_one_transaction(
        self, archive: Archive, path: Path, article: MakeArticle, now: datetime
    ) -> None:
        reader = sqlite3.connect(path)
        with archive.transaction():
            archive.store(article(), crawl_id=None, now=now)
            archive.visit(PageVisit("https://www.paper.example/old", status=301))
            assert reader.execute("SELECT count(*) FROM articles").fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        reader.close()

        def fail() -> None:
            with archive.transaction():
                archive.store(article("https://x.example/2", body=OTHER_BODY), crawl_id=None, now=now)
                raise RuntimeError("stop")

        with pytest.raises(RuntimeError, match="stop"):
            fail()
        assert rows(archive, "SELECT count(*) FROM articles") == [(1,)]
        assert check(archive) == []

    def test_a_failed_article_alone_leaves_no_transaction_open(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        bad = article(removals=[Removal(0, 0, 1, "x", None, "r")])  # type: ignore[arg-type]  # wrong on purpose
        with pytest.raises(sqlite3.IntegrityError):
            archive.store(bad, crawl_id=None, now=now)
        assert not archive.connection.in_transaction
        assert rows(archive, "SELECT count(*) FROM articles") == [(0,)]

    def test_change_seq_grows_with_every_change_and_is_never_given_twice(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        for number in range(3):
            url = f"https://www.paper.example/news/{number}"
            archive.store(article(url, body=f"خبر رقم {number} " + OTHER_BODY[: 40 * number]), crawl_id=None, now=now)
        archive.store(article("https://www.paper.example/news/0", body=BODY), crawl_id=None, now=now + HOUR)
        assert rows(archive, "SELECT id, change_seq FROM articles ORDER BY id") == [(1, 4), (2, 2), (3, 3)]

    def test_closing_commits_an_open_batch(
        self, archive: Archive, path: Any, article: MakeArticle, now: datetime
    ) -> None:
        archive.begin_batch()
        archive.store(article(), crawl_id=None, now=now)
        archive.close()
        archive.close()
        other = sqlite3.connect(path)
        assert other.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        other.close()


def test_a_crawl_is_recorded(archive: Archive, now: datetime) -> None:
    crawl = archive.begin_crawl("paper", now)
    archive.finish_crawl(
        crawl,
        finished_at=now + HOUR,
        reason="finished",
        stats={"items": 3, "start": now, "share": float("nan"), "x": None},
    )
    [(spider, started, finished, reason, stats)] = rows(
        archive, "SELECT spider, started_at, finished_at, finish_reason, stats FROM crawls"
    )
    assert (spider, started, finished, reason) == ("paper", "2026-03-10T12:00:00Z", "2026-03-10T13:00:00Z", "finished")
    assert json.loads(stats) == {"items": 3, "start": str(now), "share": "nan", "x": None}


class TestPages:
    def test_a_visit_is_read_back_under_any_spelling(self, archive: Archive, now: datetime) -> None:
        visit = PageVisit(
            "https://www.paper.example/feed/",
            kind="feed",
            status=200,
            etag='"a"',
            last_modified="Tue, 10 Mar 2026 11:00:00 GMT",
            fetched_at=now,
            next_visit_at=now + HOUR,
            interval_s=3600,
            warc_file="a.warc.gz",
            warc_offset=0,
        )
        archive.visit(visit)
        page = archive.page("http://paper.example/feed")
        assert page is not None
        assert (page.etag, page.interval_s, page.next_visit_at) == ('"a"', 3600, "2026-03-10T13:00:00Z")
        assert (page.warc_file, page.warc_offset, page.site) == ("a.warc.gz", 0, "paper.example")
        assert archive.page("https://paper.example/other") is None

    def test_a_304_keeps_the_validators_and_a_200_replaces_them(self, archive: Archive, now: datetime) -> None:
        url = "https://www.paper.example/feed"
        archive.visit(PageVisit(url, kind="feed", status=200, etag='"a"', fetched_at=now, warc_file="a", warc_offset=7))
        archive.visit(PageVisit(url, status=304, fetched_at=now + HOUR, failures=0))
        page = archive.page(url)
        assert page is not None
        assert (page.status, page.etag, page.kind, page.warc_file, page.warc_offset) == (304, '"a"', "feed", "a", 7)
        archive.visit(PageVisit(url, status=200, last_modified="x", fetched_at=now))
        page = archive.page(url)
        assert page is not None
        assert (page.etag, page.last_modified) == (None, "x")

    def test_the_latest_announcement_of_a_known_page_is_kept(self, archive: Archive, now: datetime) -> None:
        url = "https://www.paper.example/news/1"
        archive.announce(url, now)
        assert archive.page(url) is None
        archive.visit(PageVisit(url, status=200, announced_at=now))
        for hours in (2, 1):
            archive.announce(url, now + hours * HOUR)
        archive.visit(PageVisit(url, status=200))
        page = archive.page(url)
        assert page is not None
        assert page.announced_at == "2026-03-10T14:00:00Z"

    def test_a_page_under_another_url_than_its_article_is_held(
        self, archive: Archive, article: MakeArticle, now: datetime
    ) -> None:
        alias = "https://www.paper.example/?p=1"
        archive.store(article(), crawl_id=None, now=now, page=PageVisit(alias, status=200))
        assert archive.holds(alias)
        assert archive.known_urls([alias, article().url, "https://www.paper.example/news/9"]) == {alias, article().url}

    def test_many_pages_are_known_at_once_as_each_alone(self, archive: Archive, now: datetime) -> None:
        urls = [f"https://www.paper.example/news/{number}" for number in range(1100)]
        for url in urls[::2]:
            archive.visit(PageVisit(url, status=200, fetched_at=now))
        variants = [f"{url}?utm_source=x" for url in urls[:600]]
        found = archive.pages([*urls, *variants, *urls])
        assert len(found) == 550
        assert all(found.get(url_key(url)) == archive.page(url) for url in [*urls, *variants])
        assert archive.pages([]) == {}

    def test_a_page_that_is_gone_and_comes_back(self, archive: Archive, article: MakeArticle, now: datetime) -> None:
        archive.store(article(), crawl_id=None, now=now)
        archive.mark_gone(article().url, now + HOUR)
        archive.mark_gone(article().url, now + 2 * HOUR)
        assert rows(archive, "SELECT gone_at, change_seq FROM articles") == [("2026-03-10T13:00:00Z", 2)]
        outcome = archive.store(article(), crawl_id=None, now=now + 3 * HOUR)
        assert outcome.changed_columns == ("gone_at",)
        assert rows(archive, "SELECT gone_at FROM articles") == [(None,)]

    def test_a_gone_page_that_was_never_stored_is_no_error(self, archive: Archive, now: datetime) -> None:
        archive.mark_gone("https://www.paper.example/news/77", now)


def test_an_article_without_a_host_is_stored(archive: Archive, now: datetime) -> None:
    saved = Article(url="urn:sha256:" + "0" * 64, title="عنوان", body=BODY)
    assert archive.store(saved, crawl_id=None, now=now).kind == "new"
    assert rows(archive, "SELECT site FROM articles") == [("urn",)]


def test_an_unchanged_page_is_written_once_an_hour(archive: Archive, article: MakeArticle, now: datetime) -> None:
    other = article("https://other.example/1", site="other")
    for page in (article(), other):
        archive.store(page, crawl_id=None, now=now)
    for minutes in (10, 59):
        for page in (article(), other):
            archive.store(page, crawl_id=None, now=now + timedelta(minutes=minutes), reason="updated")
    seen = "SELECT last_seen_at FROM articles UNION ALL SELECT last_seen_at FROM copies"
    assert archive.connection.execute(seen).fetchall() == [("2026-03-10T12:00:00Z",)] * 2
    for page in (article(), other):
        archive.store(page, crawl_id=None, now=now + timedelta(minutes=61), reason="updated")
    assert archive.connection.execute(seen).fetchall() == [("2026-03-10T13:01:00Z",)] * 2
    longer = article(body=f"{BODY}\nوتابع المصدر قوله.")
    archive.store(longer, crawl_id=None, now=now + timedelta(minutes=70), reason="updated")
    found = archive.connection.execute("SELECT last_seen_at FROM articles").fetchall()
    assert found == [("2026-03-10T13:10:00Z",)], "a row that is written anyway has the exact time"

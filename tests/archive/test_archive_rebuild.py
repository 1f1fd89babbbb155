"""The canonical re-clustering: the same from any order of arrival, decisions kept, nothing lost, whatever stops it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pytest

from newscrawl.archive import Archive, ArchiveError, PageVisit, open_archive, store
from newscrawl.archive.doctor import check
from newscrawl.archive.rebuilding import rebuild
from newscrawl.items import Article, Removal
from tests.archive.made_news import MadeNews

MakeArticle = Callable[..., Article]

BODY, OTHER_BODY = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")[:2]
HOUR = timedelta(hours=1)
NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
PAPER, OTHER, THIRD = "https://www.paper.example/news/1", "https://other.example/library", "https://third.example/1"


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return archive.connection.execute(sql, values).fetchall()


def grouping(archive: Archive) -> list[list[tuple[Any, ...]]]:
    """Articles, copies and links by URL, without the ids that follow the order of arrival."""
    return [
        rows(archive, "SELECT url, uid, content_hash FROM articles ORDER BY url"),
        rows(
            archive,
            "SELECT c.url, a.url, c.kind, c.similarity, json_extract(c.article, '$.body') FROM copies AS c"
            " JOIN articles AS a ON a.id = c.article_id ORDER BY c.url",
        ),
        rows(
            archive,
            "SELECT a.url, o.url, l.kind, l.similarity, l.containment FROM links AS l JOIN articles AS a"
            " ON a.id = l.article_id JOIN articles AS o ON o.id = l.other_id ORDER BY a.url, o.url",
        ),
    ]


def texts(archive: Archive) -> set[tuple[str, str]]:
    """Every text that the archive holds, with its page."""
    return set(
        rows(
            archive,
            "SELECT url, body FROM articles UNION SELECT url, json_extract(article, '$.body') FROM copies"
            " UNION SELECT url, body FROM versions",
        )
    )


def pairs(archive: Archive) -> set[tuple[str, str]]:
    """The pairs of pages that are one article."""
    pages: dict[int, list[str]] = {}
    for url, article_id in rows(archive, "SELECT url, id FROM articles UNION ALL SELECT url, article_id FROM copies"):
        pages.setdefault(article_id, []).append(url)
    return {pair for urls in pages.values() for pair in combinations(sorted(urls), 2)}


def fill(archive: Archive, pages: list[Article], now: datetime) -> None:
    with archive.atomic():
        for page in pages:
            archive.store(page, crawl_id=None, now=now)


def dump(archive: Archive) -> list[str]:
    return list(archive.connection.iterdump())


@pytest.fixture
def three(archive: Archive, article: MakeArticle, now: datetime) -> Archive:
    """One text on three sites, the latest print first."""
    for url, site, hours in ((THIRD, "third", 2), (OTHER, "other", 1), (PAPER, "paper", 0)):
        page = article(url, site=site, published=NINE + hours * HOUR, removals=[Removal(5, 0, 5, site[:5], "k", "r")])
        archive.store(page, crawl_id=None, now=now, page=PageVisit(url, status=200))
    return archive


def test_any_order_of_arrival_gives_the_same_archive(tmp_path: Path, now: datetime) -> None:
    pages = MadeNews(3).pages(300)
    found = []
    for seed in range(4):
        random.Random(seed).shuffle(pages)
        with open_archive(tmp_path / f"{seed}.db") as archive:
            fill(archive, pages, now)
            before = texts(archive)
            rebuild(archive)
            assert texts(archive) >= before
            assert check(archive) == []
            found.append(grouping(archive))
    assert found[0][1], "some of the made pages are copies"
    assert found[0][2], "some of them share text"
    assert all(one == found[0] for one in found)


def test_every_rebuild_is_identical(archive: Archive, now: datetime) -> None:
    pages = MadeNews(4).pages(300)
    random.Random(1).shuffle(pages)
    fill(archive, pages, now)
    rebuild(archive)
    before = dump(archive)
    assert not rebuild(archive).changes
    assert not rebuild(archive, processes=2).changes
    assert dump(archive) == before


def test_an_archive_in_order_is_left_as_it_is(archive: Archive, now: datetime) -> None:
    ids = {}
    pages = sorted(MadeNews(5).pages(150), key=lambda page: (str(page.published), page.url))
    fill(archive, pages, now)
    ids = dict(rows(archive, "SELECT url, id FROM articles"))
    before = rows(archive, "SELECT * FROM articles")
    done = rebuild(archive)
    assert (done.pages, done.articles) == (150, len(ids))
    assert not done.changes
    assert rows(archive, "SELECT * FROM articles") == before


def test_a_late_original(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE, removals=[Removal(5, 0, 4, "شارك", "k", "r")]), crawl_id=None, now=now)
    late = article(OTHER, site="other", published=NINE + HOUR, removals=[Removal(5, 0, 4, "تابع", "k", "r")])
    archive.store(late, crawl_id=None, now=now + HOUR)
    # An archive in which the row is not the first print, as other rules may have left it.
    archive.connection.execute(
        "UPDATE copies SET published_at = '2026-03-10T08:00:00Z',"
        " article = json_set(article, '$.published', '2026-03-10T08:00:00+00:00')"
    )
    before = texts(archive)
    assert rebuild(archive).changes.moved == 1
    assert rows(archive, "SELECT id, url, published_at, first_seen_at FROM articles") == [
        (1, OTHER, "2026-03-10T08:00:00Z", "2026-03-10T13:00:00Z")
    ]
    assert rows(archive, "SELECT url, kind, similarity FROM copies") == [(PAPER, "exact", 1.0)]
    assert rows(archive, "SELECT url, reason FROM versions") == [(PAPER, "better_original")]
    assert rows(archive, "SELECT version, text FROM removals ORDER BY version") == [(1, "شارك"), (2, "تابع")]
    assert texts(archive) == before
    assert check(archive) == []
    assert not rebuild(archive).changes


def test_split_is_kept(three: Archive, now: datetime) -> None:
    split = three.split(OTHER, now)
    for _ in range(2):
        rebuild(three)
        assert dict(rows(three, "SELECT url, id FROM articles")) == {PAPER: 1, OTHER: split.article_id}
        assert rows(three, "SELECT url, article_id FROM copies") == [(THIRD, 1)]
    assert check(three) == []


def test_join_is_kept(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    second = article(OTHER, site="other", title="زيت", body=OTHER_BODY, published=NINE - HOUR)
    archive.store(second, crawl_id=None, now=now)
    third = article(THIRD, site="third", title="زيت", body=OTHER_BODY, published=NINE - 2 * HOUR)
    archive.store(third, crawl_id=None, now=now)
    [(oil,)] = rows(archive, "SELECT id FROM articles WHERE id <> 1")
    archive.join(1, oil, now)
    before = texts(archive)
    for _ in range(2):
        rebuild(archive)
        assert rows(archive, "SELECT id, url FROM articles") == [(1, THIRD)]
        assert rows(archive, "SELECT url, article_id FROM copies ORDER BY url") == [(OTHER, 1), (PAPER, 1)]
    assert texts(archive) == before
    assert check(archive) == []


def test_a_joined_page_that_is_updated_stays_joined(archive: Archive, article: MakeArticle, now: datetime) -> None:
    archive.store(article(published=NINE), crawl_id=None, now=now)
    archive.store(article(OTHER, site="other", body=OTHER_BODY, published=NINE + HOUR), crawl_id=None, now=now)
    archive.join(1, 2, now)
    longer = article(OTHER, site="other", body=OTHER_BODY + "\nوتابع المصدر قوله.", published=NINE + HOUR)
    assert archive.store(longer, crawl_id=None, now=now + HOUR).kind == "updated"
    rebuild(archive)
    assert rows(archive, "SELECT url FROM copies") == [(OTHER,)]


def test_a_copy_that_is_later_updated_on_its_own_site(three: Archive, article: MakeArticle, now: datetime) -> None:
    longer = BODY + "\nوأعلنت الصحيفة أنها ستنشر لاحقا حوارا مع مديرة المكتبة."
    three.store(article(OTHER, site="other", body=longer, published=NINE + HOUR), crawl_id=None, now=now + HOUR)
    three.store(article(THIRD, site="third", title="زيت", body=OTHER_BODY), crawl_id=None, now=now + HOUR)
    before = texts(three)
    rebuild(three)
    assert rows(three, "SELECT url FROM articles ORDER BY url") == [(THIRD,), (PAPER,)]
    [(url, text)] = rows(three, "SELECT url, article FROM copies")
    assert (url, json.loads(text)["body"]) == (OTHER, longer)
    assert texts(three) == before
    # The earlier text of a page hangs on the article that the page is.
    assert rows(
        three, "SELECT v.url FROM versions AS v JOIN articles AS a ON a.id = v.article_id WHERE a.url = ?", THIRD
    ) in ([], [(THIRD,)])
    assert check(three) == []


def test_two_articles_that_have_become_one_text_are_merged_with_all_that_hangs_on_them(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    crawl = archive.begin_crawl("other", now)
    archive.store(article(published=NINE), crawl_id=None, now=now, page=PageVisit(PAPER, status=200))
    first = article(
        OTHER, site="other", title="زيت", body=OTHER_BODY, removals=[Removal(9, 0, 4, "شارك", "share", "r")]
    )
    archive.store(first, crawl_id=crawl, now=now, page=PageVisit(OTHER, status=200))
    archive.observe_lines("other", 2, "2026-03-10", [])
    changed = article(OTHER, site="other", published=NINE + HOUR)
    archive.store(changed, crawl_id=crawl, now=now + HOUR)
    before = texts(archive)
    done = rebuild(archive)
    assert (done.articles, done.changes.merged) == (1, 1)
    assert rows(archive, "SELECT id, url FROM articles") == [(1, PAPER)]
    assert rows(archive, "SELECT url, article_id, kind FROM copies") == [(OTHER, 1, "exact")]
    assert texts(archive) == before
    [(version,)] = rows(archive, "SELECT version FROM versions WHERE article_id = 1 AND url = ?", OTHER)
    assert rows(archive, "SELECT text FROM removals WHERE article_id = 1 AND version = ?", version) == [("شارك",)]
    assert rows(archive, "SELECT version > ? FROM articles", version) == [(1,)]
    assert rows(archive, "SELECT DISTINCT article_id FROM pages") == [(1,)]
    assert rows(archive, "SELECT article_id, site FROM boilerplate_articles") == [(1, "other")]
    assert rows(archive, "SELECT count(*) FROM links") == [(0,)]
    assert check(archive) == []


def test_a_page_that_is_a_copy_of_two_articles_makes_them_one(
    archive: Archive, article: MakeArticle, now: datetime
) -> None:
    paragraphs = (BODY + "\n" + OTHER_BODY).split("\n")
    half = len(paragraphs) * 6 // 10
    archive.store(article(body="\n".join(paragraphs[:half]), published=NINE + HOUR), crawl_id=None, now=now)
    ends = article(OTHER, site="other", body="\n".join(paragraphs[-half:]), published=NINE + 2 * HOUR)
    archive.store(ends, crawl_id=None, now=now, page=PageVisit(OTHER, status=404))
    archive.mark_gone(OTHER, now)
    assert rows(archive, "SELECT count(*) FROM articles") == [(2,)]
    whole = article(THIRD, site="third", body="\n".join(paragraphs), published=NINE)
    outcome = archive.store(whole, crawl_id=None, now=now)
    assert (outcome.kind, outcome.moved) == ("copy", True)
    assert rows(archive, "SELECT url FROM articles") == [(THIRD,)]
    gone = rows(archive, "SELECT url, gone_at IS NULL FROM copies ORDER BY url")
    assert gone == [(OTHER, 0), (PAPER, 1)]
    assert check(archive) == []


class _Stopped(Exception):
    pass


def test_a_rebuild_that_was_stopped_goes_on(tmp_path: Path, now: datetime) -> None:
    pages = MadeNews(6).pages(700)
    random.Random(2).shuffle(pages)
    path = tmp_path / "news.db"
    with open_archive(path) as archive, open_archive(tmp_path / "whole.db") as whole:
        fill(archive, pages, now)
        fill(whole, pages, now)
        rebuild(whole)
        before = dump(archive)
        reached: list[int] = []

        def stop(at: int, total: int) -> None:
            reached.append(at)
            raise _Stopped

        with pytest.raises(_Stopped):
            rebuild(archive, progress=stop)
        assert dump(archive) == before
        assert Path(f"{path}-rebuild").exists()
        steps: list[int] = []
        rebuild(archive, progress=lambda at, total: steps.append(at))
        assert steps[0] > reached[0], "what was decided was not decided again"
        assert grouping(archive) == grouping(whole)
        assert not Path(f"{path}-rebuild").exists()


def test_what_comes_while_it_runs_is_decided_on_too(tmp_path: Path, now: datetime) -> None:
    pages = MadeNews(7).pages(600)
    path = tmp_path / "news.db"
    late = iter(pages[500:])
    with open_archive(path) as archive, open_archive(path) as crawl, open_archive(tmp_path / "whole.db") as whole:
        fill(archive, pages[:500], now)
        fill(whole, pages, now)
        rebuild(whole)

        def store_more(at: int, total: int) -> None:
            fill(crawl, list(islice(late, 60)), now)

        done = rebuild(archive, progress=store_more)
        assert done.pages == 600
        assert grouping(archive) == grouping(whole)
        assert check(archive) == []


def test_two_rebuilds_at_once_are_refused(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "news.db"
    with open_archive(path) as archive, open_archive(path) as second:
        fill(archive, MadeNews(8).pages(300), now)

        def another(at: int, total: int) -> None:
            with pytest.raises(ArchiveError, match="another rebuild"):
                rebuild(second)

        rebuild(archive, progress=another)


def test_a_damaged_plan_is_made_anew(archive: Archive, path: Path, now: datetime) -> None:
    fill(archive, MadeNews(9).pages(60), now)
    Path(f"{path}-rebuild").write_bytes(b"no database at all, but longer than its header" * 100)
    assert rebuild(archive).pages == 60


@pytest.mark.slow
def test_kill_minus_nine_at_any_moment_leaves_the_archive_whole(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "news.db"
    pages = MadeNews(10).pages(1500)
    random.Random(3).shuffle(pages)
    with open_archive(path) as archive:
        fill(archive, pages, now)
        before = texts(archive)
    code = (
        "import sys; from newscrawl.archive import open_archive; from newscrawl.archive.rebuilding import rebuild\n"
        "with open_archive(sys.argv[1]) as archive: rebuild(archive, processes=1)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for wait in (0.3, 0.6, 0.9, 1.2, 1.5, 2.0, 2.5):
        process = subprocess.Popen([sys.executable, "-c", code, str(path)], env=environment)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_archive(path) as archive:
            assert check(archive) == []
            assert texts(archive) >= before
    with open_archive(path) as archive, open_archive(tmp_path / "whole.db") as whole:
        rebuild(archive)
        fill(whole, pages, now)
        rebuild(whole)
        assert grouping(archive) == grouping(whole)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_ten_random_orders_agree_with_the_rebuild(tmp_path: Path, now: datetime) -> None:
    """Pairs of pages that are one article, of 5,000 pages: at least 99.5% of those of either are in both."""
    pages = MadeNews(1).pages(5000)
    canonical: list[list[tuple[Any, ...]]] | None = None
    for seed in range(10):
        random.Random(seed).shuffle(pages)
        with open_archive(tmp_path / f"{seed}.db") as archive:
            fill(archive, pages, now)
            arrived = pairs(archive)
            rebuild(archive)
            rebuilt = pairs(archive)
            assert len(arrived & rebuilt) >= 0.995 * len(arrived | rebuilt), seed
            canonical = canonical or grouping(archive)
            assert grouping(archive) == canonical


class TestIndexOfAnOlderVersion:
    @pytest.fixture
    def old(self, path: Path, now: datetime) -> Path:
        """An archive whose fingerprints another version of the program took."""
        with open_archive(path) as archive:
            fill(archive, MadeNews(11).pages(40), now)
            archive.connection.execute("UPDATE dedup_state SET value = value - 1 WHERE name = 'version'")
        return path

    def test_a_small_archive_is_renewed_when_a_crawl_opens_it(self, old: Path) -> None:
        with open_archive(old) as archive:
            assert archive.index.is_current
            assert check(archive) == []

    def test_a_large_one_says_what_to_do(self, old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store, "_SMALL", 5)
        with pytest.raises(ArchiveError, match=r"news\.db: .* older newscrawl; run `scrapy dedup --rebuild`"):
            open_archive(old)

    def test_a_command_opens_it_but_adds_nothing(self, old: Path, article: MakeArticle, now: datetime) -> None:
        with open_archive(old, create=False) as archive:
            assert not archive.index.is_current
            with pytest.raises(ArchiveError, match="dedup --rebuild"):
                archive.store(article(), crawl_id=None, now=now)
            rebuild(archive)
            assert archive.index.is_current
            assert check(archive) == []
            assert archive.store(article(), crawl_id=None, now=now).kind == "new"

    def test_the_fingerprints_are_those_of_today(self, old: Path) -> None:
        with open_archive(old, create=False) as archive:
            fingerprints = rows(archive, "SELECT * FROM dedup_articles ORDER BY article_id")
            keys = rows(archive, "SELECT * FROM dedup_keys")
            archive.connection.execute("UPDATE dedup_articles SET codes = x'0101'")
            rebuild(archive)
            assert rows(archive, "SELECT * FROM dedup_keys") == keys
            again = rows(archive, "SELECT * FROM dedup_articles ORDER BY article_id")
            assert [row[:2] + row[3:] for row in again] == [row[:2] + row[3:] for row in fingerprints]

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawl.arabic.learned_boilerplate import MIN_ARTICLES, MIN_DAYS, line_key, line_observations
from newscrawl.items import Article

if TYPE_CHECKING:
    from newscrawl.archive import Archive

MakeArticle = Callable[..., Article]

PROMO = "حمّلوا تطبيق جريدة المدينة على هواتفكم وكونوا أول من يعلم"
START = date(2026, 3, 1)


def publish(archive: Archive, article: MakeArticle, count: int, days: int, *, site: str = "paper") -> None:
    """Store articles of a site that all end with one line, spread over some days."""
    known = archive.learned_lines(site)
    for number in range(count):
        day = START + timedelta(days=number % days)
        body = [f"خبر رقم {number} من مدينة كبيرة في البلاد", f"وجرى ذلك بحضور {number + 5} شخصا من السكان", PROMO]
        made = article(f"https://{site}.example/{number}", site=site, title=f"خبر {number}", body="\n".join(body))
        outcome = archive.store(made, crawl_id=None, now=datetime(2026, 3, 20, tzinfo=UTC))
        assert outcome.article_id is not None
        archive.observe_lines(site, outcome.article_id, day.isoformat(), line_observations(body, known))


def test_a_line_of_enough_articles_and_days_is_learned_for_its_site(archive: Archive, article: MakeArticle) -> None:
    publish(archive, article, MIN_ARTICLES, MIN_DAYS)
    publish(archive, article, 6, 6, site="other")
    assert archive.learned_lines("paper") == {line_key(PROMO)}
    assert archive.learned_lines("other") == frozenset()
    assert archive.candidate_lines("other") == {line_key(PROMO)}


def test_one_article_too_few_or_one_day_too_few_is_not_enough(archive: Archive, article: MakeArticle) -> None:
    publish(archive, article, MIN_ARTICLES - 1, MIN_DAYS)
    publish(archive, article, MIN_ARTICLES, MIN_DAYS - 1, site="other")
    assert archive.learned_lines("paper") == archive.learned_lines("other") == frozenset()


def test_an_article_is_counted_once(archive: Archive, article: MakeArticle, now: datetime) -> None:
    outcome = archive.store(article(body=PROMO), crawl_id=None, now=now)
    assert outcome.article_id == 1
    found = line_observations([PROMO])
    assert archive.observe_lines("paper", 1, "2026-03-01", found)
    assert not archive.observe_lines("paper", 1, "2026-03-02", found)
    assert archive.observe_lines("other", 1, "2026-03-02", found)  # a copy of it on another site


def test_prose_seen_once_is_dropped_in_time_and_habits_are_kept(archive: Archive, article: MakeArticle) -> None:
    publish(archive, article, MIN_ARTICLES, MIN_DAYS)
    crawl = archive.begin_crawl("paper", datetime(2026, 3, 20, tzinfo=UTC))
    count = "SELECT count(DISTINCT line) FROM boilerplate_lines"
    before = archive.connection.execute(count).fetchone()[0]
    archive.finish_crawl(crawl, finished_at=datetime(2026, 3, 21, tzinfo=UTC), reason="finished", stats={})
    assert archive.connection.execute(count).fetchone() == (before,)
    archive.finish_crawl(crawl, finished_at=datetime(2026, 8, 1, tzinfo=UTC), reason="finished", stats={})
    assert archive.connection.execute(count).fetchone() == (1,)
    assert archive.learned_lines("paper") == {line_key(PROMO)}

"""Which date wins on a page: the contradictions that real pages hold, told with pages of our own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.date_evidence import Chosen, choose_dates
from newscrawl.extraction import extract
from newscrawl.items import DateCandidate, DateRole, NotAnArticle, published_columns

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.fromisoformat("2021-10-20T09:00:00+00:00")


def jsonld(raw: str, key: str = "datePublished") -> DateCandidate:
    return DateCandidate(raw, f"jsonld:{key}", "modified" if key == "dateModified" else "published")


def meta(raw: str, name: str = "article:published_time", role: DateRole = "published") -> DateCandidate:
    return DateCandidate(raw, f"meta:{name}", role)


def text(raw: str, near: int | None = 1, role: DateRole = "unknown", *, inside: bool = False) -> DateCandidate:
    return DateCandidate(raw, "text", role, near, inside)


def url(raw: str) -> DateCandidate:
    return DateCandidate(raw, "url", "published")


def choose(*candidates: DateCandidate, now: datetime | None = NOW, zone: str | None = None) -> Chosen:
    return choose_dates(list(candidates), now=now, timezone=zone)


def published(*candidates: DateCandidate, now: datetime | None = NOW, zone: str | None = None) -> str | None:
    value = choose(*candidates, now=now, zone=zone).published
    return value.isoformat() if value is not None else None


class TestFalseUtc:
    """A stamp that ends in Z though it is the clock on the publisher's wall."""

    STAMP = meta("2021-10-12T09:23:13Z")
    PRINT = text("الثلاثاء، 12 أكتوبر 2021 09:23 ص")

    def test_without_a_zone_the_clock_is_local(self) -> None:
        chosen = choose(self.STAMP, self.PRINT)
        assert chosen.published == datetime.fromisoformat("2021-10-12T09:23:00")
        assert chosen.published_raw == self.PRINT.raw
        assert published_columns(chosen.published)["published_at"] is None

    def test_with_a_zone_the_instant_is_known(self) -> None:
        assert published(self.STAMP, self.PRINT, zone="Africa/Cairo") == "2021-10-12T09:23:00+02:00"

    def test_where_the_publisher_keeps_utc_the_mark_is_true(self) -> None:
        assert published(self.STAMP, self.PRINT, zone="Africa/Nouakchott") == "2021-10-12T09:23:13+00:00"

    def test_the_update_of_the_same_hand_is_local_too(self) -> None:
        chosen = choose(self.STAMP, self.PRINT, meta("2021-10-12T10:00:00Z", "article:modified_time", "modified"))
        assert chosen.modified == datetime.fromisoformat("2021-10-12T10:00:00")

    def test_a_few_minutes_are_no_zone(self) -> None:
        assert published(self.STAMP, text("12 أكتوبر 2021 09:25 ص")) == "2021-10-12T09:23:13"

    def test_readers_day_shows_it_too(self) -> None:
        # 23:30 UTC would be the next day in Riyadh, but readers see the twelfth.
        late = meta("2021-10-12T23:30:00Z")
        assert published(late, text("الثلاثاء 12 أكتوبر 2021"), zone="Asia/Riyadh") == "2021-10-12T23:30:00+03:00"
        assert published(late, text("الأربعاء 13 أكتوبر 2021"), zone="Asia/Riyadh") == "2021-10-13T02:30:00+03:00"


class TestTrueUtc:
    def test_stays_utc_where_no_zone_is_known(self) -> None:
        assert published(jsonld("2021-10-12T18:34:47+00:00"), text("October 12, 2021")) == "2021-10-12T18:34:47+00:00"

    def test_is_shown_on_the_sites_clock(self) -> None:
        assert published(jsonld("2021-10-12T18:34:47Z"), zone="Asia/Amman") == "2021-10-12T21:34:47+03:00"

    def test_clock_in_print_gives_the_offset(self) -> None:
        assert published(jsonld("2021-10-12T18:34:47Z"), text("12 أكتوبر 2021 - 21:34")) == "2021-10-12T21:34:47+03:00"

    def test_clock_in_print_may_be_late_or_count_to_twelve(self) -> None:
        assert published(jsonld("2021-10-12T18:34:47Z"), text("12 أكتوبر 2021 - 21:36")) == "2021-10-12T21:34:47+03:00"
        assert published(jsonld("2021-10-12T13:04:34Z"), text("12 أكتوبر 2021 - 04:04")) == "2021-10-12T16:04:34+03:00"
        assert published(jsonld("2021-10-12T13:04:34Z"), text("12 أكتوبر 2021 - 23:59")) == "2021-10-12T13:04:34+00:00"

    def test_day_in_print_across_midnight(self) -> None:
        # The publisher sits some hours east; how many is not known, but which day it was there is.
        assert published(jsonld("2021-10-12T21:34:47Z"), text("13 أكتوبر 2021")) == "2021-10-13"

    def test_printed_gmt_confirms_it(self) -> None:
        assert published(meta("2021-10-12T17:27:41Z"), text("17:27 GMT 12.10.2021")) == "2021-10-12T17:27:41+00:00"


def test_clock_that_counts_to_twelve_gives_way_to_the_stamp() -> None:
    printed = text("تاريخ النشر: 12 أكتوبر 2021 - 04:04 GMT", role="published")
    assert published(jsonld("2021-10-12T16:04:34+0000"), printed) == "2021-10-12T16:04:34+00:00"
    assert published(jsonld("2021-10-12T16:04:34+03:00"), text("12 أكتوبر 2021 - 04:04")) == "2021-10-12T16:04:34+03:00"


def test_stamp_that_counts_to_twelve_gives_way_to_the_afternoon_in_print() -> None:
    printed = text("12 أكتوبر 2021 - 09:00 م")
    assert published(meta("2021-10-12T09:00:00+03:00"), printed) == "2021-10-12T21:00:00+03:00"
    assert published(meta("2021-10-12T09:00:00Z"), printed) == "2021-10-12T21:00:00"


def test_meta_that_is_arabic_prose() -> None:
    assert published(meta("الثلاثاء 12 تشرين الأول 2021 - 14:30", "date", "unknown")) == "2021-10-12T14:30:00"


def test_offset_on_the_page_is_the_publishers() -> None:
    both = [meta("2021-10-12 02:00:00", "datepublished"), jsonld("2021-10-12T02:00:00+03:00")]
    assert published(*both, text("الثلاثاء ١٢ / ١٠ / ٢٠٢١")) == "2021-10-12T02:00:00+03:00"


def test_offset_of_another_stamp_of_the_page_is_lent() -> None:
    chosen = choose(text("12 أكتوبر 2021 - 14:30"), jsonld("2021-10-12T16:00:00+03:00", "dateModified"))
    assert chosen.published == datetime.fromisoformat("2021-10-12T14:30:00+03:00")
    assert chosen.modified == datetime.fromisoformat("2021-10-12T16:00:00+03:00")


def test_midnight_beside_a_printed_day_is_a_day() -> None:
    chosen = choose(meta("2021-10-12T00:00:00+01:00"), text("الثلاثاء 12 أكتوبر 2021"))
    assert (chosen.published, chosen.published_precision) == (date(2021, 10, 12), "day")
    assert published(meta("2021-10-11T23:00:00Z"), zone="Africa/Tunis") == "2021-10-12"


class TestPageFurniture:
    """Dates of the page, not of the article."""

    def test_clock_in_the_header(self) -> None:
        now_clock = text("الأربعاء 20 أكتوبر 2021 - 09:03", near=9)
        chosen = choose(now_clock)
        assert chosen.published is None
        assert "the page's own clock" in chosen.notes[0]
        assert chosen.published_raw == now_clock.raw

    def test_date_in_the_header_beside_the_headline(self) -> None:
        candidates = [text("الأربعاء 20 أكتوبر 2021", near=1), jsonld("2021-10-12T14:30:00+01:00")]
        assert published(*candidates) == "2021-10-12T14:30:00+01:00"

    def test_clock_in_the_header_on_the_day_of_publication(self) -> None:
        header = text("الثلاثاء 12 أكتوبر 2021 - 10:31", near=9)
        assert published(header, text("12 أكتوبر 2021", near=1), now=None) == "2021-10-12"
        assert published(header, text("12 أكتوبر 2021 - 09:00", near=1), now=None) == "2021-10-12T09:00:00"
        other = DateCandidate("2021-10-12T08:00:00+03:00", "time", "unknown", 40)
        assert published(text("12 أكتوبر 2021", near=1), other) == "2021-10-12"

    def test_hijri_date_in_the_header(self) -> None:
        candidates = [text("14 ربيع الأول 1443 هـ", near=3), text("12 أكتوبر 2021", near=1)]
        assert published(*candidates) == "2021-10-12"

    def test_fresh_article_is_not_the_page(self) -> None:
        assert published(text("نشر في 20 أكتوبر 2021 - 08:58", near=1, role="published")) == "2021-10-20T08:58:00"

    def test_dates_of_other_articles_are_not_enough(self) -> None:
        assert published(text("11 أكتوبر 2021", near=60), text("9 أكتوبر 2021", near=64)) is None

    def test_date_in_a_sentence_is_no_stamp(self) -> None:
        sentence = "أعلنت وزارة التربية الوطنية أن الدخول المدرسي كان في 12 أكتوبر 2020 بجميع المدن"
        assert published(text(sentence, near=2, inside=True)) is None


class TestAnotherDay:
    def test_printed_day_goes_before_a_lone_stamp(self) -> None:
        assert (
            published(jsonld("2021-10-15T10:00:00+03:00"), text("الثلاثاء 12 أكتوبر 2021 - 14:30"))
            == "2021-10-12T14:30:00+03:00"
        )

    def test_printed_update_does_not(self) -> None:
        candidates = [
            jsonld("2021-10-12T14:30:00+03:00"),
            jsonld("2021-10-15T10:00:00+03:00", "dateModified"),
            text("15 أكتوبر 2021"),
        ]
        chosen = choose(*candidates)
        assert chosen.published == datetime.fromisoformat("2021-10-12T14:30:00+03:00")
        assert chosen.modified == datetime.fromisoformat("2021-10-15T10:00:00+03:00")

    def test_url_decides_between_two(self) -> None:
        address = url("https://example.com/2021/10/12/khabar")
        assert published(jsonld("2021-10-15T10:00:00+03:00"), text("12 أكتوبر 2021", near=4), address) == "2021-10-12"

    def test_printed_long_after_is_no_publication(self) -> None:
        # Whatever it is, the page's date or an update: the stamp is older.
        assert (
            published(jsonld("2021-03-02T10:00:00+03:00"), text("12 أكتوبر 2021"), now=None)
            == "2021-03-02T10:00:00+03:00"
        )

    def test_printed_before_the_stamp_is(self) -> None:
        assert published(jsonld("2021-10-15T10:00:00+03:00"), text("12 أكتوبر 2021", near=5)) == "2021-10-12"

    def test_order_of_day_and_month_is_settled_by_the_stamp(self) -> None:
        assert published(meta("2020-04-01T23:50:00+01:00"), text("04/01/2020 - 23:50")) == "2020-04-01T23:50:00+01:00"
        assert published(text("04/01/2020 - 23:50"), now=None) == "2020-01-04T23:50:00"

    def test_url_shows_the_publishers_day(self) -> None:
        assert published(jsonld("2021-10-12T22:30:00Z"), url("https://example.com/2021/10/13/khabar")) == "2021-10-13"
        assert published(url("https://example.com/news/2021-10-12-1.3874341")) == "2021-10-12"

    def test_stamp_made_while_serving(self) -> None:
        assert published(jsonld("2021-10-20T09:00:01Z"), url("https://example.com/2021/10/12/khabar")) == "2021-10-12"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("2021-10-25T10:00:00Z", "in the future"),
        ("1970-01-01T00:00:00Z", "before 1990"),
        ("0000-00-00 00:00:00", "before 1990"),
        ("قريبا", "no date that can be told"),
    ],
)
def test_refusals_keep_their_reason_and_the_raw_text(raw: str, reason: str) -> None:
    chosen = choose(jsonld(raw))
    assert chosen.published is None
    assert chosen.published_raw == raw
    assert reason in chosen.notes[0]


def test_a_day_ahead_is_a_zone_not_the_future() -> None:
    assert published(jsonld("2021-10-20T23:00:00Z")) == "2021-10-20T23:00:00+00:00"


class TestUpdates:
    def test_before_the_publication_is_none(self) -> None:
        chosen = choose(jsonld("2021-10-12T14:30:00+01:00"), jsonld("2021-03-15T20:18:00+01:00", "dateModified"))
        assert chosen.modified is None
        assert "before the publication" in chosen.notes[1]

    def test_in_one_string_with_the_publication(self) -> None:
        chosen = choose(text("نشر في 12 أكتوبر 2021 14:30 - آخر تحديث 13 أكتوبر 2021 09:00"), zone="Africa/Casablanca")
        assert chosen.published == datetime.fromisoformat("2021-10-12T14:30:00+01:00")
        assert chosen.modified == datetime.fromisoformat("2021-10-13T09:00:00+01:00")

    def test_alone_near_the_headline_counts(self) -> None:
        assert published(text("آخر تحديث 12 أكتوبر 2021", role="modified")) == "2021-10-12"

    def test_of_the_server_says_nothing(self) -> None:
        header = DateCandidate("Tue, 12 Oct 2021 13:45:00 GMT", "http:last-modified", "modified")
        lastmod = DateCandidate("2021-10-12T13:45:00Z", "sitemap:lastmod", "modified")
        chosen = choose(header, lastmod)
        assert (chosen.published, chosen.modified) == (None, None)


class TestRelative:
    def test_counts_from_the_reading(self) -> None:
        assert published(text("منذ 3 ساعات"), zone="Asia/Riyadh") == "2021-10-20T09:00:00+03:00"

    def test_is_no_clock_of_the_publisher(self) -> None:
        # Counted from our own clock, it has the digits of UTC wherever the publisher sits.
        assert published(jsonld("2021-10-20T06:12:00Z"), text("منذ 3 ساعات")) == "2021-10-20T06:12:00+00:00"

    def test_is_not_read_without_it(self) -> None:
        chosen = choose(text("منذ 3 ساعات"), text("12 أكتوبر"), now=None)
        assert chosen.published is None
        assert all("not known" in note for note in chosen.notes)


def test_machine_forms() -> None:
    assert published(jsonld("1634049000")) == "2021-10-12T14:30:00+00:00"
    assert published(meta("10/4/2021 2:30:00 PM")) == "2021-10-04T14:30:00"
    assert published(jsonld("2021-10-12 09:10:22 +03:00")) == "2021-10-12T09:10:22+03:00"
    assert (
        published(DateCandidate("Tue, 12 Oct 2021 14:30:00 +0100", "feed", "published")) == "2021-10-12T14:30:00+01:00"
    )


def test_every_candidate_has_its_note() -> None:
    candidates = [jsonld("2021-10-12T14:30:00+01:00"), text("12 أكتوبر 2021"), text("x"), url("https://example.com/a")]
    notes = choose(*candidates).notes
    assert len(notes) == len(candidates)
    assert "chosen" in notes[0]
    assert "agrees" in notes[1]
    assert "refused" in notes[2]


def test_no_candidates() -> None:
    assert choose() == Chosen()


RAWS = st.sampled_from(
    ["2021-10-12T14:30:00Z", "2021-10-12T00:00:00Z", "2021-10-12 14:30:00", "12 أكتوبر 2021 - 14:30", "12 أكتوبر 2021",
     "منذ ساعة", "نشر 12 أكتوبر 2021 آخر تحديث 14 أكتوبر 2021 10:00", "5 رمضان 1442", "14:30", "1634049000",
     "https://example.com/2021/10/12/x", "2021-10-12T14:30:00+03:00", "12/10/2021 02:30 م", "0000-00-00"]
)  # fmt: skip
SOURCES = st.sampled_from(
    ["jsonld:datePublished", "jsonld:dateModified", "meta:date", "time", "text", "url", "feed", "sitemap:lastmod",
     "rest", "http:last-modified", "item", "listing", "dateline", "somewhere:new"]
)  # fmt: skip
CANDIDATES = st.builds(
    DateCandidate,
    RAWS | st.text(max_size=20),
    SOURCES,
    st.sampled_from(["published", "modified", "unknown"]),
    st.none() | st.integers(0, 80),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(CANDIDATES, max_size=8),
    st.sampled_from([None, NOW, NOW + timedelta(days=400), datetime(2021, 10, 12, 14, 31, tzinfo=UTC)]),
    st.sampled_from([None, "Africa/Cairo", "nowhere"]),
)
def test_any_mixture_is_settled(candidates: list[DateCandidate], now: datetime | None, zone: str | None) -> None:
    chosen = choose_dates(candidates, now=now, timezone=zone)
    assert len(chosen.notes) == len(candidates)
    if chosen.published is None:
        assert (chosen.published_source, chosen.published_precision, chosen.modified) == (None, None, None)
        return
    assert chosen.published_raw in {candidate.raw for candidate in candidates}
    assert (chosen.published_precision == "day") == (not isinstance(chosen.published, datetime))
    published_columns(chosen.published)


def test_visible_pages(corpus: Path) -> None:
    """The day of every real page, and its clock where gold has one."""
    addresses = {}
    for line in (corpus / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        addresses[row["id"]] = row.get("url") or f"https://example.com/{row['id']}"
    wrong = []
    for path in sorted((corpus / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        try:
            article = extract((corpus / "pages" / f"{path.stem}.html").read_bytes(), addresses[path.stem])
        except NotAnArticle:
            continue
        got = choose_dates(article.dates, now=datetime.now(UTC), timezone=None).published
        expected = datetime.fromisoformat(gold["published"])
        if isinstance(got, datetime):
            same = got.isoformat(timespec="minutes") == expected.isoformat(timespec="minutes")
        else:
            same = got is not None and got.isoformat() == gold["published"]
        if not same:
            wrong.append((path.stem, gold["published"], got))
    assert not wrong

"""Properties of the reader of dates: what is printed comes back, what is no date gives None, and nothing takes long."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.dates import parse_date
from newscrawl.arabic.phrases import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

ZONE = "Africa/Casablanca"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo(ZONE))
TODAY = NOW.date()


def names(text: str) -> list[str]:
    return [name.replace("_", " ") for name in text.split()]


MOROCCO = names("يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر")
MAGHREB = names("جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر")
GULF = names("يناير فبراير مارس إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")
LEVANT = names("كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول")
FRENCH = names("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
HIJRI = names("محرم صفر ربيع_الأول ربيع_الآخر جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة ذو_الحجة")
WEEKDAYS = names("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def named(months: list[str], form: str) -> Callable[[date], str]:
    return lambda day: form.format(d=day.day, m=months[day.month - 1], y=day.year, w=WEEKDAYS[day.weekday()])


def dual(day: date) -> str:
    return f"{day.day} {LEVANT[day.month - 1]}/{GULF[day.month - 1]} {day.year}"


def hijri(day: date) -> str:
    there = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{there.day} {HIJRI[there.month - 1]} {there.year} هـ"


def hijri_numbers(day: date) -> str:
    there = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{there.year}/{there.month:02}/{there.day:02} هـ"


def both_calendars(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {hijri(day)} الموافق {day.day} {GULF[day.month - 1]} {day.year}م"


FORMS: list[Callable[[date], str]] = [
    *(
        named(months, form)
        for months in (MOROCCO, MAGHREB, GULF, LEVANT, FRENCH)
        for form in ("{d} {m} {y}", "{m} {d}, {y}")
    ),
    named(MOROCCO, "{w} {d} {m} {y}"),
    named(LEVANT, "{w}، {d} {m} {y}م"),
    named(MAGHREB, "نشر في: {w} {d} {m} {y}"),
    named(GULF, "{d}-{m}-{y}"),
    dual,
    hijri,
    hijri_numbers,
    both_calendars,
    lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: day.isoformat(),
    lambda day: f"https://example.com/{day:%Y/%m/%d}/khabar",
]
DRESSES: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: text.translate(ARABIC_DIGITS),
    lambda text: text.translate(PERSIAN_DIGITS),
    lambda text: f"\u202b{text}\u202c",
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: f"  {text} | سياسة",
]
CLOCKS: list[Callable[[datetime], str]] = [
    lambda at: f"{at:%H:%M}",
    lambda at: f"{at:%H:%M:%S}",
    lambda at: f"الساعة {at:%H:%M}",
    lambda at: f"{at:%I:%M} {'ص' if at.hour < 12 else 'م'}",
    lambda at: f"{at:%I:%M} {'صباحا' if at.hour < 12 else 'مساءً'}",
    lambda at: f"{at:%H}h{at:%M}",
]

days = st.dates(date(1990, 1, 1), TODAY)
RANGE = (datetime(1990, 1, 2), datetime(2026, 11, 24))  # noqa: DTZ001 - clocks as shown
moments = st.datetimes(*RANGE)


def test_every_form_comes_back() -> None:
    @settings(max_examples=60, deadline=None)
    @given(days)
    def check(day: date) -> None:
        for form in FORMS:
            for dress in DRESSES:
                raw = dress(form(day))
                if raw.strip().startswith("http") and (" " in raw.strip() or "\u00a0" in raw):
                    continue  # a URL with words beside it is not a URL
                parsed = parse_date(raw, now=NOW, timezone=ZONE)
                assert parsed is not None, raw
                assert parsed.value == day, raw

    check()


@settings(max_examples=150, deadline=None)
@given(moments, st.sampled_from(CLOCKS), st.sampled_from([" ", " - ", " | ", "، ", " على "]), st.booleans())
def test_every_clock_comes_back(at: datetime, clock: Callable[[datetime], str], joint: str, is_first: bool) -> None:
    at = at.replace(second=at.second if "%S" in clock(at) or clock(at).count(":") == 2 else 0, microsecond=0)
    day = f"{at.day} {MOROCCO[at.month - 1]} {at.year}"
    raw = f"{clock(at)}{joint}{day}" if is_first else f"{day}{joint}{clock(at)}"
    parsed = parse_date(raw, now=NOW, timezone=ZONE)
    assert parsed is not None, raw
    assert parsed.value == at.replace(tzinfo=ZoneInfo(ZONE)), raw


@settings(max_examples=100, deadline=None)
@given(st.datetimes(*RANGE, timezones=st.timezones()))
def test_iso_comes_back(at: datetime) -> None:
    at = at.replace(microsecond=0)
    offset = at.utcoffset() or timedelta(0)
    if offset % timedelta(minutes=1):
        return  # the local mean times of the nineteenth century, in seconds
    parsed = parse_date(at.isoformat(), now=NOW, timezone=ZONE)
    assert parsed is not None
    assert parsed.value.isoformat() == at.isoformat()


LEXICON = [row["form"] for row in load_lexicon("date_words")] + [row["name"] for row in load_lexicon("date_zones")]
MONTHS = [row["name"] for row in load_lexicon("months")]
PIECES = st.one_of(
    st.sampled_from(LEXICON),
    st.sampled_from(MONTHS),
    st.sampled_from(
        ["1", "12", "31", "99", "2021", "1443", "14:30", "12/10/2021", "2021-10-12", "1,254", "Z", "T", "GMT"]
    ),
    st.sampled_from(
        [" ", " - ", "/", "،", ":", " | ", "(", ")", ".", " و", "+", "\u200f", "\n", "\ue000", "\ue001", "&#x200f;"]
    ),
    st.text(max_size=4),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from([None, ZONE, "Asia/Riyadh", "nowhere"]))
def test_nothing_raises_and_what_comes_is_in_range(raw: str, timezone: str | None) -> None:
    parsed = parse_date(raw, now=NOW, timezone=timezone)
    if parsed is None:
        return
    day = parsed.value.date() if isinstance(parsed.value, datetime) else parsed.value
    assert 1990 <= day.year <= TODAY.year + 1
    if isinstance(parsed.value, datetime):
        assert parsed.value.tzinfo is not None
    assert (parsed.precision == "day") == (parsed.local is None)


WORDS = st.sampled_from(
    names(
        "قال الوزير إن الحكومة ستعلن عن برنامج جديد لدعم الفلاحين في مختلف "
        "جهات المملكة ماي نيسان مارس الأحد رمضان اليوم منذ"
    )
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=30).map(" ".join))
def test_text_without_a_number_has_no_date(text: str) -> None:
    assert parse_date(text, now=NOW, timezone=ZONE) is None


@pytest.mark.parametrize(
    "piece",
    [
        "في ",
        "منذ ساعة ",
        "و ساعة ",
        "خمس وعشرين و",
        "12 ",
        "1/",
        "أكتوبر ",
        "نشر ",
        "(",
        "| ",
        "14:30 ",
        "2021",
        "ـ",
        "م ",
        "&",
    ],
)
def test_a_megabyte_takes_no_time(piece: str) -> None:
    raw = piece * (1_000_000 // len(piece))
    started = time.process_time()
    for opening in ("", "منذ ساعة ", "نشر في 12 أكتوبر "):
        parse_date(opening + raw, now=NOW, timezone=ZONE)
    assert time.process_time() - started < 0.5

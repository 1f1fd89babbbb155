"""Printed dates, a table a kind; unless said, a string is read at 18:00 on Thursday 14 October 2021 in Casablanca."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from newscrawl.arabic.dates import ParsedDate, parse_date

NOW = datetime.fromisoformat("2021-10-14T18:00:00+01:00")
HOME = "Africa/Casablanca"


def read(raw: str, now: datetime = NOW, timezone: str | None = HOME) -> ParsedDate | None:
    return parse_date(raw, now=now, timezone=timezone)


def value(raw: str, now: datetime = NOW, timezone: str | None = HOME) -> str | None:
    parsed = read(raw, now, timezone)
    return parsed.value.isoformat() if parsed is not None else None


DAYS = {
    # Morocco, Algeria, Tunisia, Mauritania
    "12 دجنبر, 2020": "2020-12-12",
    "02/ شتنبر /2021": "2021-09-02",
    "12شتنبر2021": "2021-09-12",
    "الأربعاء 3 نونبر 2021م": "2021-11-03",
    "1 أغشت 2021": "2021-08-01",
    "5 من شهر ماي سنة 2021": "2021-05-05",
    "12 فيڤري 2021": "2021-02-12",
    "12 فيفرى 2021": "2021-02-12",
    "جويلية 5, 2021": "2021-07-05",
    "3 جوان 2021": "2021-06-03",
    "1443-03-08": "2021-10-14",
    # A dateline of Reuters, without a year and with both names of its month
    "صنعاء 6 سبتمبر أيلول (رويترز)": "2021-09-06",
    "21 أوت 2020": "2020-08-21",
    # Egypt and the Gulf, with what the keyboard does to them
    "13 أغسطس 2019": "2019-08-13",
    "13 اغسطسس 2019": "2019-08-13",
    "12 إكتوبر 2019": "2019-10-12",
    "12 اكتوير 2019": "2019-10-12",
    "12 سبتمر 2020": "2020-09-12",
    "11 يولية 2020": "2020-07-11",
    "2 يونيه 2021م": "2021-06-02",
    # The Levant and Iraq
    "تشرين الثاني 12، 2020": "2020-11-12",
    "12/تشرين الأول/2020": "2020-10-12",
    "12 تشرين ثانٍ 2020": "2020-11-12",
    "30 تشرين ١ 2020": "2020-10-30",
    "تشرين2 5, 2020": "2020-11-05",
    "5 ك2 2021": "2021-01-05",
    "12 ت1 2020": "2020-10-12",
    "15 أيّار 2021": "2021-05-15",
    "کانون الأول 25, 2020": "2020-12-25",
    # Libya, 1986 to 2011
    "14 التمور 2008": "2008-10-14",
    "3 الصيف 2010 مسيحي": "2010-06-03",
    "2 هانيبال 2009": "2009-08-02",
    # One month, two names
    "15 أيلول/ سبتمبر 2021": "2021-09-15",
    "15 سبتمبر (أيلول) 2021": "2021-09-15",
    "أيلول / سبتمبر 15، 2021": "2021-09-15",
    "15 تشرين/ أكتوبر 2020": "2020-10-15",
    "15 كانون2/يناير 2020": "2020-01-15",
    # Day in words
    "فاتح ماي 2021": "2021-05-01",
    "الثاني عشر من أكتوبر 2021": "2021-10-12",
    "الحادي والثلاثين من غشت 2021": "2021-08-31",
    # Hijri: the Umm al-Qura table
    "15 رمضان 1442هـ": "2021-04-27",
    "15 شهر رمضان 1442": "2021-04-27",
    "١٥ محرم ١٤٤٣": "2021-08-23",
    "15 ذو القعدة 1442هـ": "2021-06-25",
    "15 ذي الحجة 1442": "2021-07-25",
    "15 ربيع أول 1443 هـ": "2021-10-21",
    "15 جمادى الثانية 1442": "2021-01-28",
    "1443/3/6": "2021-10-12",
    "06 / 03 / 1443 هـ": "2021-10-12",
    "غرة رمضان 1442": "2021-04-13",
    # Both calendars: the Gregorian day counts, even where the other is a day off
    "12 أكتوبر 2021 الموافق لـ 5 ربيع الأول 1443": "2021-10-12",
    "الأحد 10 ربيع الأول 1443هـ، الموافق 17 أكتوبر 2021م": "2021-10-17",
    "1443/03/06هـ - 2021/10/12م": "2021-10-12",
    # Weekdays, wherever they stand
    "الأحد،14 مارس 2021": "2021-03-14",
    "12/10/2021 الثلاثاء": "2021-10-12",
    "الثلاثاء/12/أكتوبر/2021": "2021-10-12",
    "ليوم الثلاثاء 12 أكتوبر 2021": "2021-10-12",
    "الأربعـــاء 13 أكتوبر 2021": "2021-10-13",
    # Numbers
    "1/2/2021": "2021-02-01",
    "2021/1/2": "2021-01-02",
    "12/25/2020": "2020-12-25",
    "12-10-21": "2021-10-12",
    "12\\10\\2021": "2021-10-12",
    "12–10–2021": "2021-10-12",
    "١٢\u060d١٠\u060d٢٠٢١": "2021-10-12",
    "20 / 9 / 2021": "2021-09-20",
    "12／10／2021": "2021-10-12",
    "2021-10-12": "2021-10-12",
    "20211012": "2021-10-12",
    # Text around
    "العدد 12 - 12 أكتوبر 2021": "2021-10-12",
    "المشاهدات: 12 - 12 أكتوبر 2021": "2021-10-12",
    "مدة القراءة 3 دقائق - 12 أكتوبر 2021": "2021-10-12",
    "بواسطة سلمى العلوي في 12 أكتوبر 2021": "2021-10-12",
    "12 أكتوبر 2021 - 1,254 مشاهدة": "2021-10-12",
    "12&nbsp;أكتوبر&nbsp;2021": "2021-10-12",
    "\u200f\u200f12/\u200f10/\u200f2021": "2021-10-12",
    "\ufeff12\u200bأكتوبر\u200b2021": "2021-10-12",
    # Datelines
    "الرباط - 12 أكتوبر 2021 (ومع) - قالت الوزارة إن اللقاء سيكون يوم 20 نونبر 2021": "2021-10-12",
    "القاهرة في 12 أكتوبر /أ ش أ/ قال": "2021-10-12",
    "بيروت 12 تشرين الأول (رويترز)": "2021-10-12",
    # French and English
    "1er octobre 2021": "2021-10-01",
    "12 août 2021": "2021-08-12",
    "12 févr. 2021": "2021-02-12",
    "October 12th, 2021": "2021-10-12",
    "12-Oct-21": "2021-10-12",
    # No year: the last such day
    "12 أكتوبر": "2021-10-12",
    "15 أكتوبر": "2020-10-15",
    "29 فيفري": "2020-02-29",
    "سلمى العلوي | 12 أكتوبر": "2021-10-12",
    # Counted back
    "منذ ثلاثة أيام": "2021-10-11",
    "قبل أسبوعين": "2021-09-30",
    "منذ خمسة وعشرين يوما": "2021-09-19",
    "منذ 3 أشهر": "2021-07-14",
    "منذ عامين": "2019-10-14",
    "يومين مضت": "2021-10-12",
    "il y a 2 jours": "2021-10-12",
    "اليوم": "2021-10-14",
    "نشر أمس": "2021-10-13",
    "أول أمس": "2021-10-12",
    # URLs
    "https://www.example.com/2021/10/12/khabar": "2021-10-12",
    "https://example.com/20211012/khabar": "2021-10-12",
    "/news/2021/10/12/خبر": "2021-10-12",
}

TIMES = {
    # 12 October 2021, 14:30 in Casablanca, said in many ways
    "الثلاثاء 12 أكتوبر 2021 - 14:30": "2021-10-12T14:30:00+01:00",
    "14:30 | 12 أكتوبر 2021": "2021-10-12T14:30:00+01:00",
    "الثلاثاء 12 أكتوبر 2021 على الساعة 14س30": "2021-10-12T14:30:00+01:00",
    "الثلاثاء 12 أكتوبر 2021 02:30 مساءً - بتوقيت أبوظبي": "2021-10-12T14:30:00+04:00",
    "14:30-12/10/2021": "2021-10-12T14:30:00+01:00",
    "12-10-2021-14:30": "2021-10-12T14:30:00+01:00",
    "12/10/202114:30": "2021-10-12T14:30:00+01:00",
    "12.10.2021، الساعة 14.30": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 الساعة 2:30 بعد الظهر": "2021-10-12T14:30:00+01:00",
    "م 02:30 2021/10/12": "2021-10-12T14:30:00+01:00",
    "12/10/2021 02:30:00 PM": "2021-10-12T14:30:00+01:00",
    "١٢\u200f/١٠\u200f/٢٠٢١، ٢:٣٠ م": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 م 02:30": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 14سا30": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 à 14h30": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 على الساعة 14سا و30د": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 الساعة الثانية والنصف بعد الظهر": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 12:30 منتصف الليل": "2021-10-12T00:30:00+01:00",
    "12 أكتوبر 2021 على الساعة 14 و30 دقيقة": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 الساعة الثانية عشرة والنصف ظهرا": "2021-10-12T12:30:00+01:00",
    "12 أكتوبر 2021 الساعة الثالثة إلا ربعا مساء": "2021-10-12T14:45:00+01:00",
    "12 أكتوبر 2021 الساعة الثامنة مساء": "2021-10-12T20:00:00+01:00",
    "12 أكتوبر 2021 12:05 صباحا": "2021-10-12T00:05:00+01:00",
    "12 أكتوبر 2021 12:05 ظهرا": "2021-10-12T12:05:00+01:00",
    "12 أكتوبر 2021 22:30 م": "2021-10-12T22:30:00+01:00",
    "12 أكتوبر 2021م 02:30": "2021-10-12T02:30:00+01:00",
    # Zones
    "12 أكتوبر 2021 14:30 ت.غ": "2021-10-12T14:30:00+00:00",
    "12 أكتوبر 2021 14:30 (ت.غ+3)": "2021-10-12T14:30:00+03:00",
    "12 أكتوبر 2021 14:30 بتوقيت غرينتش+1": "2021-10-12T14:30:00+01:00",
    "14:30 - 12 أكتوبر 2021 (GMT)": "2021-10-12T14:30:00+00:00",
    "11:10 غرينتش - 7 مارس 2021": "2021-03-07T11:10:00+00:00",
    "آخر تحديث: 12 أكتوبر 2021 11:30 غرينتش - 14:30 مكة": "2021-10-12T11:30:00+00:00",
    "12 أكتوبر 2021 KSA 16:25 - GMT 13:25": "2021-10-12T16:25:00+03:00",
    "12 أكتوبر 2021 14:30 بتوقيت القاهرة": "2021-10-12T14:30:00+02:00",
    "12 يوليو 2020 14:30 بتوقيت مدينة القاهرة": "2020-07-12T14:30:00+02:00",
    "12/10/2021 14:30 (مكة المكرمة)": "2021-10-12T14:30:00+03:00",
    "12 أكتوبر 2021 14:30 بالتوقيت المحلي": "2021-10-12T14:30:00+01:00",
    "12 أكتوبر 2021 14:30 غرينتش 3+": "2021-10-12T14:30:00+03:00",
    "12 أكتوبر 2021 14:30 غرينتش 31+": "2021-10-12T14:30:00+00:00",
    "12 أكتوبر 2021 14:30 GMT +03:00": "2021-10-12T14:30:00+03:00",
    "Tue Oct 12 2021 14:30:00 GMT+0100 (GMT+01:00)": "2021-10-12T14:30:00+01:00",
    "Tue Oct 12 14:30:00 UTC 2021": "2021-10-12T14:30:00+00:00",
    "Tue, 12 Oct 2021 13:45:00 +0100": "2021-10-12T13:45:00+01:00",
    # Publication before update, in either order
    "نشر في 12 أكتوبر 2021 14:30 - آخر تحديث 13 أكتوبر 2021 09:00": "2021-10-12T14:30:00+01:00",
    "تم التحديث: 13/10/2021 09:00 تم النشر: 12/10/2021 14:30": "2021-10-12T14:30:00+01:00",
    "17:27 GMT 17.03.2020(تم التحديث: 17:49 GMT 18.03.2020)": "2020-03-17T17:27:00+00:00",
    "نشر أمس 14:30 آخر تحديث اليوم 16:00": "2021-10-13T14:30:00+01:00",
    "5 أكتوبر 2021 آخر تحديث 10:45 غرينتش": "2021-10-05T10:45:00+00:00",
    # Counted back
    "منذ ساعة ونصف": "2021-10-14T16:30:00+01:00",
    "منذ ساعة إلا ربع": "2021-10-14T17:15:00+01:00",
    "منذ خمس وعشرين دقيقة": "2021-10-14T17:35:00+01:00",
    "منذ إحدى عشرة ساعة": "2021-10-14T07:00:00+01:00",
    "منذ حوالي ساعتين": "2021-10-14T16:00:00+01:00",
    "كتب محمد منذ ساعتين": "2021-10-14T16:00:00+01:00",
    "سلمى العلوي - منذ ساعتين": "2021-10-14T16:00:00+01:00",
    "il y a 3h": "2021-10-14T15:00:00+01:00",
    "an hour ago": "2021-10-14T17:00:00+01:00",
    "الآن": "2021-10-14T18:00:00+01:00",
    "مساء أمس 10:30": "2021-10-13T22:30:00+01:00",
    "14:30 اليوم": "2021-10-14T14:30:00+01:00",
    "أمس الأربعاء 14:30": "2021-10-13T14:30:00+01:00",
    "12 أكتوبر، 14:30": "2021-10-12T14:30:00+01:00",
    # ISO 8601
    "2021-10-12T14:30:00.123456+01:00": "2021-10-12T14:30:00+01:00",
    "2021-10-12 14:30:00 +0100": "2021-10-12T14:30:00+01:00",
    "20211012T143000Z": "2021-10-12T14:30:00+00:00",
    "٢٠٢١-١٠-١٢T١٤:٣٠:٠٠Z": "2021-10-12T14:30:00+00:00",
    "نشر: 2021-10-12T14:30:00-03:00": "2021-10-12T14:30:00-03:00",
}

NOTHING = [
    "",
    " \u200f ",
    # What began or ends then
    "منذ 7 أكتوبر 2020", "قبل 7/10/2020", "اعتبارا من 12 أكتوبر 2021", "حتى 12 أكتوبر 2021", "إلى غاية 12/10/2021",
    # A month, a year, a season, a span
    "أكتوبر 2021", "رمضان 1443 هـ", "2021", "خريف 2021", "موسم 2020-2021", "12 تشرين 2021", "15 أكتوبر 1443",
    "من 5 إلى 10 أكتوبر 2021", "5-10 أكتوبر 2021", "5 و6 أكتوبر 2021", "12/10/2021 - 15/10/2021",
    "من 12 أكتوبر 2021 إلى 15 أكتوبر 2021", "du 5 au 10 octobre 2021",
    "15 سبتمبر/ تشرين الأول 2021",
    # Numbers of other things
    "0522-27-16-50", "هاتف: 05-22-27", "القانون رقم 05.20", "رقم 12/10/2021", "المرسوم رقم 2.20.293", "192.168.10.12",
    "النتيجة 2-1", "سورة البقرة 2:255", "v2.10.2021", "ISBN 978-2-1234-5680-3", "3/4", "14:30", "الثلاثاء 14:30",
    # Named after a day
    "شارع 9 أبريل", "ملعب 5 جويلية 1962", "حركة 20 فبراير", "ثورة 25 يناير", "جسر 6 أكتوبر", "اتحاد 20 غشت",
    # Words
    "نيسان باترول 2021", "رجب طيب أردوغان", "المصري اليوم", "اليوم السابع", "اليوم 24",
    "مباريات اليوم 20:00", "ماي", "آب",
    "الجمعة السوداء", "5 رمضان", "3 صفر",
    # Lengths of time that count back from nothing
    "منذ عام 2011", "منذ شهر مارس", "قبل يوم السبت", "قبل ساعة من المباراة", "منذ أيام", "قبل دقائق", "منذ عدة أيام",
    "بعد ساعتين", "خلال 24 ساعة", "5 دقائق قراءة", "قبل 40 سنة", "منذ 5 سنوات وهو يعمل", "أمس الجمعة 14:30",
    # Template leftovers and impossible days
    "{{ date }}", "NaN/NaN/NaN", "dd/mm/yyyy", "31 شتنبر 2021", "29 فبراير 2021", "0 أكتوبر 2021",
    "2021-13-05", "2021/25/12",
    "00/00/0000", "30 نوفمبر -0001", "-0001-11-30T00:00:00+00:00", "-2021-10-12", "1 يناير 1970", "12 أكتوبر 20211",
    "12 أكتوبر 3021", "12/15/1443", "31 أكتوبر 2020 25:61", "2021-10-12T25:30:00Z",
    # URLs with less than a day
    "https://example.com/2021/10/khabar", "https://example.com/20211012123/khabar", "https://example.com/?p=20211012",
    "https://example.com/2021/10/12/2020/09/11/x", "https://example.com/2021/02/30/x",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), DAYS.items())
def test_reads_a_day(raw: str, expected: str) -> None:
    parsed = read(raw)
    assert parsed is not None
    assert (parsed.value.isoformat(), parsed.precision, parsed.local) == (expected, "day", None)


@pytest.mark.parametrize(("raw", "expected"), TIMES.items())
def test_reads_an_instant(raw: str, expected: str) -> None:
    assert value(raw) == expected


@pytest.mark.parametrize("raw", NOTHING)
def test_gives_nothing_rather_than_a_guess(raw: str) -> None:
    assert read(raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("أربعاء, 04/01/2020 - 23:50", "2020-04-01T23:50:00+01:00"),  # the fourth of January was a Saturday
        ("سبت, 04/01/2020 - 23:50", "2020-01-04T23:50:00+01:00"),
        ("ثلاثاء, 10/12/2021", "2021-10-12"),
        ("الأربعاء 12 أكتوبر", "2016-10-12"),  # without a year the weekday tells which
    ],
)
def test_weekday_settles_what_is_open(raw: str, expected: str) -> None:
    assert value(raw) == expected


def test_long_texts_are_read_from_their_start() -> None:
    assert value("https://example.com/2021/10/12/" + "%D8%AE%D8%A8%D8%B1" * 200) == "2021-10-12"
    assert value("الرباط،\u00a012\u00a0أكتوبر\u00a02021\u00a0(ومع)\u00a0" + "قالت\u00a0" * 400) == "2021-10-12"
    assert value("قالت " * 199 + "12 أكتوبر 20211") is None
    assert value("\u00a0" * 5000 + "12 أكتوبر 2021") == "2021-10-12"
    assert value(" " * 5000) is None
    assert value("ب" * 5000) is None


def test_weekday_that_disagrees_is_reported() -> None:
    right, wrong, none = read("الثلاثاء 12 أكتوبر 2021"), read("الجمعة 12 أكتوبر 2021"), read("12 أكتوبر 2021")
    assert right is not None
    assert wrong is not None
    assert none is not None
    assert (right.weekday_agrees, wrong.weekday_agrees, none.weekday_agrees) == (True, False, None)


def test_calendars_that_disagree_are_reported() -> None:
    for raw, agree in {
        "12 أكتوبر 2021 الموافق 6 ربيع الأول 1443": True,
        "12 أكتوبر 2021 الموافق 4 ربيع الأول 1443": True,  # by sighting
        "12 أكتوبر 2021 الموافق 26 ربيع الأول 1443": False,
        "12 أكتوبر 2021": None,
    }.items():
        parsed = read(raw)
        assert parsed is not None
        assert parsed.calendars_agree is agree, raw


def test_american_order_is_kept_where_it_is_possible() -> None:
    for raw, other in {
        "04/01/2020": date(2020, 4, 1),
        "25/01/2020": None,
        "سبت 04/01/2020": None,
        "03/03/2020": None,
    }.items():
        parsed = read(raw)
        assert parsed is not None
        assert parsed.month_first == other, raw


def test_ramadan_moves_the_clock_of_casablanca() -> None:
    # Morocco keeps UTC in Ramadan (13 April to 12 May 2021) and UTC+1 for the rest of the year.
    assert value("12 أبريل 2021 - 10:00") == "2021-04-12T10:00:00+00:00"
    assert value("5 ماي 2021 - 10:00") == "2021-05-05T10:00:00+00:00"
    assert value("20 ماي 2021 - 10:00") == "2021-05-20T10:00:00+01:00"


def test_clock_without_a_zone_is_no_instant() -> None:
    parsed = read("12 أكتوبر 2021 - 14:30", timezone=None)
    assert parsed is not None
    assert parsed.value == date(2021, 10, 12)
    assert parsed.local == datetime.fromisoformat("2021-10-12T14:30:00")
    assert (parsed.precision, parsed.zone_source) == ("minute", None)


def test_zone_that_cannot_be_told_is_no_site_zone() -> None:
    parsed = read("12 أكتوبر 2021 14:30 بتوقيت القمر")
    assert parsed is not None
    assert (parsed.value, parsed.zone_source) == (date(2021, 10, 12), None)


def test_name_of_two_places_is_the_sites_own() -> None:
    assert value("12 أكتوبر 2021 14:30 بتوقيت عمان", timezone="Asia/Muscat") == "2021-10-12T14:30:00+04:00"
    assert value("12 أكتوبر 2021 14:30 بتوقيت عمان", timezone="Asia/Amman") == "2021-10-12T14:30:00+03:00"


def test_unknown_zone_name_counts_as_none() -> None:
    assert value("12 أكتوبر 2021 14:30", timezone="Mars/Olympus") == "2021-10-12"


def test_precision_and_source_of_the_zone() -> None:
    cases = {
        "12 أكتوبر 2021 14:30:05": ("second", "site"),
        "12 أكتوبر 2021 14:30 GMT": ("minute", "text"),
        "منذ 30 ثانية": ("second", "site"),
        "منذ ساعة": ("minute", "site"),
        "12 أكتوبر 2021": ("day", None),
    }
    for raw, expected in cases.items():
        parsed = read(raw)
        assert parsed is not None
        assert (parsed.precision, parsed.zone_source) == expected, raw


def test_label_gives_the_role_and_the_update_is_kept() -> None:
    parsed = read("آخر تحديث 13 أكتوبر 2021 09:00 - نشر في 12 أكتوبر 2021 14:30")
    assert parsed is not None
    assert parsed.role == "published"
    assert parsed.updated is not None
    assert parsed.updated.value == datetime.fromisoformat("2021-10-13T09:00:00+01:00")
    alone = read("آخر تحديث 13 أكتوبر 2021")
    assert alone is not None
    assert (alone.role, alone.updated) == ("modified", None)


def test_label_in_brackets_ends_with_them() -> None:
    parsed = read("(آخر تحديث: 13 أكتوبر 2021 09:00) 12 أكتوبر 2021")
    assert parsed is not None
    assert (parsed.role, parsed.value) == ("unknown", date(2021, 10, 12))


def test_relative_dates_are_counted_on_the_sites_calendar() -> None:
    midnight = datetime.fromisoformat("2021-10-14T22:30:00+00:00")
    assert value("أمس", midnight, "Asia/Riyadh") == "2021-10-14"
    assert value("أمس", midnight, "Africa/Nouakchott") == "2021-10-13"
    assert value("قبل شهر", datetime.fromisoformat("2021-03-31T10:00:00+01:00")) == "2021-02-28"


def test_form_tells_a_stamp_from_a_sentence() -> None:
    forms = {
        "سلمى العلوي | 12 أكتوبر 2021": "stamp",
        "الرباط، 12 أكتوبر 2021 (ومع) - أعلنت وزارة التربية الوطنية عن موعد جديد للدخول المدرسي": "dateline",
        "أعلنت وزارة التربية الوطنية أن الدخول المدرسي كان في 12 أكتوبر 2021 بجميع المدن": "prose",
    }
    for raw, expected in forms.items():
        parsed = read(raw)
        assert parsed is not None
        assert parsed.form == expected, raw


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("12 Ekim 2021", "2021-10-12"),
        ("12 Oktober 2021", "2021-10-12"),
        ("12 شخصا 2021", None),
        ("12 kelma 2021", None),
    ],
)
def test_dateparser_is_asked_for_a_months_name_only(raw: str, expected: str | None) -> None:
    assert value(raw) == expected


def test_dateparser_is_not_asked_about_known_strings(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise AssertionError("a known string went to dateparser")

    monkeypatch.setattr("newscrawl.arabic.dates.reading.ask_dateparser", fail)
    for raw in (*DAYS, *TIMES, *NOTHING):
        read(raw)

"""Dates as the papers print them: national month names, both digit sets, Hijri beside Gregorian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hijridate import Gregorian

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.newsroom.papers import Paper

_WEEKDAYS: Final = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTHS: Final = {
    "moroccan": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ],
    "egyptian": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    "maghreb": [
        "جانفي",
        "فيفري",
        "مارس",
        "أفريل",
        "ماي",
        "جوان",
        "جويلية",
        "أوت",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    "levantine": [
        *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
        *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
    ],
}
_HIJRIMONTHS: Final = (
    *("محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"),
    *("رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"),
)
_ARABIC_DIGITS: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def prints_time(paper: Paper, number: int) -> bool:
    """Tell whether the paper prints a time of day beside the article's date; one paper does so now and then."""
    return paper.template != "table" or number % 2 == 0


def printed_date(paper: Paper, moment: datetime, *, with_time: bool = True) -> str:
    """Print a publication time in the paper's own style."""
    month = MONTHS[paper.months][moment.month - 1]
    weekday = _WEEKDAYS[moment.weekday()]
    match paper.template:
        case "publisher":
            text = f"{weekday} {moment.day} {month} {moment.year} - {moment:%H:%M}"
        case "jannah":
            text = f"{moment.day} {month} {moment.year} | {moment:%H:%M}"
        case "drupal":
            text = f"{weekday} {moment.day} {month} {moment.year} - {_twelve_hours(moment)}"
        case "brdiv":
            text = f"{moment.day} {month} {moment.year}، {moment:%H}سا{moment:%M}"
        case "table":
            text = f"{moment:%d/%m/%Y %H:%M}" if with_time else f"{weekday} {_both_calendars(moment, month)}"
        case "arc":
            text = f"{weekday}، {moment:%d} {month} {moment.year} {_twelve_hours(moment)}"
    return text.translate(_ARABIC_DIGITS) if paper.arabic_digits else text


def header_clock(paper: Paper, now: datetime) -> str:
    """Print the masthead's own clock: today's date, which is no article's."""
    month = MONTHS[paper.months][now.month - 1]
    text = f"{_WEEKDAYS[now.weekday()]} {now.day} {month} {now.year}"
    return text.translate(_ARABIC_DIGITS) if paper.arabic_digits else text


def _twelve_hours(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12:02d}:{moment:%M} {'ص' if moment.hour < 12 else 'م'}"


def _both_calendars(moment: datetime, month: str) -> str:
    hijri = Gregorian.fromdate(moment.date()).to_hijri()
    hijri_text = f"{hijri.day} {_HIJRIMONTHS[hijri.month - 1]} {hijri.year} هـ"
    return f"{hijri_text} الموافق {moment.day} {month} {moment.year} م"

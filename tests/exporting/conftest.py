"""Fixtures of the export's tests: a small archive whose articles hold what formats stumble over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.items import Article

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SUBJECTS = ("الميناء", "المتحف", "السوق", "الجسر", "المكتبة", "الحديقة", "المطار", "الملعب", "المستشفى", "المصنع")
PLACES = ("الشمالية", "الجنوبية", "القديمة", "الجديدة", "الساحلية", "الجبلية")


def make_article(number: int, **fields: Any) -> Article:
    """Make an article whose text no other number has."""
    subject, place = SUBJECTS[number % len(SUBJECTS)], PLACES[number // len(SUBJECTS) % len(PLACES)]
    words = " ".join(f"{subject}{(number * 7919 + step * 104729) % 9973}" for step in range(40))
    values: dict[str, Any] = {
        "title": f"أشغال {subject} في المدينة {place} رقم {number}",
        "body": f"قال المهندس إن أشغال {subject} انتهت.\n{words}\nوأضاف «سنفتح الأبواب غدا»، بحسب البلاغ.",
        "site": f"paper{number % 3}",
        "language": "ar",
        "section": "محليات" if number % 2 else "اقتصاد",
        "tags": ["أشغال", 'علامة "مقتبسة"', "فاصلة، وأخرى, ثم; نقطة"],
        "agencies": ["MAP"] if number % 4 == 0 else [],
        "published": datetime(2026, 3, 1 + number % 9, 9, 30, tzinfo=timezone(timedelta(hours=1))),
    }
    return Article(f"https://paper{number % 3}.example/news/{number}", **values | fields)


ODD: tuple[dict[str, Any], ...] = (
    {"title": "=HYPERLINK(\"http://evil.example\";\"اضغط\")"},
    {"title": "- قال الراوي: لا"},
    {"summary": "سطر أول\nسطر ثان\tوجدولة", "byline": "@كاتب"},
    {"published": date(2026, 3, 2)},
    {"published": datetime(2026, 3, 3, 23, 59, 59), "tags": [], "section": None, "language": None},  # noqa: DTZ001 - a naive one is meant
    {"published": None, "published_raw": "أمس", "image_url": None},
    {"title": "رابط\u200cفاصل \u2028 و🙂 ﷺ"},
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The path of an archive of 20 articles."""
    path = tmp_path / "archive" / "news.db"
    with open_archive(path) as archive, archive.atomic():
        for number in range(20):
            fields = ODD[number] if number < len(ODD) else {}
            assert archive.store(make_article(number, **fields), crawl_id=None, now=NOW).kind == "new"
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for what is exported."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder

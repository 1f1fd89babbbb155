"""A small archive with all that the pages show: a changed article, copies, removals, a hostile page, a reject."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawl.archive import open_archive
from newscrawl.items import Article, Removal, Repair

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
OPENING = "أعلنت وزارة الأشغال في القاهرة أن الجسر الجديد سيفتح أمام المركبات صباح الخميس المقبل."
BODY = [
    OPENING,
    "ويبلغ طول الجسر ثلاثمئة متر، وقد استغرق بناؤه عامين كاملين بعد توقف طويل بسبب ارتفاع منسوب النهر.",
    "وقال المهندس المشرف إن الفحوص الأخيرة انتهت، وإن المرور سيكون مجانا خلال الشهر الأول لجميع السكان.",
]
HOSTILE = '<script>document.title = "stolen"</script><b>عنوان</b> & "آخر"'


def article(url: str, title: str, body: list[str], **fields: object) -> Article:
    values = {"site": "paper", "language": "ar", "published": NOW - timedelta(hours=3), "published_precision": "minute"}
    return Article(url, title, "\n".join(body), **{**values, **fields})  # type: ignore[arg-type]  # keywords of many types


def make_archive(path: Path) -> None:
    """Make the archive; its articles are 1 (changed, copied, stripped), 2 (hostile) and 3 (undated, English)."""
    bridge = article(
        "https://paper.example/1",
        "افتتاح الجسر الجديد",
        BODY,
        section="محليات",
        agencies=["MAP"],
        removals=[Removal(0, 0, 16, "القاهرة (ومع) - ", "dateline", "dateline:agency@start"), Removal(
            3, 0, 19, "تابعنا على فيسبوك !", "share", "share:line")],
        repairs=[Repair(1, 0, "ويبلـغ", "ويبلغ", "tatweel")],
        byline="كتبت: سلمى حداد",
        summary=" ".join(BODY[1].split()[:8]) + "…",
    )  # fmt: skip
    with open_archive(path) as archive:
        crawl = archive.begin_crawl("paper", NOW)
        archive.store(bridge, crawl_id=crawl, now=NOW)
        for minutes, site, title in ((95, "other", "جسر جديد في القاهرة"), (10, "third", "افتتاح الجسر الجديد")):
            copy = article(
                f"https://{site}.example/x",
                title,
                BODY,
                site=site,
                published=NOW - timedelta(hours=3, minutes=-minutes),
            )
            archive.store(copy, crawl_id=crawl, now=NOW + timedelta(minutes=minutes))
        changed = [BODY[0].replace("صباح الخميس", "مساء الجمعة"), *BODY[1:], "وأضافت الوزارة أن حفلا صغيرا سيقام."]
        later = replace(bridge, body="\n".join(changed), removals=[bridge.removals[0], replace(
            bridge.removals[1], position=len(changed))])  # fmt: skip
        archive.store(later, crawl_id=crawl, now=NOW + timedelta(hours=4), reason="updated")
        hostile = article(
            "https://evil.example/<script>alert(1)</script>",
            HOSTILE,
            [f"{HOSTILE} نص طويل يكفي ليكون مقالا عن سوق السمك في المدينة القديمة وما جرى فيه من بيع."],
            site='"><img src=x onerror=alert(1)>',
            section="<i>قسم</i>",
            byline=HOSTILE,
            image_url="javascript:alert(1)",
            source_url="javascript:alert(2)",
        )
        archive.store(hostile, crawl_id=crawl, now=NOW)
        undated = article(
            "https://paper.example/3",
            "Harbour reopens",
            ["The harbour of the old town reopened on Monday after a long winter, fishermen told our paper."],
            language="en",
            published=None,
            published_raw="الاثنين",
        )
        archive.store(undated, crawl_id=crawl, now=NOW)
        archive.reject("https://paper.example/tag", reason="listing", detail="links only", site="paper", now=NOW)
        archive.finish_crawl(crawl, finished_at=NOW, reason="finished", stats={})

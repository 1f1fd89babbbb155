"""How paragraphs open, and what follows from it: a lead outside the body's box, rules that name too little."""

from __future__ import annotations

import pytest

from newscrawl.extraction import extract
from newscrawl.extraction.date_candidates import is_time_of_posting
from newscrawl.extraction.openings import continues
from newscrawl.sites import SiteRules

URL = "https://www.muthul.example/news/4411"
TITLE = "انطلاق موسم جني الزيتون في مرتفعات الأطلس المتوسط"
LEAD = "انطلق يوم السبت موسم جني الزيتون في مرتفعات الأطلس المتوسط، وسط توقعات بارتفاع الإنتاج بنحو الثلث هذا العام."
SECOND = "وتوقع رئيس التعاونية أن يتجاوز المحصول اثني عشر ألف طن، بفضل أمطار الربيع التي عوضت سنتين من الجفاف."
HEAD = "أسعار مستقرة"
THIRD = (
    "ويباع لتر الزيت في أسواق المنطقة بسبعين درهما، وهو السعر الذي يصفه المنتجون بأنه يغطي كلفة اليد العاملة بالكاد."
)
LAST = "وتستمر عملية الجني إلى نهاية شهر يناير، قبل أن تبدأ المعاصر التقليدية عملها الليلي المعتاد."


def page(inner: str) -> str:
    return f"<html lang=ar><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{inner}</body></html>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وأوضح المدير أن الأشغال مستمرة", True),
        ("وتتضمن القائمة ثلاثة أسماء", True),
        ("وفي سياق متصل", True),
        ("«وأضاف»", True),
        ("كما أن الأسعار ارتفعت", True),
        ("من جهتها أكدت الوزارة", True),
        ("وزير الفلاحة يزور الإقليم", False),
        ("وقّعت الشركتان اتفاقا", False),
        ("وصلت أول باخرة", False),
        ("والي الجهة يترأس الاجتماع", False),
        ("كمال يفوز بالسباق", False),
        ("", False),
    ],
)
def test_continues(text: str, expected: bool) -> None:
    assert continues(text) is expected


@pytest.mark.parametrize(
    "lead", [f"<div class=announce>{LEAD}</div>", f"<p class=chapo>{LEAD}</p>", f"<h2 class=big>{LEAD}</h2>"]
)
def test_lead_outside_the_box(lead: str) -> None:
    body = f"<div class=article-body><p>{SECOND}</p><p>{THIRD}</p><p>{LAST}</p></div>"
    assert extract(page(lead + body), URL).paragraphs == [LEAD, SECOND, THIRD, LAST]
    rules = SiteRules(body=".article-body p")
    assert extract(page(lead + body), URL, rules=rules).paragraphs == [LEAD, SECOND, THIRD, LAST]


def test_standfirst_of_a_body_that_opens_afresh_stays_outside() -> None:
    body = f"<p class=chapo>{LAST}</p><div class=article-body><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    assert extract(page(body), URL).paragraphs == [LEAD, SECOND, THIRD]


def test_rules_that_name_paragraphs_keep_the_subheads_between_them() -> None:
    body = f"<div class=article-body><p>{LEAD}</p><p>{SECOND}</p><h2>{HEAD}</h2><p>{THIRD}</p></div>"
    rules = SiteRules(body=".article-body p")
    assert extract(page(body), URL, rules=rules).paragraphs == [LEAD, SECOND, HEAD, THIRD]


def test_rules_that_name_a_small_part_give_way() -> None:
    bare = "<br><br>".join((LEAD, SECOND, THIRD, LAST))
    body = f"<div id=articleBody>{bare}<p>والبقية تأتي، كما يقال في الحقول.</p></div>"
    rules = SiteRules(body="#articleBody p")
    assert extract(page(body), URL, rules=rules).paragraphs[:4] == [LEAD, SECOND, THIRD, LAST]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("منذ 3 أيام", True),
        ("منذ ساعتين", True),
        ("الجمعة 12 دجنبر 2025 - 10:20", True),
        ("» السبت مارس 30, 2024 8:01 am", True),
        ("14:20", False),
        ("12 مارس 2024", False),
        ("منذ أن بدأ الموسم تغير كل شيء", False),
    ],
)
def test_time_of_posting(text: str, expected: bool) -> None:
    assert is_time_of_posting(text) is expected

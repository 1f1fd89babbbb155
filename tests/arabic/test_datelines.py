"""How bodies begin: datelines that leave, openings that stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.datelines import find_dateline

if TYPE_CHECKING:
    from pathlib import Path

LEAD = "أعلن مجلس المدينة، اليوم الاثنين، عن إطلاق مشروع لتجديد شبكة الإنارة العمومية في الأحياء القديمة."

SPA_LINE = "الرياض 25 شوال 1436 هـ الموافق 10 اغسطس 2015 م واس"

OPENINGS = [
    ("القاهرة (أ ش أ) - ", "القاهرة (أ ش أ)", ["MENA"]),
    ("القاهرة (رويترز) – ", "القاهرة (رويترز)", ["REUTERS"]),
    ("دبي، الإمارات العربية المتحدة (CNN)-- ", "دبي، الإمارات العربية المتحدة (CNN)", []),
    ("كييف، أوكرانيا (CNN) – ", "كييف، أوكرانيا (CNN)", []),
    ("عمان 5 آذار (بترا)- ", "عمان 5 آذار (بترا)", ["PETRA"]),
    ("الرباط / 12 ماي 2023/ ومع/ ", "الرباط / 12 ماي 2023/ ومع/", ["MAP"]),
    ("الرباط - و م ع - ", "الرباط - و م ع", ["MAP"]),
    ("الرباط - و.م.ع: ", "الرباط - و.م.ع", ["MAP"]),
    (
        "الرياض 25 شوال 1436 هـ الموافق 10 اغسطس 2015 م واس ",
        "الرياض 25 شوال 1436 هـ الموافق 10 اغسطس 2015 م واس",
        ["SPA"],
    ),
    ("جيزان 25 شوال 1436هـ الموافق 10 اغسطس 2015م واس ", "جيزان 25 شوال 1436هـ الموافق 10 اغسطس 2015م واس", ["SPA"]),
    ("واس- جدة: ", "واس- جدة", ["SPA"]),
    ("سبق، واس- الباحة: ", "سبق، واس- الباحة", ["SPA"]),
    ("رويترز - بنغازي (ليبيا): ", "رويترز - بنغازي (ليبيا)", ["REUTERS"]),
    ("رويترز- لونبورج (ألمانيا): ", "رويترز- لونبورج (ألمانيا)", ["REUTERS"]),
    ("لوس أنجلوس (أ ف ب) ", "لوس أنجلوس (أ ف ب)", ["AFP"]),
    ("سانت دينيس (أ ف ب) - ", "سانت دينيس (أ ف ب)", ["AFP"]),
    ("باريس، 12 يونيو (أ ف ب) - ", "باريس، 12 يونيو (أ ف ب)", ["AFP"]),
    ("(أ ف ب) – ", "(أ ف ب)", ["AFP"]),
    ("سان فرانسيسكو 20 يوليو تموز (رويترز) - ", "سان فرانسيسكو 20 يوليو تموز (رويترز)", ["REUTERS"]),
    ("أبوظبي في 20 مايو / وام / ", "أبوظبي في 20 مايو / وام /", ["WAM"]),
    ("مسقط في 12 مايو/ العمانية/ ", "مسقط في 12 مايو/ العمانية/", ["ONA"]),
    ("المنامة في 3 مايو/ بنا / ", "المنامة في 3 مايو/ بنا /", ["BNA"]),
    ("بغداد/ واع/ ", "بغداد/ واع/", ["INA"]),
    ("طرابلس في 3 أبريل 2024 (وال) - ", "طرابلس في 3 أبريل 2024 (وال)", ["LANA"]),
    ("رام الله 20-5-2024 وفا- ", "رام الله 20-5-2024 وفا", ["WAFA"]),
    ("دمشق-سانا ", "دمشق-سانا", ["SANA"]),
    ("واشنطن/الأناضول ", "واشنطن/الأناضول", ["AA"]),
    ("وطنية - بيروت - ", "وطنية - بيروت", ["NNA"]),
    ("رام الله - النجاح الإخباري - ", "رام الله - النجاح الإخباري", ["NAJAH"]),
    ("رويترز: ", "رويترز", ["REUTERS"]),
    ("سبق- وكالات: ", "سبق- وكالات", []),
    ("الرياضي ـ وكالات ", "الرياضي ـ وكالات", []),
    ("عين اليوم – متابعات ", "عين اليوم – متابعات", []),
    ("وكالات - ", "وكالات", []),
    ("متابعة: ", "متابعة", []),
    ("المدينة نيوز :- ", "المدينة نيوز", []),
    ("زاكورة – ", "زاكورة", []),
    ("دمشق: ", "دمشق", []),
    ("لندن: «الشرق الأوسط» ", "لندن: «الشرق الأوسط»", []),
    ("لندن - «صوت القاهرة»: ", "لندن - «صوت القاهرة»", []),
    ("دبي (الاتحاد) ", "دبي (الاتحاد)", []),
    ("العوابي في 5 مارس 2024 (وات) - ", "العوابي في 5 مارس 2024 (وات)", ["TAP"]),
    ("«عكاظ» (جدة) ", "«عكاظ» (جدة)", []),
    ("القاهرة في الثلاثاء 9 يناير 2024 12:29 مساءً - ", "القاهرة في الثلاثاء 9 يناير 2024 12:29 مساءً", []),
]


@pytest.mark.parametrize(("opening", "printed", "agencies"), OPENINGS)
def test_an_opening_that_is_a_dateline(opening: str, printed: str, agencies: list[str]) -> None:
    found = find_dateline(opening + LEAD)
    assert found is not None
    assert (opening + LEAD)[found.end :] == LEAD
    assert (found.text, found.agencies) == (printed, agencies)


def test_an_agency_that_is_glued_to_the_verb() -> None:
    text = "نيويورك - وامالتقى وزير الخارجية نظيره في مقر المنظمة."
    found = find_dateline(text)
    assert found is not None
    assert (found.text, text[found.end :][:6]) == ("نيويورك - وام", "التقى ")


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("الرباط - و م ع", None),
        ("AHDATH.INFO- الرباط (و.م.ع)", None),
        ("الحديدة، نيوزيمن:", None),
        ("(أبوظبي - البيان)", None),
        ("القاهرة: محمد نبيل حلمي", "محمد نبيل حلمي"),
        ("حسام أبو العلا - القاهرة", "حسام أبو العلا"),
        ("إسطنبول/ أحمد كمال/ الأناضول", "أحمد كمال"),
        ("متابعة - أمين المثال", "أمين المثال"),
        ("القاهرة- مصراوي:", None),
        ("بغداد - واع - سارة المهدي", "سارة المهدي"),
        ("لندن - «صوت القاهرة»", None),
    ],
)
def test_a_line_that_is_nothing_but_a_dateline(line: str, byline: str | None) -> None:
    found = find_dateline(line)
    assert found is not None
    assert (found.end, found.byline) == (len(line), byline)


@pytest.mark.parametrize(
    ("opening", "byline"),
    [
        ("سارة المهدي- سبق- الرياض: ", "سارة المهدي"),
        ("سارة المهدي – عين اليوم ", "سارة المهدي"),
        ("سارة المهدي – الطائف ", "سارة المهدي"),
        ("الرياض - سارة المهدي - ", "سارة المهدي"),
        ("عمان 5 آذار (بترا) سارة المهدي- ", "سارة المهدي"),
        ("كتبت - سارة المهدي: ", "سارة المهدي"),
        ("سارة المهدي - العوابي في الثلاثاء 9 يناير 2024 12:29 مساءً - ", "سارة المهدي"),
        ("سارة المهدي - القاهرة في الثلاثاء 9 يناير 2024 12:29 مساءً - ", "سارة المهدي"),
    ],
)
def test_an_author_inside_a_dateline(opening: str, byline: str) -> None:
    found = find_dateline(opening + LEAD)
    assert found is not None
    assert ((opening + LEAD)[found.end :], found.byline) == (LEAD, byline)


@pytest.mark.parametrize(
    "text",
    [
        "الرباط - ومع اقتراب العيد ارتفعت الأسعار في الأسواق الشعبية كلها.",
        "الرئيس المصري: لن نقبل بذلك أبدا، وسنرد في الوقت المناسب.",
        "سوريا: أعلنت المعارضة رفضها المطلق لكل ما ورد في البيان الأخير.",
        "القاهرة - الإسكندرية طريق طويل يمتد بين الحقول.",
        "بنا - قال الرجل - رغبة في الرحيل.",
        "تحقيق رسمي: فتح المدعون تحقيقا في القضية قبل أسبوع.",
        "قال المصدر لوكالة (رويترز) إن الأمر لا يزال قيد البحث.",
        "متابعة الأحداث - كما هي - مهمة صعبة.",
        "رويترز تكشف تفاصيل جديدة عن الصفقة - وتنشر وثائق.",
        "«بي بي سي» ترد على الحكومة البريطانية",
        "انتكاسة جديدة",
        "فاس - مكناس",
        "هنري واليس (1830-1916) رسام بريطاني انتقل إلى باريس لدراسة الفنون.",
        "عمان، التي زارها الوفد أمس، مدينة هادئة.",
        "قنا - مدينة في صعيد مصر تعرف بأسواقها القديمة.",
        "واس العظيم كما كان يلقب: رجل من طراز نادر.",
        "لندن - «صوت القاهرة» تنشر الوثيقة كاملة للمرة الأولى.",
        "دبي (الإمارات) تستعد لاستقبال المعرض الدولي للكتاب.",
        "بيروت - عون: أكد الرئيس أن المشاورات لم تنته بعد.",
        "كتب - كما قال - رواية عن الحرب.",
        "ولد الشاعر في القاهرة في 20 يناير 1926 - كما يقول ابنه - ثم رحل عنها.",
        "الوضع البشري ل «حنة أرندت»",
        "ثورة 25 يناير 2011 - كما يراها شبابها - لم تكتمل بعد.",
        "حرب السادس من أكتوبر 1973 (رويترز أول من نقل الخبر) درس كبير.",
        "اندلعت الحرب في 7 أكتوبر 2023 - وما زالت.",
        "(سعود الفيصل) اسم يختزل كل الألقاب: أمير ودبلوماسي.",
        "قال مانشستر يونايتد: إن مدافعه سيغيب عن المباراة المقبلة.",
    ],
)
def test_an_opening_that_belongs_to_the_sentence(text: str) -> None:
    assert find_dateline(text) is None


def test_a_quoted_person_after_the_dateline_stays() -> None:
    text = "القاهرة (رويترز) - الرئيس المصري: لن نقبل بذلك أبدا."
    found = find_dateline(text)
    assert found is not None
    assert text[found.end :] == "الرئيس المصري: لن نقبل بذلك أبدا."


def test_the_papers_own_name_is_taken_where_it_is_known() -> None:
    text = f"صوت الجبل: {LEAD}"
    assert find_dateline(text) is None
    found = find_dateline(text, site_name="صوت الجبل")
    assert found is not None
    assert text[found.end :] == LEAD


def test_every_form_of_the_facts_is_read(facts: Path) -> None:
    """Each form leaves with the agency that the facts give it; the date inside a first sentence is no dateline."""
    missed = []
    for row in (facts / "datelines.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        form, example, regex, agencies, *_ = row.split("\t")
        if "inside the first sentence" in form:
            continue
        prefix = re.match(regex, example)
        assert prefix is not None
        found = find_dateline(f"{example} {LEAD}")
        wanted = set(re.findall(r"[A-Z]{2,}", agencies)) - {"OWN", "AGENCIES", "FOLLOWUP"}
        if found is None or (wanted and not wanted & set(found.agencies)):
            missed.append((example, found))
    assert missed == []


PIECES = [
    "الرباط",
    "و م ع",
    "رويترز",
    "قنا",
    "وكالات",
    " - ",
    ": ",
    "(",
    ")",
    "/",
    "«",
    "»",
    "12",
    " مايو ",
    "أعلن",
    " ",
    "،",
    ".",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_the_end_lies_inside_the_text_and_the_prefix_is_printed_there(text: str) -> None:
    found = find_dateline(text)
    if found is not None:
        assert 0 < found.end <= len(text)
        assert found.text in text[: found.end]

"""How agency copy is signed, and what only looks like a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.arabic.agencies import agencies_in_byline, find_sign_off, read_credit

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    ("و م ع/هـ", ["MAP"], "sign-off"),
    ("و.م.ع", ["MAP"], "sign-off"),
    ("ومع", ["MAP"], "sign-off"),
    ("ومع/ح.ع", ["MAP"], "sign-off"),
    ("(أ ف ب)", ["AFP"], "sign-off"),
    ("(ا ف ب)", ["AFP"], "sign-off"),
    ("(أ. ف. ب)", ["AFP"], "sign-off"),
    ("أف ب)", ["AFP"], "sign-off"),
    ("-رويترز-", ["REUTERS"], "sign-off"),
    ("« رويترز »", ["REUTERS"], "sign-off"),
    ("--(بترا)", ["PETRA"], "sign-off"),
    ("/ وام /", ["WAM"], "sign-off"),
    ("(بنا)", ["BNA"], "sign-off"),
    ("(قنا)", ["QNA"], "sign-off"),
    ("الأناضول", ["AA"], "sign-off"),
    ("عن رويترز", ["REUTERS"], "sign-off"),
    ("AFP", ["AFP"], "sign-off"),
    ("ز.أ.ب/أ.ح (أ ف ب، رويترز)", ["AFP", "REUTERS"], "sign-off"),
    ("ح.ز/ م.س (د.ب.أ)", ["DPA"], "sign-off"),
    ("ي.أ/ ع.غ", [], "sign-off"),
    ("الجزيرة نت + وكالات", [], "sign-off"),
    ("الأناضول - سارة المهدي", ["AA"], "sign-off"),
    ("وكالات", [], "sign-off"),
    ("خاص", [], "sign-off"),
    ("المصدر: رويترز", ["REUTERS"], "source"),
    ("المصدر : وات", ["TAP"], "source"),
    ("المصدر: تاس", ["TASS"], "source"),
    ("المصدر (روسيا اليوم)", [], "source"),
    ("المصدر: الجزيرة + وكالات", [], "source"),
    ("المصدر: سبق", [], "source"),
    ("* خدمة «نيويورك تايمز»", ["NYT"], "syndication"),
    ("* بالاتفاق مع «بلومبيرغ»", ["BLOOMBERG"], "syndication"),
    ("خاص بـ«الشرق الأوسط»", [], "syndication"),
    ("* وحدة التقارير الاقتصادية", [], "syndication"),
    ("// انتهى //", ["SPA"], "end-mark"),
    ("// انتهى // 12:30 ت م", ["SPA"], "end-mark"),
    ("20:26 ت م", [], "end-mark"),
    ("(النهاية) ع ب / ر ج", [], "end-mark"),
]


@pytest.mark.parametrize(("text", "agencies", "kind"), LINES)
def test_a_line_that_is_a_signature(text: str, agencies: list[str], kind: str) -> None:
    credit = read_credit(text)
    assert credit is not None
    assert (credit.agencies, credit.kind) == (agencies, kind)


@pytest.mark.parametrize(
    "text",
    [
        "بنا",
        "قنا",
        "معا",
        "العمانية",
        "ومع ذلك",
        "مواقع",
        "عن مصدر",
        "متابعة الأحداث",
        "وكالات الأنباء تنقل الخبر",
        "المصدر قال إن الأمر بسيط",
        "المصدر: «لا علم لنا بأي اتفاق»",
        "«انتهى»",
        "رحلة غير عادية",
        "4 - التشيكية بترا كفيتوفا 4995",
        "",
        "12",
    ],
)
def test_a_line_that_is_none(text: str) -> None:
    assert read_credit(text) is None


ENDS = [
    ("وقال إن العمل مستمر.", " (أ ف ب)", ["AFP"]),
    ("وقال إن العمل مستمر.", " و م ع/هـ", ["MAP"]),
    ("وقال إن العمل مستمر.", "-رويترز-", ["REUTERS"]),
    ("وقال إن العمل مستمر.", " ح.ز/ م.س (د.ب.أ)", ["DPA"]),
    ("وقال إن العمل مستمر.", " // انتهى //", ["SPA"]),
    ("وختم بالقول: «العمل مستمر».", " رويترز", ["REUTERS"]),
    ("وقال إن العمل مستمر", " (رويترز)", ["REUTERS"]),
    ("وقال إن العمل مستمر", " / و م ع /", ["MAP"]),
    ("وقال إن العمل مستمر", " -وات-", ["TAP"]),
]


@pytest.mark.parametrize(("text", "signature", "agencies"), ENDS)
def test_a_signature_that_ends_a_paragraph(text: str, signature: str, agencies: list[str]) -> None:
    found = find_sign_off(text + signature)
    assert found is not None
    start, end, credit = found
    assert (text + signature)[start:end] == signature
    assert credit.agencies == agencies


def test_the_full_stop_after_a_signature_stays_with_its_sentence() -> None:
    text = "وقال إن العمل مستمر (رويترز)."
    found = find_sign_off(text)
    assert found is not None
    assert text[: found[0]] + text[found[1] :] == "وقال إن العمل مستمر."


@pytest.mark.parametrize(
    "text",
    [
        "حسب ما ذكرته وكالة الأنباء الألمانية (د.ب.أ)",
        "ونقلت الخبر وكالة الأنباء الألمانية (د.ب.أ).",
        "وهذا بحسب (رويترز)",
        "وفق ما نقلته عن رويترز",
        "وقد جاء هذا معنا. ومع ذلك",
        "لن يمر هذا بنا.",
        "وختم بقوله: «انتهى».",
        "زار الوفد محافظة قنا.",
        "(أ ف ب)"[1:],
    ],
)
def test_a_paragraph_that_names_its_source_keeps_it(text: str) -> None:
    assert find_sign_off(text) is None


@pytest.mark.parametrize(
    ("byline", "agencies"),
    [
        ("الرباط - و م ع", ["MAP"]),
        ("رويترز / أ ف ب", ["REUTERS", "AFP"]),
        ("وكالات", []),
        ("بنا أحمد", []),
        ("سارة المهدي", []),
        ("", []),
        ("س" * 5000, []),
    ],
)
def test_bylines_credit_agencies(byline: str, agencies: list[str]) -> None:
    assert agencies_in_byline(byline) == agencies


def test_every_sure_end_form_of_the_facts_is_read(facts: Path) -> None:
    """A form that the facts saw only at the end, and that is no ordinary word, is a signature alone on a line."""
    missed = []
    for row in (facts / "agencies.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        agency, _, _, _, form, kind, position, _, ambiguous, _, confidence = row.split("\t")[:11]
        if kind not in {"abbr", "latin"} or not position.startswith("end") or ambiguous or confidence == "low":
            continue
        credit = read_credit(form)
        if credit is None or (agency.isupper() and agency not in credit.agencies):
            missed.append((agency, form))
    assert missed == []

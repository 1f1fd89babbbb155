"""JSON-LD's articleBody as a second witness of the body's lines."""

from __future__ import annotations

import json

import pytest

from newscrawl.extraction import extract

URL = "https://example.com/a"
TITLE = "علماء يرصدون كوكبا صخريا في حجم الأرض"
FIRST = "رصد فريق دولي من الفلكيين كوكبا صخريا في حجم الأرض تقريبا، يدور حول نجم قزم أحمر على بعد 40 سنة ضوئية."
SECOND = "ويتم الكوكب دورته حول نجمه في نحو 13 يوما، ويتلقى منه قدرا من الحرارة يقارب ما تتلقاه الأرض من الشمس."
THIRD = "وقالت الباحثة الرئيسة في الدراسة إن القياسات أجريت بثلاثة تلسكوبات مستقلة لاستبعاد الخطأ."
PROMO = "حمل تطبيقنا الجديد على هاتفك لتصلك أهم الأخبار لحظة بلحظة أينما كنت في العالم."


def paragraphs(body: str, witness: str) -> list[str]:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": witness}, ensure_ascii=False)
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{data}</script>"
    return extract(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>", URL).paragraphs


@pytest.mark.parametrize(
    ("body", "witness", "expected"),
    [
        # What stands after the witness's last words goes; a sign-off stays.
        (f"<div><p>{FIRST}</p><p>{SECOND}</p><p>(وكالات)</p><p>{PROMO}</p></div>", f"{FIRST} {SECOND}",
         [FIRST, SECOND, "(وكالات)"]),
        # A witness that is cut takes nothing away.
        (f"<div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>", FIRST + " " + SECOND[:40], [FIRST, SECOND, THIRD]),
        # One that tells another text, neither.
        (f"<div><p>{FIRST}</p><p>{SECOND}</p></div>", PROMO, [FIRST, SECOND]),
        # A paragraph outside the body's box, which the witness knows, belongs to it.
        (f"<p>{FIRST}</p><div><div class=post-body><p>{SECOND}</p><p>{THIRD}</p></div></div>",
         f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>", [FIRST, SECOND, THIRD]),
        # A sentence that the body holds already is not taken twice.
        (f"<div class=post-body><p>{FIRST}</p><blockquote>{SECOND[:60]}</blockquote><p>{SECOND}</p></div>",
         f"{FIRST}\n{SECOND}", [FIRST, SECOND]),
    ],
)  # fmt: skip
def test_witness(body: str, witness: str, expected: list[str]) -> None:
    assert paragraphs(body, witness) == expected

"""detect_language and is_foreign: the texts that fool libraries."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.language import detect_language, is_foreign

if TYPE_CHECKING:
    from pathlib import Path

ARABIC = "أعلنت وزارة الصحة، اليوم الخميس، عن إطلاق حملة جديدة للتلقيح في جميع المدن والقرى."
PERSIAN = "وزیر امور خارجه ایران گفت که این دیدار برای هر دو کشور مهم است و گفتگوها ادامه خواهد یافت."

TEXTS = [
    ("ar", ARABIC),
    ("ar", "وفاة الفنان الكبير بعد صراع مع المرض"),
    ("ar", "المنتخب يفوز"),
    ("ar", "محمد صلاح يعود قريبا"),
    ("ar", "پوتين يلتقي ترامب"),
    ("ar", "أعلن المتحدث الإیرانی أن الوزیر سیزور بکین فی الأیام القادمة"),
    ("ar", "شركة گوگل تعلن عن هاتف جديد، وقال چيني من شركة پاناسونيك إن السوق كبيرة"),
    ("ar", "گلت له شلونك وشنو الأخبار اليوم في بغداد"),
    ("ar", "نشر المدوّن على Facebook و Instagram و Twitter خبرا عن Manchester United يقول فيه إن النادي سيوقع قريبا"),
    ("ar", "ﺃﻋﻠﻨﺖ ﺍﻟﻮﺯﺍﺭﺓ ﺍﻟﻴﻮﻡ ﻋﻦ ﺇﻃﻼﻕ ﺑﺮﻧﺎﻣﺞ"),
    ("ar", "إنَّ اللَّهَ مَعَ الصَّابِرِينَ فِي كُلِّ حِينٍ"),
    ("fa", PERSIAN),
    ("fa", "بازگشایی مدارس تهران"),
    ("fa", "رئیس‌جمهور ایران به تهران بازگشت"),
    # Persian as windows-1256 pages had to write it, with Arabic yeh and kaf.
    ("fa", "وزير امور خارجه ايران گفت كه اين ديدار براي هر دو كشور مهم است و چند پرسش پاسخ داده شد"),
    ("ur", "وزیراعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرے گی اور مہنگائی کم ہو گی"),
    ("ur", "سپریم کورٹ کا فیصلہ"),
    ("ur", "پاکستان اور بھارت کے درمیان میچ آج ہوگا"),
    ("ckb", "سەرۆکی هەرێمی کوردستان لەگەڵ وەزیری دەرەوەی عێراق کۆبووەوە"),
    ("ckb", "سوپای ئێراق هێرشی کرد"),
    ("ps", "د افغانستان ولسمشر وويل چې دا ناسته د دواړو هېوادونو لپاره مهمه ده"),
    ("ug", "شىنجاڭ ئۇيغۇر ئاپتونوم رايونىدا يېڭى مەكتەپ قۇرۇلدى"),
    ("ber", "ⵜⴰⵎⴰⵣⵉⵖⵜ ⴷ ⵜⵓⵜⵍⴰⵢⵜ ⵏ ⵉⵎⴰⵣⵉⵖⵏ"),
    ("fr", "Le ministre a annoncé que la réunion est reportée à lundi, selon l’agence."),
    ("fr", "Le roi Mohammed VI (محمد السادس) a reçu hier à Rabat le président de la République"),
    ("en", "The minister said on Monday that the meeting has been postponed for a week."),
    ("es", "El presidente ha dicho que no habrá elecciones en la ciudad de Rabat por el momento"),
    ("tr", "Cumhurbaşkanı bu konuda bir açıklama yaptı ve daha sonra Ankara için yola çıktı"),
    ("ku", "Serokê herêmê li Hewlêrê bi wezîrê derve re civiya û ji bo xelkê peyam da"),
    (None, ""),
    (None, "2024 - 12:30"),
    (None, "عاجل"),
    (None, "Rabat Casablanca Agadir 2024"),
    (None, "Москва и Пекин договорились о поставках"),
    (None, "ראש הממשלה אמר היום"),
]


@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_language(code: str | None, text: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize(("code", "text"), [row for row in TEXTS if row[0] is not None])
@pytest.mark.parametrize("claim", ["en-US", "ar", "fa_IR", "xx", ""])
def test_a_wrong_claim_does_not_decide(code: str, text: str, claim: str) -> None:
    assert detect_language(text, declared=claim) == code


def test_a_claim_decides_where_the_text_does_not() -> None:
    assert detect_language("عاجل", declared="ar-MA") == "ar"
    assert detect_language("تهران", declared="fa") == "fa"
    assert detect_language("عاجل", declared="en-US") is None
    assert detect_language("Maroc : le oui", declared="fr-FR") == "fr"


@pytest.mark.parametrize(("code", "text"), [row for row in TEXTS if row[0] in {"ar", "fa", "ur", "ckb", "ps", "ug"}])
def test_foreign_is_what_is_not_arabic(code: str, text: str) -> None:
    assert is_foreign(text) is (code != "ar")


def test_a_joiner_or_a_name_does_not_make_a_text_foreign() -> None:
    assert not is_foreign("خبر\u200c عاجل")
    assert not is_foreign("الحك\u200cومة")
    assert not is_foreign(f"{ARABIC} زار صحيفة «کیهان»")
    assert not is_foreign("")
    assert is_foreign("کیهان")


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    assert detect_language(text) in {
        None,
        "ar",
        "fa",
        "ur",
        "ckb",
        "ps",
        "ug",
        "ber",
        "fr",
        "en",
        "es",
        "de",
        "it",
        "pt",
        "tr",
        "ku",
    }
    assert is_foreign(text) in {True, False}


def test_corpus_bodies_are_arabic(corpus: Path) -> None:
    for file in sorted((corpus / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        for text in [gold["title"], "\n".join(gold["body"]), *gold["body"]]:
            if text:
                assert detect_language(text, declared="en-US") == "ar", text


def test_a_long_article_costs_no_more_than_its_head() -> None:
    start = time.process_time()
    for _ in range(20):
        detect_language(PERSIAN * 20_000)
    assert time.process_time() - start < 1

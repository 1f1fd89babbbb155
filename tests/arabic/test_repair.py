"""clean_text: tables of damage and of honest text, and what must hold for any text."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.arabic.characters import NON_CONNECTING
from newscrawl.arabic.double_encoding import misread
from newscrawl.arabic.repair import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LETTERS = [
    ("ﺍﻟﻤﻐﺮﺏ ﻭﺍﻟﺠﺰﺍﺋﺮ", "المغرب والجزائر"),
    ("ﻻ خلاف على الأﻷمر", "لا خلاف على الألأمر"),
    ("عبدﷲ ﷺ", "عبدالله ﷺ"),
    ("ﷲ أكبر", "الله أكبر"),
    ("كـــتاب جـمـيـل", "كتاب جميل"),
    ("الحَــكومة", "الحَكومة"),
    ("مـَـدرسة", "مَدرسة"),
    ("الـمغرب بـالأرقام", "المغرب بالأرقام"),
    ("سنة 1445هــــ", "سنة 1445هـ"),
    ("خلال الـــ 24 ساعة", "خلال الـ 24 ساعة"),
    ("الحك\u200bومة ال\u200cجديدة", "الحكومة الجديدة"),
    ("\u200fالرئيس\u200e (1952) \u202bقال\u202c", "الرئيس (1952) قال"),
    ("الحك\u00adومة \ufeffاليوم", "الحكومة اليوم"),
    ("كلمة\u00a0ثم\u202fكلمة\u2009ثم\tكلمة", "كلمة ثم كلمة ثم كلمة"),
    ("أعلن المتحدث الإیرانی أن الوزیر سیزور بکین", "أعلن المتحدث الإيراني أن الوزير سيزور بكين"),
    ("وصل الوفد إلی تونس", "وصل الوفد إلى تونس"),
    ("الأمین العام علی بلحاج مستقيل في مستشفى", "الأمين العام علي بلحاج مستقيل في مستشفى"),
    ("زار صحيفة «کیهان» الإيرانية", "زار صحيفة «كيهان» الإيرانية"),
    ("القاهرة\u0000 اليوم\ud800", "القاهرة اليوم"),
]

ENCODINGS = [
    # A title or a caption that was stored wrong, on a page that is right.
    (misread("التقى الوزير", "cp1252"), "التقى الوزير"),
    (misread("الوزير", "cp1256"), "الوزير"),
    ("التقى الوزير سفيرا".encode("cp1256").decode("cp1252"), "التقى الوزير سفيرا"),
    (
        "قال \u00e2\u20ac\u0153لن نتراجع\u00e2\u20ac\u009d أبدا \u00e2\u20ac\u201c ثم انصرف",
        "قال “لن نتراجع” أبدا – ثم انصرف",
    ),
    ("قال \u00c2\u00abنعم\u00c2\u00bb ثم", "قال «نعم» ثم"),
    ("ھذا البيان الذي أصدره ھؤلاء", "هذا البيان الذي أصدره هؤلاء"),
]

MARKS = [
    ("محمد ٌ قال", "محمدٌ قال"),
    ("قال محمد ٌ.", "قال محمدٌ."),
    ("جدا ًفي هذا", "جداً في هذا"),
    ("شكر ًا لكم", "شكرًا لكم"),
    ("ي ُعقد الاجتماع", "يُعقد الاجتماع"),
    ("الأمم الم ُتحدة", "الأمم المُتحدة"),
    ("وت ُعقد الدورة", "وتُعقد الدورة"),
    ("ق ُتل شخصان ود ُمر منزل", "قُتل شخصان ودُمر منزل"),
    ("في الق ُدس الشريف", "في القُدس الشريف"),
    ("كان ُيعقد في ُمنتدى لن ُيعقد", "كان ُيعقد في ُمنتدى لن ُيعقد"),
]

ENTITIES = [
    ("قال &quot;نعم&quot; ثم", 'قال "نعم" ثم'),
    ("البحث &amp; التطوير", "البحث & التطوير"),
    ("البحث &amp;amp; التطوير", "البحث & التطوير"),
    ("كلمة&nbsp;كلمة", "كلمة كلمة"),
    ("كلمة&amp;nbsp;كلمة", "كلمة كلمة"),
    ("&laquo;نعم&raquo; &#8211; قال", "«نعم» – قال"),
    ("&#1605;&#1581;&#1605;&#1583;", "محمد"),
    ("سطر&#10;آخر", "سطر آخر"),
    ("قال &quotنعم&quot ثم&nbspانصرف&hellip", 'قال "نعم" ثم انصرف…'),
    ("شركة R&D;", "شركة R&D;"),
    ("شركة R&amp;D الجديدة", "شركة R&D الجديدة"),
    ("الرابط https://a.example/?x=1&amp;y=2 هنا", "الرابط https://a.example/?x=1&amp;y=2 هنا"),
]

SPACING = [
    ("كلمة  كلمة   كلمة", "كلمة كلمة كلمة"),
    ("  كلمة ", "كلمة"),
    ("كلمة ، كلمة ؛ كلمة : كلمة . كلمة ! ماذا ؟", "كلمة، كلمة؛ كلمة: كلمة. كلمة! ماذا؟"),
    ("كلمة ،كلمة", "كلمة، كلمة"),
    ("ما هذا ؟ !", "ما هذا؟!"),
    ("أميركا :50 ألف إصابة", "أميركا: 50 ألف إصابة"),
    ("الرابط https://a.example/x\u200f ، ثم", "الرابط https://a.example/x، ثم"),
    ("شركة Google ، وقالت", "شركة Google، وقالت"),
    ("قناة CNN : إن", "قناة CNN: إن"),
    ("المدينة نيوز :- بلغت", "المدينة نيوز:- بلغت"),
    ('قال :"نعم"', 'قال: "نعم"'),
    ("كلمة ( نص ) كلمة", "كلمة (نص) كلمة"),
    ("الملف [ سري] هنا", "الملف [سري] هنا"),
    ("كلمة ...", "كلمة..."),
    ("كلمة.....كلمة", "كلمة...كلمة"),
    ("كلمة…… ثم", "كلمة… ثم"),
    ("كلمة . . . ثم", "كلمة... ثم"),
    ("ماذا بعد ... ؟ ثم ماذا .. ؟", "ماذا بعد...؟ ثم ماذا..؟"),
    ("في 2021- 2022- 2023", "في 2021-2022-2023"),
    ("استراتيجية 2021- 2026", "استراتيجية 2021-2026"),
    ("موسم ٢٠٢١ -٢٠٢٢.", "موسم ٢٠٢١-٢٠٢٢."),
    ("من 10- 20 في المائة", "من 10-20 في المائة"),
]

QUOTES = [
    ("المجموعة ” Maroc Diplomatique “، أن", "المجموعة “Maroc Diplomatique”، أن"),
    ("تهدف إلى ‘الانخراط في المنطقة”.", "تهدف إلى “الانخراط في المنطقة”."),
    ("قال ”نص“ ثم ”نص“", "قال “نص” ثم “نص”"),
    ("قال »نص« ثم", "قال «نص» ثم"),
    ("قال ”نص” ثم “نص“", "قال “نص” ثم “نص”"),
    ("قال «نص” ثم", "قال «نص» ثم"),
    ('قال "نص” ثم', "قال “نص” ثم"),
    ('قال “نص" ثم', "قال “نص” ثم"),
    ("قال ’نص‘ ثم", "قال ‘نص’ ثم"),
    ("« نص » و « نص آخر»", "«نص» و «نص آخر»"),
    ('قال " نص " ثم " نص ".', 'قال "نص" ثم "نص".'),
    ("لـ”الإدارة” و”الشؤون“.", "لـ“الإدارة” و“الشؤون”."),
    ("ما هي ” حمى النيل ” ؟", "ما هي “حمى النيل”؟"),
    ("قال:« نعم »، وأضاف:“ لا ”.", "قال:«نعم»، وأضاف:“لا”."),
    ("قال ( « نعم » )", "قال («نعم»)"),
    ("قال ‘ نعم ’ ثم انصرف", "قال ‘نعم’ ثم انصرف"),
    ("بعد ‘كوفيد 19’ و” نص “", "بعد ‘كوفيد 19’ و“نص”"),
    ("قال “نعم” ثم «لا” ثم “ربما”", "قال “نعم” ثم “لا” ثم “ربما”"),
]

HONEST = [
    "",
    "\n\n",
    "سنة 1445 هـ الموافق 2024 م",
    'قال لـ«الصباح» وبـ"الأخبار" إن الـ24 ساعة',
    "الرباط ـ و م ع",
    "الرباط ــ العاصمة",
    "وزارةـالصحة",
    "ـ نعم",
    "طهران تدفن «زادة».. وتتهم المعارضة",
    "قفا نبك من ذكرى حبيب ومنزل ... بسقط اللوى بين الدخول فحومل",
    "بين 2021 - 2026 وبين 2021-2026",
    "1- 2026 سنة جديدة",
    "النقط التالية: 1- 20 ألفا 2- 30 ألفا",
    "تراجعت الحرارة من 5 -10 درجات",
    "الهاتف 0522- 123456",
    "الساعة 10:30 و3 : 1 و5,5 و1.5 و50 %",
    "زوروا https://a.example/كـتاب?x=1&y=2.... الآن",
    "عبر الرابط https://a.example/ .",
    "منصة .NET الجديدة",
    "حزين :( جدا وسعيد :) جدا",
    "C'est vrai !",
    'قالت: "C\'est fini !" ثم انصرفت',
    "« Bonjour » dit-il : oui\u00a0!",
    "وتابع “نص أول طويل",
    "نص أخير”. وقال “نعم” ثم",
    "نص” ثم “نص آخر",
    'مصير القارب المفقود".',
    'شاشة 32" وأخرى 32 " و 40 " جديدة',
    "كتاب l'eau و l’eau",
    "قناة 'الإخبارية' أن",
    '«قال "نعم" ثم» و“نص ‘داخلي’ نص”',
    "جامعة “ساينس بو” „Sciences Po“ العالمية",
    "الرئيسية » أخبار » محليات",
    "أ ) نص ب ) نص",
    "وكالة أ . ف . ب",
    "﴿ الْكِتَابُ ۛ لَا رَيْبَ ۛ فِيهِ ﴾",
    "زار São Paulo والتقى José وFrançois",
    "Ça va, Renée\u00a0? Très bien.",
    "عائلة 👨\u200d👩\u200d👧 سعيدة",
    "تابعوا @news_ar على #أخبار_اليوم",
    "وَقَالَ الشَّيْخُ: ٱلرَّحْمٰنِ",
    "الأستاذ / محمد، مارس/ آذار",
    "ٱلرَّحْمَـٰنِ وسُـٔل",
    'وقال بالإنجليزية: "Yes , I do . Really"',
    "الرمز x=1&copy=2&lt=3",
]

FOREIGN = [
    "رئیس‌جمهور ایران گفت که این دیدار مهم است .",
    "روزنامه‌نگاران می‌گویند",
    "یہ کتاب بھی اچھی تھی",
    "وزیراعظم نے کہا ہے کہ حکومت عوام کے مسائل حل کرے گی ،",
    "سەرۆکی هەرێمی کوردستان لەگەڵ وەزیری دەرەوە کۆبووەوە",
    "د افغانستان ولسمشر وویل چې دا ناسته مهمه ده",
]


@pytest.mark.parametrize(("damaged", "expected"), [*LETTERS, *ENCODINGS, *MARKS, *ENTITIES, *SPACING, *QUOTES])
def test_damage_is_repaired(damaged: str, expected: str) -> None:
    assert clean_text(damaged) == expected
    assert clean_text(expected) == expected


@pytest.mark.parametrize("text", [*HONEST, *FOREIGN])
def test_honest_text_stays(text: str) -> None:
    assert clean_text(text) == text


def test_persian_quotation_in_arabic_text_keeps_its_letters() -> None:
    text = "وكتب الرئيس الإيراني على حسابه الرسمي بالفارسية: «این یک پیام است برای شما»، وفق ما نقلته الوكالة."
    assert clean_text(text) == text


def test_final_yeh_that_may_be_either_letter_stays() -> None:
    # Without one ى in the text nobody knows whether its writer meant على or the name علي.
    assert clean_text("وقال الأمین علی هذا") == "وقال الأمين علی هذا"


def test_newlines_stay_and_each_paragraph_is_cleaned() -> None:
    assert clean_text("نص ، أول \n\n نص  ثان\r\n") == "نص، أول\n\nنص ثان\n"


CLAUSES = [
    "أعلنت وزارة الصحة، اليوم الخميس، عن إطلاق حملة جديدة",
    "وأوضح المتحدث باسم الحكومة أن «القرار نهائي»",
    'قال المدرب: "سنلعب من أجل الفوز"',
    "وأكد لـ“الصباح” أن نسبة النمو بلغت 3.5% سنة 2021-2022",
    "هل تنجح المفاوضات؟ لا أحد يعلم!",
    "انتهت المباراة بنتيجة 3-1 (الشوط الأول 1-0)",
    "وحضر اللقاء كل من السيد أحمد، والسيدة فاطمة؛ ثم انصرف الجميع",
    "يُعقد الاجتماع على الساعة 10:30 بمقر الأمم المتحدة",
    "نشر المقال على موقع Middle East Eye بتاريخ 12/05/2021",
    "سنة 1443 هـ كانت سنة ممطرة.. والحمد لله",
    "للمزيد https://a.example/news?id=12&x=1 و@handle",
]
undamaged = st.lists(
    st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4).map(". ".join), min_size=1, max_size=4
).map("\n".join)


@given(undamaged)
@settings(max_examples=60, deadline=None)
def test_undamaged_text_is_returned_byte_for_byte(text: str) -> None:
    assert clean_text(text) == text


def _presentation(text: str) -> str:
    return text.replace("لا", "ﻻ").replace("م", "ﻣ").replace("الله", "ﷲ")


def _stretched(text: str) -> str:
    out = []
    for char, after in zip(text, text[1:] + " ", strict=True):
        joins = "ا" <= char <= "ي" and char not in NON_CONNECTING + "ـ" and "ا" <= after <= "ي"
        out.append(char + "ـ" * 2 if joins else char)
    return "".join(out)


def _persian(text: str) -> str:
    return text.replace("ك", "ک").replace("ي", "ی") if "ى" in text else text.replace("ك", "ک")


DAMAGES: list[Callable[[str], str]] = [
    _presentation,
    _stretched,
    _persian,
    lambda text: text.replace("ن", "ن\u200b").replace(" ", " \u200f"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace("،", " ،").replace("؟", " ؟").replace("؛", " ؛"),
    lambda text: text.replace("«", "« ").replace("»", " »").replace("“", "” ").replace("” ا", "” ا"),
    lambda text: text.replace("«", "&laquo;").replace('"', "&quot;"),
]


@given(st.sampled_from(CLAUSES[:-2]), st.sampled_from(range(len(DAMAGES))), st.sampled_from(range(len(DAMAGES))))
@settings(max_examples=80, deadline=None)
def test_damage_done_to_good_text_is_undone(text: str, first: int, second: int) -> None:
    damaged = DAMAGES[first](text)
    if second > first:
        damaged = DAMAGES[second](damaged)
    assert clean_text(damaged) == text


FRAGMENTS = [
    *[
        "أعلنت",
        "الوزارة",
        "و",
        "لـ",
        "ـ",
        "هـ",
        " ",
        "  ",
        ".",
        "..",
        "...",
        "....",
        "…",
        "،",
        ":",
        "!",
        "؟",
        '"',
        "“",
        "”",
    ],
    *[
        "«",
        "»",
        "‘",
        "’",
        "'",
        "(",
        ")",
        "-",
        "2021",
        "2026",
        "١",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200f",
        "\u00a0",
        "ُ",
        "ً",
    ],
    *[
        "ﷲ",
        "ﻻ",
        "ﷺ",
        "ی",
        "ک",
        "إلی",
        "گ",
        "&amp;",
        "&nbsp;",
        "&quot;",
        "&#38;",
        "&",
        "amp;",
        "https://x.example/a",
        "\ue000",
    ],
    *["Google", "\n", "\ud800", "\u0000", "/", "%", "من", "کیهان", "این", "\t", "\r", "س", "&#10;", "&#x202e;", "👨"],
]
any_text = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join))


@given(any_text)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert once.count("\n") == text.count("\n")


def _words(text: str) -> list[str]:
    plain = "".join(
        char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in {"Mn", "Cf"}
    )
    return "".join(char if char.isalnum() else " " for char in plain.replace("ـ", "")).split()


words = st.lists(
    st.sampled_from(["أعلنت", "الوزارة", "لـ", "وت", "فأ", "ت", "عقد", "12", "ن", "CNN", "المغرب", "ي"]), min_size=1
)
glue = st.sampled_from(
    [" ", "  ", " ، ", ". ", " ” ", " “ ", " ( ", " ) ", "\u00a0", " \u200b", " \u200f ", " ـ ", "\n", " - ", " « "]
)


@given(words, st.data())
@settings(max_examples=150, deadline=None)
def test_words_are_never_joined_nor_changed(parts: list[str], data: st.DataObject) -> None:
    text = "".join(part + data.draw(glue) for part in parts)
    assert _words(clean_text(text)) == _words(text)


def test_true_articles_of_the_corpus_keep_every_word(corpus: Path) -> None:
    changed = 0
    for file in sorted((corpus / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        for text in [gold["title"], *gold["body"]]:
            cleaned = clean_text(text)
            assert _words(cleaned) == _words(text), file.name
            changed += cleaned != text
    # Eight of ~130 paragraphs hold a space before a comma or a stop; nothing else is damaged there.
    assert changed <= 8

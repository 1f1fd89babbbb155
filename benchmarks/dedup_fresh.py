# ruff: noqa: E501 (prose on one line reads best)
"""Families and kinds of copies that are never fitted on: what the comparison does with news that nobody showed it.

They were written before any of them was scored, and `dedup_fit.py` does not know them. Templates as in
`dedup_templates.py`; some families draw whole sentences from a small stock, some from an article's own sentences. All
names and sentences were made up for this file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dedup_copies import Maker, Text, each_paragraph, sentences
from dedup_templates import from_template

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from dedup_names import Item
    from dedup_skins import Make

TEMPLATES: Final[dict[str, str]] = {
    "weekly traffic": """حوادث السير تودي ب[10-40] شخصا خلال أسبوع
لقي [10-40] شخصا مصرعهم وأصيب [1000-3500] آخرون، إصابات [80-140] منهم بليغة، في [1000-2500] حادثة سير داخل المناطق الحضرية خلال الأسبوع الممتد من [1-9] إلى [10-17] [month].
وعزا بلاغ المديرية العامة للأمن الأسباب الرئيسية إلى عدم انتباه السائقين، وعدم احترام حق الأسبقية، والسرعة المفرطة، وعدم انتباه الراجلين.
وسجلت مصالح الأمن [30000-60000] مخالفة، وأنجزت [5000-9000] محضرا أحيلت على النيابة العامة، واستخلصت [20000-40000] غرامة صلحية. وبلغ المبلغ المتحصل عليه [5-9] ملايين و[100-900] ألف درهم.""",
    "tarawih imams": """أئمة التراويح في المسجد [الكبير|الجامع|العتيق] ليلة [2-30] رمضان
تقيم إدارة المساجد في [city] صلاة التراويح الليلة في المسجد [الكبير|الجامع|العتيق]، ويؤم المصلين في التسليمات الأولى الشيخ [first] [family] وفي الأخيرة والوتر الشيخ [first] [family].
ويتولى صلاة التهجد الشيخ [first] [family] ابتداء من الساعة [1-3]:[10-59] بعد منتصف الليل. ودعت الإدارة المصلين إلى الالتزام بالمسارات المخصصة، والتعاون مع المنظمين.""",
    "graduation": """جامعة [city:a] تحتفل بتخريج الدفعة [10-60]
احتفلت جامعة [city:a] مساء [day] بتخريج الدفعة [10-60] من طلبة كليات [الطب|الهندسة|الآداب|الحقوق] و[العلوم|التربية|الزراعة|الإعلام] البالغ عددهم [200-4000] خريج وخريجة، برعاية [first] [family].
وألقى رئيس الجامعة الدكتور [first] [family] كلمة هنأ فيها الخريجين، وألقت كلمة الخريجين الطالبة [family]. وفي الختام وزعت الشهادات والدروع على المتفوقين.""",
    "dollar parallel": """الدولار في السوق الموازية يلامس [100-900] [ليرة|دينارا|جنيها:k]
سجل سعر صرف الدولار في السوق الموازية صباح اليوم [day] [100-900] [ليرة|دينارا|جنيها:k] للشراء و[100-900] للمبيع، مقابل [100-900] و[100-900] مساء أمس.
وفي [city] بلغ السعر [100-900] للشراء و[100-900] للمبيع، فيما أبقى المصرف المركزي على سعره الرسمي عند [100-900] [ليرة|دينارا|جنيها:k].""",
    "species tip": """نصيحة الطبيب: [السكري|ضغط الدم|الشقيقة|الربو|فقر الدم|الأرق:i] و[الصيام|الرياضة|الحمل|السفر|القهوة:w]
يسأل القارئ [first] من [city]: أعاني [السكري|ضغط الدم|الشقيقة|الربو|فقر الدم|الأرق:i] منذ [2-20] سنوات، فهل يؤثر [الصيام|الرياضة|الحمل|السفر|القهوة:w] في حالتي؟
يجيب الدكتور [first] [family] اختصاصي [الأمراض الباطنية|القلب|الأعصاب|التغذية]: [يمكنك ذلك بعد استشارة طبيبك|لا ينصح به في الأشهر الأولى|لا ضرر منه باعتدال|يتوقف الأمر على نتائج التحاليل]، مع [شرب الماء بكثرة|تجنب الملح|النوم ثماني ساعات|تناول الدواء في موعده].
أرسلوا أسئلتكم إلى بريد الصفحة، مع ذكر العمر والجنس والأدوية المستعملة.""",
    "club board": """انتخاب [first:a] [family:b] رئيسا لنادي [club:c]
انتخبت الجمعية العمومية لنادي [club:c] مساء [day] [first:a] [family:b] رئيسا للنادي لأربع سنوات بحصوله على [100-900] صوت مقابل [50-400] لمنافسه [first] [family].
وضم مجلس الإدارة الجديد [first] [family] نائبا للرئيس، و[first] [family] أمينا للسر، و[first] [family] أمينا للصندوق. وقال [family:b] إن أولويته [تسديد الديون|بناء ملعب|دعم الناشئين|تعزيز الفريق الأول].""",
    "ceasefire toll": """وزارة الصحة: ارتفاع حصيلة الضحايا إلى [10000-70000]
أعلنت وزارة الصحة اليوم [day] ارتفاع حصيلة ضحايا العدوان إلى [10000-70000] قتيلا و[20000-160000] مصابا منذ السابع من أكتوبر.
وقالت في التقرير الإحصائي اليومي إن مستشفيات القطاع استقبلت خلال الساعات الأربع والعشرين الماضية [10-150] قتيلا و[20-500] إصابة، ولا يزال عدد من الضحايا تحت الركام وفي الطرقات لا تستطيع طواقم الإسعاف والدفاع المدني الوصول إليهم.""",
    "chart songs": """أغنية «[يا ليل|حكاية|شمس|سلام|طير] [العمر|الصيف|الغربة|المسا]» تتصدر قائمة الأسبوع
تصدرت أغنية الفنان [first] [family] الجديدة قائمة الأغاني الأكثر استماعا هذا الأسبوع بـ[1-90] مليون استماع، متقدمة على أغنية [first] [family] التي تراجعت إلى المركز [الثاني|الثالث|الرابع].
وجاءت في المراكز التالية أغنيات [first] [family] و[first] [family] و[first] [family]. والأغنية المتصدرة من كلمات [first] [family] وألحان [first] [family] وتوزيع [first] [family].""",
    "land auction": """بيع عقار بالمزاد العلني في [city:a]
تعلن محكمة التنفيذ في [city:a] عن بيع العقار رقم [100-9000] الكائن في حي [family]، ومساحته [100-2000] متر مربع، بالمزاد العلني يوم [day] الموافق [1-28] [month] الساعة [9-12] صباحا، في القضية رقم [100-9000].
والسعر الافتتاحي [10000-900000] [دينار|ريال|جنيه]، وعلى الراغبين إيداع [5-20]% من القيمة المقدرة في صندوق المحكمة، وتكون المصاريف والرسوم على المشتري.""",
    "ambassador talks": """سفير [country:c] يزور [غرفة تجارة|جامعة|بلدية|نقابة محامي:o] [city:a]
زار سفير [country:c] [first] [family:f] اليوم [غرفة تجارة|جامعة|بلدية|نقابة محامي:o] [city:a]، حيث استقبله [first] [family:g] وأعضاء المجلس، وجرى البحث في [تبادل الوفود|منح دراسية|إقامة معرض مشترك|اتفاقية توأمة|تدريب الكوادر].
وأبدى [family:f] إعجابه بما تشهده [city:a] من نهضة، وقدم له [family:g] [درعا تذكارية|كتابا عن تاريخ المدينة|لوحة فنية] في ختام الزيارة.""",
}  # fmt: skip


def stock(texts: Sequence[Text], rng: random.Random) -> Make:
    """A column whose every instalment is a sentence of one article, then sentences that several articles gave.

    Each of eight places has five to choose from.
    """
    parts = [part for text in texts for paragraph in text.paragraphs for part in sentences(paragraph)]
    stocked = rng.sample([part for part in parts if 6 <= len(part.split()) <= 25], 40)
    places = [stocked[at : at + 5] for at in range(0, 40, 5)]

    def make(rng: random.Random, number: int) -> Item:
        return f"{texts[0].title} {number}", [texts[0].paragraphs[0], *(rng.choice(place) for place in places)], number

    return make


def slots(text: Text, rng: random.Random) -> Make:
    """A notice that keeps an article's words and has other words of the article in one run of each sentence."""
    parts = [part.split() for paragraph in text.paragraphs for part in sentences(paragraph)][:7]
    words = sorted({word for part in parts for word in part if len(word) > 4})
    holes = [(rng.randrange(len(part)), rng.randrange(2, 5)) for part in parts]

    def make(rng: random.Random, number: int) -> Item:
        filled = [
            " ".join([*part[:at], *rng.sample(words, min(size, len(words))), *part[at + size :]])
            for part, (at, size) in zip(parts, holes, strict=True)
        ]
        return f"{text.title} {rng.choice(words)}", filled, number

    return make


def fresh_families(texts: Sequence[Text], rng: random.Random) -> dict[str, Make]:
    """Give the families, the last of them made of the articles of 60 words and more."""
    families: dict[str, Callable[[random.Random, int], Item]] = {
        name: from_template(template, 1 + at % 3) for at, (name, template) in enumerate(TEMPLATES.items())
    }
    long = [text for text in texts if len(text.body.split()) >= 60]
    for at in range(4 if long else 0):
        families[f"stock {at}"] = stock(rng.sample(long, len(long)), rng)
    for at, text in enumerate(rng.sample(long, min(4, len(long)))):
        families[f"slots {at}"] = slots(text, rng)
    return families


# --- kinds ----------------------------------------------------------------------------------------------------------

_NUMBER_NAMES: Final = {
    "1": "واحد", "2": "اثنين", "3": "ثلاثة", "4": "أربعة", "5": "خمسة", "6": "ستة", "7": "سبعة", "8": "ثمانية",
    "9": "تسعة", "10": "عشرة", "11": "أحد عشر", "12": "اثني عشر", "15": "خمسة عشر", "20": "عشرين", "30": "ثلاثين",
    "40": "أربعين", "50": "خمسين", "60": "ستين", "70": "سبعين", "80": "ثمانين", "90": "تسعين", "100": "مئة",
}  # fmt: skip
_SAID: Final = ("وقال المصدر إن", "وأضاف أن", "وبحسب البيان فإن", "وتابع التقرير أن", "ولفت إلى أن")
_CONNECTIVES: Final = {"في": "خلال", "على": "فوق", "كما": "وكذلك", "وقال": "وذكر", "إلى": "نحو", "التي": "وهي", "أن": "بأن", "من": "عن", "الذي": "وهو", "هذا": "ذلك", "بعد": "عقب", "قد": "لقد", "وأكد": "وشدد", "مع": "برفقة"}  # fmt: skip


def abridged(text: Text, rng: random.Random, _other: Text) -> Text:
    """Every sentence but the first has an even chance to go."""
    parts = [part for paragraph in text.paragraphs for part in sentences(paragraph)]
    kept = [part for at, part in enumerate(parts) if at == 0 or rng.random() < 0.5]
    return replace(text, paragraphs=tuple(kept if len(kept) > 1 else parts[:2]))


def attributed(text: Text, rng: random.Random, _other: Text) -> Text:
    """Every second sentence is put into somebody's mouth."""
    return replace(
        text,
        paragraphs=tuple(
            " ".join(f"{rng.choice(_SAID)} {part}" if rng.random() < 0.5 else part for part in sentences(paragraph))
            for paragraph in text.paragraphs
        ),
    )


def spelled_numbers(text: Text, _rng: random.Random, _other: Text) -> Text:
    """Small and round numbers are written as words, and such words as numbers."""
    digits = {word: digit for digit, word in _NUMBER_NAMES.items()}
    return each_paragraph(text, lambda words: [_NUMBER_NAMES.get(w) or digits.get(w) or w for w in words])


def other_connectives(text: Text, _rng: random.Random, _other: Text) -> Text:
    """The small words are other small words."""
    return each_paragraph(text, lambda words: [_CONNECTIVES.get(word, word) for word in words])


def inflected(share: float) -> Maker:
    """That share of the words gains or loses an article or a conjunction, or has its ending changed."""

    def change(word: str, rng: random.Random) -> str:
        if len(word) < 4 or rng.random() >= share:
            return word
        if word.startswith("ال"):
            return word[2:]
        return rng.choice([f"و{word}", f"{word}ها", word[:-1], f"ال{word}"])

    def edit(text: Text, rng: random.Random, _other: Text) -> Text:
        return each_paragraph(text, lambda words: [change(word, rng) for word in words])

    return edit


def two_in_one(text: Text, rng: random.Random, other: Text) -> Text:
    """A roundup that prints the whole article and half of another."""
    half = other.paragraphs[: max(1, len(other.paragraphs) // 2)]
    return replace(text, paragraphs=rng.choice([(*text.paragraphs, *half), (*half, *text.paragraphs)]))


def typos(text: Text, rng: random.Random, _other: Text) -> Text:
    """One word in twelve has a letter left out or doubled."""

    def slip(word: str) -> str:
        if len(word) < 4 or rng.random() >= 1 / 12:
            return word
        at = rng.randrange(1, len(word) - 1)
        return word[:at] + (word[at + 1 :] if rng.random() < 0.5 else word[at] * 2 + word[at + 1 :])

    return each_paragraph(text, lambda words: [slip(word) for word in words])


def one_long_paragraph(text: Text, _rng: random.Random, _other: Text) -> Text:
    """Without marks and lines, as some feeds print it."""
    return replace(text, paragraphs=(re.sub(r"[.,:!?؟،؛«»()\"](?!\d)", " ", text.body.replace("\n", " ")),))


FRESH_KINDS: Final[dict[str, Maker]] = {
    "abridged": abridged,
    "attributed": attributed,
    "spelled numbers": spelled_numbers,
    "other connectives": other_connectives,
    "inflected10": inflected(0.1),
    "inflected20": inflected(0.2),
    "two in one": two_in_one,
    "typos": typos,
    "without marks": one_long_paragraph,
}

# ruff: noqa: E501 (prose on one line reads best)
"""Families and kinds of copies that are never fitted on: what the comparison does with news that nobody showed it.

They were written before any of them was scored, and `dedup_fit.py` does not know them. Templates as in
`dedup_unseen.py`; some families draw whole sentences from a small stock, some from an article's own sentences. All
names and sentences were made up for this file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dedup_copies import Maker, Text, each_paragraph, sentences
from dedup_unseen import from_template

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from dedup_names import Item
    from dedup_skins import Make

_LUCK: Final = "يومك هادئ فلا تستعجل النتائج|خبر سعيد يصلك من قريب|تحتاج إلى ترتيب أولوياتك من جديد|ابتعد عن المضاربات المالية هذا الأسبوع|فرصة سفر قصيرة تغير مزاجك|لا تدخل في نقاش لا طائل منه|مشروع مؤجل يعود إلى الواجهة|أصغ إلى نصيحة من هم أكبر منك سنا|طاقتك في أعلى مستوياتها اليوم|انتظر المساء قبل أن ترد"
_PHARMACIES: Final = "صيدلية الشفاء شارع الجامعة مقابل البريد|صيدلية النور دوار الساعة|صيدلية الرازي حي المستشفى قرب الفرن الآلي|صيدلية ابن سينا الطريق الدائري|صيدلية الأمل سوق الخضار القديم|صيدلية الحياة شارع المعلمين|صيدلية الزهراء حي الصناعة خلف المدرسة|صيدلية السلام شارع الكورنيش|صيدلية الوفاء ساحة البلدية"
_TALKS: Final = "سبل تطوير التبادل التجاري بين البلدين|التعاون في مجال الطاقة المتجددة|تسهيل منح التأشيرات لرجال الأعمال|مستجدات الأوضاع في المنطقة|الربط البحري والجوي بين العاصمتين|تبادل الخبرات في التعليم التقني|ملف المياه والأمن الغذائي|فرص الاستثمار في قطاع السياحة"

TEMPLATES: Final[dict[str, str]] = {
    "signs of the week": f"""توقعات الأبراج هذا الأسبوع مع [first] [family]
تقدم لكم خبيرة الفلك توقعات الأبراج لهذا الأسبوع، وما تحمله حركة الكواكب لكل برج.
برج الحمل: [{_LUCK}].
برج الثور: [{_LUCK}].
برج الجوزاء: [{_LUCK}].
برج السرطان: [{_LUCK}].
برج الأسد: [{_LUCK}].
برج العذراء: [{_LUCK}].""",
    "sign and luck": f"""حظ برج [الميزان|العقرب|القوس|الجدي|الدلو|الحوت|الأسد|الثور:s] اليوم [day:d] [1-30] [month]
برج [الميزان|العقرب|القوس|الجدي|الدلو|الحوت|الأسد|الثور:s] اليوم: [{_LUCK}]، و[{_LUCK}].
في عملك [لا توقع على شيء قبل قراءته جيدا|رئيسك راض عما أنجزته|منافس جديد يظهر فكن مستعدا|وزع المهام على فريقك|تأخير بسيط ينقلب لمصلحتك]، وفي حياتك العاطفية [كن أكثر صراحة مع شريكك|لقاء غير متوقع ينتظرك|الهدوء خير جواب على الانفعال|رتب نزهة لمن تحب|ذكرى قديمة تعود إليك].
أما صحتك [فتحتاج إلى قسط أكبر من الراحة|فجيدة ما دمت تمارس الرياضة|فراقب وزنك ولا تهمل الفطور|فالصداع سببه قلة النوم]، والكوكب المؤثر [زحل|المشتري|عطارد|الزهرة].""",
    "night pharmacies": f"""الصيدليات المناوبة في [city:a] مساء [day:d]
فيما يلي أسماء الصيدليات المناوبة في مدينة [city:a] مساء [day:d] حتى الثامنة صباحا وفق جدول نقابة الصيادلة:
[{_PHARMACIES}]
[{_PHARMACIES}]
[{_PHARMACIES}]
[{_PHARMACIES}]
وتذكر النقابة المواطنين بضرورة الاحتفاظ بالوصفة الطبية، وبأن الأسعار موحدة ليلا ونهارا.""",
    "crypto prices": """سعر بتكوين يسجل [20000-90000] دولارا
تباينت أسعار العملات المشفرة خلال تداولات [day]، إذ [ارتفعت|تراجعت|استقرت] عملة بتكوين إلى [20000-90000] دولارا بنسبة [1-9].[10-99] في المئة خلال أربع وعشرين ساعة.
وجرى تداول عملة إيثر عند [1000-4000] دولار، وسولانا عند [20-200].[10-99] دولار، وريبل عند [1-2].[10-99] دولار، فيما بلغت القيمة السوقية الإجمالية [1-3].[10-99] تريليون دولار وفق منصة كوين غيكو.""",
    "minister talks": f"""وزير [الخارجية|التجارة|الاقتصاد|النقل|الزراعة:m] يبحث مع نظيره في [country:c] تعزيز التعاون
بحث وزير [الخارجية|التجارة|الاقتصاد|النقل|الزراعة:m] [first] [family:f] في اتصال هاتفي اليوم مع نظيره في [country:c] [first] [family:g] [{_TALKS}] و[{_TALKS}].
وأكد [family:f] حرص بلاده على تطوير علاقاتها مع [country:c] بما يخدم مصالح الشعبين، فيما أعرب [family:g] عن تقديره لما لقيه من تعاون، مشددا على أهمية [{_TALKS}].
واتفق الجانبان على عقد الاجتماع المقبل للجنة المشتركة في [city] خلال [month].""",
    "thesis": """[first:a] [family:b] ينال الدكتوراه في [القانون|اللغويات|الهندسة المدنية|الكيمياء|علم الاجتماع:s]
نال الباحث [first:a] [family:b] درجة الدكتوراه في [القانون|اللغويات|الهندسة المدنية|الكيمياء|علم الاجتماع:s] من جامعة [city] بتقدير [ممتاز|جيد جدا|مشرف جدا مع توصية بالطبع] عن رسالته الموسومة «[أثر|دور|مستقبل|تحولات] [المناخ|اللغة|الأسرة|التقنية|السوق] في [المدن|الأرياف|المدارس|المصانع]».
وتكونت لجنة المناقشة من الأستاذ [first] [family] رئيسا، والأستاذ [first] [family] مشرفا، والدكتور [first] [family] عضوا. وحضر المناقشة جمع من الأكاديميين وذوي الباحث.""",
    "birth": """[first:a] [family:b] يرزق بمولود
رزق الزميل [first:a] [family:b] [مولودا|مولودة|توأما] في مستشفى [city] يوم [day]، واتفق وحرمه على تسمية المولود [first].
أسرة التحرير تبارك للزميل [family:b] هذه المناسبة السعيدة، وتسأل الله أن يجعله من الصالحين وأن يقر به أعين والديه، وألف مبروك.""",
    "residency raids": """ضبط [9000-22000] مخالفا خلال أسبوع
أسفرت الحملات الميدانية المشتركة لمتابعة مخالفي أنظمة الإقامة والعمل وأمن الحدود التي تمت في مناطق المملكة كافة خلال الفترة من [1-9] إلى [10-19] [month] عن ضبط [9000-22000] مخالفا، منهم [5000-12000] مخالفا لنظام الإقامة، و[2000-5000] مخالفا لنظام أمن الحدود، و[1000-4000] مخالفا لنظام العمل.
وبلغ إجمالي من ضبطوا خلال محاولتهم عبور الحدود [500-1900] شخصا، [20-70] في المئة منهم من جنسية واحدة. كما ضبط [10-60] متورطا في نقل المخالفين وإيوائهم.
ويخضع حاليا [10000-40000] وافدا لإجراءات تنفيذ الأنظمة، ورحل [5000-13000] مخالفا. وأكدت الجهات المعنية أن من يسهل دخول المخالفين يعرض نفسه لعقوبة السجن مدة تصل إلى 15 سنة وغرامة تصل إلى مليون ريال.""",
    "match preview": """موعد مباراة [club:h] و[club:a] والقنوات الناقلة
تتجه أنظار الجماهير مساء [day:d] إلى ملعب [city] الذي يحتضن لقاء [club:h] وضيفه [club:a] لحساب الجولة [2-34] من بطولة الدوري.
ويدخل [club:h] اللقاء وفي رصيده [5-70] نقطة جمعها من [2-20] انتصارا و[1-9] تعادلات، في حين يملك [club:a] [5-70] نقطة في المركز [الثالث|السادس|التاسع|الحادي عشر|الأخير].
وتنطلق المباراة عند الساعة [5-9]:[10-59] مساء، ويعلق عليها [first] [family] عبر القناة الرياضية، ويديرها الحكم [first] [family].""",
    "water cut": """قطع المياه عن مناطق في [city:a]
أعلنت شركة مياه الشرب والصرف الصحي في [city:a] قطع المياه مدة [4-20] ساعة، ابتداء من الساعة [6-11] مساء يوم [day]، عن مناطق [النخيل|المحطة|السوق الكبير|الجامعة|المساكن] و[الشرق|الصناعية|البحيرة|المطار القديم] و[الزهور|المروج|الحدائق|العرب].
وأرجعت الشركة ذلك إلى [إصلاح كسر مفاجئ في الخط الرئيس|أعمال ربط خط جديد|غسل الخزانات وتطهيرها|صيانة محطة الرفع]، وناشدت المواطنين تدبير احتياجاتهم، وخصصت سيارات مياه تطلب على الرقم [100-199].""",
    "on this day": """حدث في مثل هذا اليوم [1-30] [month]
تستعرض الصحيفة أبرز ما شهده مثل هذا اليوم من أحداث:
[1200-1500] - [معاهدة|معركة|حصار|زلزال] [في|قرب] [city] [تنهي حربا دامت سنوات|توقع خسائر كبيرة|تغير حدود الإمارة]
[1600-1800] - [تأسيس|افتتاح|حريق|ترميم] [جامع|مكتبة|قلعة|سوق] [city]
[1850-1920] - [ميلاد|وفاة] [الشاعر|المؤرخ|الرحالة|القائد] [first] [family]
[1930-1999] - [انضمام|استقلال|انتخابات|انقلاب] [country]
[2000-2020] - [وفاة|فوز|استقالة] [first] [family] [الممثل|الروائي|الرياضي|الوزير]
ويحتفل العالم فيه باليوم الدولي [للمتاحف|للمياه|للمعلم|للغابات|للبريد].""",
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

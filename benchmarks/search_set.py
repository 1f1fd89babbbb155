"""The search set: queries of each kind, and for every query the articles that it must find, since it was put there.

Each query has a word of its own that stands nowhere else in the corpus. It is planted in some articles in the spellings
and with the clitics of the kind, and look-alikes that must not be found are planted in others.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HAMZA = (
    "أكادير إربد أسوان إسطنبول أوسلو أنطاليا إدلب أبوظبي أثينا إشبيلية أربيل أنقرة أريحا إفران "
    "أصيلة أزيلال أرفود أغادير"
)
TA_MARBUTA = (
    "القنيطرة وجدة طنجة العرائش الحسيمة الخميسات خريبكة بركة نواكشوط الشارقة البصرة الموصلة النجيلة الفجيرة قرطبة عنابة"
)
YA = "ليلى سلمى مصطفى هدى يسرى مرتضى منتدى مقهى ملهى مستشفى مرسى منفى مبنى مشفى عيسى موسى"
PLAIN = "زعفران قرنفل بنفسج صنوبر خروب سنديان خزامى ياسمين رمان سفرجل مشمش كستناء زنجبيل حلبة كمون عناب قطيفة نعناع"
DEFINITE = (
    "الخرطوم الدوحة الناظور الداخلة السمارة الجهراء الكرك الزرقاء اللاذقية الرقة السويداء المنامة الهفوف الأحساء القصيم"
)
NAMES = "دمشق صنعاء تونس طرابلس مراكش زاكورة تطوان حضرموت مسقط غرداية سطيف تلمسان نابلس صيدا زحلة شفشاون"
PHRASES = (
    "جسر الحرير،قنطرة الوداع،برج الغزلان،خليج المرجان،طريق القوافل،سوق العطارين،باب الزيتون،"
    "دار السكة،عين الذئاب،وادي القمر،جبل النسور،بئر الرمل،حي النخيل،قصر البديع،شارع الأقواس"
)
STEMS = "مهرجان مختبر مصنع معرض مسرح متحف منتخب مطار محطة ملعب ميناء منجم منصة مركب مطبع"
# A word, and another that a letter before it makes, which is no `and`, `so`, `in`, `like` or `to`.
OTHER_WORDS = (
    ("جنة", "لجنة"), ("كرة", "فكرة"), ("حرية", "بحرية"), ("طاقة", "بطاقة"), ("مال", "كمال"), ("نون", "فنون"),
    ("داية", "بداية"), ("طور", "فطور"), ("ريق", "بريق"), ("قود", "وقود"), ("حوم", "لحوم"), ("نوك", "بنوك"),
    ("ساطة", "وساطة"), ("راغ", "فراغ"), ("سمة", "بسمة"), ("ثافة", "كثافة"),
)  # fmt: skip
# Names seldom take an article, so that nothing in an archive says that they are words of their own.
OTHER_NAMES = (
    ("ريم", "كريم"), ("سام", "وسام"), ("أمل", "كامل"), ("داد", "وداد"), ("فاء", "وفاء"), ("لال", "بلال"),
    ("ارع", "بارع"), ("نان", "بنان"), ("هيب", "وهيب"), ("سيم", "وسيم"), ("ارس", "فارس"), ("ضاح", "وضاح"),
)  # fmt: skip
# One hamza, two seats, both in use in the press.
SEATS = (
    ("مسؤول", "مسئول"), ("شؤون", "شئون"), ("هيئة", "هيأة"), ("رؤوس", "رءوس"), ("جزئي", "جزءي"), ("بيئة", "بيأة"),
    ("قراءات", "قراآت"), ("تساؤل", "تسائل"), ("يقرؤون", "يقرأون"), ("جزأين", "جزءين"), ("شاطئ", "شاطىء"),
    ("مبادئ", "مباديء"), ("هيئات", "هيآت"), ("أصدقاؤه", "أصدقائه"), ("مرؤوسين", "مرءوسين"), ("بدؤوا", "بدأوا"),
    ("كفاءة", "كفائة"), ("تباطؤ", "تباطوء"),
)  # fmt: skip
# A word whose hamza has one seat, and another that it would be on another seat or without its hamza.
OTHER_SEATS = (
    ("حائل", "حاول"), ("دائم", "داوم"), ("جائز", "جاوز"), ("قائم", "قاوم"), ("رئيس", "رويس"), ("بؤرة", "بيرة"),
    ("رؤية", "راية"), ("سؤال", "سيال"), ("مأوى", "مئوي"), ("خطأ", "خطى"), ("بريء", "بري"), ("هدوء", "هدوا"),
)  # fmt: skip
FOLLOWING = ("ات", "ية", "يون", "ين", "هم", "نا")
VOWELS = "\u064e\u064f\u0650\u0651\u0652"


@dataclass
class Case:
    """A query with the ids of the articles that hold what it asks for."""

    kind: str
    query: str
    answers: set[int] = field(default_factory=set)
    filters: dict[str, str] = field(default_factory=dict)


class SearchSet:
    """Plants words into made articles and remembers where."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.cases: list[Case] = []
        self.planted: dict[int, list[str]] = {}
        self._plans: list[Callable[[], None]] = []

    def make(self, rows: list[dict[str, Any]]) -> None:
        """Plant everything into rows of `articles`."""
        self.by_id = {row["id"]: row for row in rows}
        self.ids = list(self.by_id)
        for word in HAMZA.split():
            self._spellings("alef and hamza", word, [word, bare_alef(word), swapped_alef(word)])
        for word in TA_MARBUTA.split():
            self._spellings("ta marbuta", word, [word, word.replace("ة", "ه")])
        for word in YA.split():
            self._spellings("alef maqsura and ya", word, [word, re.sub("ى$", "ي", word)])
        for word in PLAIN.split():
            self._spellings("tashkeel", word, [word, *(self.vowelled(word) for _ in range(4))])
        for word in reversed(DEFINITE.split()):
            stretched = [word[:at] + "ـ" * length + word[at:] for at, length in ((3, 1), (4, 3))]
            self._spellings("tatweel", f"{word}{word[-2]}ان", [f"{text}{word[-2]}ان" for text in (word, *stretched)])
        for number in range(16):
            western = str(41_357 + number * 1_711)
            forms = [western, western.translate(digits(0x660)), western.translate(digits(0x6F0))]
            self._spellings("digits", forms[number % 3], forms)
        for word in DEFINITE.split():
            self._definite(word)
        for word in NAMES.split():
            forms = [word, *(clitic + word for clitic in ("و", "ب", "ل", "ف", "ك", "وب"))]
            self._spellings("clitics on a name", word, forms)
        for word, other in OTHER_WORDS:
            self._others("clitics, look-alikes about", word, other)
        for word, other in OTHER_NAMES:
            self._others("  the same, names", word, other, with_article=False)
        for word, other in SEATS:
            answers = self._plant([word, other], 6)
            self.cases += [Case("hamza seats", query, answers) for query in (word, other)]
        for word, other in OTHER_SEATS:
            self._others("hamza seats, look-alikes", word, other)
        for phrase in PHRASES.split("،"):
            self._phrase(phrase)
        for word in STEMS.split():
            self._prefix(word)
        for number, word in enumerate(PLAIN.split()):
            self._filtered(number, f"{word}ستان")
        for number, word in enumerate(NAMES.split()):
            self._operators(number, f"{word}يوم", f"{word}ولا")
        for number, words in self.planted.items():
            row = self.by_id[number]
            text = row["body"].split(" ")
            for planted in words:
                text.insert(self.random.randrange(1, len(text)), planted)
            row["body"] = " ".join(text)

    def vowelled(self, word: str) -> str:
        """Write some vowels onto a word."""
        return "".join(letter + (self.random.choice(VOWELS) if self.random.random() < 0.7 else "") for letter in word)

    def _plant(self, texts: Iterable[str], count: int, among: list[int] | None = None) -> set[int]:
        """Plant texts, in turn, into `count` articles; gives these."""
        chosen = self.random.sample(among or self.ids, count)
        for number, text in zip(chosen, self._in_turn(texts), strict=False):
            self.planted.setdefault(number, []).append(text)
        return set(chosen)

    def _in_turn(self, texts: Iterable[str]) -> Iterable[str]:
        given = list(texts)
        for _ in range(1000):
            yield from given

    def _spellings(self, kind: str, query: str, forms: list[str]) -> None:
        self.cases.append(Case(kind, query, self._plant(forms, 3 * len(forms))))

    def _definite(self, word: str) -> None:
        stem = word.removeprefix("ال")
        lam = f"ل{stem}" if stem.startswith("ل") else f"لل{stem}"
        forms = [word, f"و{word}", f"ب{word}", lam, f"ف{word}", f"ك{word}", f"وب{word}", f"و{lam}"]
        self.cases.append(Case("clitics on an article", word, self._plant(forms, 16)))

    def _others(self, kind: str, word: str, other: str, *, with_article: bool = True) -> None:
        """The word with its article and clitics, beside another word that only looks like it."""
        second = "ف" if other.startswith("و") else "و"
        forms = [word, f"ال{word}", f"{second}{word}", f"بال{word}"]
        case = Case(kind, word, self._plant(forms, 16))
        rest = [number for number in self.ids if number not in case.answers]
        self._plant([other, other, f"ال{other}" if with_article else other, f"و{other}"], 40, rest)
        self.cases.append(case)

    def _phrase(self, phrase: str) -> None:
        first, second = phrase.split()
        answers = self._plant([phrase, phrase, f"ب{phrase}" if not first.startswith("ال") else phrase], 9)
        rest = [number for number in self.ids if number not in answers]
        for number in self._plant([f"{second} {first}", f"{first} ثم {second}"], 12, rest):
            assert number not in answers
        self.cases.append(Case("phrases", f'"{phrase}"', answers))

    def _prefix(self, word: str) -> None:
        answers = self._plant([word, *(word + ending for ending in FOLLOWING), f"ال{word}ات", f"بال{word}ية"], 18)
        rest = [number for number in self.ids if number not in answers]
        self._plant([word[:-1] + "ظظ", f"ظظ{word[1:]}"], 10, rest)
        self.cases.append(Case("prefixes", f"{word}*", answers))

    def _filtered(self, number: int, word: str) -> None:
        planted = self._plant([word], 60)
        rows = [self.by_id[one] for one in planted]
        pick = rows[0]
        filters = (
            {"site": pick["site"]},
            {"since": "2024-06-01", "until": "2025-01-31"},
            {"agency": "AFP"},
            {"site": pick["site"], "since": pick["published_date"]},
        )[number % 4]
        answers = {row["id"] for row in rows if passes(row, filters)}
        self.cases.append(Case("filters", word, answers, filters))

    def _operators(self, number: int, one: str, other: str) -> None:
        ones, others = self._plant([one], 20), self._plant([other], 20)
        both = self._plant([f"{one} و {other}"], 10)
        if number % 3 == 0:
            self.cases.append(Case("AND, OR, NOT", f"{one} OR {other}", ones | others | both))
        elif number % 3 == 1:
            self.cases.append(Case("AND, OR, NOT", f"{one} {other}", both | (ones & others)))
        else:
            self.cases.append(Case("AND, OR, NOT", f"{one} NOT {other}", ones - others - both))


def reserved() -> set[str]:
    """Give the folded words that the prose must do without, with what a clitic or article makes of them."""
    texts = (HAMZA, TA_MARBUTA, YA, PLAIN, DEFINITE, NAMES, PHRASES.replace("،", " "), STEMS)
    words = {fold(word) for text in texts for word in text.split()}
    words |= {fold(word) for pair in (*OTHER_WORDS, *OTHER_NAMES, *SEATS, *OTHER_SEATS) for word in pair}
    return words | {word.removeprefix("ال") for word in words}


def is_free(word: str, words: set[str]) -> bool:
    """Tell whether a word of the prose has nothing of a reserved word in it."""
    folded = fold(word)
    return not any(one in folded for one in words)


def passes(row: dict[str, Any], filters: dict[str, str]) -> bool:
    """Tell whether a row passes the filters of `search`."""
    return (
        row["site"] == filters.get("site", row["site"])
        and filters.get("since", "") <= row["published_date"] <= filters.get("until", "9")
        and (filters.get("agency") or "") in row["agencies"]
    )


def bare_alef(word: str) -> str:
    """Write a word without hamza on its alefs."""
    return re.sub("[أإآ]", "ا", word)


def swapped_alef(word: str) -> str:
    """Write the other hamza."""
    return word.translate(str.maketrans("أإ", "إأ"))


def digits(zero: int) -> dict[int, int]:
    """Give the table from Western digits to those that begin at a code."""
    return {0x30 + digit: zero + digit for digit in range(10)}

"""Made copies of articles, for the benchmark of duplicates: the ways in which one paper changes another's text."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2024, 3, 2)


@dataclass(frozen=True)
class Text:
    title: str | None
    paragraphs: tuple[str, ...]
    day: date | None

    @property
    def body(self) -> str:
        return "\n".join(self.paragraphs)


# --- texts ----------------------------------------------------------------------------------------------------------


def load_folder(folder: Path) -> Iterator[Text]:
    """Read `.txt` (first line the headline), `.json` and `.jsonl` (`title`, `body` or `paragraphs`, `published`)."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".txt":
            title, _, body = path.read_text(encoding="utf-8", errors="replace").partition("\n")
            yield make_text(title, body, None)
        elif path.suffix in (".json", ".jsonl"):
            lines = path.read_text(encoding="utf-8")
            for row in map(json.loads, lines.splitlines() if path.suffix == ".jsonl" else [lines]):
                yield from from_row(row)


def from_row(row: object) -> Iterator[Text]:
    if isinstance(row, dict) and (body := row.get("paragraphs") or row.get("body")):
        published = re.match(r"\d{4}-\d\d-\d\d", str(row.get("published")))
        yield make_text(
            row.get("title"),
            body if isinstance(body, str) else "\n".join(map(paragraph_text, body)),
            date.fromisoformat(published.group()) if published else None,
        )


def paragraph_text(paragraph: object) -> str:
    """Give a paragraph's words; the sample site's own format names some paragraphs by their kind."""
    return " ".join(map(str, paragraph.values())) if isinstance(paragraph, dict) else str(paragraph)


def load_newsroom() -> Iterator[Text]:
    return load_folder(Path(__file__).resolve().parents[1] / "newscrawl" / "newsroom" / "articles")


def make_text(title: str | None, body: str, day: date | None) -> Text:
    paragraphs = [part.strip() for part in body.split("\n") if part.strip()]
    if len(paragraphs) < 4:
        paragraphs = [part for whole in paragraphs for part in sentences(whole)]
    return Text(title, tuple(paragraphs), day)


def sentences(text: str) -> list[str]:
    """Cut a long paragraph at its full stops, or every thirty words."""
    parts = [part.strip() for part in re.split(r"(?<=[.؟!])\s+", text) if part.strip()]
    if len(parts) >= 3 or len(text.split()) < 60:
        return parts
    return pieces(text.split())


def pieces(words: Sequence[str]) -> list[str]:
    return [" ".join(words[at : at + 30]) for at in range(0, len(words), 30)]


def dated(texts: Sequence[Text], rng: random.Random) -> list[Text]:
    return [replace(text, day=text.day or FIRST_DAY + timedelta(days=rng.randrange(21))) for text in texts]


def shorten(text: Text, rng: random.Random) -> Text:
    """A short item: the first twenty to forty words of an article."""
    words = text.body.split()[: rng.randrange(20, 41)]
    return replace(text, paragraphs=(" ".join(words),))


# --- copies: each takes the article, a generator and another article, and gives the copy ----------------------------

Maker = Callable[[Text, random.Random, Text], Text]
FRESH = (
    "جاء ذلك في وقت تتواصل فيه الجهود على أكثر من صعيد وفق ما أفادت به مصادر مطلعة للصحيفة مساء اليوم.",
    "وكان من المقرر أن تعلن الجهات المعنية تفاصيل إضافية عن الموضوع خلال الأيام القليلة القادمة.",
    "وفي السياق نفسه رأى متابعون أن الخطوة ستنعكس على حياة الناس، وأن أثرها لن يظهر قبل مرور بعض الوقت.",
    "ولم يصدر حتى لحظة إعداد هذا التقرير تعليق رسمي من الأطراف الأخرى التي طالبت بإيضاحات أوفى.",
)
TAILS = (
    "لمتابعة آخر الأخبار اشترك في نشرتنا البريدية وتابع حساباتنا على مواقع التواصل الاجتماعي.",
    "جميع الحقوق محفوظة ولا يسمح بإعادة النشر إلا بإذن خطي مسبق من إدارة الصحيفة.",
    "اقرأ أيضا: أهم ما جاء في صحف اليوم. شارك هذا الخبر مع أصدقائك عبر واتساب وتويتر وفيسبوك.",
)
OPENINGS = (
    "الرياض - واس:",
    "القاهرة (أ ش أ) -",
    "جدة - وكالات:",
    "عمّان - بترا -",
    "باريس - أ ف ب:",
    "متابعات - غرفة التحرير:",
)
HONORIFICS = {
    "معالي", "سعادة", "فخامة", "جلالة", "سمو", "صاحب", "السمو", "الملكي", "السيد",
    "الأستاذ", "الدكتور", "المهندس", "اللواء",
}  # fmt: skip
HOUSE_WORDS = {
    "اليوم": "أمس", "أمس": "أول", "قال": "أوضح", "أكد": "شدد", "أعلن": "كشف", "أشار": "لفت", "وأضاف": "وتابع",
    "خلال": "أثناء", "كافة": "جميع", "عدد": "مجموعة", "حول": "بشأن", "حيث": "إذ", "منذ": "من", "بسبب": "نتيجة",
    "بعد": "عقب", "نحو": "قرابة", "المقبل": "القادم", "الماضي": "الفائت", "وقال": "وذكر", "مؤكدا": "مشددا",
    "مبينا": "موضحا", "جديدة": "حديثة", "الأمريكي": "الأميركي", "الأمريكية": "الأميركية", "مسؤول": "مصدر",
}  # fmt: skip
_SPELLINGS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def exact(text: Text, _rng: random.Random, _other: Text) -> Text:
    return text


def spelling(text: Text, rng: random.Random, _other: Text) -> Text:
    def vary(word: str) -> str:
        if rng.random() < 0.3:
            word = word.translate(_SPELLINGS)
        if rng.random() < 0.1 and len(word) > 3:
            word = f"{word[:2]}\u0640{word[2:]}"
        if rng.random() < 0.1 and len(word) > 2:
            word = f"{word[0]}\u064e{word[1:]}"
        return word.translate(_DIGITS)

    return each_paragraph(text, lambda words: [vary(word) for word in words])


def agency_line(text: Text, rng: random.Random, _other: Text) -> Text:
    first = f"{rng.choice(OPENINGS)} {text.paragraphs[0]}"
    sign_off = rng.choice(["(واس)", "و م ع/هـ", "أ ش أ / ر ك", "انتهى"])
    return replace(text, paragraphs=(first, *text.paragraphs[1:], sign_off))


def boilerplate_tail(text: Text, rng: random.Random, _other: Text) -> Text:
    return replace(text, paragraphs=(*text.paragraphs, *rng.sample(TAILS, 2)))


def new_headline(text: Text, _rng: random.Random, _other: Text) -> Text:
    words = text.paragraphs[-1].split()[:7]
    return replace(text, title=" ".join(["عاجل:", *words]))


def rewritten_lead(text: Text, rng: random.Random, _other: Text) -> Text:
    return replace(text, paragraphs=(rng.choice(FRESH), *text.paragraphs[1:]))


def truncated(text: Text, rng: random.Random, _other: Text) -> Text:
    cut = min(rng.randrange(1, 4), len(text.paragraphs) // 2)
    return replace(text, paragraphs=text.paragraphs[: len(text.paragraphs) - cut])


def brief(text: Text, _rng: random.Random, _other: Text) -> Text:
    words = text.body.split()
    return replace(text, paragraphs=(" ".join(words[: max(12, len(words) // 3)]),))


def brief_middle(text: Text, rng: random.Random, _other: Text) -> Text:
    words = text.body.split()
    start = rng.randrange(len(words) // 2)
    return replace(text, paragraphs=(" ".join(words[start : start + max(12, len(words) // 3)]),))


def paragraph_order(text: Text, rng: random.Random, _other: Text) -> Text:
    return replace(text, paragraphs=tuple(rng.sample(text.paragraphs, len(text.paragraphs))))


def update(text: Text, rng: random.Random, other: Text) -> Text:
    extra = rng.sample(other.paragraphs, min(2, len(other.paragraphs)))
    at = rng.randrange(len(text.paragraphs) + 1)
    return replace(text, paragraphs=(*text.paragraphs[:at], *extra, *text.paragraphs[at:]))


def sentences_replaced(text: Text, rng: random.Random, other: Text) -> Text:
    """A fifth of the sentences written anew."""
    donor = [sentence for paragraph in other.paragraphs for sentence in sentences(paragraph)]
    return replace(
        text,
        paragraphs=tuple(
            " ".join(rng.choice(donor) if rng.random() < 0.2 else sentence for sentence in sentences(paragraph))
            for paragraph in text.paragraphs
        ),
    )


def new_toll(text: Text, rng: random.Random, _other: Text) -> Text:
    """Up to three numbers brought up to date."""
    places = [word for word in text.body.split() if word.isdigit()]
    changed = set(rng.sample(places, min(3, len(places))))
    return each_paragraph(
        text, lambda words: [str(rng.randrange(2, 900)) if word in changed else word for word in words]
    )


def renamed(text: Text, rng: random.Random, _other: Text) -> Text:
    """One name spelled otherwise wherever it stands."""
    counts = Counter(word for word in text.body.split() if len(word) > 3)
    names = [word for word, times in counts.items() if 2 <= times <= 6]
    if not names:
        return text
    name = rng.choice(names)
    return each_paragraph(text, lambda words: [f"{word[:2]}و{word[2:]}" if word == name else word for word in words])


def names_renamed(text: Text, rng: random.Random, _other: Text) -> Text:
    """Up to eight long words spelled otherwise wherever they stand, as names of foreign people and places are."""
    names = [word for word, times in Counter(text.body.split()).items() if len(word) > 4 and times <= 6]
    changed = {name: name[:2] + rng.choice("اويجغتط") + name[3:] for name in rng.sample(names, min(8, len(names)))}
    return each_paragraph(text, lambda words: [changed.get(word, word) for word in words])


def house_style(text: Text, rng: random.Random, _other: Text) -> Text:
    """The style of another house: titles left out, yesterday for today, other everyday words, lines of its own."""

    def restyle(words: list[str]) -> list[str]:
        styled = [HOUSE_WORDS.get(word, word) for word in words if word not in HONORIFICS]
        return [word for word in styled if word not in ("أن", "قد", "هذا", "تم") or rng.random() > 0.3]

    styled = each_paragraph(text, restyle)
    return replace(styled, paragraphs=(rng.choice(OPENINGS), *styled.paragraphs, rng.choice(TAILS)))


def shortened(text: Text, rng: random.Random, _other: Text) -> Text:
    """Two fifths of the sentences left out, here and there, under another headline."""
    every = [sentence for paragraph in text.paragraphs for sentence in sentences(paragraph)]
    places = sorted(rng.sample(range(len(every)), max(1, round(0.6 * len(every)))))
    kept = [every[place] for place in places]
    return replace(text, title=" ".join(kept[-1].split()[:6]), paragraphs=tuple(kept))


def scattered(share: float) -> Maker:
    """Edit that share of the words anywhere: replaced, doubled with another, or left out."""

    def edit(text: Text, rng: random.Random, other: Text) -> Text:
        donor = other.body.split()

        def change(words: list[str]) -> list[str]:
            out: list[str] = []
            for word in words:
                if rng.random() >= share:
                    out.append(word)
                    continue
                way = rng.random()
                if way < 0.6:
                    out.append(rng.choice(donor))
                elif way < 0.8:
                    out += [word, rng.choice(donor)]
            return out

        return each_paragraph(text, change)

    return edit


def replaced(share: float, *, vocabulary: bool = False) -> Maker:
    """Replace that share of the words, by running words of another article or by any of its different words."""

    def edit(text: Text, rng: random.Random, other: Text) -> Text:
        donor = sorted(set(other.body.split())) if vocabulary else other.body.split()
        return each_paragraph(text, lambda ws: [rng.choice(donor) if rng.random() < share else w for w in ws])

    return edit


def content_replaced(share: float) -> Maker:
    """Replace words of four letters and more, as synonyms would."""

    def edit(text: Text, rng: random.Random, other: Text) -> Text:
        donor = [word for word in other.body.split() if len(word) > 3] or ["كلمة"]
        return each_paragraph(
            text, lambda ws: [rng.choice(donor) if len(w) > 3 and rng.random() < share * 1.3 else w for w in ws]
        )

    return edit


def left_out(share: float) -> Maker:
    def edit(text: Text, rng: random.Random, _other: Text) -> Text:
        return each_paragraph(text, lambda ws: [w for w in ws if rng.random() >= share])

    return edit


def swapped(share: float) -> Maker:
    """Let neighbouring words change places."""

    def edit(text: Text, rng: random.Random, _other: Text) -> Text:
        def change(words: list[str]) -> list[str]:
            for at in range(0, len(words) - 1, 2):
                if rng.random() < share:
                    words[at : at + 2] = words[at + 1], words[at]
            return words

        return each_paragraph(text, change)

    return edit


def runs(share: float) -> Maker:
    """Edit that share of the words in runs of four to twelve words."""

    def edit(text: Text, rng: random.Random, other: Text) -> Text:
        donor = other.body.split()
        words = [word for paragraph in text.paragraphs for word in [*paragraph.split(), "\n"]]
        todo = int(len(words) * share)
        while todo > 0 and len(words) > 8:
            size = min(todo, rng.randrange(4, 13))
            at = rng.randrange(max(1, len(words) - size))
            start = rng.randrange(max(1, len(donor) - size))
            words[at : at + size] = [] if rng.random() < 0.3 else donor[start : start + size]
            todo -= size
        parts = [part.strip() for part in " ".join(words).split("\n")]
        return replace(text, paragraphs=tuple(part for part in parts if part))

    return edit


def chain(*makers: Maker) -> Maker:
    def edit(text: Text, rng: random.Random, other: Text) -> Text:
        for make in makers:
            text = make(text, rng, other)
        return text

    return edit


def each_paragraph(text: Text, change: Callable[[list[str]], list[str]]) -> Text:
    return replace(text, paragraphs=tuple(" ".join(change(paragraph.split())) for paragraph in text.paragraphs))


KINDS: dict[str, Maker] = {
    "exact": exact, "spelling": spelling, "agency line": agency_line, "boilerplate tail": boilerplate_tail,
    "new headline": new_headline, "rewritten lead": rewritten_lead, "truncated": truncated, "brief": brief,
    "brief from the middle": brief_middle, "paragraph order": paragraph_order, "update": update,
    "edit10 scattered": scattered(0.1), "edit20 scattered": scattered(0.2), "edit30 scattered": scattered(0.3),
    "edit10 runs": runs(0.1), "edit20 runs": runs(0.2), "edit30 runs": runs(0.3),
    "replace10": replaced(0.1), "replace20": replaced(0.2), "replace30": replaced(0.3),
    "vocabulary10": replaced(0.1, vocabulary=True), "vocabulary20": replaced(0.2, vocabulary=True),
    "vocabulary30": replaced(0.3, vocabulary=True), "left out20": left_out(0.2), "swapped20": swapped(0.2),
    "synonyms10": content_replaced(0.1), "synonyms20": content_replaced(0.2),
    "sentences20": sentences_replaced,
    "new toll": new_toll, "renamed": renamed, "names": names_renamed,
    "house style": house_style, "shortened": shortened, "house style, shortened": chain(house_style, shortened),
    "edit2 scattered": scattered(0.02), "edit5 scattered": scattered(0.05),
    "agency line, edit10, truncated": chain(agency_line, scattered(0.1), truncated),
    "update, edit10": chain(update, scattered(0.1)), "lead, edit10": chain(rewritten_lead, scattered(0.1)),
    "brief, edit10": chain(brief, scattered(0.1)),
}  # fmt: skip

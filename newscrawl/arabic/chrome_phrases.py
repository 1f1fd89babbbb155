"""Phrases of page chrome: lines that are nothing but pieces of it, labels with what they announce, notices."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from newscrawl.arabic.date_lines import is_date_line
from newscrawl.arabic.phrases import WORD, PhraseTable, load_lexicon, prose_words, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Place = Literal["any", "edge", "head", "tail", "beside"]

_TILED_WORDS: Final = 30
# Notices are whole sentences themselves.
_NOTICES: Final = frozenset({"disclaimer", "cookies"})
_DELIMITERS: Final = ':؛،,|/-–—«»"“(.…>!؟?#*'
# A name holds none of these: «كتب الوزير في حسابه».
_SENTENCE_WORDS: Final = {"byline": frozenset(words_of("في أن عن إلى هذا هذه قبل بعد حول حسابه"))}
_FEW_TAGS: Final = 2
_TOLD_KINDS: Final = frozenset({"related", "navigation"})
_READ: Final = frozenset(words_of("اقرأ إقرأ واقرأ اقرأوا اقرؤوا اقرئي طالع طالعوا تابع انظر شاهد شاهدوا للمزيد"))
_NOTHING: Final[frozenset[str]] = frozenset()
# A disclaimer says whose views a text gives, or who answers for it.
_OPINION_WORDS: Final = frozenset(
    words_of(
        "تعبر يعبر تمثل يمثل رأي آراء وجهة مسؤولية مسؤول مسئولة مسئولين أصحابها صاحبها كاتبها "
        "الموقع الصحيفة الجريدة خبر"
    )
)
_COLONS: Final = ":|/-–—>…."
_STOPS: Final = ".!؟?…"
_QUOTES: Final = "«“\"'‘„"


class Verdict(NamedTuple):
    """What a paragraph is taken for, by which rule, and where that is believed."""

    kind: str
    rule: str
    place: Place


class Phrase(NamedTuple):
    """One row of lexicons/boilerplate.tsv."""

    kind: str
    match: str
    place: Place
    limit: int
    needs_delimiter: bool
    rule: str


@cache
def phrases_of(*matches: str) -> PhraseTable[Phrase]:
    """Give the rows of lexicons/boilerplate.tsv that match in one of these ways."""
    return PhraseTable(
        (
            row["phrase"],
            Phrase(
                kind=row["kind"],
                match=row["match"],
                place=_place(row["place"]),
                limit=int(row["words"]),
                needs_delimiter=row["phrase"].endswith(":"),
                rule=f"boilerplate:{row['phrase']}",
            ),
        )
        for row in load_lexicon("boilerplate")
        if row["match"] in matches
    )


def _place(name: str) -> Place:
    places: dict[str, Place] = {"any": "any", "edge": "edge", "head": "head", "tail": "tail", "beside": "beside"}
    return places[name]


def read_tiles(folded: str, words: Sequence[str]) -> Verdict | None:
    """Read a line that is nothing but known pieces of chrome and numbers: `شارك`, `فيسبوك 12 تويتر 5 طباعة`."""
    table = phrases_of("line", "count", "part")
    if len(words) > _TILED_WORDS or not (words[0] in table.first_words or words[0].isdigit()):
        return None
    # «« السابق» points, and quotes nothing.
    if folded[0] in _QUOTES and not (folded[0] == "«" and "»" not in folded):
        return None
    pieces: list[Phrase] = []
    numbers = at = 0
    while at < len(words):
        found = table.longest(words, at)
        if found is not None:
            pieces.append(found[1])
            at += found[0]
        elif _is_number(words[at]):
            numbers += 1
            at += 1
        else:
            return None
    return _judge_pieces(pieces, numbers, len(words))


def _is_number(word: str) -> bool:
    # «12k», «3m» are counters as well.
    return word.isdigit() or (len(word) > 1 and word[:-1].isdigit() and word[-1] in "km")


def _judge_pieces(pieces: list[Phrase], numbers: int, words: int) -> Verdict | None:
    whole = [piece for piece in pieces if piece.match == "line" or (piece.match == "count" and numbers)]
    if not pieces:
        return Verdict("counter", "digits-only", "beside") if numbers == words else None
    if not whole:
        return None
    main = max(whole, key=lambda piece: piece.place == "any")
    place = main.place
    if (
        place == "edge"
        and len(whole) > 1
        and len({piece.rule for piece in whole if piece.kind in {"share", "player"}}) > 2
    ):
        # Three networks or buttons in one paragraph are a share bar wherever they stand.
        place = "any"
    if place == "beside" and len(whole) > 1:
        place = "edge"
    return Verdict(main.kind, main.rule, place)


def read_label(text: str, folded: str, words: Sequence[str]) -> Verdict | None:
    """Read a label and what it announces: `اقرأ أيضا: …`, `الوسوم: …`, `كتبت أسماء …`."""
    table = phrases_of("prefix", "never")
    if words[0] not in table.first_words or text[0] in _QUOTES:
        return None
    for length, phrase in sorted(table.all_at(words, 0), key=_longest_with_sign):
        if phrase.match == "never":
            return None
        if len(words) > phrase.limit:
            continue
        after = _after_words(folded, length)
        delimited = after == "" or after.lstrip()[:1] in _DELIMITERS
        if phrase.needs_delimiter and after != "" and after.lstrip()[:1] not in _COLONS:
            continue
        rest = len(words) - length
        if not delimited and rest > 3 and text.rstrip()[-1] in ".،" and phrase.kind not in _NOTICES:
            # No sign after the label and a full stop at the end: a sentence that happens to begin so.
            continue
        if not delimited and not _SENTENCE_WORDS.get(phrase.kind, _NOTHING).isdisjoint(_without_day(folded, words)):
            continue
        if phrase.kind in _TOLD_KINDS and rest and text.rstrip()[-1] == "." and _may_be_told(words, length, phrase):
            continue
        if phrase.kind == "tags" and rest > _FEW_TAGS and text.rstrip()[-1] == ".":
            continue
        if phrase.kind == "disclaimer" and phrase.place != "any" and _OPINION_WORDS.isdisjoint(words):
            continue
        if phrase.kind == "byline" and (text.rstrip()[-1] in _STOPS or (rest == 0 and not phrase.needs_delimiter)):
            continue
        return Verdict(phrase.kind, phrase.rule, phrase.place)
    return None


def _may_be_told(words: Sequence[str], length: int, phrase: Phrase) -> bool:
    """Tell a sentence from a headline by its full stop, behind a label that calls on nobody to read.

    «شاهد: قال القاضي …» quotes somebody; «ذات صلة: كلمة يكررها …» explains a word.
    """
    return words[length] in prose_words() or (phrase.needs_delimiter and words[0] not in _READ)


def _longest_with_sign(found: tuple[int, Phrase]) -> tuple[int, bool]:
    """Order rows: the longest first; of two on the same words the one that asks for a sign, which proves more."""
    return -found[0], not found[1].needs_delimiter


def _without_day(folded: str, words: Sequence[str]) -> Sequence[str]:
    """Give the words before the day that ends a line: «تحرير من طرف فلان في 05/03/2024 على الساعة 11:20»."""
    if "في" in words and is_date_line(folded.partition(" في ")[2], words[words.index("في") + 1 :]):
        return words[: words.index("في")]
    return words


def _after_words(folded: str, count: int) -> str:
    end = 0
    for index, match in enumerate(WORD.finditer(folded)):
        if index == count:
            break
        end = match.end()
    return folded[end:]


def find_contained(words: Sequence[str], text: str = "") -> Verdict | None:
    """Find a phrase that shows a short paragraph to be chrome wherever in it the phrase stands.

    One in quotes, or that a full stop and other words follow, is what a sentence is about.
    """
    table = phrases_of("contains")
    if table.first_words.isdisjoint(words):
        return None
    for at, word in enumerate(words):
        if word in table.first_words:
            found = table.longest(words, at)
            if found is not None and len(words) <= found[1].limit:
                if found[1].kind == "copyright" and _is_told_of(text, words, at, found[0]):
                    return None
                return Verdict(found[1].kind, found[1].rule, found[1].place)
    return None


def _is_told_of(text: str, words: Sequence[str], at: int, length: int) -> bool:
    """Tell a sentence about a notice from the notice: «كل موقع يكتب «جميع الحقوق محفوظة».»."""
    if not text or text.rstrip()[-1] != "." or any(word.isdigit() for word in words) or "©" in text:
        return False
    if at > 1:
        return True
    following = words[at + length] if at + length < len(words) else ""
    return bool(following) and following[0] not in "لو"


def read_notice(words: Sequence[str]) -> Verdict | None:
    """Read the opening of a notice that sites print whole: a disclaimer, a word on cookies, the rules of comments."""
    for _, phrase in phrases_of("prefix").all_at(words, 0):
        if phrase.kind in {"disclaimer", "cookies", "comment-form"} and len(words) <= phrase.limit:
            return Verdict(phrase.kind, phrase.rule, phrase.place)
    return None

"""Page chrome by its words: what kind of boilerplate one paragraph is, and where it may be taken for that."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from newscrawl.arabic.agencies import read_credit
from newscrawl.arabic.calls import call_verbs, read_call
from newscrawl.arabic.date_lines import date_words, is_date_line
from newscrawl.arabic.fold import fold
from newscrawl.arabic.phrases import WORD, PhraseTable, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

Place = Literal["any", "edge", "head", "tail", "beside"]

SHORT: Final = 300
"""Characters up to which a paragraph is looked at closely; longer ones are prose or, at the edges, disclaimers."""

_TILED_WORDS: Final = 30
_BYLINE_ROW_WORDS: Final = 14
# Notices are whole sentences themselves.
_NOTICES: Final = frozenset({"disclaimer", "cookies"})
_DELIMITERS: Final = ':؛،,|/-–—«»"“(.…>!؟?#*'
_STOPS: Final = ".!؟?…"
_QUOTES: Final = "«“\"'‘„"
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}")
_SEPARATORS: Final = re.compile(r"\s*(?:[|•·●▪»›>]|\s[-–—/]\s)\s*")


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
def _phrases(*matches: str) -> PhraseTable[Phrase]:
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


def judge(text: str, folded: str, words: Sequence[str]) -> Verdict | None:
    """Tell what a short paragraph is if it is page chrome; None for anything an author may have written.

    `folded` is `fold(text)`, `words` its words. Cost is linear in the paragraph, which is at most `SHORT` characters.
    """
    if not words:
        return Verdict("ornament", "no-words", "beside") if text else None
    if not may_open(words[0]):
        return (
            _contained(words)
            or _hashtags(text, words)
            or _signed(text, words)
            or _addressed(text)
            or _segmented(text, words)
        )
    return (
        _tiled(folded, words)
        or _contained(words)
        or _opened(text, folded, words)
        or _called(text, words)
        or _dated(folded, words)
        or _hashtags(text, words)
        or _signed(text, words)
        or _segmented(text, words)
    )


def may_open(word: str) -> bool:
    """Tell whether a folded word may open a line of chrome; most words may not, and their lines are prose."""
    return word in _opening_words() or word[0].isdigit()


@cache
def _opening_words() -> frozenset[str]:
    tables = (_phrases("line", "count", "part"), _phrases("prefix"), call_verbs(), date_words())
    return frozenset[str]().union(*(table.first_words for table in tables))


def _tiled(folded: str, words: Sequence[str]) -> Verdict | None:
    """Read a line that is nothing but known pieces of chrome and numbers: `شارك`, `فيسبوك 12 تويتر 5 طباعة`."""
    table = _phrases("line", "count", "part")
    if len(words) > _TILED_WORDS or not (words[0] in table.first_words or words[0].isdigit()):
        return None
    if folded[0] in _QUOTES:
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


def _opened(text: str, folded: str, words: Sequence[str]) -> Verdict | None:
    """Read a label and what it announces: `اقرأ أيضا: …`, `الوسوم: …`, `كتبت أسماء …`."""
    table = _phrases("prefix", "never")
    if words[0] not in table.first_words or text[0] in _QUOTES:
        return None
    for length, phrase in table.all_at(words, 0):
        if phrase.match == "never":
            return None
        if len(words) > phrase.limit:
            continue
        after = _after_words(folded, length)
        delimited = after == "" or after.lstrip()[:1] in _DELIMITERS
        if phrase.needs_delimiter and not delimited:
            continue
        rest = len(words) - length
        if not delimited and rest > 3 and text.rstrip()[-1] in ".،" and phrase.kind not in _NOTICES:
            # No sign after the label and a full stop at the end: a sentence that happens to begin so.
            continue
        if phrase.kind == "byline" and (text.rstrip()[-1] in _STOPS or rest == 0):
            continue
        return Verdict(phrase.kind, phrase.rule, phrase.place)
    return None


def _after_words(folded: str, count: int) -> str:
    end = 0
    for index, match in enumerate(WORD.finditer(folded)):
        if index == count:
            break
        end = match.end()
    return folded[end:]


def _called(text: str, words: Sequence[str]) -> Verdict | None:
    call = read_call(text, words)
    return Verdict(call[0], "call-to-reader", "any" if call[1] else "tail") if call is not None else None


def _contained(words: Sequence[str]) -> Verdict | None:
    table = _phrases("contains")
    if table.first_words.isdisjoint(words):
        return None
    for at, word in enumerate(words):
        if word in table.first_words:
            found = table.longest(words, at)
            if found is not None and len(words) <= found[1].limit:
                return Verdict(found[1].kind, found[1].rule, found[1].place)
    return None


def judge_long(words: Sequence[str]) -> Verdict | None:
    """Judge a long paragraph at the edge of a body: only the disclaimers and notices that sites print whole."""
    return _contained(words) or _opened_notice(words)


def _opened_notice(words: Sequence[str]) -> Verdict | None:
    for _, phrase in _phrases("prefix").all_at(words, 0):
        if phrase.kind in {"disclaimer", "cookies", "comment-form"} and len(words) <= phrase.limit:
            return Verdict(phrase.kind, phrase.rule, phrase.place)
    return None


def _dated(folded: str, words: Sequence[str]) -> Verdict | None:
    return Verdict("date-line", "date-words", "edge") if is_date_line(folded, words) else None


def _hashtags(text: str, words: Sequence[str]) -> Verdict | None:
    if text[0] != "#":
        return None
    tags = text.split()
    if all(tag[0] in "#،,|" for tag in tags) and len(words) <= 2 * len(tags):
        return Verdict("tags", "hashtags", "edge")
    return None


def _addressed(text: str) -> Verdict | None:
    """Read a line that is only an author's mail address."""
    return Verdict("contact", "mail-address", "tail") if _MAIL.fullmatch(text.strip()) else None


def _signed(text: str, words: Sequence[str]) -> Verdict | None:
    credit = read_credit(text) if len(words) <= 14 else None
    return Verdict(credit.kind, credit.rule, "edge") if credit is not None else None


def _segmented(text: str, words: Sequence[str]) -> Verdict | None:
    """Read a row of chrome cut by bars or arrows: a breadcrumb, or `كتب: … | 24 أغسطس 2020 | 0 تعليق`."""
    if len(words) > _TILED_WORDS or _SEPARATORS.search(text) is None:
        return None
    verdicts = [_judge_part(part) for part in _SEPARATORS.split(text) if part]
    known = [verdict for verdict in verdicts if verdict is not None]
    if len(verdicts) < 2 or not known:
        return None
    if verdicts[0] is not None and verdicts[0].rule in {"boilerplate:الرئيسية", "boilerplate:الصفحة الرئيسية"}:
        return Verdict("breadcrumb", "breadcrumb", "edge")
    if len(known) == len(verdicts):
        return Verdict(known[0].kind, "row-of-chrome", "edge")
    # A name that we do not know beside a date: `يوسف بنعلي | 24 أغسطس 2020`.
    has_date = any(verdict.kind == "date-line" for verdict in known)
    if (
        has_date
        and len(verdicts) - len(known) == 1
        and len(words) <= _BYLINE_ROW_WORDS
        and text.rstrip()[-1] not in _STOPS
    ):
        return Verdict("byline", "name-and-date", "head")
    return None


def _judge_part(part: str) -> Verdict | None:
    folded = fold(part)
    words = WORD.findall(folded)
    return (_tiled(folded, words) or _opened(part, folded, words) or _dated(folded, words)) if words else None


def byline_in(text: str) -> str:
    """Give the part of a row that names the author: `كتب: يوسف بنعلي | 0 تعليق` → `كتب: يوسف بنعلي`."""
    for part in _SEPARATORS.split(text):
        verdict = _judge_part(part)
        if verdict is not None and verdict.kind == "byline":
            return part.strip()
    return text.strip()

"""Wire agencies: how copy is signed at its end (`و م ع/هـ`, `(أ ف ب)`, `المصدر: رويترز`), and who is credited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawl.arabic.phrases import PhraseTable, Token, load_lexicon, prose_words, tokens_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

TAIL: Final = 80
"""A sign-off at the end of a paragraph lies within this many characters of its end."""

_SPA: Final = "SPA"
_LINE_CHARS: Final = 160
_LINE_WORDS: Final = 14
_LABELLED_WORDS: Final = 8
_UNKNOWN_WORDS: Final = 3
_CHAIN: Final = 4
_DOTTED: Final = 3
"""Letters of an editor's initials, at most: «س.ع», «م.أ.ح»."""
_DESK_LABEL: Final = r"(?:إعداد|اعداد|تحرير|ترجمة|تغطية(?: صحفية)?|تقرير|كتابة|شارك في (?:ال)?(?:تغطية|إعداد))\s?:?\s"
_DESK: Final = re.compile(
    rf"\({_DESK_LABEL}(?:(?!ال)[^\s()\d.]{{2,20}}(?:\s[^\s()\d.]{{2,20}}){{1,3}}"
    r"|[^()\d.]{3,60}?(?:للنشرة العربية|\s?[-–—]\s?(?:تحرير|إعداد|اعداد|ترجمة|كتابة)\s)[^()\d.]{0,60})\)\.?"
)
"""«(إعداد فلان الفلاني للنشرة العربية - تحرير فلانة)», as Reuters signs what it translates."""
_NO_NAMES: Final = frozenset(words_of("لا ما لم لن على في من عن أن إلى مع هو هي كان كل بعد قبل"))
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_DESK_WORDS: Final = frozenset(words_of("إعداد تحرير ترجمة"))
_INITIALS_BEHIND: Final = re.compile(r"[.»”] ?/? ?[\u0621-\u064a]{1,2}(?:[. /]{1,2}[\u0621-\u064a]{1,2}){1,4}\.?$")
_STOPS: Final = ".!؟?…"
_AFTER_STOP: Final = "»”\"'’)"
# What may stand between the names of a sign-off; a question mark or a per cent sign shows a sentence.
_SIGNS: Final = frozenset("()[]{}«»“”\"'‘’/\\|-–—_ـ*+&:،,;؛.…•·@=<>")
_LIST_SIGNS: Final = frozenset("/|-–—ـ+&،,")
_OPENERS: Final = {")": "([", "]": "([", "/": "/", "-": "-–—", "–": "-–—", "—": "-–—", "»": "«", "”": "“"}


class Form(NamedTuple):
    """One way to write an agency, or a marker such as `وكالات` (its id is in lower case)."""

    agency: str
    use: str


@dataclass(frozen=True, slots=True)
class Credit:
    """A sign-off that was read whole: the agencies in it, what kind of line it is, and the rule that read it."""

    agencies: list[str]
    kind: str
    rule: str


@cache
def forms() -> PhraseTable[Form]:
    """Give the table of agency forms of `lexicons/agencies.tsv`."""
    return PhraseTable((row["form"], Form(row["id"], row["use"])) for row in load_lexicon("agencies"))


def is_agency(name: str) -> bool:
    """Tell whether a whole text is one agency's name, or a marker such as «وكالات»."""
    words = words_of(name)
    found = forms().longest(words) if words else None
    return found is not None and found[0] == len(words)


@cache
def publishers() -> PhraseTable[str]:
    """Give the table of papers that print their own name around a body, each with its use: `prefix` or `outlet`."""
    return PhraseTable((row["name"], row["use"]) for row in load_lexicon("publishers"))


@cache
def _credit_words() -> dict[str, PhraseTable[str]]:
    roles: dict[str, list[tuple[str, str]]] = {}
    for row in load_lexicon("credit_words"):
        roles.setdefault(row["role"], []).append((row["word"], row["role"]))
    return {role: PhraseTable(rows) for role, rows in roles.items()}


@cache
def _naming_words() -> frozenset[str]:
    return _credit_words()["naming"].first_words


@cache
def _signing_words() -> frozenset[str]:
    """Words one of which every sign-off holds; a text without any needs no closer look."""
    roles = _credit_words()
    return forms().first_words | roles["end"].first_words | roles["label"].first_words | roles["service"].first_words


def read_credit(text: str, *, whole_line: bool = True) -> Credit | None:
    """Read a text that is nothing but a sign-off; None when a word of it belongs to a sentence.

    `whole_line` also admits an outlet or an author beside the agency (`الجزيرة نت + وكالات`), source lines, and
    editors' initials alone.
    """
    if len(text) > _LINE_CHARS:
        return None
    if "(" in text and _DESK.fullmatch(text.strip()) and _NO_NAMES.isdisjoint(words_of(text)):
        return Credit([], "sign-off", "desk")
    words = words_of(text)
    if not words or len(words) > _LINE_WORDS:
        return None
    if not _may_be_signed(text, words):
        return None
    reader = _CreditReader(tokens_of(text))
    return reader.read(whole_line=whole_line)


def _may_be_signed(text: str, words: Sequence[str]) -> bool:
    return not _signing_words().isdisjoint(words) or _may_be_initials(text, words)


def _may_be_initials(text: str, words: Sequence[str]) -> bool:
    return ("/" in text or ("." in text and len(words) <= _DOTTED)) and all(len(word) == 1 for word in words)


class _CreditReader:
    """Reads the tokens of one candidate from left to right and counts what each of them is."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.places = [index for index, token in enumerate(tokens) if token.is_word]
        self.words = [tokens[index].folded for index in self.places]
        self.agencies: list[str] = []
        self.is_labelled = False
        self.parted = True
        self.known = self.ends = self.initials = self.unknown = self.outlets = self.numbers = 0

    def read(self, *, whole_line: bool) -> Credit | None:
        if any(not token.is_word and token.folded and token.folded not in _SIGNS for token in self.tokens):
            return None
        roles = _credit_words()
        at = 0
        label = roles["label"].longest(self.words)
        service = roles["service"].longest(self.words)
        source = roles["from"].longest(self.words)
        for opening in (label, service, source):
            if opening is not None:
                at = opening[0]
                break
        self.is_labelled = label is not None
        has_sign = at < len(self.places) and self._sign_before(at)
        self._count(at)
        return self._judge(label is not None, service is not None, has_sign=has_sign, opened=at, whole_line=whole_line)

    def credited(self) -> list[str]:
        """Give the agencies among the words, whatever else stands there."""
        self._count(0)
        return self.agencies

    def _count(self, at: int) -> None:
        end = _credit_words()["end"]
        while at < len(self.words):
            word = self.words[at]
            form = forms().longest(self.words, at)
            if form is not None and self._accepts(form[1], at, form[0]):
                self.known += 1
                self.parted = self.parted and self._is_parted(at, form[0])
                if form[1].agency.isupper() and form[1].agency not in self.agencies:
                    self.agencies.append(form[1].agency)
                at += form[0]
            elif (mark := end.longest(self.words, at)) is not None:
                self.ends += 1
                at += mark[0]
            elif (paper := publishers().longest(self.words, at)) is not None:
                self.outlets += 1
                at += paper[0]
            else:
                if self.ends and _YEAR.fullmatch(word) and len(self.tokens) == at + 1:
                    self.unknown += 1  # «انتهى 2023»
                elif word.isdigit() or (self.ends and len(word) > 1 and word[:-1].isdigit()):
                    self.numbers += 1
                elif len(word) == 1:
                    self.initials += 1
                elif word != "و":
                    self.unknown += 1
                at += 1

    def _accepts(self, form: Form, at: int, length: int) -> bool:
        if form.use == "start":
            return False
        return form.use != "mark" or self.is_labelled or (self._sign_before(at) and self._sign_after(at + length - 1))

    def _is_parted(self, at: int, length: int) -> bool:
        """Tell whether signs or the line's ends part a name from what is beside it."""
        last = at + length - 1
        starts = at == 0 or self._sign_before(at)
        return starts and (last == len(self.words) - 1 or self._sign_after(last))

    def _sign_before(self, at: int) -> bool:
        index = self.places[at]
        return index > 0 and self._is_sign(index - 1)

    def _sign_after(self, at: int) -> bool:
        index = self.places[at]
        return index + 1 < len(self.tokens) and self._is_sign(index + 1)

    def _is_sign(self, index: int) -> bool:
        # A dot stands between editors' initials as well: `ز.أ.ب` holds no `أ ب`.
        return not self.tokens[index].is_word and self.tokens[index].folded != "."

    def _judge(self, label: bool, service: bool, *, has_sign: bool, opened: int, whole_line: bool) -> Credit | None:
        words = len(self.words)
        if label:
            named = self.unknown == 0 and self.known + self.outlets > 0
            if not prose_words().keys().isdisjoint(self.words[opened:]):
                return None
            if (has_sign or named or words == opened) and words - opened <= _LABELLED_WORDS and (whole_line or named):
                return Credit(self.agencies, "source", "source-line")
            return None
        if service:
            if (has_sign or words == opened) and words - opened <= _LABELLED_WORDS and whole_line:
                return Credit(self.agencies, "syndication", "syndication-line")
            return None
        if self.known and self.unknown == 0:
            return Credit(self.agencies, "sign-off", "agency-sign-off")
        if self.ends and self.unknown == 0 and (self.numbers or self._is_end_mark()):
            # «// انتهى //» closed 323 of about 340 SPA texts and no other desk's (SNN 2015).
            spa = [_SPA] if [token.folded for token in self.tokens[:3]] == ["/", "/", "انتهي"] else []
            return Credit(spa, "end-mark", "end-mark")
        if not whole_line and not opened and self.initials == words > 1 and any(t.folded == "/" for t in self.tokens):
            return Credit([], "sign-off", "editors-initials")
        if not whole_line or opened:
            return None
        is_short = self.unknown <= _UNKNOWN_WORDS and words <= 2 * _UNKNOWN_WORDS and not self.numbers
        if self.known and is_short and self.parted and self._is_list():
            return Credit(self.agencies, "sign-off", "outlet-and-agency")
        if self.known and self.agencies and self._is_chain():
            return Credit(self.agencies, "sign-off", "agency-and-authors")
        if self.initials >= 2 and self.initials == words and self._is_signed_by_initials():
            return Credit([], "sign-off", "editors-initials")
        return None

    def _is_chain(self) -> bool:
        """Tell an agency and its authors behind strokes: «وام/فلان الفلاني/فلان الفلاني»."""
        text = " ".join(token.folded for token in self.tokens)
        pieces = [piece.split() for piece in text.strip("/ ").split("/")]
        if not 1 < len(pieces) <= _CHAIN or not all(0 < len(piece) <= _UNKNOWN_WORDS for piece in pieces):
            return False
        agency = forms().longest(pieces[0])
        return agency is not None and agency[0] == len(pieces[0])

    def _is_signed_by_initials(self) -> bool:
        """Tell «ك.م/ر.ع», and «س.ع» with nothing but its dots, from the letters of a list."""
        signs = {token.folded for token in self.tokens if not token.is_word}
        return "/" in signs or ("." in signs and signs <= set(".=()") and self.initials <= _DOTTED)

    def _is_end_mark(self) -> bool:
        quoted = any(token.folded in '«»“”"' for token in self.tokens if not token.is_word)
        return not quoted and self.words[0] != "ت" and len(self.words) == self.ends + self.initials

    def _is_list(self) -> bool:
        return any(token.folded in _LIST_SIGNS for token in self.tokens[1:-1])


def find_sign_off(text: str) -> tuple[int, int, Credit] | None:
    """Find a sign-off that ends a paragraph: the span to cut, the space before it included, and what it says.

    It stands after the last sentence's stop, or in brackets, slashes or dashes where the sentence does not name the
    agency itself (`ذكرت وكالة الأنباء (د ب أ)` keeps its words).
    """
    base = max(0, len(text) - TAIL)
    tail = text[base:]
    words = words_of(tail)
    if _signing_words().isdisjoint(words) and _DESK_WORDS.isdisjoint(words) and not _INITIALS_BEHIND.search(tail):
        return None
    return _after_stop(text, base) or _in_brackets(text, base)


def _after_stop(text: str, base: int) -> tuple[int, int, Credit] | None:
    for index in range(base, len(text) - 1):
        if text[index] not in _STOPS or text[index + 1 : index + 2].isalnum():
            continue
        cut = index + 1
        while cut < len(text) and text[cut] in _STOPS + _AFTER_STOP:
            cut += 1
        credit = read_credit(text[cut:], whole_line=False)
        if credit is not None:
            return cut, len(text), credit
    return None


def _in_brackets(text: str, base: int) -> tuple[int, int, Credit] | None:
    end = len(text.rstrip())
    while end > base and text[end - 1] in ".،":
        end -= 1
    if end - 1 <= base or text[end - 1] not in _OPENERS:
        return None
    openers = _OPENERS[text[end - 1]]
    start = max(text.rfind(opener, base, end - 1) for opener in openers)
    if start < 0:
        return None
    credit = read_credit(text[start:end], whole_line=False)
    if credit is None:
        return None
    before = words_of(text[max(0, start - 60) : start])
    if before and (before[-1] in _naming_words() or (before[-1].startswith("ل") and before[-1][1:] in _naming_words())):
        return None
    cut = len(text[:start].rstrip(" -–—"))
    if cut == 0:
        return None
    return cut, end, credit


def agencies_in_byline(byline: str) -> list[str]:
    """Give the agencies that a byline credits: `الرباط - و م ع` → `["MAP"]`, `أحمد علي` → `[]`."""
    if len(byline) > _LINE_CHARS:
        return []
    reader = _CreditReader(tokens_of(byline))
    return reader.credited() if reader.words else []

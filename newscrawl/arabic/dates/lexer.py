"""From a folded string to its shape: a letter for each item, so that the grammar of dates is patterns over letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from newscrawl.arabic.dates.lexicon import TOKEN, Entry, lexicon, month_like

if TYPE_CHECKING:
    from newscrawl.arabic.dates.lexicon import Value

NumericDate = tuple[str, str, str]
ClockDigits = tuple[int, int, "int | None", bool]
"""Hour, minute, second, and whether the ISO letter T stood before it."""

_DATE_SIGN: Final = "\ue000"
_CLOCK_SIGN: Final = "\ue001"

_CLOCK: Final = re.compile(
    r"(?:(?<!\d)(?<!\d[:.])|(?<=[-/.]\d{4}))(\d{1,2})(?:\s?:\s?(\d{2})(?:\s?:\s?(\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"|\s?(?:h|سا?)\s?(?:و\s?)?(\d{2})(?!\d)(?:\s?(?:mn|min|د)(?!\w))?)"
)
_SEP: Final = r"[-/\\._–—‐‑٫\u060d]"
_HAS_SEP: Final = re.compile(_SEP)
_NUMERIC: Final = re.compile(
    rf"(?<![a-z\d])(?<!\d[-./\\])(?:(\d{{4}})\s{{0,2}}({_SEP})\s{{0,2}}(\d\d?)\s{{0,2}}\2\s{{0,2}}(\d\d?)"
    rf"|(\d\d?)\s{{0,2}}({_SEP})\s{{0,2}}(\d\d?)\s{{0,2}}\6\s{{0,2}}(\d{{4}})"
    rf"|(\d\d?)({_SEP})(\d\d?)\10(\d\d))(?![-./\\]?\d)"
)
_THOUSANDS: Final = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_SIGNS: Final = {
    **dict.fromkeys("،؛;٬", ","), **dict.fromkeys("–—―−‐‑_~", "-"), **dict.fromkeys("…٫۔", "."),
    **dict.fromkeys("\\\u060d", "/"),
    **dict.fromkeys("[{«", "("), **dict.fromkeys("]}»", ")"), **dict.fromkeys("•·●∙▪■◆♦¦│@›><*#", "|"),
}  # fmt: skip
_PLAIN_SIGNS: Final = frozenset("-/.,:()|+")
_LATIN_ORDINALS: Final = frozenset({"st", "nd", "rd", "th", "er", "ere", "eme", "ème", "ère", "e"})


_WORDS, _PHRASES, _ = lexicon()  # at import, as patterns are compiled
_AND: Final = "و"
_AD: Final = Entry("e", "gregorian")


class Shape(NamedTuple):
    """The items of a string: `letters[i]` is the kind of item i, `values[i]` what it holds."""

    letters: str
    values: list[Value | NumericDate | ClockDigits]

    def number(self, at: int) -> int:
        """Give the number that item `at` holds; 0 where it holds none."""
        value = self.values[at]
        return value if isinstance(value, int) else 0

    def clock(self, at: int) -> ClockDigits:
        """Give the digits of the clock at `at`."""
        return cast("ClockDigits", self.values[at])

    def numeric_date(self, at: int) -> NumericDate:
        """Give the three numbers of the date at `at`, as written."""
        return cast("NumericDate", self.values[at])


def lex(text: str) -> Shape:
    """Cut a folded text into items; numeric dates and clocks are lifted out whole first, as only there spaces count."""
    dates: list[NumericDate] = []
    clocks: list[ClockDigits] = []

    def lift_clock(match: re.Match[str]) -> str:
        hour, minute, second, minute_after_h = match.groups()
        start = match.start()
        is_iso = start > 1 and text[start - 1] == "t" and text[start - 2].isdecimal()
        clocks.append((int(hour), int(minute or minute_after_h), int(second) if second else None, is_iso))
        return _CLOCK_SIGN

    def lift_date(match: re.Match[str]) -> str:
        a, _, b, c, d, _, e, f, g, _, h, k = match.groups()
        dates.append((a, b, c) if a else (d, e, f) if d else (g, h, k))
        return _DATE_SIGN

    lifted = text
    if "\ue000" in text or "\ue001" in text:
        lifted = text = text.replace("\ue000", " ").replace("\ue001", " ")
    if ":" in text or "h" in text or "س" in text:
        lifted = _CLOCK.sub(lift_clock, lifted)
    if _HAS_SEP.search(lifted):
        lifted = _NUMERIC.sub(lift_date, lifted)
    if "," in lifted:
        lifted = _THOUSANDS.sub(" 000 ", lifted)
    return _Lexer(TOKEN.findall(lifted), lifted, dates, clocks).run()


class _Lexer:
    def __init__(self, tokens: list[str], text: str, dates: list[NumericDate], clocks: list[ClockDigits]) -> None:
        self.tokens, self.text = tokens, text
        self.dates, self.clocks = iter(dates), iter(clocks)
        self.letters: list[str] = []
        self.values: list[Value | NumericDate | ClockDigits] = []

    def run(self) -> Shape:
        words, phrases = _WORDS, _PHRASES
        tokens, letters, values = self.tokens, self.letters, self.values
        at, end = 0, len(tokens)
        while at < end:
            token = tokens[at]
            entry = words.get(token)
            first = token[0]
            if token in phrases:
                at, entry = self._phrase(at, entry)
            if entry is not None:
                if entry.kind == "q":
                    at, entry = self._numbered(at, entry)
                elif entry.kind == "A" and letters and letters[-1] in "yD" and tokens[at - 1] + token in self.text:
                    entry = _AD  # glued to its year, «2021م» cannot be the clock's
                letters.append(entry.kind)
                values.append(entry.value)
            elif "0" <= first <= "9":
                at = self._number(token, at)
            elif first == _DATE_SIGN:
                letters.append("D")
                values.append(next(self.dates))
            elif first == _CLOCK_SIGN:
                letters.append("t")
                values.append(next(self.clocks))
            elif first in _PLAIN_SIGNS:
                letters.append(first)
                values.append(None)
            elif first.isalpha():
                self._unknown_word(token, words)
            else:
                letters.append(_SIGNS.get(first, "!"))
                values.append(None)
            at += 1
        return Shape("".join(letters), values)

    def _phrase(self, at: int, entry: Entry | None) -> tuple[int, Entry | None]:
        tokens = self.tokens
        for rest, found in _PHRASES[tokens[at]]:
            if tuple(tokens[at + 1 : at + 1 + len(rest)]) == rest:
                return at + len(rest), found
        return at, entry

    def _numbered(self, at: int, entry: Entry) -> tuple[int, Entry]:
        """Read «تشرين 1»: the digit names the month if the day stands before it, or if it is glued to the name."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else ""
        if following in {"1", "2"} and isinstance(entry.value, tuple):
            day_before = self.letters and self.letters[-1] in "d-/" and "d" in self.letters[-2:]
            if day_before or self.tokens[at] + following in self.text:
                return at + 1, Entry("m", entry.value[int(following) - 1])
        return at, entry

    def _number(self, token: str, at: int) -> int:
        size = len(token)
        self.letters.append("d" if size <= 2 else "y" if size == 4 else "N")
        self.values.append(int(token) if size <= 9 else 0)
        if size <= 2 and at + 1 < len(self.tokens) and self.tokens[at + 1] in _LATIN_ORDINALS:
            return at + 1
        return at

    def _unknown_word(self, token: str, words: dict[str, Entry]) -> None:
        rest = words.get(token[1:]) if token[0] == _AND else None
        if rest is not None:
            self.letters += ("o", rest.kind)
            self.values += (None, rest.value)
        elif token == _AND:
            self.letters.append("o")
            self.values.append(None)
        elif self.letters and self.letters[-1] in "d-/(" and (month := month_like(token)) is not None:
            self.letters.append("b")  # like an ordinary word, it needs a year after it
            self.values.append(month)
        else:
            self.letters.append("r")
            self.values.append(None)

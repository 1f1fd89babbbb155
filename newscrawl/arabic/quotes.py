"""Quotation marks: which opens, which closes, and the regular pair for one that is reversed or mismatched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from newscrawl.arabic.characters import LETTERS, MARKS, TATWEEL

Side = Literal["open", "close", "either"]

DOUBLES: Final = '"“”„‟«»'
SINGLES: Final = "'‘’‚‛‹›"
QUOTE: Final = re.compile(f"[{DOUBLES}{SINGLES}]")

_MEMBERS: Final = {"curly": "“”„‟", "angle": "«»", "plain": '"', "single": "‘’‚‛", "tick": "'", "hook": "‹›"}
_FAMILIES: Final = {char: family for family, chars in _MEMBERS.items() for char in chars}
_PAIRS: Final = {"curly": ("“", "”"), "angle": ("«", "»"), "plain": ('"', '"'),
                 "single": ("‘", "’"), "tick": ("'", "'"), "hook": ("‹", "›")}  # fmt: skip
_GOOD: Final = {*_PAIRS.values(), ("„", "“"), ("„", "”"), ("‚", "‘"), ("‚", "’")}
"""Pairs that are right as they stand: the regular ones and the low-high ones of German and Polish print."""

# Which family a mismatched pair takes: doubles before singles, marks that know their side before those that do not.
_RANK: Final = {"curly": 3, "angle": 3, "plain": 2, "single": 1, "hook": 1, "tick": 0}

_OPENERS: Final = frozenset("([{")
_STOPS: Final = frozenset("،؛.:!؟?,;)]}")
_WEAK: Final = frozenset("/-–—:،؛.…%")
"""Signs that a mark may stand on either side of."""

_INTRODUCING: Final = frozenset(":-–—")
_PREFIX: Final = re.compile(f"(?<![{LETTERS}{MARKS}])(?:[وف]?[بكل]?(?:ال)?|[وف]?لل|أ|س|ف?س){TATWEEL}*$")


@dataclass(slots=True)
class Quote:
    """A quotation mark in a paragraph: where it stands, what it is and what it does there."""

    index: int
    char: str
    side: Side = "either"
    certain: bool = True
    """Whether its neighbours show its side; a mark between two spaces shows nothing."""
    partner: int | None = None
    """Index, in the list of marks, of the mark that closes or opens it."""


def _regular_sequence() -> re.Pattern[str]:
    plain = f"[^{DOUBLES}{SINGLES}]"
    inside = f"[^{DOUBLES}{SINGLES}\\s](?:[^{DOUBLES}{SINGLES}\n]*+(?<!\\s))?"
    pairs = "|".join(f"{first}{inside}{second}" for first, second in ("«»", "“”", '""', "‘’"))
    return re.compile(f"(?:{plain}++|{pairs})*+")


_REGULAR: Final = _regular_sequence()


_TOO_MANY: Final = 2_000


def has_too_many_quotes(paragraph: str) -> bool:
    """Tell a paragraph with more marks than any prose holds; to pair them costs time and proves nothing."""
    return len(paragraph) > _TOO_MANY and len(QUOTE.findall(paragraph)) > _TOO_MANY


def needs_quotes(text: str) -> bool:
    """Tell quickly whether `regular_quotes` may change a text: not where each pair closes before the next one opens."""
    return QUOTE.search(text) is not None and _REGULAR.fullmatch(text) is None


def pair_quotes(paragraph: str) -> list[Quote]:
    """Find the quotation marks of one paragraph and pair them; apostrophes and inch marks are left out.

    A mark without a partner stays unpaired: a quotation may run over several paragraphs.
    """
    quotes: list[Quote] = []
    stack: list[int] = []
    for match in QUOTE.finditer(paragraph):
        quote = Quote(match.start(), match.group())
        if quote.char in SINGLES and _is_apostrophe(paragraph, quote.index):
            # `‘كوفيد 19’`: after a digit or a Latin letter it closes only what a mark of its kind opened.
            after = paragraph[quote.index + 1 : quote.index + 2]
            if quote.char != "’" or after.isalnum() or not stack or quotes[stack[-1]].char != "‘":
                continue
        quote.side = _side(paragraph, quote, quotes, inside=bool(stack))
        if quote.side == "either":
            quote.certain = False
            in_single = bool(stack) and quotes[stack[-1]].char == "‘"
            if quote.char in SINGLES and quote.char != "‘" and not (quote.char == "’" and in_single):
                continue
            quote.side = "close" if stack and quote.char != "‘" else "open"
        quotes.append(quote)
        position = len(quotes) - 1
        if quote.side == "open":
            stack.append(position)
        elif stack:
            opener = _opener_for(quote.char, stack, quotes)
            quote.partner, quotes[opener].partner = opener, position
    return quotes


def _opener_for(closer: str, stack: list[int], quotes: list[Quote]) -> int:
    """Take the mark that a closing one answers off the stack: the nearest of its family, else the nearest."""
    family = _FAMILIES[closer]
    # Deeper nesting than three is no print; looking no further also keeps hostile text linear.
    for depth in range(1, min(len(stack), 3) + 1):
        if _FAMILIES[quotes[stack[-depth]].char] == family:
            opener = stack[-depth]
            del stack[-depth:]
            return opener
    return stack.pop()


def regular_quotes(paragraph: str) -> str:
    """Give a paragraph with reversed and mismatched pairs made regular and the spaces inside pairs gone.

    `” نص “` → `“نص”`, `‘نص”` → `“نص”`, `« نص »` → `«نص»`. Pairs of any regular style stay, unpaired marks too. Linear.
    """
    if has_too_many_quotes(paragraph):
        return paragraph
    quotes = pair_quotes(paragraph)
    unpaired = any(quote.partner is None for quote in quotes)
    usual = _usual_family(quotes)
    changes: dict[int, str] = {}
    dropped: set[int] = set()
    for opener in quotes:
        if opener.side != "open" or opener.partner is None:
            continue
        closer = quotes[opener.partner]
        if unpaired and not (opener.certain and closer.certain):
            continue
        if closer.index - opener.index < 2 or not paragraph[opener.index + 1 : closer.index].strip():
            continue
        if _is_measure(paragraph, opener):
            continue
        pair = (opener.char, closer.char)
        if pair not in _GOOD:
            # `الرئيسية » أخبار » محليات` is no quotation; two families in a paragraph with a lone mark may be no pair.
            bullets = pair[0] == pair[1] and _FAMILIES[pair[0]] in {"angle", "hook"} and not opener.certain
            if bullets or (unpaired and _FAMILIES[pair[0]] != _FAMILIES[pair[1]]):
                continue
            changes[opener.index], changes[closer.index] = _regular_pair(*pair, usual=usual)
        if paragraph[opener.index + 1] == " ":
            dropped.add(opener.index + 1)
        if paragraph[closer.index - 1] == " ":
            dropped.add(closer.index - 1)
    return _replace(paragraph, changes | dict.fromkeys(dropped, ""))


def _replace(paragraph: str, changes: dict[int, str]) -> str:
    """Put another string in the place of single characters, by index."""
    pieces = []
    last = 0
    for index in sorted(changes):
        pieces += [paragraph[last:index], changes[index]]
        last = index + 1
    return "".join([*pieces, paragraph[last:]])


def _usual_family(quotes: list[Quote]) -> str | None:
    """Give the family of the first pair in a paragraph that is right as it stands."""
    for quote in quotes:
        if quote.side == "open" and quote.partner is not None and (quote.char, quotes[quote.partner].char) in _GOOD:
            return _FAMILIES[quote.char]
    return None


def _regular_pair(opener: str, closer: str, *, usual: str | None) -> tuple[str, str]:
    first, second = _FAMILIES[opener], _FAMILIES[closer]
    if _RANK[first] == _RANK[second]:
        return _PAIRS[second if second == usual else first]
    return _PAIRS[first if _RANK[first] > _RANK[second] else second]


def _side(paragraph: str, quote: Quote, before: list[Quote], *, inside: bool) -> Side:
    """Tell from its neighbours whether a mark opens or closes; `inside` says that a quotation is open here."""
    left = paragraph[quote.index - 1] if quote.index else " "
    right = paragraph[quote.index + 1] if quote.index + 1 < len(paragraph) else " "
    prefixed = _PREFIX.search(paragraph[max(0, quote.index - 6) : quote.index]) is not None
    if before and before[-1].index == quote.index - 1:
        left = "(" if before[-1].side == "open" else ")"
    if right in _STOPS and left not in _OPENERS:
        return "close"
    if left == TATWEEL:
        return "open"
    if left == " " or left in _OPENERS:
        return "either" if right == " " else "open"
    if left in _WEAK:
        if right == " ":
            return "close" if inside or left not in _INTRODUCING else "open"
        return "either" if right in _WEAK else "open"
    if prefixed and right != " " and right not in _WEAK:
        return "open"
    if right == " " or right in _WEAK or QUOTE.match(right):
        return "open" if prefixed and not inside else "close"
    return "either"


def _is_apostrophe(paragraph: str, index: int) -> bool:
    """`l'eau`, `players’`, `5'`: a single mark that touches a Latin letter or a digit on its left."""
    left = paragraph[index - 1 : index]
    right = paragraph[index + 1 : index + 2]
    if left.isascii() and left.isalnum():
        return True
    return left.isalpha() and right.isalpha() and not _PREFIX.search(paragraph[max(0, index - 6) : index])


def _is_measure(paragraph: str, opener: Quote) -> bool:
    """Tell whether a lone straight mark after a number means inches, minutes or seconds: `شاشة 32 " جديدة`."""
    before = paragraph[max(0, opener.index - 2) : opener.index].rstrip(" ")
    return opener.char in "\"'" and not opener.certain and before[-1:].isdigit()

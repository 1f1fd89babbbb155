"""Letters that a page lost on the way: a drop cap in its own element, a vowel torn off into a space."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from newscrawl.arabic.characters import CONTROLS, INVISIBLE, LETTERS, MARKS, TATWEEL
from newscrawl.arabic.quotes import has_too_many_quotes, pair_quotes
from newscrawl.items import Repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD_CHARS: Final = f"{LETTERS}{MARKS}{TATWEEL}"
# In 31,000 real articles these four never stand alone; a mark on the last letter is the vowel that was torn off.
_TORN: Final = re.compile(f"(?<!\\S)((?:وت|فت|وأ|فأ)[{MARKS}]{{0,2}}) ([{LETTERS}][{_WORD_CHARS}]*)(?![\\w{TATWEEL}])")
_ARABIC_LETTER: Final = re.compile(f"[{LETTERS}]")
_NOT_LETTER: Final = re.compile(f"[{MARKS}{TATWEEL}]")
_FIRST_WORD: Final = re.compile(f"[{LETTERS}][{LETTERS}{MARKS}]*+(?=[ ،,:؛.]|$)")
_TOKEN: Final = re.compile(f"[{LETTERS}][{_WORD_CHARS}]*+|[A-Za-z0-9\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9]+")
_IGNORED: Final = re.compile(f"[{MARKS}{TATWEEL}{INVISIBLE}{CONTROLS}]")

_BRACKETS: Final = {"(": ")", "[": "]", "{": "}", "\ufd3f": "\ufd3e", "\ufd3e": "\ufd3f"}
_BRACKET: Final = re.compile(r"[()\[\]{}\ufd3e\ufd3f]")
_HEMISTICHS: Final = re.compile(r"\S (?:\.{2,}|…|\*+|/{2,}|=+|#+|~+|[|]+) \S")
_SENTENCE_MARK: Final = re.compile("[.،؛:؟!]")

_CLITICS: Final = frozenset("وفبلكس")
"""Letters that may stand before a whole word: `وقال` beside `قال` proves no loss."""

_PRESENT: Final = frozenset("يتن")
_HAMZAS: Final = frozenset("أإآا")

_AGREEING_WORDS: Final = 8
_WITNESS_LENGTH: Final = 5_000


class _FirstWords(NamedTuple):
    """What `lexicons/lost_first_letters.tsv` knows; its head explains the three kinds of row."""

    never: dict[str, str]
    radical: frozenset[str]
    whole: frozenset[str]


@cache
def _first_words() -> _FirstWords:
    text = (resources.files("newscrawl.arabic") / "lexicons" / "lost_first_letters.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    lists = {
        kind: frozenset(word for row in rows if row[0] == kind for word in row[1].split())
        for kind in ("radical", "whole")
    }
    return _FirstWords({row[1]: row[2] for row in rows if row[0] == "never"}, lists["radical"], lists["whole"])


def repair_lost_letters(
    paragraphs: Sequence[str], *, title: str | None = None, witnesses: Sequence[str] = ()
) -> list[Repair]:
    """Find the letters that a body lost in transport and say how to put them back; changes nothing itself.

    Rule `torn-prefix`: a token `وت`, `فت`, `وأ` or `فأ` outside quotes, brackets and verse, one space, then an
    Arabic word of three or more letters without the article: the two are one word. Rule `first-letter-witness`:
    the first body word, where the title or a witness (description, JSON-LD, feed) shows it with one letter more
    before the same next words. Rule `first-letter-known`: the first body word, where it is one that never
    begins a text. Offsets are in the final text, in reading order: see `apply_repairs` and `undo_repairs`.
    Correct text gives an empty list. Linear.
    """
    repairs: list[Repair] = []
    torn = {index for index, paragraph in enumerate(paragraphs) if _may_be_torn(paragraph)}
    if torn:
        torn -= _verse_block(paragraphs) | _quoted_throughout(paragraphs)
    first = next((index for index, paragraph in enumerate(paragraphs) if paragraph.strip()), None)
    for position, paragraph in enumerate(paragraphs):
        found: list[Repair] = []
        if position == first:
            found += _first_word(paragraph, position, title or "", witnesses)
        shift = sum(len(repair.after) - len(repair.before) for repair in found)
        if position in torn:
            found += _torn_words(paragraph, position, shift)
        repairs += found
    return repairs


def apply_repairs(paragraphs: Sequence[str], repairs: Iterable[Repair]) -> list[str]:
    """Make the changes that `repair_lost_letters` found; raises ValueError where a text is not the one it read."""
    return _replace(
        paragraphs, [(repair.position, repair.start, repair.before, repair.after) for repair in repairs], -1
    )


def undo_repairs(paragraphs: Sequence[str], repairs: Iterable[Repair]) -> list[str]:
    """Give back the paragraphs as they were before `apply_repairs`; raises ValueError where a text is another."""
    return _replace(paragraphs, [(repair.position, repair.start, repair.after, repair.before) for repair in repairs], 0)


def _replace(paragraphs: Sequence[str], changes: list[tuple[int, int, str, str]], direction: int) -> list[str]:
    """Replace old by new at each (position, start); with `direction` -1 a start counts the changes before it."""
    texts = list(paragraphs)
    for position, group in groupby(sorted(changes), key=lambda change: change[0]):
        text = texts[position]
        pieces: list[str] = []
        last = shift = 0
        for _, start, old, new in group:
            begin = start + direction * shift
            if begin < last or not text.startswith(old, begin):
                raise ValueError(f"expected {old!r} at {begin}, found {text[begin : begin + len(old)]!r}")
            pieces += [text[last:begin], new]
            last = begin + len(old)
            shift += len(new) - len(old)
        texts[position] = "".join([*pieces, text[last:]])
    return texts


def _may_be_torn(paragraph: str) -> bool:
    return any(token in paragraph for token in ("وت", "فت", "وأ", "فأ")) and _TORN.search(paragraph) is not None


def _torn_words(paragraph: str, position: int, shift: int) -> list[Repair]:
    matches = [match for match in _TORN.finditer(paragraph) if _is_torn_tail(match.group(2))]
    if not matches or has_too_many_quotes(paragraph) or _HEMISTICHS.search(paragraph):
        return []
    starts, ends = _protected_spans(paragraph)
    repairs = []
    for match in matches:
        span = bisect_right(starts, match.start()) - 1
        if span >= 0 and match.start() < ends[span]:
            continue
        before, after = match.group(), match.group(1) + match.group(2)
        repairs.append(Repair(position, match.start() + shift, before, after, "torn-prefix"))
        shift -= 1
    return repairs


def _is_torn_tail(word: str) -> bool:
    letters = _NOT_LETTER.sub("", word)
    return len(letters) >= 3 and not letters.startswith("ال")


def _protected_spans(paragraph: str) -> tuple[list[int], list[int]]:
    """Give starts and ends, merged and sorted, of the spans inside quotes and brackets.

    A mark without a partner protects everything on its inner side, since its quotation may run on in a neighbour.
    """
    spans = []
    quotes = pair_quotes(paragraph)
    for quote in quotes:
        if quote.partner is not None:
            if quote.side == "open":
                spans.append((quote.index, quotes[quote.partner].index))
        else:
            spans.append((quote.index, len(paragraph)) if quote.side == "open" else (0, quote.index))
    stack: list[int] = []
    for match in _BRACKET.finditer(paragraph):
        if stack and _BRACKETS.get(paragraph[stack[-1]]) == match.group():
            spans.append((stack.pop(), match.start()))
        elif match.group() in _BRACKETS:
            stack.append(match.start())
    spans += [(index, len(paragraph)) for index in stack]
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return [span[0] for span in merged], [span[1] for span in merged]


def _quoted_throughout(paragraphs: Sequence[str]) -> set[int]:
    """Find the paragraphs inside a quotation that opens in an earlier one and closes in a later one."""
    quoted: set[int] = set()
    opened: int | None = None
    for index, paragraph in enumerate(paragraphs):
        lone = [] if has_too_many_quotes(paragraph) else [q for q in pair_quotes(paragraph) if q.partner is None]
        if opened is not None and any(quote.side == "close" for quote in lone):
            quoted.update(range(opened + 1, index))
            opened = None
        if any(quote.side == "open" for quote in lone) and opened is None:
            opened = index
    return quoted


def _verse_block(paragraphs: Sequence[str]) -> set[int]:
    """Find the paragraphs that look like lines of a poem: four or more short ones in a row without sentence marks."""
    verse: set[int] = set()
    run: list[int] = []
    for index, paragraph in enumerate([*paragraphs, "."]):
        if len(paragraph) < 80 and paragraph.strip() and not _SENTENCE_MARK.search(paragraph):
            run.append(index)
            continue
        if len(run) >= 4:
            verse.update(run)
        run = []
    return verse


def _first_word(paragraph: str, position: int, title: str, witnesses: Sequence[str]) -> list[Repair]:
    start = len(paragraph) - len(paragraph.lstrip(" "))
    match = _FIRST_WORD.match(paragraph, start)
    if match is None:
        return []
    word = match.group()
    plain = _IGNORED.sub("", word)
    following = _tokens(paragraph[match.end() : match.end() + 300])[:_AGREEING_WORDS]
    full = _witnessed(plain, following, title, witnesses) if len(plain) > 1 else None
    rule = "first-letter-witness"
    if full is None:
        full = _first_words().never.get(plain)
        rule = "first-letter-known"
        if full is None or not following or not _ARABIC_LETTER.match(following[0]):
            return []
    return [Repair(position, start, word, full[0] + word, rule)]


def _witnessed(word: str, following: list[str], title: str, witnesses: Sequence[str]) -> str | None:
    """Find the word with one more letter in front of the same next words; None where a witness shows it as it is."""
    found: str | None = None
    for text in (title, *witnesses):
        tokens = _tokens(text[:_WITNESS_LENGTH])
        for index, token in enumerate(tokens):
            if not token.endswith(word) or len(token) > len(word) + 1:
                continue
            count, full = _agreement(tokens[index + 1 : index + 1 + _AGREEING_WORDS], following)
            if token == word:
                if count >= 2:
                    return None
            elif _proves(token, word, count, full=full, headline=text is title):
                found = token
    return found


def _proves(token: str, word: str, count: int, *, full: bool, headline: bool) -> bool:
    """Tell whether `token` before `count` equal words (`full`: to the end of one text) shows that `word` lost a letter.

    A headline in the present (`يقرر الوزير`) shows nothing about a body in the past (`قرر الوزير`).
    """
    known = _first_words()
    letter = token[0]
    if letter in _CLITICS and token not in known.radical:
        return False
    if letter in _PRESENT:
        return full and count >= 4 and not headline
    if full:
        return count >= 2
    return word not in known.whole and count >= (2 if letter in _HAMZAS else 3)


def _agreement(tokens: list[str], following: list[str]) -> tuple[int, bool]:
    """Count the equal words at the head of two lists, and tell whether they agree to the end of the shorter one."""
    count = 0
    for one, other in zip(tokens, following, strict=False):
        if one != other:
            # A description is often cut amid a word.
            cut = count == len(tokens) - 1 < _AGREEING_WORDS - 1 and other.startswith(one)
            return count, cut
        count += 1
    return count, True


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_IGNORED.sub("", text))

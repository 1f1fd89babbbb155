"""Regular spacing and punctuation in Arabic paragraphs; no letter, digit or mark of the author changes."""

from __future__ import annotations

import re
from typing import Final

from newscrawl.arabic.characters import DIGITS, LETTERS, MARKS
from newscrawl.arabic.quotes import needs_quotes, regular_quotes

PLACEHOLDER: Final = "\ue000"
"""Stands for a URL, whose end no rule may touch."""

_RUN: Final = re.compile("  +")

_ARABIC: Final = f"{LETTERS}{MARKS}\u0640"
# What a sentence mark may follow: a letter, a digit, a closing quote or bracket, %, ° and another mark.
_BEFORE_MARK: Final = f"(?<=[{_ARABIC}{DIGITS}A-Za-z\u00c0-\u024f\"'“”«»’)\\]}}%°؟!.…{PLACEHOLDER}])"
_SPACE_BEFORE: Final = re.compile(f"{_BEFORE_MARK} ([،؛:.!؟?,;]+(?:(?<=:)-(?= ))?)(?=( ?)(.?))")
_MOVED: Final = frozenset({"،", "؛", "؟", "!", ":", ".", ","})
_ENDS: Final = frozenset("\"'“”«»‘’)]}")
_ARABIC_LETTER: Final = re.compile(f"[{LETTERS}]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_LONE_LETTER_BEFORE: Final = re.compile(f"(?<![{_ARABIC}])[{LETTERS}]$")
_LONE_LETTER_AFTER: Final = re.compile(f"[{LETTERS}](?![{_ARABIC}])")

_DOTS: Final = re.compile(r"[.…]{2,}| ?(?<![.…])\.(?: \.){2,}(?![.…])")

_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_BRACKET: Final = re.compile(r"[()\[\]{}]")
_FACE: Final = re.compile(r"[:;=]-?$")

_DIGIT: Final = "0-9\u0660-\u0669\u06f0-\u06f9"
_RANGE: Final = re.compile(
    f"(?<![{_DIGIT}.,/:\u066b\u066c-])([{_DIGIT}]{{1,4}})(?:([-\u2010-\u2013]) | ([-\u2010-\u2013]))"
    f"(?=([{_DIGIT}]{{1,4}})(?![{_DIGIT}/:\u066b\u066c]|[.,-][{_DIGIT}]))"
)
_RANGE_WORD: Final = re.compile(f"(?<![{_ARABIC}])(?:من|بين|يومي|أيام|خلال|الفترة|عمر|أعمار|الصفحات|نحو|حوالي) $")
_YEARS: Final = range(1000, 2200)

# A pattern that starts with one class is scanned several times faster than an alternation.
_TOUCHED: Final = re.compile("[،؛:.!؟?,;)\\]}\n(\\[{](?:(?<= [،؛:.!؟?,;)\\]}\n])|(?<=[(\\[{\n]) )")
_RANGE_NEEDED: Final = re.compile(f"[-\u2010-\u2013](?:(?<= .)[{_DIGIT}]|(?<=[{_DIGIT}].) [{_DIGIT}])")


def needs_typography(text: str) -> bool:
    """Tell quickly whether `regular_typography` may change a text; a text that it leaves alone may pass too."""
    return (
        "  " in text
        or text[:1] == " "
        or text[-1:] == " "
        or "...." in text
        or ("…" in text and _DOTS.search(text) is not None)
        or _TOUCHED.search(text) is not None
        or _RANGE_NEEDED.search(text) is not None
        or needs_quotes(text)
    )


def regular_typography(paragraph: str) -> str:
    """Give one Arabic paragraph, its white space plain spaces already, with regular spacing, dots, quotes and brackets.

    Doubled spaces, spaces before `،؛:.!؟` and inside brackets and quotes, runs of dots, reversed and mismatched quotes,
    `2021- 2026`. Honest spellings stay: `..`, ` ... ` between hemistichs, `3 : 1`, ` .NET`, `1- `, `:)`. Linear.
    """
    paragraph = _RUN.sub(" ", paragraph).strip(" ")
    if needs_quotes(paragraph):
        paragraph = regular_quotes(paragraph)
    if _BRACKET.search(paragraph):
        paragraph = _tight_brackets(paragraph)
    if "..." in paragraph or "…" in paragraph or ". . ." in paragraph:
        paragraph = _DOTS.sub(_regular_dots, paragraph)
    paragraph = _SPACE_BEFORE.sub(_tight_mark, paragraph)
    return _RANGE.sub(_tight_range, paragraph)


def _regular_dots(match: re.Match[str]) -> str:
    """Shorten a run of four dots and more, or of two ellipses and more; `..`, `...` and `….` are the author's."""
    run = match.group()
    if " " in run or (len(run) > 3 and "…" not in run):
        return "..."
    return "…" if "…" in run and (len(run) > 2 or run == "……") else run


def _tight_mark(match: re.Match[str]) -> str:
    """Drop the space before a sentence mark, or move it behind the mark where the next word touches it."""
    marks, space, following = match.group(1), match.group(2), match.group(3)
    if _is_kept(match):
        return match.group()
    if space or not following or (following in _ENDS and not _opens(match.string, match.end())):
        return marks
    if marks in _MOVED and _starts_clause(match.string, match.start() - 1, match.end()):
        return f"{marks} "
    return match.group()


def _is_kept(match: re.Match[str]) -> bool:
    """Tell the places where a space before a mark is the author's: French, ratios, abbreviations, ellipses, faces."""
    marks, text, end = match.group(1), match.string, match.end(2)
    left, right = text[match.start() - 1], text[end : end + 1]
    if (left == PLACEHOLDER and marks[0] not in "،؛؟") or (left in ".…" and marks[0] not in "،؛؟!"):
        return True
    if _LATIN.match(left) and marks[0] not in "،؛؟" and not _ARABIC_LETTER.match(right):
        return marks[0] in ":!?;" or _LATIN.match(right) is not None
    if marks in {":", ".", ","} and left.isdigit() and right.isdigit():
        return True
    if marks[0] == "." and len(marks) > 1:
        return bool(right) and right not in _ENDS and right not in "؟!"
    if marks == "." and _LONE_LETTER_BEFORE.search(text, max(0, match.start() - 2), match.start()):
        return _LONE_LETTER_AFTER.match(text, end) is not None
    return marks[-1] in ":;" and right in {"(", ")"} and not match.group(2)


def _opens(text: str, index: int) -> bool:
    """Tell whether the quote or bracket at `index` opens: a word follows it directly."""
    return text[index] in "\"'“«‘" and text[index + 1 : index + 2].isalnum()


def _starts_clause(text: str, before: int, after: int) -> bool:
    """Tell whether a mark between two words touches the wrong one: `كلمة ،كلمة`, `قال :50`; not ` .com` or `3 ،5`."""
    if text[before].isdigit():
        return False
    if text[after].isdigit():
        return text[after - 1] not in ".,"
    return _ARABIC_LETTER.match(text, after) is not None or (_opens(text, after) and text[after - 1] != ".")


def _tight_brackets(paragraph: str) -> str:
    """Drop the spaces inside matched brackets; a lone bracket, a list's `أ )` and a face `:(` keep theirs."""
    stack: list[int] = []
    dropped: set[int] = set()
    for match in _BRACKET.finditer(paragraph):
        index, char = match.start(), match.group()
        if _FACE.search(paragraph, max(0, index - 2), index):
            continue
        if char in _BRACKETS:
            stack.append(index)
        elif stack and _BRACKETS[paragraph[stack[-1]]] == char:
            opener = stack.pop()
            if index - opener > 2:
                dropped.update(i for i in (opener + 1, index - 1) if paragraph[i] == " ")
    if not dropped:
        return paragraph
    return "".join([char for index, char in enumerate(paragraph) if index not in dropped])


def _tight_range(match: re.Match[str]) -> str:
    """Close up a range of years; of other numbers only after a word that announces one, since `1- ` marks a list."""
    first, second = int(match.group(1)), int(match.group(4))
    years = first in _YEARS and second in _YEARS
    announced = match.group(2) and _RANGE_WORD.search(match.string, max(0, match.start() - 9), match.start())
    if first >= second or not (years or announced):
        return match.group()
    return f"{match.group(1)}{match.group(2) or match.group(3)}"

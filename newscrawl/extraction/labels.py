"""Lines that label what follows them: «اقرأ أيضا», «التعليقات (12)», «جاري التحميل»."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from newscrawl.extraction.lexicons import rows
from newscrawl.extraction.text import comparable

LONGEST_LABEL: Final = 60
"""Characters of a line that is nothing but a label; a longer one is looked up by its first words alone."""

_NUMBERS: Final = re.compile(r"\b[0-9]+\b")


@lru_cache(maxsize=16_384)
def label_of(line: str) -> str | None:
    """Tell what a short line is the label of (`related`, `comments`, `tags`, `chrome`, `placeholder`, …), or None."""
    return _lookup(line, whole=True)


def opening_label_of(line: str) -> str | None:
    """Tell which label a line with a link in it opens with: «اقرأ أيضا: …»."""
    return _lookup(line[:LONGEST_LABEL], whole=False)


def _lookup(line: str, *, whole: bool) -> str | None:
    if whole and line.endswith("؟"):
        # A question is a subhead of the article: «من نحن؟».
        return None
    words = _NUMBERS.sub("", comparable(line)).split()
    lines, prefixes, linked = _labels()
    if whole and (kind := lines.get(" ".join(words))):
        return kind
    if whole and 1 < len(words) <= 6 and all(lines.get(word) == "chrome" for word in words):
        return "chrome"
    for length in range(min(5, len(words)), 0, -1):
        opening = " ".join(words[:length])
        if kind := prefixes.get(opening) or (None if whole else linked.get(opening)):
            return kind
    return None


@cache
def _labels() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    tables: dict[str, dict[str, str]] = {"line": {}, "prefix": {}, "linked": {}}
    for row in rows("labels"):
        key = comparable(row["phrase"])
        tables[row["match"]][key] = row["kind"]
        if row["match"] == "prefix":
            tables["line"][key] = row["kind"]
    return tables["line"], tables["prefix"], tables["linked"]

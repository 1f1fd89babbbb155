"""Small text helpers of extraction: white space, words, and the key under which two spellings of a line are one."""

from __future__ import annotations

import re
from typing import Final

from newscrawl.arabic.fold import fold

_NOT_WORDS: Final = re.compile(r"[\W_]+")


def collapse(text: str) -> str:
    """Make every run of white space one space, and take it off the ends."""
    return " ".join(text.split())


def comparable(text: str) -> str:
    """Give the folded words of a text with single spaces between, for telling whether two lines say the same."""
    return _NOT_WORDS.sub(" ", fold(text)).strip()

"""How a paragraph opens: afresh, as an article does, or going on from a paragraph before it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newscrawl.extraction.lexicons import rows
from newscrawl.extraction.text import comparable

_GOES_ON: Final = re.compile(
    r"(?:كما|فيما|بينما|لكن|ثم|غير أن|إلا أن|من جهت\w{1,3}|من جانب\w{1,3}|بدور\w{1,3}|في المقابل|في حين|يذكر أن"
    r"|يشار إلى|تجدر الإشارة|جدير بالذكر|الجدير بالذكر)\b"
)
_LOOKED_AT: Final = 40
"""Characters of a paragraph that hold its first word, whatever signs stand before it."""


def continues(text: str) -> bool:
    """Tell whether a paragraph goes on from one before it: «وأوضح …», «كما …», and not «وزير …»."""
    if _GOES_ON.match(text):
        return True
    return has_and(text[:_LOOKED_AT])


def has_and(text: str) -> bool:
    """Tell whether «و» before a text's first word is «and»: «ومنى محمد», and not «وليد محمد»."""
    word = comparable(text).partition(" ")[0]
    return len(word) > 2 and word[0] == "و" and word not in _waw_words()


@cache
def _waw_words() -> frozenset[str]:
    return frozenset(comparable(row["word"]) for row in rows("waw_words"))

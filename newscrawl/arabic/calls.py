"""Calls to the reader: `تابعونا على فيسبوك`, `انضم إلى قناتنا على تلغرام`, `اشترك في نشرتنا البريدية`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.phrases import PhraseTable, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

_CALL_WORDS: Final = 45
# A call is one sentence.
_SENTENCES: Final = (". ", "؟ ", "! ", "؛ ")
_STOPS: Final = ".!؟?…"
_OPEN_ENDS: Final = frozenset({"علي", "عبر"})
"""Folded prepositions with which no sentence ends."""
_LABEL_WORDS: Final = 8
_TOLD: Final = frozenset({"كان", "كانت", "قال", "قالت", "قالوا", "يقول", "تقول", "هكذا", "خاطب", "ردد", "صاح"})
"""Folded words with which a call is reported: «اشتركوا معنا في الحملة، كان نداء الطبيب.»."""
_QUOTES: Final = "«“\"'‘„"


@cache
def _calls() -> tuple[PhraseTable[tuple[str, str]], PhraseTable[str]]:
    """Give the verbs that open a call, with role and kind, and the other words of calls, with their roles."""
    verbs: list[tuple[str, tuple[str, str]]] = []
    others: list[tuple[str, str]] = []
    for row in load_lexicon("calls"):
        if row["role"] in {"verb", "past-verb", "self-verb"}:
            verbs.append((row["phrase"], (row["role"], row["kind"])))
        else:
            others.append((row["phrase"], row["role"]))
    return PhraseTable(verbs), PhraseTable(others)


def call_verbs() -> PhraseTable[tuple[str, str]]:
    """Give the verbs that open a call."""
    return _calls()[0]


def read_call(text: str, words: Sequence[str]) -> tuple[str, bool] | None:
    """Read a paragraph that calls on the reader: its kind, and whether that is sure wherever it stands.

    `words` are the folded words of `text`. None for anything else, as for reported speech (`تابعوا المباراة`).
    """
    verbs, others = _calls()
    if words[0] not in verbs.first_words or len(words) > _CALL_WORDS or text[0] in _QUOTES:
        return None
    found = verbs.longest(words)
    if found is None or any(sign in text for sign in _SENTENCES):
        return None
    role, kind = found[1]
    signs = {"self"} if role == "self-verb" else set()
    at = found[0]
    ends_in_channel = False
    while at < len(words):
        entry = others.longest(words, at)
        if entry is None:
            at += 1
        else:
            signs.add(entry[1])
            at += entry[0]
            ends_in_channel = entry[1] == "channel" and at == len(words)
    sure = signs & {"self", "press", "reader"}
    is_sentence = text.rstrip()[-1] in _STOPS
    if role == "past-verb" and is_sentence and (not sure or not _TOLD.isdisjoint(words)):
        return None
    if len(signs) >= 2 and (sure or {"channel", "link"} <= signs or len(signs - {"generic"}) > 2):
        return kind, True
    if not is_sentence and signs >= {"generic", "channel", "news"}:
        # «تابعوا قناة البلد على واتساب لمتابعة آخر المستجدات»
        return kind, True
    if not is_sentence and signs >= {"generic", "channel"} and len(words) <= _LABEL_WORDS and ends_in_channel:
        # «تابع قناة البلد على واتساب»
        return kind, True
    if role == "verb" and "reader" in signs and not is_sentence:
        return kind, True
    if "press" in signs and role == "verb" and len(words) <= _CALL_WORDS // 2:
        return kind, True
    if words[-1] in _OPEN_ENDS and len(words) <= _LABEL_WORDS:
        # «تابعوا أخبار البلد على», and its buttons follow.
        return kind, False
    if signs & {"self", "channel", "reader"} and not is_sentence and len(words) <= _CALL_WORDS // 2:
        return kind, False
    return None

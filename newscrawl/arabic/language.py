"""Which language a text is in, by script, tell-tale letters and the words that every sentence needs."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Final

from newscrawl.arabic.characters import CONTROLS, INVISIBLE, LETTERS, MARKS, PRESENTATION_FORMS, TATWEEL

_SAMPLE: Final = 3_000
"""Characters that are looked at; the language of a longer text does not change after them."""
_PLENTY: Final = 200
"""Letters from which the absence of every foreign letter proves Arabic: پ, چ, گ, ی and ک are a tenth of Persian."""

_ARABIC_SCRIPT: Final = f"{LETTERS}\ufb50-\ufdff\ufe70-\ufefc"
_ARABIC_RUN: Final = re.compile(f"[{_ARABIC_SCRIPT}]+")
_NOISE: Final = re.compile(f"[{MARKS}{TATWEEL}{CONTROLS}{INVISIBLE}]")
_ZWNJ: Final = "\u200c"
_WORD: Final = re.compile(f"[{LETTERS}{_ZWNJ}]+")
_LATIN_WORD: Final = re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]+(?:['\u2019][a-zA-Z\u00c0-\u024f]+)?")
_TIFINAGH_RUN: Final = re.compile("[\u2d30-\u2d7f]+")
_LETTER_RUN: Final = re.compile("[^\\W\\d_]+")

# Letters that one language has and Arabic has not. ک and ی are no evidence: Arabic typed on a Persian keyboard
# has them.
_LETTERS_OF: Final = {
    "ckb": "ەۆێڵڕ",
    "ur": "ےہںٹڈڑۓۂۃ",
    "ps": "ښځڅډړږټګڼېۍ",
    "ug": "ۈۋۇ",
    "fa": "ژ",
}
_SHARED_LETTERS: Final = re.compile("[پچگ]")
"""Letters of all of these languages and, in names and dialect, of Arabic; they only say that a word may be foreign."""

_TOLD: Final = "".join(_LETTERS_OF.values())
FOREIGN_LETTER: Final = re.compile(f"[{_TOLD}پچگھڤۀ]")
"""A letter that no Arabic word in Arabic spelling holds; some Arabic papers write ڤ and پ in foreign names."""

_MAYBE_FOREIGN: Final = re.compile(f"[{_TOLD}پچگھۀکی{_ZWNJ}]")
_ARABIC_SIGN: Final = re.compile("[أإةؤى]|^(?:[وف]?[بك]?ال|[وف]?لل)..")
_ARABIC_KEYBOARD: Final = re.compile("[يكىة]")
_PERSIAN_JOINT: Final = re.compile(
    f"^(?:ن?م[یي]|بی|هم|پیش){_ZWNJ}|{_ZWNJ}(?:ها|ها[یي]|هایی|ا[یي]|ام|ات|اش|ان|اند|ایم|اید|تر|تری?ن|شده|کننده|گذار)$"
)
"""Where Persian spelling has a joiner: after a verb's prefix, before an ending."""
_TELLING: Final = re.compile("|".join(f"(?P<{code}>[{letters}])" for code, letters in _LETTERS_OF.items()))

_ARABIC_SCRIPT_CODES: Final = frozenset({"ar", "fa", "ur", "ckb", "ps", "ug"})


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """Map each word of `lexicons/function_words.tsv` to the languages whose sentences hold it."""
    text = (resources.files("newscrawl.arabic") / "lexicons" / "function_words.tsv").read_text(encoding="utf-8")
    languages: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, words = line.split("\t")
            for word in words.split():
                languages.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in languages.items()}


def detect_language(text: str, *, declared: str | None = None) -> str | None:
    """Give the language of a text as an ISO 639 code, or None where it is too short or unclear to tell.

    Codes: `ar`, `fa`, `ur`, `ckb`, `ps`, `ug`, `ber` (Tifinagh), and in Latin script `fr`, `en`, `es`, `de`,
    `it`, `pt`, `tr`, `ku`. `declared` is the page's own claim (`ar-MA`, `en-US`): it only decides where the
    text leaves two readings, since many Arabic pages claim English. Linear; at most the first 3,000 characters
    are read.
    """
    sample = text[:_SAMPLE]
    arabic = sum(map(len, _ARABIC_RUN.findall(sample)))
    letters = sum(map(len, _LETTER_RUN.findall(sample)))
    claim = _primary_code(declared)
    if letters < 3:
        return None
    # An Arabic article may quote much Latin text; a French one quotes a name in Arabic at most.
    if arabic * 3 >= letters:
        if arabic >= _PLENTY and not _MAYBE_FOREIGN.search(sample):
            return "ar"
        return _arabic_script_language(sample, claim)
    if sum(map(len, _TIFINAGH_RUN.findall(sample))) * 2 > letters:
        return "ber"
    if sum(map(len, _LATIN_WORD.findall(sample))) * 2 > letters:
        return _latin_script_language(sample, claim)
    return None


def is_foreign(text: str) -> bool:
    """Tell whether a text in Arabic script is in another language than Arabic: Persian, Urdu, Kurdish, Pashto, Uyghur.

    False for Arabic text that holds some foreign names, and for Arabic typed with Persian yeh and kaf. A text without a
    single letter that Arabic lacks is never foreign; one with Persian letters and no Arabic word at all is.
    """
    if not _MAYBE_FOREIGN.search(text):
        return False
    lead = foreign_lead(text)
    if lead != 0:
        return lead > 0
    # As many words for either: what the keyboard was made for decides; a lone joiner proves nothing.
    return _MAYBE_FOREIGN.search(text.replace(_ZWNJ, "")) is not None and not _ARABIC_KEYBOARD.search(text)


def foreign_lead(text: str) -> int:
    """Count by how many words the strongest other language leads over Arabic; negative where Arabic leads."""
    if not _MAYBE_FOREIGN.search(text):
        return -1
    scores = word_scores(text[:_SAMPLE])
    arabic = scores.pop("ar", 0)
    return max(scores.values(), default=0) - arabic


def word_scores(text: str) -> Counter[str]:
    """Count the words that speak for each language: `ar` by article, hamza and ta marbuta, others by letters."""
    scores: Counter[str] = Counter()
    known = _function_words()
    shared = typed = 0
    for run in _WORD.findall(_strip_noise(text)):
        word = run.strip(_ZWNJ)
        telling = _TELLING.search(word)
        if telling is not None:
            scores[str(telling.lastgroup)] += 1
            continue
        plain = word.replace(_ZWNJ, "")
        codes = known.get(plain)
        if codes is not None:
            scores.update(codes)
        elif _ARABIC_SIGN.search(plain):
            scores["ar"] += 1
        elif _ARABIC_KEYBOARD.search(plain):
            typed += 1
        elif _SHARED_LETTERS.search(plain):
            shared += 1
        elif plain != word and _PERSIAN_JOINT.search(word):
            scores["fa"] += 1
    # Arabic yeh and kaf speak for Arabic where no word speaks for another language; پ alone (پوتين) is a name's.
    if typed and scores.keys() <= {"ar"}:
        scores["ar"] += typed
    if shared:
        # پ چ گ count for the language that the other words name, for Persian where none does.
        foreign = max((code for code in scores if code != "ar"), key=lambda code: scores[code], default="fa")
        scores[foreign] += shared
    return scores


def _strip_noise(text: str) -> str:
    return _NOISE.sub(lambda match: _ZWNJ if match.group() == _ZWNJ else "", text.translate(PRESENTATION_FORMS))


def _arabic_script_language(text: str, claim: str | None) -> str | None:
    words = len(_WORD.findall(text))
    scores = word_scores(text)
    ranked = scores.most_common(2)
    if ranked:
        best, count = ranked[0]
        second = ranked[1][1] if len(ranked) > 1 else 0
        # Half of the words of Arabic prose speak; less than one in twelve is a list of names.
        if count > second and (count >= 2 or words <= 6) and count * 12 >= words:
            return best
    return claim if claim in _ARABIC_SCRIPT_CODES and words and (not scores or scores[claim]) else None


def _latin_script_language(text: str, claim: str | None) -> str | None:
    scores: Counter[str] = Counter()
    known = _function_words()
    words = _LATIN_WORD.findall(text)
    for word in words:
        lowered = word.lower().replace("\u2019", "'")
        head, apostrophe, _ = lowered.partition("'")
        scores.update(known.get(head + apostrophe, known.get(lowered, ())))
    ranked = scores.most_common(2)
    if not ranked:
        return None
    best, count = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    # A sentence of any of these languages is a fifth function words and more; a list of names is not.
    if count >= 2 and count > second * 1.2 and count * 8 >= len(words):
        return best
    return claim if claim is not None and scores[claim] == count else None


def _primary_code(declared: str | None) -> str | None:
    """Read the language out of a page's claim: `ar-MA` → `ar`, `fa_IR` → `fa`; None where it is no code."""
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", declared or "")
    return match.group(1).lower() if match else None

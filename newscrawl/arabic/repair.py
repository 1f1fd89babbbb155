"""Faithful text: transport damage repaired and typography made regular, every letter of the publisher kept."""

from __future__ import annotations

import re
from functools import cache
from html.entities import html5
from importlib import resources
from typing import Final
from unicodedata import category

from newscrawl.arabic.characters import (
    CONTROLS,
    INVISIBLE,
    LETTERS,
    MARKS,
    NON_CONNECTING,
    PRESENTATION_FORMS,
    SPACES,
    TATWEEL,
)
from newscrawl.arabic.double_encoding import restore_double_encoding, restore_line_encodings
from newscrawl.arabic.language import FOREIGN_LETTER, foreign_lead, is_foreign, word_scores
from newscrawl.arabic.marks import HARAKAT, attach_torn_marks
from newscrawl.arabic.typography import PLACEHOLDER, needs_typography, regular_typography

_FORMS: Final = "".join(re.escape(chr(code)) for code in PRESENTATION_FORMS)
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_URDU_HEH: Final = "\u06be"
_ODD_CLASS: Final = f"{SPACES}\r{INVISIBLE}{CONTROLS}{_FORMS}یکھ&"
# A stretcher is odd before a letter or another one: `كـتاب`, not `لـ«`, `الـ 24` or a dash. A vowel is, after a space.
_ODD: Final = re.compile(
    f"[{_ODD_CLASS}{HARAKAT}{TATWEEL}]"
    f"(?:(?<=[{_ODD_CLASS}])|(?<= [{HARAKAT}])|(?<={TATWEEL})[{TATWEEL}{LETTERS}{MARKS}])"
)

_ARABIC_LETTER: Final = re.compile(f"[{LETTERS}\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER: Final = re.compile(r"[^\W\d_]")

# The placeholder is of the private use area; one that the text itself holds is kept the same way.
_URL: Final = re.compile(f'(?:https?://|www\\.)[^\\s«»“”"<>{INVISIBLE}]+|{PLACEHOLDER}')

_ROUNDS: Final = 4
_CONTROL: Final = re.compile(f"[{CONTROLS}]")
_SPACE: Final = re.compile(f"[{SPACES}\r]")
_HIDDEN: Final = re.compile(f"[{INVISIBLE}]")
_FORM: Final = re.compile(f"[{_FORMS}]")

_ENTITY: Final = re.compile(
    r"&(?P<amps>(?:amp;|#38;|#x26;)*+)"
    r"(?P<name>#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};"
    r"|(?:nbsp|quot|lt|gt|[lr]aquo|[lr][ds]quo|[nm]dash|hellip|rlm|lrm|zwn?j|shy)(?![A-Za-z0-9;=]))?"
)
_STRETCHED: Final = re.compile(f"([{LETTERS}][{MARKS}]*+){TATWEEL}[{TATWEEL}{MARKS}]*+(?=[{LETTERS}])")
_CARRIER: Final = re.compile(f"{TATWEEL}(?![\u0670\u0654\u0655])")
_LONG_TAIL: Final = re.compile(f"(?<=[{LETTERS}]){TATWEEL}{TATWEEL}++(?![{LETTERS}{MARKS}])")

_CLAUSE: Final = re.compile('[^«»“”"()\\[\\]:،؛.!؟]+')
_PERSIAN_CHAR: Final = re.compile(f"[یک{_ZWNJ}]")
_WORD: Final = re.compile(f"[{LETTERS}{MARKS}{TATWEEL}{_ZWNJ}]+")


def clean_text(text: str) -> str:
    """Repair transport damage in an article's text and make its typography regular; faithful.

    Takes one paragraph or several separated by newlines, which stay. Text in a wrong encoding, presentation forms,
    stretchers, invisible characters, odd spaces, Persian yeh and kaf in Arabic words, torn vowels, left-over entities,
    spacing, dots and quotes. Letters, hamzas, vowels, digits, Latin text, URLs and numbers stay; no two words become
    one. Text in Persian, Urdu, Kurdish or Latin script only loses control characters and entities. Undamaged text
    comes back as it is; linear, and idempotent.
    """
    text = restore_line_encodings(restore_double_encoding(text))
    # One repair may lay another damage open (an entity behind a zero-width space); a text in print needs one round.
    for _ in range(_ROUNDS):
        odd = _ODD.search(text) is not None
        if not odd and not needs_typography(text):
            break
        cleaned = _clean_once(text, odd=odd)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean_once(text: str, *, odd: bool) -> str:
    urls: list[str] = []
    if "://" in text or "www." in text:
        urls = _URL.findall(text)
        text = _URL.sub(PLACEHOLDER, text)
    if odd:
        text = _CONTROL.sub("", _ENTITY.sub(_decode_entity, text))
    if _URDU_HEH in text and foreign_lead(text.replace(_URDU_HEH, "ه")) < 0:
        text = _CLAUSE.sub(_plain_heh, text)
    foreign = is_foreign(text)
    maqsura = "ى" not in text
    text = "\n".join([_clean_paragraph(part, foreign=foreign, maqsura=maqsura) for part in text.split("\n")])
    if not urls:
        return text
    kept = iter(urls)
    return re.sub(PLACEHOLDER, lambda _: _CONTROL.sub("", next(kept)), text)


def _clean_paragraph(paragraph: str, *, foreign: bool, maqsura: bool) -> str:
    odd = _ODD.search(paragraph) is not None
    if (not odd and not needs_typography(paragraph)) or foreign or foreign_lead(paragraph) > 0:
        return paragraph
    if _ARABIC_LETTER.search(paragraph) or not _LETTER.search(paragraph):
        return _clean_arabic(paragraph, odd=odd, maqsura=maqsura)
    return _HIDDEN.sub(_drop_hidden, paragraph) if odd else paragraph


def _clean_arabic(paragraph: str, *, odd: bool, maqsura: bool) -> str:
    if odd:
        paragraph = _SPACE.sub(" ", paragraph)
        paragraph = _FORM.sub(lambda match: PRESENTATION_FORMS[ord(match.group())], paragraph)
        paragraph = _HIDDEN.sub(_drop_hidden, paragraph)
        if "ی" in paragraph or "ک" in paragraph or _ZWNJ in paragraph:
            paragraph = _CLAUSE.sub(lambda match: _arabic_clause(match.group(), maqsura=maqsura), paragraph)
        if TATWEEL in paragraph:
            paragraph = _STRETCHED.sub(_unstretch, paragraph)
            paragraph = _LONG_TAIL.sub(_shorten_tail, paragraph)
        paragraph = attach_torn_marks(paragraph)
    return regular_typography(paragraph)


def _plain_heh(match: re.Match[str]) -> str:
    """Give a clause of an Arabic text its own heh: `ھذا`, as some keyboards and PDF files write it."""
    plain = match.group().replace(_URDU_HEH, "ه")
    return plain if foreign_lead(plain) < 0 else match.group()


def _decode_entity(match: re.Match[str]) -> str:
    name = match.group("name")
    if name is None:
        return "&"
    if name[0] != "#":
        char = html5.get(name if name.endswith(";") else name + ";", "")
    else:
        char = _by_number(int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1]))
    # A letter, a digit, `#` or `&` could complete another entity, and no editor leaves those behind as entities.
    if not char or (char[0].isascii() and (char[0].isalnum() or char[0] in "#;&")):
        return f"&{name}" if match.group("amps") else match.group()
    return char


def _by_number(code: int) -> str:
    """Read a numeric entity as browsers do: 128 to 159 are windows-1252; a newline is only a space in a paragraph."""
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "ignore")
    if code in {0x09, 0x0A, 0x0D}:
        return " "
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""


def _drop_hidden(match: re.Match[str]) -> str:
    """Drop a character that shows nothing, but not a joiner that an emoji, an Indic or a Persian word needs."""
    char = match.group()
    if char == _ZWNJ:
        return char
    before = match.string[match.start() - 1 : match.start()]
    if char == _ZWJ and before > "\u0900" and category(before) in {"Lo", "Mn", "Mc", "So", "Sk"}:
        return char
    return ""


def _unstretch(match: re.Match[str]) -> str:
    if match.group(1)[0] in NON_CONNECTING:
        return match.group()
    # A dagger alef or a raised hamza stands on a stretcher in Koranic spelling: ٱلرَّحْمَـٰنِ.
    return _CARRIER.sub("", match.group())


def _shorten_tail(match: re.Match[str]) -> str:
    return match.group() if match.string[match.start() - 1] in NON_CONNECTING else TATWEEL


def _arabic_clause(clause: str, *, maqsura: bool) -> str:
    """Give a clause its Arabic yeh and kaf, unless its words are Persian, Urdu or Kurdish: a quotation, a name."""
    if foreign_lead(clause) > 0:
        return clause
    return _WORD.sub(lambda match: _arabic_word(match.group(), maqsura=maqsura), clause)


def _arabic_word(word: str, *, maqsura: bool) -> str:
    bare = word.strip(_ZWNJ)
    if not _PERSIAN_CHAR.search(word):
        return word
    if FOREIGN_LETTER.search(bare) or (_ZWNJ in bare and ("ی" in bare or "ک" in bare) and not word_scores(bare)["ar"]):
        return word
    plain = word.replace(_ZWNJ, "").replace("ک", "ك")
    if not plain.endswith("ی") or not maqsura:
        return plain.replace("ی", "ي")
    # The text writes no ى anywhere, so its final ی may be either letter: the words where it is sure, and those
    # where not.
    stem = plain[:-1].replace("ی", "ي")
    if stem.removeprefix("و").removeprefix("ف") in _maqsura_stems():
        return stem + "ى"
    return word if stem.removeprefix("و").removeprefix("ف") in {"عل", "لد"} else stem + "ي"


@cache
def _maqsura_stems() -> frozenset[str]:
    text = (resources.files("newscrawl.arabic") / "lexicons" / "alef_maqsura.tsv").read_text(encoding="utf-8")
    return frozenset(line[:-1] for line in text.splitlines() if line and not line.startswith("#"))

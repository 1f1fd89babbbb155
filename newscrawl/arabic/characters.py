"""Character classes of Arabic text, shared by repair, folding, language and charset."""

from __future__ import annotations

import unicodedata
from typing import Final

LETTERS: Final = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f"
"""Arabic-script letters, for a regular expression's character class; no marks, digits or tatweel."""

MARKS: Final = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"
)
"""Combining vowels and signs that sit on a letter, for a character class."""

DIGITS: Final = "0-9\u0660-\u0669\u06f0-\u06f9"

TATWEEL: Final = "\u0640"

INVISIBLE: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc"
"""Zero-width characters and bidi marks: they show nothing and only hinder a search."""

SPACES: Final = "\t\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u000b\u000c\u0085"
"""White space other than the plain space and the newline, for a character class."""

CONTROLS: Final = "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ud800-\udfff"
"""Code points that no published text holds: C0 and C1 controls, and lone surrogates, which UTF-8 cannot write."""

NON_CONNECTING: Final = "اأإآٱدذرزژوؤةىء"
"""Letters that never reach the next one with a stroke, so that no stretcher can follow them."""

# Signs with a meaning of their own stay: U+FDFA (the blessing), U+FDFC (the rial), verse brackets, Koranic stops.
_KEPT_SIGNS: Final = frozenset(range(0xFD3E, 0xFD50)) | {0xFDF0, 0xFDF1, 0xFDF5, *range(0xFDFA, 0xFE00), 0xFE73}


def _presentation_forms() -> dict[int, str]:
    """Map each presentation form to the letters it stands for: `ﻼ` → `لا`, `ﷲ` → `الله`, `ﹰ` → the mark alone."""
    table = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if code in _KEPT_SIGNS or plain == chr(code):
            continue
        # NFKC writes an isolated mark as space + mark, and a mark on a stretcher as tatweel + mark.
        table[code] = plain.lstrip(" " + TATWEEL) if len(plain) > 1 and plain[0] in " \u0640" else plain
    return table


PRESENTATION_FORMS: Final = _presentation_forms()

"""Text that was encoded twice: UTF-8 bytes read as latin-1, windows-1252 or windows-1256, then stored again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ARABIC: Final = re.compile("[\u0621-\u063a\u0641-\u064a]")
_GOOD: Final = re.compile("[\u00c0-\u024f\u0621-\u063a\u0641-\u064a]")
_PLAUSIBLE: Final = re.compile(
    "[\u0080-\u024f\u02c0-\u02df\u0600-\u06ff\u0750-\u077f\u2000-\u22ff\u2500-\u27bf\ufb50-\ufdff\ufe00-\uffff"
    "\U0001f000-\U0001faff]+"
)
"""What Arabic pages hold beside ASCII; chance letters that form well-formed UTF-8 give Chinese or Burmese."""

_ENOUGH: Final = 40
"""Letters from which a damaged part is no longer taken for an example that an article about encodings quotes."""

_ROUNDS: Final = 3


def _byte_table(*encodings: str) -> dict[str, int]:
    """Map each character that a reader shows for a high byte back to the byte; browsers show C1 controls for holes."""
    table: dict[str, int] = {}
    for encoding in encodings:
        for byte in range(0x80, 0x100):
            char = bytes([byte]).decode(encoding, "ignore")
            if char:
                table.setdefault(char, byte)
    return table


def _class(table: dict[str, int], low: int, high: int) -> str:
    return "".join(re.escape(char) for char, byte in table.items() if low <= byte <= high)


def _runs(table: dict[str, int]) -> re.Pattern[str]:
    """Match a maximal run of characters whose bytes are well-formed UTF-8."""
    more = f"[{_class(table, 0x80, 0xBF)}]"
    two, three, four = _class(table, 0xC2, 0xDF), _class(table, 0xE0, 0xEF), _class(table, 0xF0, 0xF4)
    return re.compile(f"(?:[{two}]{more}|[{three}]{more}{{2}}|[{four}]{more}{{3}})++")


@dataclass(frozen=True)
class _Reading:
    """One way in which UTF-8 is misread: how alef begins to look, and which character stands for which byte."""

    signs: tuple[str, ...]
    table: dict[str, int]
    runs: re.Pattern[str]
    lone_leads: str
    """First characters at which a run of one or two letters is still no text of its own."""


def misread(text: str, encoding: str) -> str:
    """Read the UTF-8 bytes of a text in a single-byte encoding; a byte that it leaves empty is a C1 control."""
    return "".join([bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode()])


def _signs(*encodings: str) -> tuple[str, ...]:
    """Give alef as it looks once, twice and three times misread: `Ø§`, `Ã˜Â§`; no language writes such a thing."""
    signs = []
    for encoding in encodings:
        sign = "\u0627"
        for _ in range(_ROUNDS):
            sign = misread(sign, encoding)
            signs.append(sign)
    return tuple(signs)


_LATIN_TABLE: Final = _byte_table("cp1252", "latin-1")
_ARABIC_TABLE: Final = _byte_table("cp1256")
_READINGS: Final = (
    _Reading(_signs("cp1252", "latin-1"), _LATIN_TABLE, _runs(_LATIN_TABLE), "ØÙÚÛÂÃâ"),
    _Reading(_signs("cp1256"), _ARABIC_TABLE, _runs(_ARABIC_TABLE), "طظعغآأâ"),
)
_MISREAD_SIGN: Final = re.compile(
    f"\u00e2[\u20ac\u0080][{_class(_LATIN_TABLE, 0x80, 0xBF)}]|\u00c2[\u00a0\u00ab\u00bb]"
)
_AS_WINDOWS_1256: Final = {
    char: bytes([byte]).decode("cp1256", "ignore") or char for char, byte in _byte_table("cp1252").items()
}
_ACCENTED: Final = re.compile(f"[{''.join(map(re.escape, _AS_WINDOWS_1256))}]")
_LATIN_LETTER: Final = re.compile("[A-Za-z\u00c0-\u00ff]")
_FEWEST_ACCENTED: Final = 6
_RARE: Final = ("\u00d8", "\u00c3", "\u00a7")
"""One character of each sign: a search for a single one is many times faster than for two."""


def restore_double_encoding(text: str) -> str:
    """Undo UTF-8 that was read as latin-1, windows-1252 or windows-1256 before it was stored; only where certain.

    Certain: the text holds alef as such a reading shows it (`Ø§`, `ط§`), each restored run is valid UTF-8, and
    the damage is more than a quoted example: forty letters, or more than the good Arabic beside it. Pages
    damaged in part are restored in part; text misread up to three times is undone. Linear; other text costs
    three searches for one character.
    """
    if not any(char in text for char in _RARE):
        return text
    for _ in range(_ROUNDS):
        reading = next((reading for reading in _READINGS if any(sign in text for sign in reading.signs)), None)
        if reading is None:
            return text
        restored = _restore(text, reading)
        if restored == text:
            return text
        text = restored
    return text


def restore_line_encodings(text: str) -> str:
    """Undo what only shows in lines by themselves: UTF-8 signs read as windows-1252, and windows-1256 read so.

    `â€œ` and `Â«` are signs, whatever stands around them. A line of windows-1256 reads `ÇáæÒíÑ`: letters with accents
    and nothing else, the article `Çá` among them. Linear; other text costs a few searches for one character.
    """
    if "\u00e2" in text or "\u00c2" in text:
        text = _MISREAD_SIGN.sub(_read_sign, text)
    if "\u00c7" in text and "\u00c7\u00e1" in text:
        text = "\n".join(map(_read_windows_1256, text.split("\n")))
    return text


def _read_sign(match: re.Match[str]) -> str:
    return _decode(match.group(), _LATIN_TABLE) or match.group()


def _read_windows_1256(line: str) -> str:
    accented = len(_ACCENTED.findall(line))
    is_misread = accented >= _FEWEST_ACCENTED and 2 * accented > len(_LATIN_LETTER.findall(line))
    if not is_misread or "\u00c7\u00e1" not in line or _ARABIC.search(line):
        return line
    return _ACCENTED.sub(lambda match: _AS_WINDOWS_1256.get(match.group(), match.group()), line)


def _restore(text: str, reading: _Reading) -> str:
    pieces: list[str] = []
    good = damaged = last = 0
    for match in reading.runs.finditer(text):
        between = text[last : match.start()]
        decoded = _decode(match.group(), reading.table)
        if decoded is None or not _is_damage(match, decoded, reading):
            continue
        good += len(_GOOD.findall(between))
        damaged += len(decoded)
        pieces += [between, decoded]
        last = match.end()
    good += len(_GOOD.findall(text[last:]))
    if damaged < 3 or (damaged < _ENOUGH and damaged <= good):
        return text
    return "".join([*pieces, text[last:]])


def _decode(run: str, table: dict[str, int]) -> str | None:
    try:
        return bytes([table[char] for char in run]).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_damage(match: re.Match[str], decoded: str, reading: _Reading) -> bool:
    """Tell a damaged run from good text that happens to fit: `فقط،` ends in what could be the bytes of a hamza."""
    if _PLAUSIBLE.fullmatch(decoded) is None:
        return False
    if len(decoded) >= 3 or len(match.group()) > 2 * len(decoded):
        return True
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return match.group()[0] in reading.lone_leads and not _ARABIC.match(before) and not _ARABIC.match(after)

"""CPU seconds of the text stations on hostile lines of n and of 2n characters, one line for each trigger.

usage: python benchmarks/hostile_text.py [--size 1000000] [--only NAME]

A linear function takes twice as long for twice the text; exit status 1 if any takes more than 3 times as long
and more than half a second, which no noise explains.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from newscrawl.arabic import (
    apply_repairs,
    clean_text,
    detect_language,
    repair_lost_letters,
    strip_boilerplate,
    undo_repairs,
)
from newscrawl.arabic.charset import decode_html, restore_double_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = {
    "prose": "أعلنت الوزارة اليوم، عن «برنامج» جديد. ",
    "one word": "ب",
    "spaces": " ",
    "letter and spaces": "ب  ",
    "nbsp": "\u00a0",
    "tatweel": "ـ",
    "stretched": "بـ",
    "letter, marks": "بَّ",
    "marks only": "\u064e",
    "torn marks": " ُ",
    "torn word": "ي ُع ",
    "invisible": "\u200b",
    "joiners": "\u200d\u200c",
    "bidi": "\u202bب\u202c",
    "forms": "ﻻ",
    "allah": "ﷲ",
    "persian": "کی ",
    "persian word": "ی",
    "zwnj": "می\u200cشود ",
    "ampersands": "&",
    "entity chain": "amp;",
    "entity": "&amp;",
    "nested entity": "&#38;#38;",
    "open entity": "&abcdefghijklmnopqrstuvwxyzabcdef",
    "numbers": "&#1605;",
    "double quotes": '"',
    "quoted": '" ب " ',
    "open quotes": "“",
    "close quotes": "”",
    "angle open": "« ",
    "angle close": " »",
    "reversed": "” ب “ ",
    "mismatched": "‘ب” ",
    "apostrophes": "'",
    "ticks": " 'ب' ",
    "brackets open": "( ",
    "brackets close": ") ",
    "brackets nested": "([{",
    "ornate": "\ufd3f",
    "dots": ".",
    "ellipses": "…",
    "spaced dots": ". ",
    "space commas": " ،",
    "comma glued": "ب ،ب",
    "colons": " :",
    "mixed marks": " ؟ !",
    "range": "2021- 2026 ",
    "range chain": "1- ",
    "digits": "1",
    "url": "https://a.example/ب ",
    "www": "www.",
    "slashes": "://",
    "torn prefix": "وت عقد ",
    "torn prefix quoted": "« وت عقد ",
    "first word": "علنت ",
    "stars": " * ",
    "newlines": "\n",
    "short lines": "وت عقد\n",
    "surrogates": "\ud800",
    "nulls": "\u0000",
    "placeholder": "\ue000",
    "mojibake": "Ø§Ù\u0084",
    "mojibake 1256": "ط§ظ„",
    "mojibake leads": "ط",
    "mojibake broken": "ط§ ",
    "section signs": "§Ø",
    "latin": "a ",
    "agency": "(رويترز) ",
    "sign-off": "و م ع/هـ ",
    "dateline": "الرباط - ",
    "read also": "اقرأ أيضا: ",
    "share": "شارك المقال ",
    "pipes": "| ",
    "dashes": "-",
}

HTML_UNITS = {
    "utf-8": "ب".encode(),
    "windows-1256": "الوزارة ".encode("cp1256"),
    "iso-8859-6": "الوزارة ".encode("iso8859-6"),
    "high bytes": b"\xff",
    "broken utf-8": b"\xd8 ",
    "ff d8": b"\xff\xd8\xa7",
    "latin-1": b"\xe9a",
    "russian": "министр ".encode("cp1251"),
    "zeros": b"\0",
    "metas": b"<meta charset=",
    "meta quotes": b'<meta content="',
    "newlines": b"\xff\n",
}


def measure(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def repair_and_undo(text: str) -> None:
    lines = text.split("\n")
    repairs = repair_lost_letters(lines)
    assert undo_repairs(apply_repairs(lines, repairs), repairs) == lines


def text_jobs() -> dict[str, Callable[[str], object]]:
    return {
        "clean_text": clean_text,
        "repair_lost_letters": lambda text: repair_lost_letters([text], title=text, witnesses=[text]),
        "apply and undo": repair_and_undo,
        "restore_double": restore_double_encoding,
        "detect_language": detect_language,
        "strip_boilerplate": lambda text: strip_boilerplate(text.split("\n"), title=text[:100]),
    }


def report(name: str, unit: str, once: float, twice: float) -> bool:
    ratio = twice / once if once > 0.001 else 0.0
    slow = twice > 0.5 and ratio > 3
    print(
        f"{name:22} {unit:22} {once:8.3f} s {twice:8.3f} s  x{ratio:4.1f}{'  NOT LINEAR' if slow else ''}", flush=True
    )
    return slow


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of the shorter line")
    parser.add_argument("--only", default="", help="only the functions whose name contains this")
    options = parser.parse_args()
    size: int = options.size
    bad = 0
    for name, work in text_jobs().items():
        if options.only not in name:
            continue
        for label, unit in UNITS.items():
            line, longer = (unit * (length // len(unit) + 1) for length in (size, 2 * size))
            once = measure(lambda work=work, line=line: work(line))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            twice = measure(lambda work=work, longer=longer: work(longer))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            bad += report(name, label, once, twice)
    if options.only in "decode_html":
        for label, raw in HTML_UNITS.items():
            body, more = (raw * (length // len(raw) + 1) for length in (size, 2 * size))
            once, twice = measure(lambda body=body: decode_html(body)), measure(lambda more=more: decode_html(more))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            bad += report("decode_html", label, once, twice)
    print("all linear" if not bad else f"{bad} not linear")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""Who wrote it: the byline as printed, and the names in it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from newscrawl.arabic.agencies import is_agency
from newscrawl.arabic.dateline_segments import is_place
from newscrawl.extraction.date_candidates import looks_like_date
from newscrawl.extraction.jsonld import text_of
from newscrawl.extraction.lexicons import rows
from newscrawl.extraction.openings import has_and
from newscrawl.extraction.text import collapse

if TYPE_CHECKING:
    from newscrawl.extraction.metadata import Metadata
    from newscrawl.extraction.outline import Box, Outline

_LABEL: Final = re.compile(
    r"^(?:(?:(?:تم )?(?:النشر|نشر|نشرت|نشره|أضيف|أضيفت|مرسلة|أرسل|أرسله|أرسلت) )?بواسطة|بقلم|كتبت|كتبه|كتب|كتابة|تحرير"
    r"|حوار|حاوره|حاورته|حاورها|حاورتها|حاورهم|أجرى الحوار|تحقيق|إعداد|اعداد|ترجمة|متابعة|تقرير|الكاتب|كاتب المقال"
    r"|المؤلف|المحرر"
    r"|(?:written |posted |submitted )?by|author)(?:\s?و(?:تصوير|تحرير|ترجمة|إعداد|تقديم|متابعة|صور))?"
    r"\s{0,3}(?:[:/|\-\u2013\u2014\u0640]\s{0,3}|\s)(?=\S)",
    re.IGNORECASE,
)
_HANDLES: Final = ("http", "@", "www.")
_LABEL_ALONE: Final = re.compile(r"(?:بقلم|كتبت|كتبه|كتب|بواسطة|الكاتب|المحرر|by)\s?[:/]?", re.IGNORECASE)
_NEEDS_SIGN: Final = frozenset({"حوار", "تحقيق", "تقرير", "إعداد", "اعداد", "ترجمة", "تحرير", "كتابة", "متابعة"})
_TELLS: Final = frozenset({"على", "أن", "إن", "عن", "إلى", "هذا", "هذه", "حول"})
"""Words of a sentence: «كتب الرئيس على صفحته»."""
_PLACE_SIGN: Final = re.compile(r"\s{0,3}[-\u2013\u2014\u0640/]\s{0,3}")
_NOT_IN_NAMES: Final = re.compile(r"[^\w\s.]|[0-9]")
_SEPARATORS: Final = re.compile(r"\s{0,3}[,،;؛/]\s{0,3}|\s(?:and|&)\s")
_ASIDE: Final = re.compile(r"\s[-\u2013\u2014|]\s|\s?\|\s?")
_WEEKDAY: Final = (
    r"(?:يوم\s)?(?:ال)?(?:سبت|[أا]حد|[إأا]ثنين|ثلاثاء|[أا]ربعاء|خميس|جمعة)[\s,،:/\-]{1,3}[0-9\u0660-\u0669]"
)
_TAIL: Final = re.compile(
    rf"\s{{1,3}}(?:{_WEEKDAY}|(?:on|le)\s(?=\w+[\s,])|"
    r"في|بتاريخ|نشر|منذ|\||•|·|[0-9\u0660-\u0669]|@\w|(?:و\s)?(?:ووكالات|والوكالات|وآخرون|وآخرين)(?!\w)).*$"
)
_BRACKET: Final = re.compile(r"\s{0,3}\([^()]{1,40}\)$")
_AND: Final = re.compile(r"\sو\s(?=\S)|\sو(?=\S)")
_SIGN: Final = re.compile(r"[:/|\-\u2013\u2014\u0640]")
_AUTHOR_DEPTH: Final = 4
_MAX_WORDS: Final = 12
_OPEN_END: Final = re.compile(r"\s{1,3}(?:في|بتاريخ|يوم|on|le)$")
"""What led to a date that stands in an element of its own."""
_MAX_ROW: Final = 30
"""Words of a row that holds the byline and the date, with its clock and zone."""
_LONGEST_NAME: Final = 5
_LABEL_ENDS: Final = (":", " by", " عن", "الكاتب", "الكاتبة", "المؤلف")


def find_byline(outline: Outline, metadata: Metadata, lines: list[int], title_block: int | None) -> str | None:
    """Give the author line as printed: beside the headline or at the head of the body, else as the head states it."""
    blocks, boxes = outline.blocks, outline.boxes
    floor = title_block if title_block is not None else 0
    first = lines[0] if lines else len(blocks)
    near = range(max(0, min(floor, first) - 4), min(len(blocks), max(first, floor) + 3))
    named: str | None = None
    for index in near:
        block = blocks[index]
        if index == title_block or block.words > _MAX_ROW:
            continue
        if block.words > _MAX_WORDS:
            if row := _before_date(block.text):
                return row
            continue
        if _LABEL_ALONE.fullmatch(block.text) and index + 1 < len(blocks) and blocks[index + 1].words <= _LONGEST_NAME:
            return f"{block.text} {blocks[index + 1].text}"
        if match := _LABEL.match(block.text):
            label = match[0].strip(" :/-\u2013|").lower()
            has_sign = _SIGN.search(match[0]) is not None
            if has_sign or (label not in _NEEDS_SIGN and _TELLS.isdisjoint(block.text.split())):
                return _OPEN_END.sub("", block.text)
        if named is None and floor < index < first and _is_place_and_name(block.text):
            named = block.text
        if named is None and not any(map(str.isdigit, block.text)):
            is_name = 1 < block.words <= _LONGEST_NAME and not block.text.lower().endswith(_LABEL_ENDS)
            opens_card = index < first and is_name and _opens_author_card(boxes, block.box, index)
            if opens_card or _in_author_box(boxes, block.box):
                named = block.text
    stated = stated_authors(metadata)
    linked = next((text for text, index in outline.author_links if index in near), None)
    return named or "، ".join(stated) or linked


def _before_date(row: str) -> str | None:
    """Give the byline that opens a long row with the date behind it: «بقلم: فلان الفلاني الاثنين 4 مارس 2024 …»."""
    label = _LABEL.match(row)
    if label is None or not _SIGN.search(label[0]) or row.endswith(".") or not looks_like_date(row):
        return None
    found = row[: label.end()] + _TAIL.sub("", row[label.end() :])
    found = found.rstrip(" |:،,-\u2013\u2014\u0640")
    return found if len(found) < len(row) and len(found.split()) <= _MAX_WORDS else None


def _is_place_and_name(line: str) -> bool:
    """Tell a correspondent's line over the text: «طرابلس - فلان الفلاني:»."""
    if not line.endswith(":"):
        return False
    place, sign, name = _PLACE_SIGN.sub("\n", line.rstrip(" :"), count=1).partition("\n")
    is_name = 1 < len(name.split()) < _LONGEST_NAME and not _NOT_IN_NAMES.search(name) and not is_agency(name)
    return bool(sign) and is_place(place.strip()) and is_name


def _in_author_box(boxes: list[Box], index: int) -> bool:
    for _ in range(_AUTHOR_DEPTH):
        if index < 0:
            return False
        if boxes[index].kind == "author":
            return True
        index = boxes[index].parent
    return False


def _opens_author_card(boxes: list[Box], index: int, line: int) -> bool:
    """Tell whether a line over the text opens a card about the author: `author-card`, `author-info`."""
    for _ in range(_AUTHOR_DEPTH):
        if index < 0 or boxes[index].start != line:
            return False
        if boxes[index].kind == "meta" and "author" in boxes[index].names.lower():
            return True
        index = boxes[index].parent
    return False


@cache
def _no_authors() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("no_authors"))


def authors_of(byline: str | None, metadata: Metadata) -> list[str]:
    """Split a byline into names: «كتب: فلان الفلاني - القاهرة» → [«فلان الفلاني»]; else those that the head states."""
    stated = stated_authors(metadata)
    if byline is None:
        return stated
    match = _LABEL.match(byline)
    rest = byline[match.end() :] if match else byline
    rest = _TAIL.sub("", rest).strip(" |:،,-\u2013\u2014\u0640")
    # What stands behind a dash or a bar is a place, a paper or a date, and the place may go before the name.
    asides = [aside for aside in _ASIDE.split(rest) if aside]
    head = _BRACKET.sub("", next((aside for aside in asides if not is_place(aside)), ""))
    names = [name for part in _SEPARATORS.split(head) for name in _parted(collapse(part))]
    found = [name for name in names if name and len(name.split()) <= _LONGEST_NAME and not any(map(str.isdigit, name))]
    others = {(metadata.site_name() or "").lower(), *_no_authors()}
    return [name for name in found if name.lower() not in others and not is_agency(name)] or stated


def _parted(names: str) -> list[str]:
    """Part two names that «و» joins, each of two words at least: «أحمد علي ومنى محمد»."""
    for match in _AND.finditer(names):
        left, right = names[: match.start()], names[match.end() :]
        joined = names[match.start() :].lstrip()
        if len(left.split()) > 1 and len(right.split()) > 1 and (joined.startswith("و ") or has_and(joined)):
            return [left, *_parted(right)]
    return [names]


def stated_authors(metadata: Metadata) -> list[str]:
    """Names that JSON-LD or meta tags give, without the outlet's own and the site's accounts."""
    found: list[str | None] = []
    author: Any = metadata.article.get("author") or metadata.article.get("creator")
    for entry in author if isinstance(author, list) else [author]:
        if isinstance(entry, dict) and str(entry.get("@type", "")).lower().endswith("organization"):
            continue
        found.append(text_of(entry))
    if not any(found):
        found.append(metadata.get("author", "article:author", "dc.creator", "parsely-author", "sailthru.author"))
    outlet = (metadata.site_name() or "").lower()
    names = [
        _LABEL.sub("", name)
        for name in found
        if name and not name.startswith(_HANDLES) and name.lower() not in (outlet, *_no_authors())
    ]
    return list(dict.fromkeys(names))

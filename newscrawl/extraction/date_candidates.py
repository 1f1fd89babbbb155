"""Every date on and around a page, unread: the dates station chooses among them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from newscrawl.extraction.elements import role_of_names
from newscrawl.extraction.lexicons import rows
from newscrawl.extraction.names import NOISE
from newscrawl.items import DateCandidate, DateRole

if TYPE_CHECKING:
    from collections.abc import Collection

    from newscrawl.extraction.metadata import Metadata
    from newscrawl.extraction.outline import Block, Outline

_JSON_ROLES: Final[tuple[tuple[str, DateRole], ...]] = (
    ("datePublished", "published"),
    ("dateCreated", "published"),
    ("uploadDate", "published"),
    ("dateModified", "modified"),
)
_LONGEST: Final = 160
_MOST_WORDS: Final = 20
_MOST_RELATIVE: Final = 8
_YEAR_DIGITS: Final = 4
_LONGEST_PIECES: Final = 24
_FEWEST_PIECES: Final = 3
_LABEL_WORDS: Final = 4
_LABEL_ALONE: Final = re.compile(
    r"(?:(?:تاريخ|وقت|آخر|اخر|تم) )?(?:ال)?(?:نشر|نُشر|إضافة|اضافة|تحديث|تعديل)(?: (?:في|بتاريخ|يوم))?\s?:?"
    r"|(?:last )?(?:updated|modified|published)(?: on)?\s?:?|(?:publié|mis à jour)(?: le)?\s?:?",
    re.IGNORECASE,
)
_NEAR: Final = 14
_HEADLINE_WORDS: Final = 4
_BEFORE_BODY: Final = 6
_FAR_KINDS: Final = NOISE - {"meta", "date", "caption", "share", "tags"}
_MAX_TEXTS: Final = 40
_DIGIT: Final = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]")
_AGO: Final = re.compile(r"(?:^|\s)منذ\s{1,2}(?:[0-9\u0660-\u0669]{1,3}\s{1,2})?[^\W\d_]{3,8}\s{0,2}$")
_OF_A_MEMBER: Final = re.compile(
    r"تاريخ\s(?:التسجيل|الانتساب|الانضمام|الميلاد|التأسيس)|عضو\sمنذ|تأسست|تأسس|تحديث\s(?:لل|ال)موقع|\bjoined\b"
    r"|(?:^|\s)(?:[يت]بدأ|[يت]نطلق|[يت]قام|[يت]نعقد|[يت]فتتح|[يت]نتهي|[يت]ستمر|(?:ال)?موعد|صورة|الصورة)(?:\s|:)",
    re.IGNORECASE,
)
"""A day of a reader, of the paper itself, of an event or a picture: «تأسست الجريدة في 1 يناير 2010»."""
_RELATIVE: Final = re.compile(r"(?:^|\s)(?:منذ|قبل|أمس|امس|اليوم|البارحة|الآن)(?:\s|$)")
_D: Final = r"[0-9\u0660-\u0669]"
_YEAR_OR_DATE: Final = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}|1[34][0-9]{2})(?![0-9])"
    r"|[\u0661\u0662][\u0660-\u0669]{3}|\u06f2\u06f0[\u06f0-\u06f9]{2}"
    rf"|{_D}{{1,2}}\s{{0,2}}(?:[/\-]\s{{0,2}}{_D}{{1,2}}|\.{_D}{{1,2}}\.{_D}{{2}})"
    rf"|{_D}{{1,2}}\s{{1,3}}[\u0621-\u064a]{{3,9}}"
)
_SEP: Final = r"\s{0,2}[/.\-]\s{0,2}"
_FULL_DATE: Final = re.compile(
    rf"(?<!{_D})(?:{_D}{{1,2}}{_SEP}{_D}{{1,2}}{_SEP}{_D}{{2,4}}|{_D}{{4}}{_SEP}{_D}{{1,2}}{_SEP}{_D}{{1,2}}"
    rf"|{_D}{{1,2}}\s{{1,3}}[^\W\d_]{{2,12}}(?:\s{{0,3}}[/)(،,\-]?\s{{0,3}}[^\W\d_]{{2,12}}){{0,2}}\s{{0,3}}[،,]?\s{{0,3}}"
    r"(?:[12][0-9]{3}|[\u0661\u0662][\u0660-\u0669]{3}))"
)
_CLOCK: Final = re.compile(r"[0-9\u0660-\u0669]{1,2}\s{0,2}[:.]\s{0,2}[0-9\u0660-\u0669]{2}")
_MODIFIED: Final = re.compile(r"تحديث|محدثة|محدّثة|تعديل|عدل|عُدل|updated|modified|modifi|mis à jour", re.IGNORECASE)
_PUBLISHED: Final = re.compile(r"نشر|نُشر|أضيف|كتب في|publish|publi[ée]|posted", re.IGNORECASE)


def find_dates(
    outline: Outline,
    metadata: Metadata,
    lines: list[int],
    title_block: int | None,
    *,
    foreign: Collection[int] = (),
    state: Collection[tuple[str, str]] = (),
) -> list[DateCandidate]:
    """Collect the page's dates: JSON-LD, meta tags, `<time>`, texts beside the headline, the URL; raw, each once.

    Blocks of `foreign` belong to other articles' cards and are left out. `state` holds dates from the page's own data,
    as (key, text); they are named as JSON-LD's are.
    """
    first, last = (lines[0], lines[-1]) if lines else (0, 0)
    found = _Candidates(title_block if title_block is not None else first, first, last)
    for key, role in _JSON_ROLES:
        for value in _values(metadata.article.get(key)):
            found.add(value, f"jsonld:{key}", role)
    if not metadata.article:
        for entry in metadata.objects[:20]:
            for key, role in _JSON_ROLES:
                for value in _values(entry.get(key)):
                    found.add(value, f"jsonld:{key}", role)
    for name, content in outline.metas:
        if (meta_role := _meta_roles().get(name)) is not None:
            found.add(content, f"meta:{name}", meta_role)
    for key, value in state:
        found.add(value, f"jsonld:{key}", "modified" if "odif" in key or "pdat" in key else "published")
    for stamp in outline.stamps:
        if stamp.block in foreign:
            continue
        role = _role(stamp.text)
        if role == "unknown":
            role = stamp.role if stamp.role != "unknown" else _labelled(outline.blocks, stamp.block)
        if stamp.machine:
            found.add_at(stamp.block, stamp.machine, "time", role)
        if stamp.text and stamp.text != stamp.machine:
            found.add_at(stamp.block, stamp.text, "time" if stamp.machine else "text", role)
    _add_texts(found, outline, foreign)
    found.add(metadata.url, "url", "published")
    return found.items


def _add_texts(found: _Candidates, outline: Outline, foreign: Collection[int]) -> None:
    """Add what stands near the headline, or just before or after the body, and may be a date."""
    blocks, boxes = outline.blocks, outline.boxes
    headline = blocks[found.anchor].text if found.anchor < len(blocks) else ""
    updates = {stamp.block for stamp in outline.stamps if stamp.role == "modified"}
    updates -= {stamp.block for stamp in outline.stamps if stamp.role != "modified"}
    spans = (
        (found.anchor - _NEAR, found.anchor + _NEAR),
        (found.first - _BEFORE_BODY, found.first + 3),
        (found.last - 1, found.last + 4),
    )
    for index in dict.fromkeys(place for start, end in spans for place in range(max(0, start), min(end, len(blocks)))):
        block = blocks[index]
        if len(block.text) > _LONGEST or index == found.anchor:
            continue
        if (
            found.anchor < index - 1 <= found.first
            and block.text[-1].isdecimal()
            and len(block.text) <= _LONGEST_PIECES
        ):
            _add_pieces(found, blocks, index)
        if not _looks_dated(block):
            continue
        if (block.linked > 0.8 and block.words > 8) or index in foreign:
            continue
        is_outside = index > found.last or index < found.anchor
        if is_outside and block.linked > 0.5 and block.linked * block.words >= _HEADLINE_WORDS:
            continue  # another article's headline, and its day behind it
        role = _role(block.text)
        if role == "unknown":
            role = "modified" if index in updates else role_of_names(boxes[block.box].names)
        if role == "unknown":
            role = _labelled(blocks, index)
        for neighbour in (index + 1, index - 1):
            # A day and its clock often stand in two elements side by side.
            other = blocks[neighbour].text if 0 <= neighbour < len(blocks) else ""
            if not _CLOCK.search(block.text) and _is_clock(other):
                found.add_at(index, f"{block.text} {other}", "text", role)
        if boxes[block.box].kind in _FAR_KINDS and abs(index - found.anchor) > 4:
            continue
        # A forum prints the headline again before the time: «موضوع: … السبت مارس 30, 2013».
        raw = block.text.replace(headline, " ") if len(headline) > _MOST_WORDS else block.text
        found.add_at(index, raw, "text", role)


def _add_pieces(found: _Candidates, blocks: list[Block], index: int) -> None:
    """Add a date that is cut into lines between headline and text: `05`, `مارس`, `2024`, or `05`, `مارس 2024`."""
    words = blocks[index].text.split()
    if not (words[-1].isdecimal() and len(words[-1]) == _YEAR_DIGITS and len(words) < _FEWEST_PIECES):
        return
    start = index - (_FEWEST_PIECES - len(words))
    pieces = [piece for place in range(max(start, 0), index) for piece in blocks[place].text.split()] + words
    if [piece.isdecimal() for piece in pieces] == [True, False, True] and start > found.anchor:
        found.add_at(start, " ".join(pieces), "text", "unknown")


def _is_clock(text: str) -> bool:
    return len(text) <= 40 and _CLOCK.search(text) is not None and not _YEAR_OR_DATE.search(_CLOCK.sub("", text))


def looks_like_date(text: str) -> bool:
    """Tell whether a short line holds a full date in numbers, or a year: «14/04/2024 - 11:05», «3 مارس 2024»."""
    return _FULL_DATE.search(text) is not None


def is_time_of_posting(text: str) -> bool:
    """Tell whether a short line holds a day and its clock, or says how long ago something was: «منذ 3 أيام»."""
    if "منذ" in text and _AGO.search(text):
        return True
    return ":" in text and _CLOCK.search(text) is not None and _YEAR_OR_DATE.search(_CLOCK.sub("", text)) is not None


def _looks_dated(block: Block) -> bool:
    if block.words > _MOST_WORDS or _OF_A_MEMBER.search(block.text):
        return False
    if _DIGIT.search(block.text) and _YEAR_OR_DATE.search(block.text):
        return True
    return block.words <= _MOST_RELATIVE and _RELATIVE.search(block.text) is not None


def _role(text: str) -> DateRole:
    if _MODIFIED.search(text):
        return "modified" if not _PUBLISHED.search(text) else "unknown"
    return "published" if _PUBLISHED.search(text) else "unknown"


def _labelled(blocks: list[Block], index: int) -> DateRole:
    """Give the role that a label in an element of its own gives to the date behind it: «تاريخ التحديث», «نشر»."""
    if not 0 < index < len(blocks):
        return "unknown"
    label = blocks[index - 1]
    if label.words <= _LABEL_WORDS and _LABEL_ALONE.fullmatch(label.text):
        return _role(label.text)
    return "unknown"


def _values(value: Any) -> list[str]:
    if isinstance(value, list):
        return [entry for entry in value[:3] if isinstance(entry, str)]
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return [value] if isinstance(value, str) else []


@cache
def _meta_roles() -> dict[str, DateRole]:
    return {row["name"]: cast("DateRole", row["role"]) for row in rows("date_metas")}


class _Candidates:
    """Candidates in the order found, each text of one source once; knows where headline and body stand."""

    def __init__(self, anchor: int, first: int, last: int) -> None:
        self.items: list[DateCandidate] = []
        self.anchor, self.first, self.last = anchor, first, last
        self._seen: set[tuple[str, str]] = set()
        self._texts = 0

    def add(self, raw: str, source: str, role: DateRole) -> None:
        """Add a date that stands nowhere on the page itself."""
        self._add(DateCandidate(" ".join(raw.split()), source, role))

    def add_at(self, block: int, raw: str, source: str, role: DateRole) -> None:
        """Add a date that the page shows in a block."""
        self._texts += 1
        if self._texts <= _MAX_TEXTS:
            near, inside = abs(block - self.anchor), self.first <= block <= self.last
            self._add(DateCandidate(" ".join(raw.split()), source, role, near, inside, block < self.anchor))

    def _add(self, candidate: DateCandidate) -> None:
        key = (candidate.raw, candidate.source)
        if not candidate.raw or key in self._seen or (len(candidate.raw) > 200 and candidate.source != "url"):
            return
        self._seen.add(key)
        self.items.append(candidate)

"""Every date on and around a page, unread: the dates station chooses among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from newscrawl.extraction.names import NOISE
from newscrawl.items import DateCandidate, DateRole

if TYPE_CHECKING:
    from collections.abc import Collection

    from newscrawl.extraction.blocks import Block, Outline
    from newscrawl.extraction.metadata import Metadata

_META_ROLES: Final[dict[str, DateRole]] = {
    "article:published_time": "published", "og:article:published_time": "published", "datepublished": "published",
    "article:published": "published", "og:published_time": "published", "og:pubdate": "published", "pubdate": "published",
    "publishdate": "published", "publish_date": "published", "publish-date": "published", "published_time": "published",
    "datecreated": "published", "dc.date.issued": "published", "dcterms.created": "published", "dcterms.issued": "published",
    "dc.date.created": "published", "parsely-pub-date": "published", "sailthru.date": "published", "cxenseparse:recs:publishtime":
    "published", "article.published": "published", "rnews:datepublished": "published", "published-date": "published",
    "article:modified_time": "modified", "og:updated_time": "modified", "datemodified": "modified", "last-modified": "modified",
    "lastmod": "modified", "dcterms.modified": "modified", "dc.date.modified": "modified", "article:modified": "modified",
    "date": "unknown", "dc.date": "unknown", "dcterms.date": "unknown", "dc:date": "unknown", "article_date_original": "published",
    "originalpublicationdate": "published", "displaydate": "published", "article.created": "published", "creation_date": "published",
}  # fmt: skip
_JSON_ROLES: Final[tuple[tuple[str, DateRole], ...]] = (
    ("datePublished", "published"),
    ("dateCreated", "published"),
    ("uploadDate", "published"),
    ("dateModified", "modified"),
)
_LONGEST: Final = 160
_MOST_WORDS: Final = 20
_MOST_RELATIVE: Final = 8
_NEAR: Final = 14
_MAX_TEXTS: Final = 40
_DIGIT: Final = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]")
_RELATIVE: Final = re.compile(r"(?:^|\s)(?:منذ|قبل|أمس|امس|اليوم|البارحة|الآن)(?:\s|$)")
_YEAR_OR_DATE: Final = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}|1[34][0-9]{2})(?![0-9])|[\u0661\u0662][\u0660-\u0669]{3}|\u06f2\u06f0[\u06f0-\u06f9]{2}"
    r"|[0-9\u0660-\u0669]{1,2}\s{0,2}(?:[/\-]\s{0,2}[0-9\u0660-\u0669]{1,2}|\.[0-9\u0660-\u0669]{1,2}\.[0-9\u0660-\u0669]{2})"
    r"|[0-9\u0660-\u0669]{1,2}\s{1,3}[\u0621-\u064a]{3,9}"
)
_FULL_DATE: Final = re.compile(
    r"(?<![0-9\u0660-\u0669])(?:[0-9\u0660-\u0669]{1,2}\s{0,2}[/.\-]\s{0,2}[0-9\u0660-\u0669]{1,2}\s{0,2}[/.\-]\s{0,2}[0-9\u0660-\u0669]{2,4}"
    r"|[0-9\u0660-\u0669]{4}\s{0,2}[/.\-]\s{0,2}[0-9\u0660-\u0669]{1,2}\s{0,2}[/.\-]\s{0,2}[0-9\u0660-\u0669]{1,2}"
    r"|[0-9\u0660-\u0669]{1,2}\s{1,3}[^\W\d_]{2,12}(?:\s{0,3}[/)(،,\-]?\s{0,3}[^\W\d_]{2,12}){0,2}\s{0,3}[،,]?\s{0,3}(?:[12][0-9]{3}|[\u0661\u0662][\u0660-\u0669]{3}))"
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

    Blocks of `foreign` belong to other articles' cards and are left out. `state` holds dates from the page's own data, as
    (key, text); they are named as JSON-LD's are.
    """
    found = _Candidates()
    for key, role in _JSON_ROLES:
        for value in _values(metadata.article.get(key)):
            found.add(value, f"jsonld:{key}", role)
    if not metadata.article:
        for entry in metadata.objects[:20]:
            for key, role in _JSON_ROLES:
                for value in _values(entry.get(key)):
                    found.add(value, f"jsonld:{key}", role)
    for name, content in outline.metas:
        if (meta_role := _META_ROLES.get(name)) is not None:
            found.add(content, f"meta:{name}", meta_role)
    first, last = (lines[0], lines[-1]) if lines else (0, 0)
    anchor = title_block if title_block is not None else first
    for key, value in state:
        found.add(value, f"jsonld:{key}", "modified" if "odif" in key or "pdat" in key else "published")
    for stamp in outline.stamps:
        if stamp.block in foreign:
            continue
        near = abs(stamp.block - anchor)
        inside = first <= stamp.block <= last
        role = _role(stamp.text)
        if stamp.machine:
            found.add(stamp.machine, "time", role, near, inside, stamp.block < anchor)
        if stamp.text and stamp.text != stamp.machine:
            found.add(stamp.text, "time" if stamp.machine else "text", role, near, inside, stamp.block < anchor)
    _add_texts(found, outline, anchor, first, last, foreign)
    found.add(metadata.url, "url", "published")
    return found.items


def _add_texts(
    found: _Candidates, outline: Outline, anchor: int, first: int, last: int, lines_of_cards: Collection[int]
) -> None:
    """Add what stands near the headline, or just before or after the body, and may be a date."""
    blocks, boxes = outline.blocks, outline.boxes
    places = dict.fromkeys(
        (*range(max(0, anchor - _NEAR), min(len(blocks), anchor + _NEAR)), *range(max(0, first - 6), min(len(blocks), first + 3)),
         *range(max(0, last - 1), min(len(blocks), last + 4)))
    )  # fmt: skip
    for index in places:
        block = blocks[index]
        if len(block.text) > _LONGEST or index == anchor or not _looks_dated(block):
            continue
        if (block.linked > 0.8 and block.words > 8) or index in lines_of_cards:
            continue
        raw = block.text
        for neighbour in (index + 1, index - 1):
            # A day and its clock often stand in two elements side by side.
            if 0 <= neighbour < len(blocks) and not _CLOCK.search(raw) and len(other := blocks[neighbour].text) <= 40:
                if _CLOCK.search(other) and not _YEAR_OR_DATE.search(_CLOCK.sub("", other)):
                    both = f"{raw} {other}"
                    found.add(both, "text", _role(raw), abs(index - anchor), first <= index <= last, index < anchor)
        if boxes[block.box].kind in NOISE - {"meta", "date", "caption", "share", "tags"} and abs(index - anchor) > 4:
            continue
        found.add(raw, "text", _role(raw), abs(index - anchor), first <= index <= last, index < anchor)


def looks_like_date(text: str) -> bool:
    """Tell whether a short line holds a full date in numbers, or a year: «14/04/2024 - 11:05», «3 مارس 2024»."""
    return _FULL_DATE.search(text) is not None


def _looks_dated(block: Block) -> bool:
    if block.words > _MOST_WORDS:
        return False
    if _DIGIT.search(block.text) and _YEAR_OR_DATE.search(block.text):
        return True
    return block.words <= _MOST_RELATIVE and _RELATIVE.search(block.text) is not None


def _role(text: str) -> DateRole:
    if _MODIFIED.search(text):
        return "modified" if not _PUBLISHED.search(text) else "unknown"
    return "published" if _PUBLISHED.search(text) else "unknown"


def _values(value: Any) -> list[str]:
    if isinstance(value, list):
        return [entry for entry in value[:3] if isinstance(entry, str)]
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return [value] if isinstance(value, str) else []


class _Candidates:
    """Candidates in the order found, each text of one source once."""

    def __init__(self) -> None:
        self.items: list[DateCandidate] = []
        self._seen: set[tuple[str, str]] = set()
        self._texts = 0

    def add(
        self, raw: str, source: str, role: DateRole, near: int | None = None, inside: bool = False, before: bool = False
    ) -> None:
        raw = " ".join(raw.split())
        if not raw or (len(raw) > 200 and source != "url") or (raw, source) in self._seen:
            return
        if source in ("text", "time"):
            self._texts += 1
            if self._texts > _MAX_TEXTS:
                return
        self._seen.add((raw, source))
        self.items.append(DateCandidate(raw, source, role, near, inside, before))

"""What kind of page a URL names, told from its shape alone: an article, a listing, or one of the traps of a crawl."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

UrlKind = Literal[
    "article", "unknown", "listing", "home",
    "calendar", "tag", "author", "search", "print", "share", "reply", "amp",
    "feed", "login", "static", "media", "invalid",
]  # fmt: skip
"""`unknown`: the URL alone does not tell (a short slug), the text of the link may. All after `home` is no way ahead."""

SegmentClass = Literal["year", "date", "short", "id", "slug-id", "token", "slug", "word"]

MAX_URL: Final = 4096  # a headline of 300 Arabic letters, percent-encoded, needs 1,800

_EXTENSION: Final = re.compile(r"\.([a-z]{2,5}\d?)$", re.IGNORECASE)
_PAGE_EXTENSIONS: Final = frozenset(
    {"html", "htm", "shtml", "xhtml", "php", "asp", "aspx", "jsp", "do", "cfm", "story", "phtml"}
)
_MEDIA_EXTENSIONS: Final = frozenset(
    {
        *("jpg", "jpeg", "png", "gif", "webp", "svg", "ico", "bmp", "tif", "tiff", "avif", "heic"),
        *("mp3", "mp4", "m4a", "m4v", "mpg", "mpeg", "avi", "mov", "wmv", "webm", "ogg", "wav", "flv", "m3u8", "ts"),
        *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "rar", "gz", "apk", "exe", "dmg", "epub"),
        *("css", "js", "json", "xml", "rss", "atom", "txt", "woff", "woff2", "ttf", "swf", "ics", "vcf"),
    }
)
_FEED_EXTENSIONS: Final = frozenset({"xml", "rss", "atom"})
_YEAR: Final = re.compile(r"(?:19[89]|20[0-4])\d", re.ASCII)
_DATE: Final = re.compile(
    r"(?:(?:19[89]|20[0-4])\d[-_]?(?:0[1-9]|1[0-2])[-_]?(?:0[1-9]|[12]\d|3[01]))|(?:19[89]|20[0-4])\d[-_](?:0?[1-9]|1[0-2])",
    re.ASCII,
)
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_SLUG_ID: Final = re.compile(
    r"(?:[^\W\d]{0,3}[-_])?\d{4,}[-_].*|.*[-_.][a-z]?\d{4,}|[a-z]-?\d{5,}", re.ASCII | re.IGNORECASE | re.DOTALL
)
_SMALL_SLUG_ID: Final = re.compile(
    r"(?:details|articles?|news|story|post|permalink)?[-_]?\d{3,}", re.ASCII | re.IGNORECASE
)
_NUMBERED_WORD: Final = re.compile(r"([^\W\d_]{2,20})[-_]?\d{1,12}")
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_TOKEN: Final = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{10,64}|(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{10,64}", re.ASCII)
_TOKEN_END: Final = re.compile(r".*[-_][A-Z0-9]{20,32}", re.ASCII | re.DOTALL)
_WORD_BREAK: Final = re.compile(r"[-_+\s.]+")
_PAGE_SLOT: Final = re.compile(r"page[:=_-]?\d{1,5}|index\.\d{1,5}", re.ASCII)
_ID_PARAMETER: Final = re.compile(
    r"p|n|ni|news|article|post|story|no|num|(?!cat|sec|tag|user|author|page|lang|menu|item|source).*id|.*_no|.*code",
    re.IGNORECASE,
)
_ID_VALUE: Final = re.compile(r"\d{3,}|[0-9a-f]{8}-[0-9a-f-]{20,}|[a-z]*/?\d{3,}", re.ASCII | re.IGNORECASE)
_SOFT: Final = frozenset({"section", "calendar"})
_ENDS_ONLY: Final = frozenset({"static", "login"})
_NUMBERED: Final = frozenset({"tag", "listing", "section", "author", "print", "share"})
_DATE_PARAMETER: Final = re.compile(r"(?:.{1,30}[-_])?(?:date|day)|year|yr", re.IGNORECASE)
_MONTH_ARCHIVE: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?", re.ASCII)


class UrlParts(NamedTuple):
    """A URL's path and query as the classifier reads them."""

    segments: tuple[str, ...]
    """Path segments, decoded, in lower case; the last without its extension."""
    classes: tuple[SegmentClass, ...]
    extension: str
    query: tuple[tuple[str, str], ...]


def classify_url(url: str) -> UrlKind:
    """Tell what a URL names by dates, ids, slugs and telling words in it; a general guess for sites never seen.

    `/politique/490220.html` → article · `/2024/05/01/x-y-z-w/` → article · `/2024/05/` → calendar · `/tag/x` → tag ·
    `/sport` → listing · `/?p=77` → unknown · `/a.jpg` → media.
    """
    parts = split_url(url)
    if parts is None:
        return "invalid"
    if parts.extension in _MEDIA_EXTENSIONS:
        return "feed" if parts.extension in _FEED_EXTENSIONS else "media"
    if not parts.segments and not parts.query:
        return "home"
    soft: UrlKind | None = None
    for kind in _telling_kinds(parts):
        if kind not in _SOFT:
            return kind  # type: ignore[return-value]  # the lexicon's column
        soft = "calendar" if kind == "calendar" else "listing"
    evidence = _article_evidence(parts)
    if evidence >= 3 or (evidence == 2 and soft is None):
        return "article"
    if soft is not None:
        return soft
    if _is_date_archive(parts):
        return "calendar"
    return "unknown" if evidence == 1 else "listing"


@cache
def url_words() -> dict[str, dict[str, str]]:
    """Give the telling words by place (`path`, `query`): word → kind."""
    text = (files("newscrawl.discovery") / "lexicons" / "url_words.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    words: dict[str, dict[str, str]] = {"path": {}, "query": {}}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        words[row["place"]][row["word"]] = row["kind"]
    return words


def split_url(url: str) -> UrlParts | None:
    """Cut a URL into classified segments; None where it cannot be read or is longer than any real one."""
    if len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(url)
        query = tuple(
            (name.lower(), value) for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=30)
        )
    except ValueError:
        return None
    segments = [segment for segment in unquote(parts.path).lower().split("/") if segment]
    originals = [segment for segment in unquote(parts.path).split("/") if segment]
    extension = ""
    if (
        segments
        and (match := _EXTENSION.search(segments[-1]))
        and (match[1] in _PAGE_EXTENSIONS or match[1] in _MEDIA_EXTENSIONS)
    ):
        extension = match[1]
        segments[-1] = segments[-1][: match.start()]
        originals[-1] = originals[-1][: match.start()]
    classes = tuple(_class_of(segment) for segment in originals)
    return UrlParts(tuple(segments), classes, extension, query)


def _class_of(segment: str) -> SegmentClass:
    if _DIGITS.fullmatch(segment):
        if _YEAR.fullmatch(segment):
            return "year"
        if _DATE.fullmatch(segment):
            return "date"
        return "id" if len(segment) >= 4 else "short"
    if _DATE.fullmatch(segment):
        return "date"
    if _UUID.fullmatch(segment) or _TOKEN.fullmatch(segment):
        return "token"
    if _SLUG_ID.fullmatch(segment) or _TOKEN_END.fullmatch(segment):
        return "slug-id"
    words = sum(1 for word in _WORD_BREAK.split(segment) if word)
    return "slug" if words >= 4 or (words >= 3 and len(segment) >= 20) or len(segment) >= 30 else "word"


def _telling_kinds(parts: UrlParts) -> list[str]:
    """Give the kinds that words of path and query name, `article` left out, the hardest first."""
    words = url_words()
    kinds = []
    last = len(parts.segments) - 1
    for position, segment in enumerate(parts.segments):
        kind = words["path"].get(segment) or _numbered_kind(segment)
        if kind == "amp" or kind is None or kind == "article":
            continue
        if kind in _ENDS_ONLY and position not in (0, last):
            continue
        kinds.append("section" if kind == "listing" and position == last and parts.extension and parts.query else kind)
    if last >= 0 and (parts.segments[last] == "amp" or (parts.segments[0] == "amp" and last > 0)):
        kinds.append("amp")
    if _has_page_slot(parts):
        kinds.append("listing")
    for name, value in parts.query:
        kind = words["query"].get(name) or words["query"].get(f"{name}={value.lower()}")
        if kind is not None and not (name == "q" and "/" in value):  # Drupal's ?q=node/123 is no search
            kinds.append(kind)
    return sorted(kinds, key=_SOFT.__contains__)


def _numbered_kind(segment: str) -> str | None:
    """Give the kind of `print-12345`, `tag_77` or `section-12`; a page of a listing or an article is told elsewhere."""
    match = _NUMBERED_WORD.fullmatch(segment)
    kind = url_words()["path"].get(match[1]) if match is not None else None
    return kind if kind in _NUMBERED else None


def _has_page_slot(parts: UrlParts) -> bool:
    """Tell a path that ends in a page number: `/page/3`, `/page:3`, `/index.3.html`."""
    segments = parts.segments
    if not segments:
        return False
    follows_page = len(segments) > 1 and segments[-2] == "page" and _DIGITS.fullmatch(segments[-1]) is not None
    return follows_page or _PAGE_SLOT.fullmatch(segments[-1]) is not None


def _article_evidence(parts: UrlParts) -> int:
    """Weigh the signs of an article: 3 sure, 2 likely, 1 possible, 0 none."""
    words = url_words()["path"]
    segments, classes = parts.segments, parts.classes
    best = 0
    for position, kind in enumerate(classes):
        at_end = position >= len(classes) - 1
        if kind == "id":
            best = max(best, 3 if len(segments[position]) >= 5 or not at_end else 2)
        elif kind in ("slug-id", "token"):
            best = max(best, 3 if at_end else 1)
        elif kind == "slug" and at_end:
            best = max(best, 2)
        elif kind in ("date", "year") and not at_end and classes[-1] not in ("short", "year", "date"):
            best = max(best, 3)
        elif at_end and (position > 0 if kind == "short" else len(_WORD_BREAK.split(segments[position])) >= 3):
            best = max(best, 1)
        if words.get(segments[position]) == "article" and not at_end:
            best = max(best, 3)
        if at_end and kind == "word" and _SMALL_SLUG_ID.fullmatch(segments[position]):
            best = max(best, 3)
    return max(best, _query_evidence(parts))


def _query_evidence(parts: UrlParts) -> int:
    words = url_words()["path"]
    best = 0
    for name, value in parts.query:
        if (_ID_PARAMETER.fullmatch(name) or (name == "q" and "/" in value)) and _ID_VALUE.fullmatch(value):
            best = max(best, 3 if len(value) >= 4 else 2)
        elif _ID_PARAMETER.fullmatch(name) and value.isdecimal():
            best = max(best, 1)
        if words.get(value.lower()) == "article":
            best = max(best, 2)
    return best


def _is_date_archive(parts: UrlParts) -> bool:
    """Tell a path that ends in a date with nothing after it, or asks for one: `/2024/05/`, `?year=2024`."""
    if parts.classes and ("year" in parts.classes or "date" in parts.classes):
        return parts.classes[-1] in ("year", "date", "short")
    return any(
        _DATE_PARAMETER.fullmatch(name) or (name == "m" and _MONTH_ARCHIVE.fullmatch(value))  # WordPress's `?m=202407`
        for name, value in parts.query
    )

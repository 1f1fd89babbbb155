"""JSON-LD: the objects of a page's `application/ld+json` scripts, read also where real pages break them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from newscrawl.extraction.text import comparable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_ARTICLE_TYPES: Final = frozenset(
    {
        "newsarticle", "article", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "blogposting",
        "backgroundnewsarticle", "askpublicnewsarticle", "reviewnewsarticle", "liveblogposting", "report",
        "socialmediaposting",
        "scholarlyarticle", "techarticle", "advertisercontentarticle", "satiricalarticle",
    }
)  # fmt: skip
_OPENING: Final = re.compile(r"\s{0,50}(?:(?://|/\*)?\s{0,50}(?:<!\[CDATA\[|<!--)\s{0,50}(?:\*/)?)+")
_CLOSING: Final = re.compile(r"(?:(?://|/\*)?\s{0,50}(?:\]\]>|-->)\s{0,50}(?:\*/)?\s{0,50})+\Z")
_WRAPPER_LENGTH: Final = 120
_TRAILING_COMMA: Final = re.compile(r",(?=\s{0,200}[}\]])")
_MISSING_COMMA: Final = re.compile(r'(["}\]])(\s{1,200})(?="[@A-Za-z_]{1,40}"\s{0,9}:)')
_MAX_LENGTH: Final = 2_000_000
_MAX_NODES: Final = 2_000
_MAX_OBJECTS: Final = 50
_STRUCTURAL: Final = frozenset(",:}]")
_decoder: Final = json.JSONDecoder(strict=False)


def read_jsonld(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Parse JSON-LD scripts into a flat list of their objects, outermost first, `@graph` and lists unfolded."""
    objects: list[dict[str, Any]] = []
    for text in texts:
        for value in _parse(text):
            objects.extend(_nodes(value))
            if len(objects) > _MAX_NODES:
                return objects
    return objects


def find_article(objects: Iterable[dict[str, Any]], titles: Collection[str | None] = ()) -> dict[str, Any]:
    """Give the object that describes the article, or an empty one; the one that says most of several.

    `titles` are the page's own: of several articles one with such a headline goes first, as lists of related stories
    are articles too.
    """
    found = [candidate for candidate in objects if is_article(candidate) and _weight(candidate)]
    if len(found) > 1 and (own := [comparable(title) for title in titles if title]):
        found = [candidate for candidate in found if _has_title(candidate, own)] or found
    return max(found, key=_weight, default={})


def _has_title(candidate: dict[str, Any], titles: list[str]) -> bool:
    """Tell whether a headline is the page's, which may have the outlet's name behind it, or be cut short."""
    headline = comparable(text_of(candidate.get("headline")) or text_of(candidate.get("name")) or "")
    return bool(headline) and any(headline in title or (title and title in headline) for title in titles)


def is_article(candidate: dict[str, Any]) -> bool:
    """Tell whether an object's `@type` is one of schema.org's articles."""
    types = candidate.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and name.rpartition("/")[2].lower() in _ARTICLE_TYPES for name in names)


def text_of(value: object) -> str | None:
    """Give the text of a JSON-LD value: a string, the `name` or `@value` of an object, the first of a list."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("url") or value.get("@id")
        else:
            break
    if isinstance(value, str):
        text = " ".join(unescape(value).split())
        return text or None
    return None


def _weight(candidate: dict[str, Any]) -> int:
    return sum(
        bool(candidate.get(key))
        for key in ("headline", "datePublished", "articleBody", "author", "description", "image")
    )


def _nodes(root: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a parsed value, breadth first, down to those of `@graph`, `mainEntity` and the like."""
    queue: list[object] = [root]
    for seen, value in enumerate(queue):
        if seen > _MAX_NODES:
            return
        if isinstance(value, list):
            queue.extend(value)
        elif isinstance(value, dict):
            yield value
            queue.extend(
                value[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
                if isinstance(value.get(key), dict | list)
            )


def _parse(text: str) -> list[object]:
    if len(text) > _MAX_LENGTH:
        return []
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        pass
    text = _unwrapped(text.replace("\ufeff", "").strip())
    if (text[:1] not in "{[" and ("&quot;" in text or "&#34;" in text)) or ("&quot;" in text and '"' not in text):
        text = unescape(text)
    values = _parse_all(text)
    if values is None:
        values = _parse_all(_mend(text))
    return values or []


def _unwrapped(text: str) -> str:
    """Take `<![CDATA[ … ]]>` or an HTML comment, themselves in script comments or not, from around the text."""
    if opening := _OPENING.match(text[:_WRAPPER_LENGTH]):
        text = text[opening.end() :]
    tail = text[-_WRAPPER_LENGTH:]
    if closing := _CLOSING.search(tail):
        text = text[: len(text) - len(tail) + closing.start()]
    return text.strip()


def _parse_all(text: str) -> list[object] | None:
    """Parse one value or several one after the other, whatever stands between them; None if the first fails."""
    values: list[object] = []
    position = _next_opening(text, 0)
    while position >= 0 and len(values) < _MAX_OBJECTS:
        try:
            value, end = _decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return values or None
        values.append(value)
        position = _next_opening(text, end)
    return values


def _next_opening(text: str, start: int) -> int:
    found = [place for place in (text.find("{", start), text.find("[", start)) if place >= 0]
    return min(found, default=-1)


def _mend(text: str) -> str:
    """Repair what hand-made templates break: bare quotes and backslashes within strings, commas too many or missing."""
    pieces: list[str] = []
    inside = False
    length = len(text)
    position = 0
    for match in re.finditer(r'["\\]', text):
        place = match.start()
        if place < position:
            continue
        pieces.append(text[position:place])
        position = place + 1
        if match[0] == "\\":
            following = text[place + 1 : place + 2]
            if not inside:
                continue
            if following and following in '"\\/bfnrtu':
                pieces.append("\\" + following)
                position = place + 2
            else:
                pieces.append("\\\\")
        elif not inside:
            inside = True
            pieces.append('"')
        elif _closes(text, place + 1, length):
            inside = False
            pieces.append('"')
        else:
            pieces.append('\\"')
    pieces.append(text[position:])
    mended = _TRAILING_COMMA.sub("", "".join(pieces))
    return _MISSING_COMMA.sub(r"\1,\2", mended)


def _closes(text: str, place: int, length: int) -> bool:
    """Tell whether a quote before `place` ends its string: JSON's own signs follow, not more words."""
    limit = min(length, place + 200)
    while place < limit and text[place].isspace():
        place += 1
    if place >= length:
        return True
    sign = text[place]
    if sign == ",":
        after = place + 1
        while after < limit and text[after].isspace():
            after += 1
        return (
            after >= length
            or text[after] in '"}]{['
            or text[after : after + 4] in ("true", "null")
            or text[after].isdigit()
        )
    if sign == '"':
        # A comma is missing between two members: `"a": "b" "c": …`
        return re.match(r'"[@A-Za-z_]{1,40}"\s{0,9}:', text[place : place + 60]) is not None
    return sign in _STRUCTURAL

"""Articles that a page holds as data for its scripts: `__NEXT_DATA__`, Arc's `Fusion.globalContent`, other JSON state.

Read only where the page's own text has no body: such pages draw it in the browser.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from newscrawl.extraction.text import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extraction.outline import Outline

_ASSIGNED: Final = re.compile(r"(?:globalContent|State|STATE|Data|DATA|article|story|__)\s{0,5}=\s{0,5}(?=[{\[])")
_DATE_KEY: Final = re.compile(r"date|time|published|updated|modified|createdat", re.IGNORECASE)
_FLIGHT: Final = "self.__next_f.push("
_ROW: Final = re.compile(r"(?:^|\n|(?<=[}\]\"]))[0-9a-f]{1,6}:(?:T([0-9a-f]{1,6}),|[A-Z]{0,2}(?=[{\[\"]))")
_TITLES: Final = ("headline", "title", "headlines", "name", "seoTitle", "articleTitle", "newsTitle")
_TEXTS: Final = ("content", "text", "html", "value", "body", "rendered", "paragraph", "data")
_SKIPPED_TYPES: Final = frozenset(
    {"image", "video", "interstitial_link", "oembed_response", "gallery", "raw_html", "custom_embed", "link_list",
     "related",
     "advertisement", "ad", "social", "tweet", "caption", "byline", "timestamp", "headline"}
)  # fmt: skip
_FEWEST_WORDS: Final = 25
_MAX_LENGTH: Final = 5_000_000
_MAX_NODES: Final = 50_000
_MAX_TRIES: Final = 50
_decoder: Final = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class StateArticle:
    """An article found in a page's data: HTML or plain text, and the title beside it."""

    html: str
    title: str | None
    dates: list[tuple[str, str]]
    """Keys and values that are called dates, as `("publishDate", "2024-03-18T22:10:00+01:00")`."""


def find_state_article(outline: Outline, title: str | None) -> StateArticle | None:
    """Find the longest text in the page's data, that of the object with the page's own title before all others."""
    wanted = comparable(title) if title else ""
    best: tuple[bool, int, StateArticle] | None = None
    for value in _values(outline):
        for node in _nodes(value):
            found = _read(node)
            if found is None:
                continue
            key = comparable(found.title) if found.title else ""
            rank = (bool(key) and (key == wanted or (len(key) > 12 and key in wanted)), len(found.html), found)
            if best is None or rank[:2] > best[:2]:
                best = rank
    return best[2] if best else None


def _values(outline: Outline) -> Iterator[object]:
    flight: list[str] = []
    for script in outline.scripts:
        text = script.text
        if not text or len(text) > _MAX_LENGTH:
            continue
        kind = (script.get("type") or "").lower()
        try:
            if "json" in kind:
                yield json.loads(text)
            elif _FLIGHT in text:
                flight.extend(_flight_texts(text))
            else:
                for match in islice(_ASSIGNED.finditer(text), _MAX_TRIES):
                    yield _decoder.raw_decode(text, match.end())[0]
        except (ValueError, RecursionError):
            continue
    yield from _flight_values("".join(flight))


def _flight_texts(text: str) -> list[str]:
    """Read the chunks that Next's app router pushes: `self.__next_f.push([1,"…"])`."""
    found: list[str] = []
    position = failures = 0
    # A failed read counts the lines before it: a bound, so that hostile text costs no square.
    while failures < _MAX_TRIES and (position := text.find(_FLIGHT, position)) >= 0:
        position += len(_FLIGHT)
        try:
            value, position = _decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            failures += 1
            continue
        if isinstance(value, list):
            found.extend(part for part in value if isinstance(part, str))
    return found


def _flight_values(text: str) -> Iterator[object]:
    """Read the rows of such a stream: `5:{…}` is JSON, `6:T4a2,<p>…` a text of that many bytes (hexadecimal)."""
    position = failures = 0
    while failures < _MAX_TRIES and (row := _ROW.search(text, position)) is not None:
        position = row.end()
        if row[1]:
            end = position + int(row[1], 16)
            yield {
                "body": text[position:end].partition("\n")[0] if "<" not in text[position:end] else text[position:end]
            }
            continue
        try:
            value, position = _decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            failures += 1
            continue
        yield value


def _nodes(root: object) -> Iterator[dict[str, Any]]:
    queue: list[object] = [root]
    for seen, value in enumerate(queue):
        if seen > _MAX_NODES:
            return
        if isinstance(value, dict):
            yield value
            queue.extend(child for child in value.values() if isinstance(child, dict | list))
        elif isinstance(value, list):
            if value and all(isinstance(child, str) for child in value):
                yield {"body": "\n".join(value)}
            queue.extend(child for child in value if isinstance(child, dict | list))


def _read(node: dict[str, Any]) -> StateArticle | None:
    """Read an object as an article: its longest text, or its list of text elements."""
    best = ""
    for value in node.values():
        text = _text(value)
        if len(text) > len(best):
            best = text
    if best.count(" ") < _FEWEST_WORDS or "{" in best[:3]:
        return None
    return StateArticle(best, _title(node), _dates(node))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = value.get("rendered") or value.get("html") or value.get("__html")
        return inner if isinstance(inner, str) else ""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        parts = [_element(child) for child in value if isinstance(child, dict)]
        return "".join(f"<p>{part}</p>" for part in parts if part)
    return ""


def _element(child: dict[str, Any]) -> str:
    """Read one element of a list of paragraphs, whatever its keys are called."""
    if str(child.get("type", "text")).lower() in _SKIPPED_TYPES:
        return ""
    for holder in (child, child.get("model"), child.get("attributes"), child.get("data")):
        if isinstance(holder, dict):
            for key in _TEXTS:
                text = holder.get(key)
                if isinstance(text, str) and text.strip():
                    return text
            items = holder.get("items")
            if isinstance(items, list):
                return "<br>".join(
                    item if isinstance(item, str) else _element(item)
                    for item in items[:200]
                    if isinstance(item, str | dict)
                )
    return ""


def _dates(node: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (key, value)
        for key, value in node.items()
        if isinstance(value, str) and 8 <= len(value) <= 60 and _DATE_KEY.search(key) and value[0].isdigit()
    ]


def _title(node: dict[str, Any]) -> str | None:
    for key in _TITLES:
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("basic") or value.get("rendered") or value.get("main")
        if isinstance(value, str) and value.strip():
            return value
    return None

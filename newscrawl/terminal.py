"""What is printed to a terminal: text of others, which must not steer it."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console, ConsoleRenderable, RenderHook
from rich.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import ConsoleOptions

_KEPT: Final = frozenset("\n\t\u200c\u200d")
_REPLACEMENT: Final = "\ufffd"
_ESCAPED_BY_JSON: Final = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def printable(text: str) -> str:
    """Replace control characters and bidi marks, which could steer a terminal or turn its text around, one for one."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _KEPT else _REPLACEMENT for char in text)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Write JSON with its Arabic letters, and with escapes for what would steer a terminal; they mean the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED_BY_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def safe_console(**options: Any) -> Console:
    """Give a console that prints only what is `printable` of the texts that it is given; its own colours stay."""
    console = Console(**options)
    console.push_render_hook(_Cleaning())
    return console


class _Cleaning(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Clean(renderable) for renderable in renderables]


class _Clean:
    def __init__(self, renderable: ConsoleRenderable) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self._renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)


class PrintableFormatter(logging.Formatter):
    """Formats log records as another formatter does, and lets through what is printable of them."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Give the record's text, whose lines keep their ends."""
        return printable(self._inner.format(record))


def make_log_printable() -> None:
    """Let nothing into the log, on a terminal or in a file, that could steer the terminal which shows it."""
    for handler in logging.getLogger().handlers:
        if handler.formatter is not None and not isinstance(handler.formatter, PrintableFormatter):
            handler.setFormatter(PrintableFormatter(handler.formatter))

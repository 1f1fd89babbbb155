"""Small text helpers of extraction: white space, words, and the key under which two spellings of a line are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from newscrawl.arabic.fold import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOT_WORDS: Final = re.compile(r"[\W_]+")


def collapse(text: str) -> str:
    """Make every run of white space one space, and take it off the ends."""
    return " ".join(text.split())


def text_of(element: _Element) -> str:
    """Give the text of an element, white space collapsed; libxml2 writes it many times faster than Python can walk."""
    return collapse(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def comparable(text: str) -> str:
    """Give the folded words of a text with single spaces between, for telling whether two lines say the same."""
    return _NOT_WORDS.sub(" ", fold(text)).strip()

"""What a single element is, whatever it is named: a picture with its caption, hidden, a part of a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from newscrawl.extraction.text import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from newscrawl.items import DateRole

LONGEST_STAMP: Final = 120
"""Characters of a date line, or of a caption."""
_ROWS_OF_SPANS: Final = frozenset({"div", "li", "td", "article", "section", "header"})
_AROUND_PICTURES: Final = frozenset({"a", "span", "strong", "b", "em", "picture"})
_SMALL_PRINT: Final = frozenset({"br", "small", "em", "i", "font"})
_SAID_DATES: Final[dict[str, DateRole]] = {
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
}
_UPDATED: Final = re.compile(
    r"(?:^|[\s_-])(?:last[-_]updated|(?:date|post|time)[-_](?:modified|updated?)|updated?[-_](?:at|on|date|time)"
    r"|modified[-_](?:at|on|date|time))(?:$|\s)"
)
"""`updated` alone says nothing: hAtom asks for it on the day of publication, too."""
_NO_FIELDS: Final = frozenset({"hidden", "submit", "button", "checkbox", "radio"})
_FEW_FIELDS: Final = 2
_STOPS: Final = frozenset('.!؟?…:»”"')


def is_picture(table: _Element) -> bool:
    """Tell whether a table does what `<figure>` does: a picture, and a line under it."""
    return next(table.iter("img"), None) is not None and len(text_of(table)) <= LONGEST_STAMP


def is_captioned(paragraph: _Element) -> bool:
    """Tell whether a paragraph does the same: a picture, then small print or a break, and few words without a stop.

    Beside the picture itself a subhead may stand.
    """
    if paragraph.text and not paragraph.text.isspace():
        return False
    first = paragraph[0]
    while first.tag in _AROUND_PICTURES and len(first) and not (first.text and first.text.strip()):
        first = first[0]
    if first.tag != "img":
        return False
    text = text_of(paragraph)
    if not 0 < len(text) <= LONGEST_STAMP or text[-1] in _STOPS or text[0].isdecimal():
        return False
    return any(child.tag in _SMALL_PRINT for child in paragraph)


def may_be_left(element: _Element, most: int) -> bool:
    """Tell whether a box can go unread: it holds no headline and not much text."""
    if next(element.iter("h1", "main"), None) is not None:
        return False
    # libxml2 writes the text of a box many times faster than Python can walk through it.
    return len(etree.tostring(element, method="text", encoding="utf-8", with_tail=False)) <= most


def is_hidden(style: str) -> bool:
    """Tell a box that is not shown, or stands outside the screen, where scripts keep what they add to copied text."""
    return ("none" in style and "display:none" in style.replace(" ", "")) or ("-999" in style and "absolute" in style)


def is_set_as_block(style: str) -> bool:
    """Tell an inline element that its own style makes a paragraph: `<span style="display:block">`."""
    return "block" in style and "display:block" in style.replace(" ", "")


def stands_alone(element: _Element) -> bool:
    """Tell whether an element that HTML does not know, `<news-body>`, has no text of its line behind it."""
    return "-" in element.tag and not (element.tail and not element.tail.isspace())


def asks_mail(form: _Element) -> bool:
    """Tell a form that asks for a mail address, and for little else."""
    fields = [field for field in form.iter("input", "textarea") if field.get("type") not in _NO_FIELDS]
    return 0 < len(fields) <= _FEW_FIELDS and any(
        field.get("type") == "email" or "mail" in (field.get("name") or "").lower() for field in fields
    )


def follows_link(link: _Element) -> bool:
    """Tell whether a link stands right behind another one, or behind a label in a row: no word goes on there."""
    previous = link.getprevious()
    if previous is None or previous.tail:
        return False
    if previous.tag == "a":
        return True
    parent = link.getparent()
    return previous.tag == "span" and parent is not None and parent.tag in _ROWS_OF_SPANS and len(text_of(previous)) > 1


def role_of_date(element: _Element) -> DateRole:
    """Tell what the markup of a date says of it: its `itemprop`, or its class."""
    said = element.get("itemprop")
    if said is not None:
        return _SAID_DATES.get(said.lower(), "unknown")
    return role_of_names(element.get("class"))


def role_of_names(names: str | None) -> DateRole:
    """Tell from a class whether the date in it is that of an update."""
    if names and ("odified" in names or "pdate" in names) and "ubl" not in names and _UPDATED.search(names):
        return "modified"
    return "unknown"


def is_part_of_row(element: _Element, before: str) -> bool:
    """Tell whether an inline element stands in a row of such, which only style sets apart: a clock and its day.

    Text that was pasted is cut into spans anywhere, amid a word too: in paragraphs, or with a style or a language.
    """
    if " " not in before or before[-1].isspace():
        return False
    previous = element.getprevious()
    if previous is None or previous.tag != element.tag or previous.tail:
        return False
    parent = element.getparent()
    if parent is None or parent.tag not in _ROWS_OF_SPANS or " " not in (element.text or "").strip():
        return False
    return not any(one.get(name) for one in (previous, element) for name in ("style", "lang", "dir"))

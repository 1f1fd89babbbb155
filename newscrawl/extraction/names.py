"""What the class and id of an element say that it is for."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from newscrawl.extraction.lexicons import rows

NOISE: Final = frozenset(
    {"comments", "related", "aside", "nav", "footer", "share", "newsletter", "modal", "poll", "ad", "embed", "caption",
     "meta", "author", "section", "date", "tags", "hidden", "paywall"}
)  # fmt: skip
"""Kinds of boxes that hold no word of the article."""

SURE: Final = frozenset({"comments", "nav", "footer", "newsletter"})
"""Kinds that are believed even where the others are not."""

SOFT: Final = frozenset(
    {
        "meta",
        "author",
        "section",
        "date",
        "share",
        "ad",
        "embed",
        "caption",
        "tags",
        "poll",
        "hidden",
        "nav",
        "footer",
        "paywall",
    }
)
"""Kinds that templates also use for boxes around an article; much prose within takes the word back."""

PRUNED: Final = frozenset(
    {"related", "aside", "nav", "footer", "newsletter", "modal", "poll", "ad", "embed", "comments", "share", "caption"}
)
"""Kinds of boxes that need not be entered: no date, name or caption of the article stands in them either."""

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_POST_CLASS: Final = re.compile(r"(?:^|\s)(?:category|tag|post_tag|author|post|postid|wp-custom-post)-\S+")
_MAX_LENGTH: Final = 400
_DIGITS: Final = re.compile(r"[0-9]+(?:x[0-9]+)?")
"""Digits part no words: what stands between them is seldom one, `elementor-element-5f18ad9`."""
_INNER_WIDGET: Final = re.compile(r"(?<=[A-Za-z0-9])[-_]{0,2}[Ww]idgets?(?![a-z])")
"""A part of a page that its builder calls a widget, `product-widget`; the sidebar's are `widget widget_text`."""
_SHOWN_WIDE: Final = re.compile(r"(?:^|\s)(?:d-)?(?:sm|md|lg|xl|xxl|2xl)[:-](?:block|flex|grid|inline|table|contents)")
"""Hidden on small screens only: `hidden md:block`, `d-none d-lg-flex`."""
_COMPUTED: Final = re.compile(r"\[[^\]\s]*\]?")
"""Widths as Tailwind writes them name other boxes than their own: `max-w-[calc(100%-var(--sidebar))]`."""


@lru_cache(maxsize=16_384)
def kind_of(class_name: str | None, ident: str | None) -> str | None:
    """Tell what a box is for, from its `class` and `id`; None where they say nothing.

    The kinds are those of `lexicons/box_names.tsv`. Of several words noise is believed before
    anything else, so `post-comments` and `share-box title` are `comments` and `share`.
    """
    if class_name and ("hentry" in class_name or "type-post" in class_name):
        # WordPress writes the article's sections and tags into the class of its box.
        class_name = _POST_CLASS.sub(" ", class_name)
    kinds = _kinds(f"{class_name or ''} | {ident or ''}")
    found = None
    for kind in kinds:
        if kind in ("dropcap", "quote"):
            return kind
        if kind == "neutral":
            continue
        if found is None or (kind in NOISE and found not in NOISE) or _strength(kind) > _strength(found):
            found = kind
    return found


@lru_cache(maxsize=4096)
def says_body(class_name: str) -> bool:
    """Tell whether a box's `class` calls it an article's body, whatever else it says: `article-body paged`."""
    return "body" in _kinds(class_name)


def _kinds(names: str) -> list[str]:
    names = _DIGITS.sub("", _INNER_WIDGET.sub(" ", _COMPUTED.sub(" ", names[:_MAX_LENGTH])))
    text = f" {_NOT_LETTERS.sub(' ', _CAMEL.sub(' ', names).lower()).strip()} "
    kinds = [_phrases()[found] for found in _pattern().findall(text)]
    if "hidden" in kinds and _SHOWN_WIDE.search(names):
        kinds = [kind for kind in kinds if kind != "hidden"]
    return kinds


def _strength(kind: str) -> int:
    if kind in NOISE:
        return 4 if kind not in SOFT else 3
    return 2 if kind == "body" else 1


@cache
def _phrases() -> dict[str, str]:
    return {_NOT_LETTERS.sub(" ", _DIGITS.sub("", row["phrase"])): row["kind"] for row in rows("box_names")}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_phrases(), key=len, reverse=True)
    return re.compile(rf"(?<= )({'|'.join(map(re.escape, longest_first))})(?= )")

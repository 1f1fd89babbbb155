"""What each HTML element is to the walk: a block, a line break, a link, something to leave out."""

from __future__ import annotations

from typing import Final

BLOCK: Final = 1
LEAF: Final = 2
SPAN: Final = 3
LINK: Final = 4
BREAK: Final = 5
TIME: Final = 6
SKIP: Final = 7
HEAD: Final = 8
"""Roles: box, paragraph or heading, inline text that may be named a box, `<a>`, `<br>`, `<time>`, left out, head."""

_BY_ROLE: Final = {
    BLOCK: """html body article aside blockquote center dd details dialog dir div dl dt fieldset figure footer form
        header hgroup li main ol pre section summary table tbody td tfoot th thead tr ul address caption
        amp-accordion""",
    LEAF: "p h1 h2 h3 h4 h5 h6",
    SPAN: "span small b i em strong font bdi bdo u",
    BREAK: "br hr",
    SKIP: """style noscript template svg math iframe object embed video audio canvas map select option button input
        textarea label legend datalist progress meter nav menu figcaption frameset applet amp-ad amp-embed amp-iframe
        amp-sidebar
        amp-consent amp-user-notification amp-social-share amp-list amp-carousel amp-video amp-youtube amp-twitter
        amp-instagram amp-facebook amp-analytics amp-lightbox amp-auto-ads amp-sticky-ad amp-video-iframe""",
    LINK: "a",
    HEAD: "meta link title script",
    TIME: "time abbr",
}
ROLES: Final = {tag: role for role, tags in _BY_ROLE.items() for tag in tags.split()}
"""Role of each element; one that is not here is inline."""

LEVELS: Final = {f"h{level}": level for level in range(1, 7)}

KINDS: Final = {"aside": "aside", "footer": "footer", "figure": "caption", "form": "form", "dialog": "modal"}
"""What a tag alone says of its box, where its names say nothing; it need not be entered if it holds little."""

UNNAMED: Final = frozenset({"html", "body", "main", "article"})
"""Elements whose names say nothing: templates write the page's kind, sections and tags there."""

LEAVES: Final = frozenset({*LEVELS, "p", "li", "td"})

ROWS: Final = frozenset({"tr", "tbody", "thead", "tfoot", "dt", "dd", "summary", "hgroup", "html"})
"""Elements that end a line but, unnamed, need no box of their own."""

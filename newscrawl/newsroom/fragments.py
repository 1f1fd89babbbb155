"""Pieces of HTML that several templates share: bodies, cards, lists, comments."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from newscrawl.newsroom.addresses import LATEST, section_url, tag_url
from newscrawl.newsroom.damage import damaged
from newscrawl.newsroom.printed_dates import printed_date, prints_time
from newscrawl.newsroom.stories import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawl.newsroom.papers import Paper
    from newscrawl.newsroom.printings import Printing

_TAG_OF: Final = {"text": "p", "subhead": "h3", "item": "li", "quote": "blockquote"}


@cache
def template(name: str) -> Template:
    """Load one file of `templates/`."""
    return Template((files("newscrawl.newsroom") / "templates" / name).read_text(encoding="utf-8"))


def part(name: str, /, **values: str) -> str:
    """Fill one of the small templates of `templates/parts/`."""
    return template(f"parts/{name}.html").substitute(values)


def text_html(text: str) -> str:
    """Escape a text for HTML, with the no-break space written out as editors do."""
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")


def printed_blocks(printing: Printing) -> list[Block]:
    """Give the paragraphs as they stand on the page: hurt, with byline tag, dateline and sign-off."""
    blocks = damaged(printing.blocks, printing.damage)
    if printing.dateline:
        blocks[0] = Block(f"{printing.dateline} {blocks[0].text}", blocks[0].kind)
    if printing.byline_tag:
        blocks.insert(0, Block(printing.byline_tag))
    if printing.signoff:
        blocks.append(Block(printing.signoff))
    return blocks


def paragraphs_html(
    blocks: Sequence[Block], *, attributes: str = "", inserts: dict[int, str] | None = None, drop_cap: str = ""
) -> str:
    """Print blocks as elements.

    `inserts` puts foreign boxes after the paragraph of that position; `drop_cap` is the class of an element around the
    first letter.
    """
    out: list[str] = []
    for position, block in enumerate(blocks):
        content = text_html(block.text)
        if position == 0 and drop_cap:
            content = f'<span class="{drop_cap}">{content[0]}</span>{content[1:]}'
        tag = _TAG_OF[block.kind]
        opens = tag == "li" and (position == 0 or blocks[position - 1].kind != "item")
        closes = tag == "li" and (position + 1 == len(blocks) or blocks[position + 1].kind != "item")
        inner = f"<p>{content}</p>" if tag == "blockquote" else content
        element = f"<{tag}{attributes if tag == 'p' else ''}>{inner}</{tag}>"
        out.append(("<ul>\n" if opens else "") + element + ("\n</ul>" if closes else ""))
        if inserts and position in inserts:
            out.append(inserts[position])
    return "\n".join(out)


def lines_html(blocks: Sequence[Block], joint: str = "<br><br>\n") -> str:
    """Print blocks as bare text nodes with line breaks between them."""
    return joint.join(
        f"<strong>{text_html(block.text)}</strong>" if block.kind == "subhead" else text_html(block.text)
        for block in blocks
    )


def cards(found: Iterable[Printing], *, kind: str = "listing-item", excerpt: int = 0) -> str:
    """Print teasers of articles: picture, title, date and, if asked, the first `excerpt` characters."""
    return "\n".join(
        _old_card(printing, excerpt)
        if printing.paper.template in ("brdiv", "table")
        else _card(printing, kind, excerpt)
        for printing in found
    )


def date_text(printing: Printing) -> str:
    """Print the publication time as the paper does beside this article."""
    return printed_date(printing.paper, printing.published, with_time=prints_time(printing.paper, printing.number))


def _excerpt(printing: Printing, length: int) -> str:
    return text_html(printing.summary[:length].rsplit(" ", 1)[0]) + "..." if length else ""


def _old_card(printing: Printing, excerpt: int) -> str:
    """Print a teaser as the pages before HTML 5 did."""
    return (
        f'<div class="news_item"><a href="{printing.url}"><img src="{image_url(printing, 120)}" width="120" border="0" '
        f'alt=""></a><h2><a href="{printing.url}">{escape(printing.title)}</a></h2><font size="1" color="#888888">'
        f"{date_text(printing)}</font><br>{_excerpt(printing, excerpt)}</div>"
    )


def _card(printing: Printing, kind: str, excerpt: int) -> str:
    title = escape(printing.title)
    short = f'<div class="post-summary">{_excerpt(printing, excerpt)}</div>' if excerpt else ""
    moment = printing.published_aware()
    when = date_text(printing)
    return (
        f'<article class="{kind} post-{printing.number} type-post has-post-thumbnail clearfix">'
        f'<div class="featured"><a class="img-holder" href="{printing.url}" title="{title}">'
        f'<img width="210" height="136" loading="lazy" src="{image_url(printing, 210)}" alt="{title}"></a></div>'
        f'<h2 class="title"><a class="post-url" href="{printing.url}">{title}</a></h2>'
        f'<div class="post-meta"><span class="time"><time class="post-published" '
        f'datetime="{moment.isoformat()}">{when}</time></span></div>{short}</article>'
    )


def image_url(printing: Printing, width: int = 1200) -> str:
    """Give the address of the article's picture, which nobody serves."""
    return f"{printing.paper.base}/media/{printing.published:%Y/%m}/{printing.number}-{width}.jpg"


def links(found: Iterable[Printing], item_class: str = "item") -> str:
    """Print titles as a list of links."""
    return "\n".join(
        f'<li class="{item_class}"><a href="{printing.url}">{escape(printing.title)}</a></li>' for printing in found
    )


def navigation(paper: Paper, item_class: str = "menu-item") -> str:
    """Print the paper's sections as menu entries."""
    entries = [
        f'<li class="{item_class}"><a href="{section_url(paper, key)}">{label}</a></li>'
        for key, label in paper.sections.items()
    ]
    front = f'<li class="{item_class}"><a href="{paper.base}/">الرئيسية</a></li>'
    everything = f'<li class="{item_class}"><a href="{section_url(paper, LATEST)}">كل الأخبار</a></li>'
    return "\n".join([front, *entries, everything])


def tag_links(printing: Printing) -> str:
    """Print the article's tags as links."""
    return " ".join(
        f'<a href="{tag_url(printing.paper, tag)}" rel="tag">{escape(tag)}</a>' for tag in printing.story.tags
    )


def related(printing: Printing, shelf: Sequence[Printing], count: int) -> list[Printing]:
    """Choose other articles of the paper: the same section first, then its neighbours in the shelf."""
    others = [other for other in shelf if other.url != printing.url]
    others.sort(key=lambda other: (other.story.section != printing.story.section, abs(other.number - printing.number)))
    return others[:count]


def most_read(shelf: Sequence[Printing], count: int) -> list[Printing]:
    """Choose the day's favourites: any fixed order that is not the date's."""
    return sorted(shelf, key=lambda printing: (printing.number * 7919 % 1009, printing.number))[:count]


@cache
def _comments() -> list[dict[str, str]]:
    text = (files("newscrawl.newsroom") / "reader_comments.json").read_text(encoding="utf-8")
    found: list[dict[str, str]] = json.loads(text)
    return found


def comments_html(printing: Printing) -> str:
    """Print readers' comments: none, a few, or on some pages more text than the article has."""
    known = _comments()
    count = (0, 2, 1, len(known), 3)[printing.number % 5]
    chosen = [known[(printing.number + place) % len(known)] for place in range(count)]
    return "".join(
        part(
            "comment",
            id=f"{printing.number}{place}",
            name=escape(comment["name"]),
            text=escape(comment["text"]),
            days=str(place + 2),
        )
        for place, comment in enumerate(chosen)
    )

"""The frame of a page: masthead, menus, sidebars and footer around whatever stands in the middle."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from newscrawl.newsroom import fragments
from newscrawl.newsroom.addresses import tag_url
from newscrawl.newsroom.papers import NOW
from newscrawl.newsroom.printed_dates import header_clock
from newscrawl.newsroom.printings import of_paper

if TYPE_CHECKING:
    from newscrawl.newsroom.papers import Paper


@cache
def _inline(name: str) -> str:
    return (files("newscrawl.newsroom") / "templates" / name).read_text(encoding="utf-8")


def shared(paper: Paper) -> dict[str, str]:
    """Give the values that every template of a paper may use."""
    return {
        "base": paper.base,
        "paper_name": paper.name,
        "tagline": paper.tagline,
        "city": paper.city,
        "charset": paper.charset,
        "css": _inline("inline_css.txt"),
        "js": _inline("inline_js.txt"),
        "clock": header_clock(paper, NOW),
        "nav": fragments.navigation(paper),
    }


@cache
def _shelves(paper: Paper) -> dict[str, str]:
    """Give the menus and sidebars, which show titles only and so are the same in every edition."""
    shelf = of_paper(paper)
    favourites = fragments.most_read(shelf, 8)
    if paper.template in ("publisher", "jannah"):
        read_most = fragments.cards(favourites, kind="listing-item listing-item-thumbnail listing-item-tb-1")
    else:
        read_most = fragments.links(favourites)
    tags = list(dict.fromkeys(tag for printing in shelf for tag in printing.story.tags))[:18]
    return {
        "mega": fragments.links(shelf[:10], "post-url-item"),
        "most_read": read_most,
        "aside_cards": fragments.cards(fragments.most_read(shelf[::-1], 14)[4:], kind="box-item", excerpt=110),
        "tag_cloud": " ".join(f'<a href="{tag_url(paper, tag)}">{escape(tag)}</a>' for tag in tags),
    }


def framed(paper: Paper, main: str, *, title: str, body_class: str, **special: str) -> str:
    """Put a middle part into the paper's frame; `special` fills what only some pages have."""
    values = {"meta": "", "jsonld": "", "crumbs": "", "amp_link": "", "next_data": "", "number": "0"}
    values |= shared(paper) | _shelves(paper) | special
    values |= {"main": main, "page_title": escape(title), "body_class": body_class}
    return fragments.template(f"{paper.template}.html").substitute(values)

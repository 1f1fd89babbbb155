"""How each paper forms its URLs: articles, their other dresses, sections, tags and authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.newsroom.papers import Paper

LATEST: Final = "latest"
"""Key of the pseudo-section that lists everything a paper printed, the newest first."""

PAGE_SIZE: Final = 4
"""Articles on one page of a section."""

_NO_WORD: Final = re.compile(r"[^\w]+")


def slug(title: str, words: int) -> str:
    """Join the first words of a title by hyphens: `قطار الضاحية يعود` → `قطار-الضاحية-يعود`."""
    return "-".join(_NO_WORD.sub(" ", title).split()[:words])


def article_url(paper: Paper, section: str, number: int, title: str, published: datetime) -> str:
    """Give the canonical URL of an article, percent-encoded."""
    match paper.template:
        case "publisher":
            path = f"/{published:%Y/%m/%d}/{quote(slug(title, 9))}/"
        case "jannah":
            path = f"/{section}/{quote(slug(title, 6))}-{number}"
        case "drupal":
            path = f"/ar/news/{number}"
        case "brdiv":
            path = f"/{section}/{number}.html"
        case "table":
            path = f"/news.php?id={number}"
        case "arc":
            path = f"/News/{published.year}/{published.month}/{published.day}/{quote(slug(title, 5))}/{number}"
    return paper.base + path


def old_url(paper: Paper, number: int) -> str:
    """Give the address that an article had before the paper moved to its present system."""
    return f"{paper.base}/?p={number}" if paper.template == "publisher" else f"{paper.base}/old/{number}.htm"


def variant_url(url: str, paper: Paper, host: str) -> str:
    """Give the same path on one of the paper's other hosts."""
    return url.replace(paper.base, f"http://{host}", 1)


def print_url(paper: Paper, number: int) -> str:
    """Give the printer-friendly page of an article."""
    return f"{paper.base}/print/{number}"


def section_url(paper: Paper, section: str, page: int = 1) -> str:
    """Give page `page` (from 1) of a section; every paper counts in its own way."""
    place = 0 if section == LATEST else list(paper.sections).index(section) + 1
    match paper.template:
        case "publisher":
            path, more = f"/category/{section}/", f"/category/{section}/page/{page}/"
        case "jannah":
            path, more = f"/section/{section}", f"/section/{section}?page={page}"
        case "drupal":
            path, more = f"/ar/category/{section}", f"/ar/category/{section}?page={page - 1}"
        case "brdiv":
            path, more = f"/{section}", f"/{section}?start={(page - 1) * PAGE_SIZE}"
        case "table":
            path, more = f"/index.php?cat={place}", f"/index.php?cat={place}&page={page}"
        case "arc":
            path, more = f"/section/{section}/", f"/section/{section}/page/{page}"
    return paper.base + (path if page == 1 else more)


def tag_url(paper: Paper, tag: str) -> str:
    """Give the page that lists a tag's articles."""
    return f"{paper.base}/tag/{quote(tag.replace(' ', '-'))}/"


def author_url(paper: Paper, name: str) -> str:
    """Give the page that lists an author's articles."""
    return f"{paper.base}/author/{quote(name.replace(' ', '-'))}/"

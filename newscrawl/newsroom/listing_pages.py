"""Pages that lead to articles: the front page, sections, tags, authors."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from newscrawl.newsroom import fragments, structured
from newscrawl.newsroom.addresses import LATEST, PAGE_SIZE, author_url, section_url, tag_url
from newscrawl.newsroom.frames import framed
from newscrawl.newsroom.printings import of_paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newscrawl.newsroom.papers import Paper
    from newscrawl.newsroom.printings import Printing


def listing_pages(paper: Paper) -> Iterator[tuple[str, str]]:
    """Give (URL, HTML) of every page of the paper that lists articles."""
    yield f"{paper.base}/", _front_page(paper)
    for section, label in (*paper.sections.items(), (LATEST, "كل الأخبار")):
        yield from _section_pages(paper, section, label)
    shelf = of_paper(paper)
    for tag in dict.fromkeys(tag for printing in shelf for tag in printing.story.tags):
        found = [printing for printing in shelf if tag in printing.story.tags]
        yield tag_url(paper, tag), _list_page(paper, f"وسم: {tag}", tag_url(paper, tag), found, "")
    for name in dict.fromkeys(printing.byline or paper.name for printing in shelf):
        found = [printing for printing in shelf if (printing.byline or paper.name) == name]
        yield author_url(paper, name), _list_page(paper, name, author_url(paper, name), found[:12], "")


def page_count(paper: Paper, section: str) -> int:
    """Tell how many pages a section has; an empty section still has one."""
    return max(1, -(-len(_in_section(paper, section)) // PAGE_SIZE))


def _in_section(paper: Paper, section: str) -> list[Printing]:
    return [printing for printing in of_paper(paper) if section in (LATEST, printing.story.section)]


def _section_pages(paper: Paper, section: str, label: str) -> Iterator[tuple[str, str]]:
    found = _in_section(paper, section)
    pages = page_count(paper, section)
    for page in range(1, pages + 1):
        url = section_url(paper, section, page)
        part = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        yield url, _list_page(paper, label, url, part, _pager(paper, section, page, pages))


def _front_page(paper: Paper) -> str:
    shelf = of_paper(paper)
    boxes = [f'<section class="hero">{fragments.cards(shelf[:3], kind="hero-item", excerpt=120)}</section>']
    for section, label in paper.sections.items():
        found = _in_section(paper, section)[:4]
        heading = f'<h3 class="section-heading"><a class="h-text" href="{section_url(paper, section)}">{label}</a></h3>'
        boxes.append(f'<section class="block-{section}">{heading}\n{fragments.cards(found)}</section>')
    meta = structured.page_meta(paper, paper.name, f"{paper.base}/", paper.tagline)
    return framed(paper, "\n".join(boxes), title=paper.tagline, body_class="home page-template", meta=meta)


def _list_page(paper: Paper, label: str, url: str, found: Sequence[Printing], pager: str) -> str:
    entries = fragments.cards(found, excerpt=140) if found else "<p>لا توجد مواد في هذا القسم حاليا.</p>"
    main = (
        f'<div class="archive-title"><h1 class="page-heading"><span class="h-title">{escape(label)}</span></h1></div>\n'
        f'<div class="listing listing-blog clearfix">\n{entries}\n</div>\n{pager}'
    )
    meta = structured.page_meta(paper, label, url, f"{label} - {paper.name}")
    return framed(paper, main, title=label, body_class="archive category", meta=meta)


def _pager(paper: Paper, section: str, page: int, pages: int) -> str:
    if pages == 1:
        return ""
    steps = []
    if page > 1:
        steps.append(f'<a class="prev page-numbers" href="{_href(paper, section, page - 1)}">السابق</a>')
    for number in range(1, pages + 1):
        if number == page:
            steps.append(f'<span class="page-numbers current">{number}</span>')
        else:
            steps.append(f'<a class="page-numbers" href="{_href(paper, section, number)}">{number}</a>')
    if page < pages:
        steps.append(f'<a class="next page-numbers" href="{_href(paper, section, page + 1)}" rel="next">التالي</a>')
    return f'<div class="pagination bs-numbered-pagination">{" ".join(steps)}</div>'


def _href(paper: Paper, section: str, page: int) -> str:
    return escape(section_url(paper, section, page))

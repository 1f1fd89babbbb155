"""Article pages in every dress: the paper's own template, AMP, print and telephone."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from newscrawl.newsroom import fragments, structured
from newscrawl.newsroom.addresses import author_url, print_url, section_url, variant_url
from newscrawl.newsroom.frames import framed, shared
from newscrawl.newsroom.printings import of_paper
from newscrawl.newsroom.stories import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.newsroom.printings import Printing


def article_page(printing: Printing, house_line: str | None = None) -> str:
    """Print an article in its paper's own template; `house_line` is a line that the paper puts under every text."""
    blocks = fragments.printed_blocks(printing)
    if house_line:
        blocks.append(Block(house_line))
    values = _article_values(printing)
    values["body"] = _body(printing, blocks)
    main = fragments.template(f"{printing.paper.template}_article.html").substitute(values)
    return framed(
        printing.paper,
        main,
        title=printing.title,
        body_class=f"single single-post postid-{printing.number}",
        number=str(printing.number),
        **_head(printing),
    )


def amp_page(printing: Printing) -> str:
    """Print the AMP copy, which names the article itself as canonical."""
    values = shared(printing.paper) | _article_values(printing)
    values["body"] = fragments.paragraphs_html(fragments.printed_blocks(printing))
    values["jsonld"] = structured.jsonld_good(printing)
    values["page_title"] = escape(printing.title)
    return fragments.template("amp.html").substitute(values)


def print_page(printing: Printing) -> str:
    """Print the printer-friendly copy."""
    values = shared(printing.paper) | _article_values(printing)
    values["body"] = fragments.paragraphs_html(fragments.printed_blocks(printing))
    return fragments.template("print.html").substitute(values)


def mobile_page(printing: Printing, host: str) -> str:
    """Print the telephone copy: the paper's own page with the links of its other host."""
    page = article_page(printing)
    canonical = f'<link rel="canonical" href="{printing.url}">'
    other = page.replace(f'href="{printing.paper.base}', f'href="http://{host}')
    return other.replace(f'<link rel="canonical" href="{variant_url(printing.url, printing.paper, host)}">', canonical)


def _article_values(printing: Printing) -> dict[str, str]:
    paper = printing.paper
    shelf = of_paper(paper)
    place = next(place for place, other in enumerate(shelf) if other.url == printing.url)
    older, newer = shelf[(place + 1) % len(shelf)], shelf[place - 1]
    others = fragments.related(printing, shelf, 6)
    byline = printing.byline or paper.name
    comments = fragments.comments_html(printing)
    count = comments.count('id="comment-')
    return {
        "base": paper.base,
        "paper_name": paper.name,
        "number": str(printing.number),
        "url": printing.url,
        "title": escape(printing.title),
        "headline": escape(printing.title[::-1].replace(" ", "\u00a0", 1)[::-1]),
        "image": fragments.image_url(printing),
        "section": printing.section_label,
        "section_url": section_url(paper, printing.story.section),
        "byline": escape(byline),
        "author_url": author_url(paper, byline),
        "print_url": print_url(paper, printing.number),
        "date": fragments.date_text(printing),
        "machine_date": printing.published_aware().isoformat(),
        "deck": escape(printing.summary),
        "tags": fragments.tag_links(printing),
        "related": fragments.cards(others, kind="listing-item listing-item-thumbnail", excerpt=100),
        "related_links": fragments.links(others),
        "older_url": older.url,
        "older_title": escape(older.title),
        "newer_url": newer.url,
        "newer_title": escape(newer.title),
        "comments": comments,
        "comment_count": f"{count} تعليقات" if count else "لا توجد تعليقات",
    }


def _head(printing: Printing) -> dict[str, str]:
    paper = printing.paper
    match paper.template:
        case "publisher":
            return {
                "meta": structured.article_meta(printing, suffix=f" - {paper.name}"),
                "jsonld": structured.jsonld_good(printing),
                "crumbs": f'<li class="bf-breadcrumb-item"><a href="{section_url(paper, printing.story.section)}">'
                f"<span>{printing.section_label}</span></a></li>",
            }
        case "jannah":
            return {"meta": structured.article_meta(printing), "jsonld": structured.jsonld_broken(printing)}
        case "drupal":
            meta = structured.article_meta(printing, dates=False)
            return {
                "meta": meta + f'\n<meta name="dcterms.created" content="{printing.published_aware().isoformat()}">',
            }
        case "arc":
            flat = " ".join(block.text for block in printing.blocks)
            amp = variant_url(printing.url, paper, paper.variant_hosts[0])
            return {
                "meta": structured.article_meta(printing),
                "jsonld": structured.jsonld_graph(printing, flat),
                "amp_link": f'<link rel="amphtml" href="{amp}"/>',
                "next_data": _next_data(printing),
            }
        case _:
            return {}


def _next_data(printing: Printing) -> str:
    """Print the page's state as the framework leaves it: paragraphs again, as escaped HTML in JSON."""
    content = [{"type": "text", "content": fragments.text_html(block.text)} for block in printing.blocks]
    state = {"props": {"pageProps": {"story": {"_id": str(printing.number), "content_elements": content}}}, "page": "/"}
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'<script id="__NEXT_DATA__" type="application/json">{text}</script>'


def _body(printing: Printing, blocks: Sequence[Block]) -> str:
    shelf = of_paper(printing.paper)
    match printing.paper.template:
        case "publisher":
            inserts = {2: _inline_box(fragments.related(printing, shelf, 12)[-1])} if len(blocks) > 5 else {}
            inserts[len(blocks) - 1] = fragments.part("follow_line") if printing.number % 2 else ""
            return fragments.paragraphs_html(blocks, inserts=inserts, drop_cap=_drop_cap(printing))
        case "jannah":
            inserts = {1: _inline_list(fragments.related(printing, shelf, 8)[-2:])} if len(blocks) > 4 else {}
            if len(blocks) > 6:
                inserts[3] = fragments.part("tweet")
            return fragments.paragraphs_html(blocks, inserts=inserts)
        case "drupal":
            return fragments.paragraphs_html(blocks, attributes=' class="rtejustify" dir="RTL"')
        case "brdiv":
            return fragments.lines_html(blocks)
        case "table":
            return fragments.lines_html(blocks, "<BR>\n" if printing.number % 3 else "\n<P align=justify>")
        case "arc":
            return _arc_body(printing, blocks)


def _arc_body(printing: Printing, blocks: Sequence[Block]) -> str:
    more = fragments.related(printing, of_paper(printing.paper), 6)[-1]
    inserts = {
        0: '<div class="ad__Slot-sc-2d ad-box"><span>إعلان</span></div>',
        3: fragments.part("inline_link", url=more.url, title=escape(more.title)),
    }
    if len(blocks) > 6:
        sentence = blocks[2].text.split(". ")[0]
        inserts[4] = fragments.part("pull_quote", text=fragments.text_html(sentence))
        inserts[5] = fragments.part("inline_newsletter")
    if len(blocks) <= 4 or any(block.kind == "item" for block in blocks):
        del inserts[3]
    return fragments.paragraphs_html(blocks, attributes=' class="paragraph__Text-sc-1p"', inserts=inserts)


def _drop_cap(printing: Printing) -> str:
    """Two articles in three open with a letter in its own element; none that has lost its first letter."""
    bare = printing.dateline or printing.byline_tag or "lost_first_letter" in printing.damage
    return "" if bare or printing.number % 3 == 0 else "dropcap dropcap-simple"


def _inline_box(other: Printing) -> str:
    return fragments.part("inline_box", url=other.url, title=escape(other.title))


def _inline_list(others: Sequence[Printing]) -> str:
    return fragments.part("inline_list", entries=fragments.links(others, "small-item"))

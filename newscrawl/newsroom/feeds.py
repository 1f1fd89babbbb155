"""RSS and Atom feeds, each with the habits of its paper's system."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Final

from newscrawl.newsroom import fragments
from newscrawl.newsroom.addresses import old_url
from newscrawl.newsroom.plain_pages import PLAIN_PAGES
from newscrawl.newsroom.printings import of_paper

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.newsroom.papers import Paper
    from newscrawl.newsroom.printings import Printing

FEED_LENGTH: Final = 10
"""Articles in a feed: the newest."""
TRACKING: Final = "utm_source=feed&utm_medium=rss&utm_campaign=latest"

_NAMESPACES: Final = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def feed(paper: Paper, edition: int) -> str:
    """Print the paper's feed: RSS with full texts, with openings, with faults, or Atom with tracked links."""
    shelf = of_paper(paper, edition)[:FEED_LENGTH]
    if paper.template == "arc":
        return _atom(paper, shelf)
    items = [_item(printing, whole=paper.template == "publisher") for printing in shelf]
    if paper.template == "drupal":
        items.insert(3, _gallery_item())
    newest = max(printing.modified_aware() for printing in shelf)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" {_NAMESPACES}>\n<channel>\n'
        f"<title>{escape(paper.name)}</title>\n<link>{paper.base}/</link>\n"
        f"<description>{paper.tagline}</description>\n<language>ar</language>\n"
        f"<lastBuildDate>{format_datetime(newest)}</lastBuildDate>\n" + "\n".join(items) + "\n</channel>\n</rss>\n"
    )
    # A hand-made feed: a blank line before the declaration and a bare ampersand, which strict parsers refuse.
    return (
        "\n" + text.replace("<language>", "<copyright>أخبار & آراء</copyright>\n<language>")
        if paper.template == "brdiv"
        else text
    )


def feed_moved(printing: Printing) -> bool:
    """Tell whether the feed gives the article's old address, which redirects to the present one."""
    return printing.paper.template == "jannah" and printing.url == of_paper(printing.paper)[1].url


def _item(printing: Printing, *, whole: bool) -> str:
    link = old_url(printing.paper, printing.number) if feed_moved(printing) else printing.url
    lines = [
        f"<title>{escape(printing.title)}</title>",
        f"<link>{escape(link)}</link>",
        f'<guid isPermaLink="false">{printing.paper.base}/?p={printing.number}</guid>',
        f"<pubDate>{format_datetime(printing.published_aware())}</pubDate>",
        f"<category><![CDATA[{printing.section_label}]]></category>",
        f"<description><![CDATA[{printing.summary}]]></description>",
    ]
    if printing.byline:
        lines.append(f"<dc:creator><![CDATA[{printing.byline}]]></dc:creator>")
    if printing.modified != printing.published:
        lines.append(f"<atom:updated>{printing.modified_aware().isoformat()}</atom:updated>")
    if whole:
        body = fragments.paragraphs_html(fragments.printed_blocks(printing))
        note = (
            f'<p>ظهرت المقالة <a href="{printing.url}">{escape(printing.title)}</a> أولاً على {printing.paper.name}.</p>'
        )
        lines.append(f"<content:encoded><![CDATA[{body}\n{note}]]></content:encoded>")
    return "<item>\n" + "\n".join(lines) + "\n</item>"


def _gallery_item() -> str:
    page = next(page for page in PLAIN_PAGES if page.kind == "gallery")
    return (
        f"<item>\n<title>{page.title}</title>\n<link>{page.url}</link>\n<guid>{page.url}</guid>\n"
        "<pubDate>Fri, 28 Nov 2025 21:00:00 +0300</pubDate>\n</item>"
    )


def _atom(paper: Paper, shelf: tuple[Printing, ...]) -> str:
    newest = max(printing.modified_aware() for printing in shelf)
    entries = "\n".join(
        f"<entry><id>{printing.url}</id><title>{escape(printing.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{escape(printing.url + "?" + TRACKING)}"/>'
        f"<published>{_zulu(printing.published_aware())}</published><updated>{_zulu(printing.modified_aware())}</updated>"
        f'<summary type="text">{escape(printing.summary)}</summary>'
        f"<author><name>{escape(printing.byline or paper.name)}</name></author></entry>"
        for printing in shelf
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">\n'
        f"<id>{paper.base}/</id><title>{paper.name}</title><updated>{_zulu(newest)}</updated>\n"
        f'<link rel="self" href="{paper.feeds[0]}"/>\n{entries}\n</feed>\n'
    )


def _zulu(moment: datetime) -> str:
    return moment.isoformat()

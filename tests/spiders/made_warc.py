"""Raw pages of a made crawl: feeds that announce, articles, copies of them, pages that are none, in several files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from newscrawl.archive.raw import Exchange, RawPages
from tests.spiders.loopback import Story

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2025, 11, 20, 9, tzinfo=UTC)
HOSTS = ("nahr.example", "tell.example")
HOUSE_LINE = "تصلكم هذه النشرة كل مساء عبر بريد قرائنا الأوفياء"


def story(host: str, number: int) -> Story:
    """Write a story of one host; each fifth of the second host is one of the first, and days are a day apart."""
    author = HOSTS[0] if host == HOSTS[1] and number % 5 == 0 else host
    made = Story.make(author, number, f"/news/{number}", now=WHEN)
    made.published = WHEN - timedelta(hours=7 * number + 30)
    return made


def page(host: str, number: int, *, house_line: bool = True) -> str:
    """Print a story; the pages of odd numbers say no date, which only the feed knows."""
    made = story(host, number)
    made.paragraphs = [*made.paragraphs, HOUSE_LINE] if house_line and host == HOSTS[0] else made.paragraphs
    html = made.html()
    if number % 2:
        html = html.replace(f'<meta property="article:published_time" content="{made.published.isoformat()}">', "")
    return html


def feed(host: str, numbers: range) -> str:
    """Print a feed of some stories."""
    items = "".join(
        f"<item><title>{escape(made.title)}</title><link>https://{host}{made.path}</link>"
        f"<pubDate>{made.published:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for made in (story(host, number) for number in numbers)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'


def write_crawl(folder: Path, *, stories: int = 30, file_bytes: int = 60_000, house_line: bool = True) -> int:
    """Write a crawl of both hosts; give the number of pages that are asked to be articles."""
    raw = RawPages(folder, file_bytes=file_bytes)
    moment = WHEN
    pages = 0

    def write(url: str, body: str, kind: str, content_type: str = "text/html; charset=utf-8") -> None:
        nonlocal moment
        moment += timedelta(seconds=2)
        headers = [("Content-Type", content_type), ("ETag", f'"{len(body)}"')]
        raw.write(Exchange(url, "GET", [], 200, "OK", headers, body.encode(), moment, kind))

    for first in range(0, stories, 10):
        for host in HOSTS:
            numbers = range(first, min(first + 10, stories))
            write(f"https://{host}/feed", feed(host, numbers), "feed", "application/rss+xml")
            for number in numbers:
                write(f"https://{host}/news/{number}", page(host, number, house_line=house_line), "article")
                pages += 1
        write(f"https://{HOSTS[0]}/about/{first}", "<html><body><p>من نحن</p></body></html>", "article")
        pages += 1
    raw.close()
    return pages

"""Sitemaps and robots.txt: indexes by month, by day and by page, news sitemaps, one of them gzipped."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from newscrawl.newsroom.papers import NOW
from newscrawl.newsroom.plain_pages import GONE_URLS, PLAIN_PAGES
from newscrawl.newsroom.printings import of_paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawl.newsroom.papers import Paper
    from newscrawl.newsroom.printings import Printing

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NS: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS_NS: Final = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_PER_PAGE: Final = 8

Document = tuple[str, bytes, datetime]
"""URL, bytes, and the newest change inside as an aware time."""


def sitemaps(paper: Paper, edition: int) -> Iterator[Document]:
    """Give every sitemap document of a paper; none for the papers that have none."""
    shelf = of_paper(paper, edition)
    match paper.template:
        case "publisher":
            yield from _by_month(paper, shelf, f"{paper.base}/sitemap_index.xml", "/post-sitemap-{}.xml")
            pages = [(page.url, None) for page in PLAIN_PAGES if page.paper == paper.key]
            yield f"{paper.base}/page-sitemap.xml", _urlset(pages), _newest(of_paper(paper))
            yield _news_sitemap(paper, shelf)
        case "jannah":
            yield from _by_month(paper, shelf, f"{paper.base}/sitemap.xml", "/sitemaps/{}.xml.gz")
        case "drupal":
            yield from _by_page(paper, shelf)
        case "arc":
            yield from _by_day(paper, shelf)
            yield _news_sitemap(paper, shelf)
        case _:
            return


def robots(paper: Paper) -> str | None:
    """Print robots.txt, or None for the paper that has none."""
    if paper.template == "table":
        return None
    lines = ["User-agent: *", "Disallow: /search/", "Disallow: /print/", "Disallow: /wp-admin/"]
    lines += ["", "User-agent: GreedyBot", "Disallow: /", ""]
    return "\n".join(lines + [f"Sitemap: {url}" for url in paper.sitemaps]) + "\n"


def _by_month(paper: Paper, shelf: tuple[Printing, ...], index: str, pattern: str) -> Iterator[Document]:
    parts: list[tuple[str, datetime]] = []
    for month, group in groupby(shelf, key=lambda printing: f"{printing.published:%Y-%m}"):
        found = list(group)
        url = paper.base + pattern.format(month)
        rows = _rows(found)
        if paper.template == "jannah" and found[0] is shelf[0]:
            placeholder = next(page for page in PLAIN_PAGES if page.kind == "placeholder")
            rows.insert(2, (placeholder.url, datetime(2025, 11, 26, 9, 0, tzinfo=paper.zone)))
        content = _urlset(rows)
        yield url, gzip.compress(content, mtime=0) if url.endswith(".gz") else content, _newest(found)
        parts.append((url, _newest(found)))
    if paper.template == "publisher":
        parts.append((f"{paper.base}/page-sitemap.xml", _newest(of_paper(paper))))
    yield index, _index(parts), _newest(shelf)


def _by_page(paper: Paper, shelf: tuple[Printing, ...]) -> Iterator[Document]:
    parts: list[tuple[str, datetime]] = []
    for page, start in enumerate(range(0, len(shelf), _PER_PAGE), start=1):
        found = shelf[start : start + _PER_PAGE]
        url = f"{paper.base}/sitemap.xml?page={page}"
        rows = _rows(found)
        if page == 1:
            rows.append((GONE_URLS[1], None))
        yield url, _urlset(rows), _newest(found)
        parts.append((url, _newest(found)))
    yield f"{paper.base}/sitemap.xml", _index(parts), _newest(shelf)


def _by_day(paper: Paper, shelf: tuple[Printing, ...]) -> Iterator[Document]:
    parts: list[tuple[str, datetime]] = []
    for day, group in groupby(shelf, key=lambda printing: printing.published.date()):
        found = list(group)
        url = f"{paper.base}/sitemap/{day:%Y/%m/%d}.xml"
        rows = _rows(found)
        if not parts:
            rows.append((GONE_URLS[0], None))
        yield url, _urlset(rows), _newest(found)
        parts.append((url, _newest(found)))
    yield f"{paper.base}/sitemap-index.xml", _index(parts), _newest(shelf)


def _news_sitemap(paper: Paper, shelf: tuple[Printing, ...]) -> Document:
    """Print the last days' articles with titles; the news format has no date of change."""
    recent = [printing for printing in shelf if printing.published > NOW - timedelta(days=4)]
    entries = "\n".join(
        f"<url><loc>{printing.url}</loc><news:news><news:publication><news:name>{paper.name}</news:name>"
        f"<news:language>ar</news:language></news:publication><news:publication_date>"
        f"{printing.published_aware().isoformat()}</news:publication_date><news:title>{printing.title}</news:title>"
        f"</news:news></url>"
        for printing in recent
    )
    text = f"{_HEAD}<urlset {_NS} {_NEWS_NS}>\n{entries}\n</urlset>\n"
    return (
        f"{paper.base}/news-sitemap.xml",
        text.encode(),
        max(printing.published_aware() for printing in of_paper(paper)),
    )


def _rows(found: Iterable[Printing]) -> list[tuple[str, datetime | None]]:
    return [(printing.url, printing.modified_aware()) for printing in found]


def _newest(found: Iterable[Printing]) -> datetime:
    return max(printing.modified_aware() for printing in found)


def _urlset(rows: Iterable[tuple[str, datetime | None]]) -> bytes:
    return f"{_HEAD}<urlset {_NS}>\n{_entries('url', rows)}\n</urlset>\n".encode()


def _index(rows: Iterable[tuple[str, datetime]]) -> bytes:
    return f"{_HEAD}<sitemapindex {_NS}>\n{_entries('sitemap', rows)}\n</sitemapindex>\n".encode()


def _entries(tag: str, rows: Iterable[tuple[str, datetime | None]]) -> str:
    lines = []
    for url, changed in rows:
        lastmod = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
        lines.append(f"<{tag}><loc>{_loc(url)}</loc>{lastmod}</{tag}>")
    return "\n".join(lines)


def _loc(url: str) -> str:
    return quote(url, safe=":/?=%&").replace("&", "&amp;")

"""The whole synthetic web of an edition as a map from address to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from newscrawl.newsroom.addresses import old_url, print_url, variant_url
from newscrawl.newsroom.article_pages import amp_page, article_page, mobile_page, print_page
from newscrawl.newsroom.feeds import feed, feed_moved
from newscrawl.newsroom.listing_pages import listing_pages
from newscrawl.newsroom.papers import PAPERS, Paper
from newscrawl.newsroom.plain_pages import GONE_URLS, PLAIN_PAGES, plain_page
from newscrawl.newsroom.printings import of_paper
from newscrawl.newsroom.sitemaps import robots, sitemaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newscrawl.newsroom.printings import Printing

_TRACKERS: Final = ("utm_", "fbclid", "gclid")
_PLAIN_CHANGED: Final = datetime(2025, 9, 1, 8, 0, tzinfo=ZoneInfo("UTC"))
_UNSURE_ZONE: Final = ZoneInfo("UTC")
"""For the Last-Modified of the paper that states no zone."""

Key = tuple[str, str]
"""Host and decoded path with query."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What the server answers at one address."""

    body: bytes = b""
    content_type: str = "text/html; charset=UTF-8"
    status: int = 200
    changed: datetime | None = None
    """Aware; becomes Last-Modified."""
    location: str | None = None
    fails_first: bool = False
    """The first request of a server's life gets 503."""

    @property
    def etag(self) -> str:
        """Weak validator made from the bytes."""
        return f'W/"{sha256(self.body).hexdigest()[:20]}"'


def resource_key(url: str) -> Key:
    """Give the key of an address; tracking parameters and the spelling of percent-escapes do not count."""
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if part and not part.startswith(_TRACKERS))
    return (parts.hostname or "").lower(), unquote(parts.path or "/") + (f"?{unquote(query)}" if query else "")


@cache
def web(edition: int = 1, house_lines: tuple[tuple[str, str], ...] = ()) -> Mapping[Key, Resource]:
    """Build every page of an edition; `house_lines` are (paper key, line) pairs printed under all texts of a paper."""
    lines = dict(house_lines)
    found: dict[Key, Resource] = {}
    for paper in PAPERS:
        for url, resource in _paper_resources(paper, edition, lines.get(paper.key)):
            found[resource_key(url)] = resource
    for url, status in zip(GONE_URLS, (404, 410), strict=True):
        found[resource_key(url)] = Resource("<h1>الصفحة غير موجودة</h1>".encode(), status=status)
    return MappingProxyType(found)


def failing_url() -> str:
    """Give the article that answers 503 once after each start."""
    return of_paper(PAPERS[1])[3].url


def moved_urls() -> dict[str, str]:
    """Give every old address that redirects, with the present one."""
    moved = {}
    for paper in PAPERS:
        for printing in of_paper(paper):
            if paper.template in ("publisher", "jannah"):
                moved[old_url(paper, printing.number)] = printing.url
    return moved


def redirected_in_feed() -> str:
    """Give the URL of the article that its feed names by an old address."""
    return next(printing.url for printing in of_paper(PAPERS[1]) if feed_moved(printing))


def _paper_resources(paper: Paper, edition: int, house_line: str | None) -> Iterator[tuple[str, Resource]]:
    for printing in of_paper(paper, edition):
        yield from _article_resources(printing, house_line)
    shelf_changed = _aware(of_paper(paper)[0].published_aware())
    for url, html in listing_pages(paper):
        yield url, _page(paper, html, shelf_changed)
    for page in PLAIN_PAGES:
        if page.paper == paper.key:
            yield page.url, _page(paper, plain_page(page), _PLAIN_CHANGED)
    for url in paper.feeds:
        newest = max(printing.modified_aware() for printing in of_paper(paper, edition))
        kind = "application/atom+xml" if paper.template == "arc" else "application/rss+xml"
        yield url, Resource(feed(paper, edition).encode(), f"{kind}; charset=UTF-8", changed=newest)
    for url, content, changed in sitemaps(paper, edition):
        kind = "application/gzip" if url.endswith(".gz") else "application/xml; charset=UTF-8"
        yield url, Resource(content, kind, changed=changed)
    rules = robots(paper)
    if rules is not None:
        yield f"{paper.base}/robots.txt", Resource(rules.encode(), "text/plain; charset=UTF-8", changed=_PLAIN_CHANGED)
    for host in paper.variant_hosts:
        front = _page(
            paper, f'<html><head><meta http-equiv="refresh" content="0;url={paper.base}/"></head></html>', shelf_changed
        )
        yield f"http://{host}/", front
    for old, new in moved_urls().items():
        if old.startswith(paper.base + "/"):
            yield old, Resource(status=301, location=new)


def _article_resources(printing: Printing, house_line: str | None) -> Iterator[tuple[str, Resource]]:
    paper = printing.paper
    changed = _aware(printing.modified_aware())
    page = _page(paper, article_page(printing, house_line), changed)
    if printing.url == failing_url():
        page = Resource(page.body, page.content_type, changed=changed, fails_first=True)
    yield printing.url, page
    yield print_url(paper, printing.number), _page(paper, print_page(printing), changed)
    for host in paper.variant_hosts:
        html = amp_page(printing) if host.startswith("amp.") else mobile_page(printing, host)
        yield variant_url(printing.url, paper, host), _page(paper, html, changed)


def _page(paper: Paper, html: str, changed: datetime) -> Resource:
    if paper.charset == "utf-8":
        return Resource(html.encode(), changed=changed)
    # The old server never names the charset in its headers, only the page does.
    return Resource(html.encode(paper.charset, "xmlcharrefreplace"), "text/html", changed=changed)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=_UNSURE_ZONE)

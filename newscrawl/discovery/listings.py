"""Listings (front and section pages) → links to articles, with titles and dates, and the pages that follow."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from newscrawl.discovery.card_dates import printed_date, printed_day
from newscrawl.discovery.entry_points import (
    WELL_KNOWN_FEEDS,
    WELL_KNOWN_SITEMAPS,
    EntryPoints,
    absolute_url,
    base_url,
    find_entry_points,
)
from newscrawl.discovery.links import Link
from newscrawl.discovery.pagination import Candidate, counted_next_page, find_next_pages
from newscrawl.discovery.timestamps import parse_instant
from newscrawl.discovery.url_kinds import MAX_URL, classify_url
from newscrawl.discovery.url_shape import UrlShape
from newscrawl.urls import identity, same_site

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement


__all__ = ["WELL_KNOWN_FEEDS", "WELL_KNOWN_SITEMAPS", "EntryPoints", "Listing", "find_entry_points", "parse_listing"]

_LONGEST_TITLE: Final = 300
_CARD_DEPTH: Final = 6  # how far above its link a card's heading and date lie
_NAVIGATION_TAGS: Final = frozenset({"nav", "footer"})
_NAVIGATION_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|footer|breadcrumbs?|topbar)(?:$|[\s_-])", re.IGNORECASE
)
_BULLETS: Final = " \t\u00a0»›>•●▪◾■►▶◄-\u2013\u2014|:·*"
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CARD_TAGS: Final = _HEADINGS | {"time"}
_VARIANTS: Final = frozenset({"amp"})
_DROPPED_VARIANTS: Final = frozenset({"print", "share", "reply"})


@dataclass(slots=True)
class Listing:
    """What one listing page leads to."""

    links: list[Link] = field(default_factory=list)
    """Articles, in the page's order, each once."""
    next_pages: list[str] = field(default_factory=list)
    """Later pages of the same listing, the immediate next first."""
    skipped: Counter[str] = field(default_factory=Counter)
    """How many other addresses the page links to, by kind (`tag`, `calendar`, `share`, `foreign` …)."""


@dataclass(slots=True)
class _Found:
    """All that the page says about one address."""

    url: str
    kind: str
    titles: list[str] = field(default_factory=list)
    heading: str | None = None
    published_raw: str | None = None
    """What its `<time>` says."""
    printed_date: str | None = None
    """What an element says whose name tells that it is a date."""
    in_content: bool = False


def parse_listing(
    tree: HtmlElement,
    url: str,
    *,
    article_pattern: str | None = None,
    shape: UrlShape | None = None,
    now: datetime | None = None,
    timezone: str | None = None,
) -> Listing:
    """Read a listing page that stands at `url`.

    An address is an article's when the site's `article_pattern` finds something in it (encoded or decoded), else when
    it has the `shape` learned from the site's feed, else by its own look (`classify_url`) together with the length of
    its text: a headline has more than a few words, the name of a section does not. Foreign hosts are left out.

    With `now` (aware) and the site's `timezone` (IANA), days that cards print in words are understood too.
    """
    base = base_url(tree, url)
    found: dict[str, _Found] = {}
    candidates: list[Candidate] = []
    anchors: list[tuple[HtmlElement, str]] = []
    skipped: Counter[str] = Counter()
    own = identity(url)
    for element in tree.iter("a", "area", "link"):
        address = absolute_url(element.get("href"), base)
        if address is None or len(address) > MAX_URL:
            continue
        rel = (element.get("rel") or "").lower()
        if element.tag == "link":
            if rel == "next":
                candidates.append(Candidate(address, "", rel))
            continue
        text = _one_line(element)
        label = text or " ".join((element.get("aria-label") or "").split())
        candidates.append(Candidate(address, label, f"{rel} {(element.get('class') or '').lower()}"))
        if not same_site(address, url):
            skipped["foreign"] += 1
            continue
        key = identity(address)
        if key != own:
            _note(found, key, address, element, text)
            anchors.append((element, key))
    _read_cards(tree, anchors, found)
    pattern = re.compile(article_pattern) if article_pattern else None
    listing = Listing(next_pages=find_next_pages(candidates, url), skipped=skipped)
    chosen = [entry for entry in found.values() if _is_article(entry, pattern, shape)]
    if pattern is None and not shape:
        # Short headlines (`وداعا`) are told from names of sections by the addresses of the page's sure articles.
        learned = UrlShape.learn(entry.url for entry in chosen)
        chosen = [
            entry
            for entry in found.values()
            if _is_article(entry, None, None)
            or (entry.kind == "article" and entry.in_content and learned.matches(entry.url))
        ]
    if chosen and not listing.next_pages and (following := counted_next_page(candidates, url)):
        listing.next_pages.append(following)
    taken = {id(entry) for entry in chosen}
    listing.links += [_link(entry, now, timezone) for entry in chosen]
    skipped.update(entry.kind for entry in found.values() if id(entry) not in taken)
    return listing


def _note(found: dict[str, _Found], key: str, address: str, element: HtmlElement, text: str) -> None:
    kind = classify_url(address)
    entry = found.get(key)
    if entry is None:
        entry = found[key] = _Found(address, kind)
    elif entry.kind in _VARIANTS | _DROPPED_VARIANTS and kind not in _VARIANTS | _DROPPED_VARIANTS:
        # The plain address of what stood before as its AMP, print or share form.
        entry.url, entry.kind = address, kind
    elif kind in _DROPPED_VARIANTS:
        return
    elif address != entry.url and kind == entry.kind and _is_full_dress(address) and not _is_full_dress(entry.url):
        entry.url = address
    heading = next((child for child in element.iterdescendants(*_HEADINGS)), None)
    if heading is not None and (words := _one_line(heading)):
        entry.heading = entry.heading or words
    entry.titles += [title for title in (text, " ".join((element.get("title") or "").split())) if title]
    if not entry.in_content:
        entry.in_content = not any(map(_is_navigation, element.iterancestors()))


def _is_full_dress(address: str) -> bool:
    """Tell a page's own host from its mobile one (`m.example.com`), which serves the same article in another dress."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return identity(address).startswith(host)


def _is_navigation(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in _NAVIGATION_TAGS or (element.tag != "body" and _NAVIGATION_NAMES.search(names) is not None)


def _read_cards(tree: HtmlElement, anchors: list[tuple[HtmlElement, str]], found: dict[str, _Found]) -> None:
    """Give each address the heading and the `<time>` of its card: the largest box that links to nothing else."""
    owners: dict[HtmlElement, str | None] = {}
    for anchor, key in anchors:
        if found[key].kind not in ("article", "unknown"):
            continue
        owners[anchor] = key
        for depth, ancestor in enumerate(anchor.iterancestors()):
            if depth == _CARD_DEPTH:
                break
            owners[ancestor] = key if owners.get(ancestor, key) == key else None
    for element in tree.iter(etree.Element):
        printed = printed_date(element)
        if printed is None and element.tag not in _CARD_TAGS:
            continue
        owner = None
        for depth, ancestor in enumerate(element.iterancestors()):
            if depth == _CARD_DEPTH or ancestor in owners:
                owner = owners.get(ancestor)
                break
        if owner is None:
            continue
        entry = found[owner]
        if printed is not None:
            entry.printed_date = entry.printed_date or printed
        elif element.tag == "time":
            entry.published_raw = (
                entry.published_raw or (element.get("datetime") or "").strip() or _one_line(element) or None
            )
        elif words := _one_line(element):
            entry.heading = entry.heading or words


def _is_article(entry: _Found, pattern: re.Pattern[str] | None, shape: UrlShape | None) -> bool:
    if entry.kind in _DROPPED_VARIANTS:
        return False
    if pattern is not None:
        return bool(pattern.search(entry.url) or pattern.search(unquote(entry.url)))
    if entry.kind in _VARIANTS:
        return True
    words = _headline_words(entry)
    if shape:
        return shape.matches(entry.url) or (entry.kind == "article" and words >= 5)
    if entry.kind == "article":
        return words == 0 or words >= 3
    return entry.kind == "unknown" and entry.in_content and words >= 5


def _headline_words(entry: _Found) -> int:
    """Give the number of words in the longest text that stands for the address; 0 where there is no text at all."""
    return max((len(title.split()) for title in (*entry.titles, entry.heading or "")), default=0)


def _link(entry: _Found, now: datetime | None, timezone: str | None) -> Link:
    published = parse_instant(entry.published_raw)
    printed = entry.published_raw or entry.printed_date
    return Link(
        url=entry.url,
        source="listing",
        title=_title(entry),
        published_raw=entry.published_raw,
        published=published,
        published_day=None if published else printed_day(printed, now=now, timezone=timezone),
    )


def _title(entry: _Found) -> str | None:
    """Choose the headline: the card's heading, unless that is a section's name over a link with a text of its own."""
    longest = max((title for title in entry.titles if len(title) <= _LONGEST_TITLE), key=len, default="")
    heading = entry.heading or ""
    is_headline = len(heading) >= len(longest) or any(heading in title for title in entry.titles)
    return (heading if heading and is_headline else longest).lstrip(_BULLETS) or None


def _one_line(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())

"""Feeds (RSS, Atom, RDF, JSON Feed) → links, however broken or mislabelled they come."""

from __future__ import annotations

import html
import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import feedparser

from newscrawl.discovery.documents import TooLarge, decode_document, gunzip, mend_xml
from newscrawl.discovery.links import Link
from newscrawl.discovery.timestamps import parse_instant, parse_lastmod
from newscrawl.urls import is_http_url, normalize_url

if TYPE_CHECKING:
    from collections.abc import Callable

_FEED_ROOT: Final = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel|item)\b", re.IGNORECASE)
_HEAD: Final = 4000  # characters within which a feed shows its root element
_LARGEST: Final = 10 * 1024 * 1024  # characters; the largest real feed with full texts seen has 1 MB
_MOST_UNCLOSED: Final = (
    20_000  # HTML in a large feed leaves some thousand <p> and <img> open; a trap, hundreds of thousands
)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")


class NotAFeed(ValueError):
    """The bytes are no feed: an HTML page, an error message, an empty answer, another kind of JSON."""


def parse_feed(body: bytes, url: str, *, content_type: str | None = None) -> list[Link]:
    """Read a feed of any kind; links come in the feed's order, one for each entry that has an address.

    `url` is the feed's own address: relative links resolve against it. An entry keeps its date as written, and as an
    instant only where day, time and zone are stated. No entity is expanded and nothing is fetched. An empty feed gives
    []. Raises NotAFeed, and TooLarge past 10 MB (50 MB for a compressed body).
    """
    text = decode_document(gunzip(body), content_type=content_type).lstrip("\ufeff \t\r\n")
    if not text:
        raise NotAFeed("empty answer")
    if text[0] in "{[":
        return parse_json_feed(text, url)
    if not _FEED_ROOT.search(text, 0, _HEAD):
        raise NotAFeed("no feed element: " + " ".join(text[:60].split()))
    if len(text) > _LARGEST:
        raise TooLarge(f"a feed of {len(text):,} characters")
    if text.count("<") - 2 * text.count("</") - text.count("/>") - text.count("<!") > _MOST_UNCLOSED:
        raise NotAFeed("elements without number are never closed")
    parsed = feedparser.parse(
        BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + mend_xml(text).encode("utf-8")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.entries and not parsed.version and not parsed.feed:
        raise NotAFeed("nothing in it reads as a feed")
    is_atom = str(parsed.version).startswith("atom")
    links = (_entry_link(entry, url, is_atom=is_atom) for entry in parsed.entries)
    return [link for link in links if link is not None]


def _entry_link(entry: Any, base: str, *, is_atom: bool) -> Link | None:
    # feedparser's own lookup answers a missing `updated` with `published`; the plain dict does not.
    get: Callable[[str], Any] = dict(entry.items()).get
    link = get("link")
    # A bare number in `guid` is no permalink, though RSS calls it one unless told otherwise.
    if get("guidislink") and link == get("id") and "/" not in str(link):
        link = None
    address = _address((get("feedburner_origlink"), link, get("id")), base)
    if address is None:
        return None
    published_raw, updated_raw = get("published"), get("updated")
    if not published_raw and not is_atom:
        # RDF and many RSS feeds date an entry by `dc:date` alone.
        published_raw, updated_raw = updated_raw, None
    return make_link(
        address,
        title=get("title"),
        published_raw=published_raw or None,
        lastmod_raw=updated_raw or None,
        summary=get("summary"),
        text=max((str(part.get("value") or "") for part in get("content") or ()), key=len, default=None),
    )


def parse_json_feed(text: str, url: str) -> list[Link]:
    """Read a JSON Feed (jsonfeed.org, versions 1 and 1.1); `text` is the decoded document. Raises NotAFeed."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"broken JSON: {error}") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise NotAFeed("JSON without a list of items")
    links = []
    for item in items:
        if not isinstance(item, dict):
            continue
        address = _address((item.get("url"), item.get("external_url"), item.get("id")), url)
        if address is not None:
            links.append(
                make_link(
                    address,
                    title=_text(item.get("title")),
                    published_raw=_text(item.get("date_published")),
                    lastmod_raw=_text(item.get("date_modified")),
                    summary=_text(item.get("summary")),
                    text=_text(item.get("content_html")) or _text(item.get("content_text")),
                )
            )
    return links


def make_link(
    address: str,
    *,
    title: str | None,
    published_raw: str | None,
    lastmod_raw: str | None,
    summary: str | None = None,
    text: str | None = None,
) -> Link:
    """Build a feed's link from an absolute address and the strings that came with it."""
    lastmod, is_day = parse_lastmod(lastmod_raw)
    return Link(
        url=normalize_url(address),
        source="feed",
        title=plain_title(title),
        published_raw=(published_raw or "").strip() or None,
        published=parse_instant(published_raw),
        lastmod=lastmod,
        lastmod_raw=(lastmod_raw or "").strip() or None,
        lastmod_is_day=is_day,
        summary=(summary or "").strip() or None,
        text=(text or "").strip() or None,
    )


def plain_title(title: str | None) -> str | None:
    """Make a feed's title one line of plain text: `<b>خبر</b> &#8230;\\n` → `خبر …`."""
    title = title or ""
    if "&" in title:
        title = html.unescape(title)
    if "<" in title:
        title = _TAG.sub(" ", title)
    return " ".join(title.split()) or None


def _address(candidates: tuple[Any, ...], base: str) -> str | None:
    """Give the first candidate that is an address, absolute; only the first two may be relative."""
    *addresses, identifier = candidates
    for candidate in addresses:
        text = "".join(candidate.split()) if isinstance(candidate, str) else ""
        if not text:
            continue
        try:
            absolute = urljoin(base, text)
        except ValueError:
            continue
        if is_http_url(absolute):
            return absolute
    return identifier.strip() if isinstance(identifier, str) and is_http_url(identifier.strip()) else None


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None

"""Sitemaps (urlset, index, news, text, gzip) → links; robots.txt → addresses of sitemaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from lxml import etree

from newscrawl.discovery.documents import decode_document, gunzip, mend_xml
from newscrawl.discovery.feeds import NotAFeed, parse_feed, plain_title
from newscrawl.discovery.links import Link
from newscrawl.discovery.timestamps import parse_instant, parse_lastmod
from newscrawl.urls import is_http_url, is_normal, normalize_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = re.compile(r"<(?:\w{1,20}:)?(urlset|sitemapindex|url|sitemap|rss|feed|rdf|html)\b", re.IGNORECASE)
_HEAD: Final = 8000
_ROBOTS_LINE: Final = re.compile(r"^[ \t\ufeff]*sitemap[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)


class NotASitemap(ValueError):
    """The bytes are no sitemap: an HTML page (a soft 404), an error message, an empty answer."""


@dataclass(slots=True)
class Sitemap:
    """What one sitemap file lists, in its order."""

    links: list[Link] = field(default_factory=list)
    """Pages."""
    sitemaps: list[Link] = field(default_factory=list)
    """Further sitemaps of an index, with their `lastmod`."""


def parse_sitemap(body: bytes, url: str, *, content_type: str | None = None) -> Sitemap:
    """Read a sitemap of any kind; a feed that serves as a sitemap gives its links too.

    `<news:news>` gives title and publication date. Broken XML gives what can be read of it; no entity is expanded and
    nothing is fetched. A text sitemap has one URL a line. Raises NotASitemap, and TooLarge past 50 MB uncompressed.
    """
    text = decode_document(gunzip(body), content_type=content_type).lstrip("\ufeff \t\r\n")
    if not text:
        raise NotASitemap("empty answer")
    root = _ROOT.search(text, 0, _HEAD)
    kind = root[1].lower() if root else ""
    if kind in ("rss", "feed", "rdf"):
        try:
            return Sitemap(links=[replace(link, source="sitemap") for link in parse_feed(text.encode(), url)])
        except NotAFeed as error:
            raise NotASitemap(str(error)) from None
    if kind in ("urlset", "sitemapindex", "url", "sitemap"):
        return _parse_xml(text, url)
    if not kind and "<" not in text[:200]:
        return _parse_lines(text)
    raise NotASitemap("no sitemap element: " + " ".join(text[:60].split()))


def robots_sitemaps(text: str, url: str) -> list[str]:
    """Give the addresses in robots.txt's `Sitemap:` lines, absolute, in order, each once; `url` is robots.txt's own."""
    addresses = (_absolute(address, url) for address in _ROBOTS_LINE.findall(text))
    return list(dict.fromkeys(address for address in addresses if address is not None))


def _parse_xml(text: str, url: str) -> Sitemap:
    sitemap = Sitemap()
    # A file that is cut inside an address would give a shorter address, which is another page.
    for kind, fields in _entries(mend_xml(text[: text.rfind(">") + 1])):
        address = _absolute(fields.get("loc", ""), url)
        if address is None:
            continue
        if kind == "sitemap":
            sitemap.sitemaps.append(_link(address, fields))
        else:
            sitemap.links.append(_link(address, fields))
    return sitemap


def _entries(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each `<url>` and `<sitemap>` with the texts of its own children and of its `<news:news>`."""
    events = etree.iterparse(
        BytesIO(text.encode("utf-8")),
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        for _, element in events:
            fields: dict[str, str] = {}
            for child in element.iterchildren(etree.Element):
                name = _local_name(child)
                if name == "news":
                    for grandchild in child.iterchildren(etree.Element):
                        fields.setdefault("news:" + _local_name(grandchild), grandchild.text or "")
                else:
                    fields.setdefault(name, child.text or "")
            yield _local_name(element), fields
            # What is read goes, so that a file of 50 MB does not stand in memory as a tree.
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # damaged past recovery, or nested without end: what came before it stands


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _link(address: str, fields: dict[str, str]) -> Link:
    lastmod_raw = fields.get("lastmod", "").strip() or None
    published_raw = fields.get("news:publication_date", "").strip() or None
    lastmod, is_day = parse_lastmod(lastmod_raw)
    return Link(
        url=address,
        source="sitemap",
        title=plain_title(fields.get("news:title")),
        published_raw=published_raw,
        published=parse_instant(published_raw),
        lastmod=lastmod,
        lastmod_raw=lastmod_raw,
        lastmod_is_day=is_day,
    )


def _parse_lines(text: str) -> Sitemap:
    addresses = [line.strip() for line in text.splitlines() if line.strip()]
    links = [Link(url=normalize_url(address), source="sitemap") for address in addresses if is_http_url(address)]
    if 2 * len(links) < len(addresses) or not links:
        raise NotASitemap("plain text, but not a list of addresses")
    return Sitemap(links=links)


def _absolute(address: str, base: str) -> str | None:
    address = "".join(address.split())
    if is_normal(address):
        return address
    try:
        absolute = normalize_url(urljoin(base, address))
    except ValueError:
        return None
    return absolute if address and is_http_url(absolute) else None

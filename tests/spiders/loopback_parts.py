"""What the sites of the loopback web are made of: stories, feeds, sitemaps, cards and answers of WordPress."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now

if TYPE_CHECKING:
    from collections.abc import Iterable


_RSS = (
    '<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel><title>خلاصة</title>{items}</channel></rss>'
)


def made_site(name: str, number: int, count: int, path: str) -> LoopbackSite:
    """Make a site with `count` stories, whose paths are `path` with `{n}` filled in."""
    stories = [Story.make(name, n, path.format(n=410000 + n), now=now()) for n in range(count)]
    site = LoopbackSite(name, number, stories=stories)
    for story in stories:
        site.pages[story.path] = Reply(story.html().encode())
    return site


def rss_of(links: Iterable[tuple[str, Story]], charset: str = "utf-8") -> str:
    items = "".join(
        f"<item><title>{story.title}</title><link>{address.replace('&', '&amp;')}</link>"
        f"<pubDate>{story.published:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for address, story in links
    )
    return _RSS.format(charset=charset, items=items)


def serve_feed(site: LoopbackSite, path: str) -> None:
    """Print the site's RSS when it is asked for, since its port is not known before."""
    site.pages[path] = lambda _: Reply(
        rss_of((absolute(site, story.path), story) for story in site.stories).encode(), "application/rss+xml"
    )
    site.entries = (path,)


def urlset(site: LoopbackSite, paths: list[tuple[str, str]]) -> Reply:
    urls = "".join(f"<url><loc>{absolute(site, path)}</loc><lastmod>{moment}</lastmod></url>" for path, moment in paths)
    return Reply(gzip.compress(f"<urlset>{urls}</urlset>".encode()), "application/x-gzip")


def cards_of(stories: list[Story]) -> str:
    return "".join(
        f'<div class="card"><a href="{quote(story.path, safe="/?=&")}"><h3>{story.title}</h3></a>'
        f'<time datetime="{story.published.isoformat()}">{story.published:%d/%m}</time></div>'
        for story in stories
    )


def listing_page(cards: str, after: str = "") -> Reply:
    return Reply(f'<html lang="ar"><body><main>{cards}</main>{after}</body></html>'.encode())


def posts_answer(site: LoopbackSite, stories: list[Story], query: dict[str, str]) -> Reply:
    size, page = int(query["per_page"]), int(query["page"])
    chosen = stories[(page - 1) * size : page * size]
    if not chosen and page > 1:
        return Reply(b'{"code":"rest_post_invalid_page_number"}', "application/json", 400)
    answer = [
        {
            "id": n,
            "date": f"{story.published:%Y-%m-%dT%H:%M:%S}",
            "date_gmt": f"{story.published:%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{story.modified or story.published:%Y-%m-%dT%H:%M:%S}",
            "link": absolute(site, story.path),
            "title": {"rendered": story.title},
            "content": {"rendered": "".join(f"<p>{text}</p>" for text in story.paragraphs), "protected": False},
        }
        for n, story in enumerate(chosen)
    ]
    return Reply(json.dumps(answer).encode(), "application/json")

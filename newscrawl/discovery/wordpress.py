"""WordPress REST (`/wp-json/wp/v2/posts`): addresses to ask, and JSON answers → links with the whole text."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlencode

from newscrawl.discovery.documents import decode_document, gunzip
from newscrawl.discovery.feeds import plain_title
from newscrawl.discovery.links import Link
from newscrawl.discovery.timestamps import parse_instant, parse_lastmod
from newscrawl.urls import is_http_url, normalize_url

PER_PAGE: Final = 100
"""The most posts WordPress gives in one answer."""
_FIELDS: Final = "id,date,date_gmt,modified_gmt,link,title,excerpt,content"


class NotPosts(ValueError):
    """The answer is no list of posts; `code` is WordPress's own error code where it gave one."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


def posts_url(
    root: str,
    *,
    page: int = 1,
    after: datetime | None = None,
    before: datetime | None = None,
    modified_after: datetime | None = None,
    oldest_first: bool = False,
) -> str:
    """Give the address of one page of posts, newest first; `root` is the site's API root, as its link tag names it.

    A root may carry a query that every address keeps (`…/wp-json/?lang=ar`).

    `after`, `before` (exclusive) and `modified_after` are naive local times of the site or aware instants. A page past
    the last answers 400 with the code `rest_post_invalid_page_number`.
    """
    query: dict[str, str] = {"per_page": str(PER_PAGE), "page": str(page), "_fields": _FIELDS}
    for name, moment in (("after", after), ("before", before), ("modified_after", modified_after)):
        if moment is not None:
            query[name] = moment.isoformat()
    query |= {"orderby": "date", "order": "asc" if oldest_first else "desc"}
    if "rest_route=" in root:  # a site without pretty permalinks
        return f"{root.rstrip('/')}/wp/v2/posts&{urlencode(query)}"
    path, _, kept = root.partition("?")
    return f"{path.rstrip('/')}/wp/v2/posts?{kept + '&' if kept else ''}{urlencode(query)}"


def parse_posts(body: bytes, url: str) -> list[Link]:
    """Read an answer of the posts endpoint, in its order; drafts and posts without an address are left out.

    `published` carries the site's own offset, which is the difference of `date` and `date_gmt`. Text that a plugin
    prints before the JSON is skipped. Raises NotPosts, with WordPress's error code if there is one.
    """
    posts = _load(decode_document(gunzip(body)), url)
    if isinstance(posts, dict):
        code = posts.get("code")
        raise NotPosts(
            f"{url}: {posts.get('message') or 'an object, not a list of posts'}",
            code if isinstance(code, str) else None,
        )
    if not isinstance(posts, list):
        raise NotPosts(f"{url}: not a list of posts")
    return [link for post in posts if isinstance(post, dict) and (link := _post_link(post)) is not None]


def _load(text: str, url: str) -> Any:
    decoder = json.JSONDecoder(strict=False)
    text = text.lstrip("\ufeff \t\r\n")
    starts = [0, *(found for mark in ('[{"id"', '[{"', "[]", '{"code"') if (found := text.find(mark)) > 0)]
    for start in starts:
        try:
            return decoder.raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue
    raise NotPosts(f"{url}: not JSON: " + " ".join(text[:60].split()))


def _post_link(post: dict[str, Any]) -> Link | None:
    address = post.get("link")
    if not isinstance(address, str) or not is_http_url(address) or post.get("status", "publish") != "publish":
        return None
    published_raw, published = _publication(_string(post.get("date")), _string(post.get("date_gmt")))
    modified_gmt = _string(post.get("modified_gmt"))
    lastmod, is_day = parse_lastmod(f"{modified_gmt}Z" if modified_gmt and "T" in modified_gmt else None)
    content = post.get("content")
    protected = isinstance(content, dict) and bool(content.get("protected"))
    return Link(
        url=normalize_url(address),
        source="rest",
        title=plain_title(_rendered(post.get("title"))),
        published_raw=published_raw,
        published=published,
        lastmod=lastmod,
        lastmod_raw=modified_gmt,
        lastmod_is_day=is_day,
        summary=_rendered(post.get("excerpt")),
        text=None if protected else _rendered(content),
    )


def _publication(local: str | None, gmt: str | None) -> tuple[str | None, datetime | None]:
    """Join `date` and `date_gmt` to one ISO text with the offset between them, and the instant it names."""
    utc = parse_instant(f"{gmt}Z") if gmt else None
    clock = parse_instant(f"{local}Z") if local else None
    if utc is None:
        return local, None
    offset = clock - utc if clock is not None else timedelta(0)
    if abs(offset) > timedelta(hours=14) or offset % timedelta(minutes=15):
        return local, utc
    published = utc.astimezone(timezone(offset))
    return published.isoformat(), published


def _rendered(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("rendered")
    return (_string(value) or "").strip() or None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None

"""Saved pages through the same line: `scrapy crawl archive -a path=FILE_OR_FOLDER`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Spider

from newscrawl.archive import PageVisit
from newscrawl.archive.saved_pages import SavedPage, read_saved, saved_files
from newscrawl.discovery.documents import TooLarge
from newscrawl.discovery.feeds import NotAFeed, parse_feed
from newscrawl.discovery.listings import parse_listing
from newscrawl.discovery.sitemaps import NotASitemap, parse_sitemap
from newscrawl.discovery.wordpress import NotPosts, parse_posts
from newscrawl.extraction import parse_page
from newscrawl.items import Article, NotAnArticle, Reject
from newscrawl.line import read, read_post, site_name
from newscrawl.sites import for_url
from newscrawl.urls import identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from newscrawl.discovery.links import Link


class ArchiveSpider(Spider):
    """Read saved `.html` and `.txt` files and WARC files as if they had just been fetched."""

    name = "archive"
    custom_settings = {"ROBOTSTXT_OBEY": False}  # nothing is fetched

    def __init__(self, *args: Any, path: str, hosts: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = Path(path)
        self.hosts = tuple(host.strip().lower() for host in hosts.split(",") if host.strip())
        self._announced: dict[str, Link] = {}

    @classmethod
    def check_arguments(cls, **arguments: str) -> None:
        """Raise ValueError, in one line, for a path that is missing or holds no saved page."""
        if not arguments.get("path"):
            raise ValueError("say which pages to read: -a path=FILE_OR_FOLDER")
        saved_files(Path(arguments["path"]))

    async def start(self) -> AsyncIterator[Any]:
        """Give an Article, or a reject with its reason, for every saved page."""
        for page in read_saved(self.path):
            if self._wanted(page.url):
                self.crawler.stats.inc_value("newscrawl/pages/read")
                for article in self.read(page):
                    yield article

    def _wanted(self, url: str) -> bool:
        if not self.hosts:
            return True
        host = urlsplit(url).hostname or ""
        return any(host == own or host.endswith("." + own) for own in self.hosts)

    def read(self, saved: SavedPage) -> Iterator[Article]:
        """Read one saved page; of a feed or sitemap that our own crawl saved, remember what it announces."""
        if saved.error:
            yield Article(
                saved.url, site=site_name(saved.url, None), reject=Reject("unreadable", f"{saved.path}: {saved.error}")
            )
        elif saved.kind in (None, "article"):
            yield self._page(saved)
        else:
            for link in _links(saved):
                self._announced.setdefault(identity(link.url), link)
                if saved.kind == "rest":
                    yield from self._post(link, saved)

    def _page(self, saved: SavedPage) -> Article:
        article = read(
            saved.content,
            saved.url,
            fetched_at=saved.fetched_at,
            site=for_url(saved.url),
            content_type=saved.content_type,
            last_modified=saved.last_modified,
            is_text=saved.is_text,
            link=self._announced.get(identity(saved.url)),
        )
        if article.reject is not None:
            article.reject.detail = f"{saved.path}: {article.reject.detail}"
        if saved.fetched_at is not None:
            article.visits = [self._visit(saved, saved.url)]
        return article

    def _post(self, link: Link, saved: SavedPage) -> Iterator[Article]:
        article = read_post(link, fetched_at=saved.fetched_at, site=for_url(link.url))
        if article.reject is None:  # else the crawl asked for the page, which has a record of its own
            article.visits = [self._visit(saved, link.url)]
            yield article

    @staticmethod
    def _visit(saved: SavedPage, url: str) -> PageVisit:
        return PageVisit(
            url,
            "article",
            fetched_at=saved.fetched_at,
            site=site_name(url, for_url(url)),
            status=200,
            etag=saved.etag,
            last_modified=saved.last_modified,
            warc_file=saved.path.name if saved.offset is not None else None,
            warc_offset=saved.offset,
        )


def _links(saved: SavedPage) -> list[Link]:
    """Give what a saved feed, sitemap, listing or API answer announces."""
    try:
        match saved.kind:
            case "feed":
                return parse_feed(saved.content, saved.url, content_type=saved.content_type)
            case "sitemap":
                return parse_sitemap(saved.content, saved.url, content_type=saved.content_type).links
            case "listing":
                site = for_url(saved.url)
                page = parse_page(saved.content, saved.url, content_type=saved.content_type)
                pattern = site.article_pattern if site else None
                return parse_listing(page.tree, saved.url, article_pattern=pattern).links
            case "rest":
                return parse_posts(saved.content, saved.url)
    except (NotAFeed, NotASitemap, NotPosts, NotAnArticle, TooLarge):
        return []
    return []

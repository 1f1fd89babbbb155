"""Saved pages through the same line: `scrapy crawl archive -a path=FILE_OR_FOLDER`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Spider

from newscrawl.archive import PageVisit
from newscrawl.archive.saved_pages import SavedPage, read_saved, saved_files
from newscrawl.extraction import extract_page, extract_text, parse_page
from newscrawl.items import Article, NotAnArticle, Reject
from newscrawl.line import site_name
from newscrawl.sites import for_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class ArchiveSpider(Spider):
    """Read saved `.html` and `.txt` files and WARC files as if they had just been fetched."""

    name = "archive"
    custom_settings = {"ROBOTSTXT_OBEY": False}  # nothing is fetched

    def __init__(self, *args: Any, path: str, hosts: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = Path(path)
        self.hosts = tuple(host.strip().lower() for host in hosts.split(",") if host.strip())

    @classmethod
    def check_arguments(cls, *, path: str | None = None, **_: str) -> None:
        """Raise ValueError, in one line, for a path that is missing or holds no saved page."""
        if not path:
            raise ValueError("say which pages to read: -a path=FILE_OR_FOLDER")
        saved_files(Path(path))

    async def start(self) -> AsyncIterator[Any]:
        """Give an Article, or a reject with its reason, for every saved page."""
        for page in read_saved(self.path):
            if self._wanted(page.url):
                self.crawler.stats.inc_value("newscrawl/pages/read")
                yield self.read(page)

    def _wanted(self, url: str) -> bool:
        if not self.hosts:
            return True
        host = urlsplit(url).hostname or ""
        return any(host == own or host.endswith("." + own) for own in self.hosts)

    def read(self, saved: SavedPage) -> Article:
        """Extract one saved page; a page that is no article comes marked as a reject that names its file."""
        site = for_url(saved.url)
        try:
            if saved.error:
                raise NotAnArticle("unreadable", saved.error)
            if saved.is_text:
                article = extract_text(saved.content, saved.url)
            else:
                page = parse_page(saved.content, saved.url, content_type=saved.content_type)
                article = extract_page(page, rules=site.rules if site else None, refine=site.refine if site else None)
        except NotAnArticle as error:
            article = Article(saved.url, reject=Reject(error.reason, f"{saved.path}: {error.detail}"))
        article.site = site_name(article.url, site)
        article.fetched_at = saved.fetched_at
        if saved.fetched_at is not None:
            article.visits = [
                PageVisit(saved.url, "article", fetched_at=saved.fetched_at, site=article.site, status=200)
            ]
        return article

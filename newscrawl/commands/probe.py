"""Probe: a short polite look at one site: robots.txt, entry points, and a few articles through the whole line."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urljoin

from protego import Protego
from scrapy import Request, Spider
from twisted.python.failure import Failure

from newscrawl.commands.site_report import ArticleReport, EntryReport, SiteReport, choose_links
from newscrawl.discovery.documents import TooLarge
from newscrawl.discovery.entry_points import WELL_KNOWN_FEEDS, WELL_KNOWN_SITEMAPS, find_entry_points
from newscrawl.discovery.feeds import NotAFeed, parse_feed
from newscrawl.discovery.json_api import JsonApi, NotTheApi, parse_json_api
from newscrawl.discovery.listings import parse_listing
from newscrawl.discovery.sitemaps import NotASitemap, parse_sitemap, robots_sitemaps
from newscrawl.discovery.wordpress import NotPosts, parse_posts, posts_url
from newscrawl.extraction import parse_page
from newscrawl.items import NotAnArticle
from newscrawl.line import process
from newscrawl.spiders.accounts import content_type
from newscrawl.spiders.failures import explain_failure

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Iterable

    from scrapy.commands import ScrapyCommand
    from scrapy.crawler import CrawlerProcessBase
    from scrapy.http import Response

    from newscrawl.discovery.links import Link
    from newscrawl.sites import Site
    from newscrawl.spiders.base import NewsSpider

_MOST: Final = {"feed": 6, "sitemap": 4, "rest": 1}  # entry points of one kind that are looked at
_TRIES: Final = 8  # well-known addresses that are tried where a site names none
_TITLE_END: Final = re.compile(r"\s+[|\u2013\u2014»-]\s+.*$")


class ProbeSpider(Spider):
    """Look at one site and fill a report; nothing is stored."""

    name = "probe"
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]  # Scrapy declares it on instances
        "EXTENSIONS": {},
        "ITEM_PIPELINES": {},
        "NEWSCRAWL_WARC_DIR": "",
        "RETRY_TIMES": 1,
        "DOWNLOAD_TIMEOUT": 30,
    }

    def __init__(self, *args: Any, report: SiteReport, declared: type[NewsSpider] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        self.declared = declared

    def owns(self, url: str) -> bool:
        """Tell whether a URL belongs to the site that is looked at."""
        return self.report.site.owns(url)

    async def start(self) -> AsyncIterator[Any]:
        """Look at everything, one request after the other."""
        self.report.failure = "the probe broke off; -L ERROR says why"
        sitemaps = await self._look_at_robots()
        if self.declared is not None:
            await self._look_at_declared(self.declared)
            failure = None
        else:
            failure = await self._look_for_entries(sitemaps)
        for link in choose_links(self.report):
            self.report.articles.append(await self._look_at_article(link))
        if failure is None and not self.report.articles:
            failure = "no entry point led to an article"
        self.report.failure = failure
        if False:  # pragma: no cover - an async generator that yields nothing
            yield

    async def _get(self, url: str, **meta: Any) -> Response | str:
        """Fetch an address; where it gives no page, say why."""
        assert self.crawler.engine is not None
        request = Request(url, meta=meta)
        task = asyncio.ensure_future(self.crawler.engine.download_async(request))
        await asyncio.wait({task})
        if (error := task.exception()) is not None:
            reason, detail, _ = explain_failure(Failure(error))  # type: ignore[no-untyped-call]  # Twisted types it later
            return f"{reason}: {detail}"
        response = task.result()
        return response if response.status == 200 else f"http-{response.status}"

    async def _look_at_robots(self) -> list[str]:
        answer = await self._get(urljoin(self.report.front, "/robots.txt"), dont_obey_robotstxt=True)
        if isinstance(answer, str):
            self.report.robots = f"none ({answer})"
            return []
        text = answer.body.decode("utf-8", "replace")
        rules = Protego.parse(text)
        agent = str(self.settings["USER_AGENT"])
        allowed = rules.can_fetch(self.report.front, agent)
        self.report.robots = "allows the front page" if allowed else "forbids the front page"
        delay = rules.crawl_delay(agent)
        self.report.crawl_delay = float(delay) if delay is not None else None
        return robots_sitemaps(text, answer.url)

    async def _look_at_declared(self, spider: type[NewsSpider]) -> None:
        for root in spider.rest_urls:
            await self._look_at("rest", root)
        for api in spider.json_apis:
            await self._look_at("api", api.first(), api)
        for kind in ("feed", "sitemap", "listing"):
            for url in getattr(spider, f"{kind}_urls"):
                await self._look_at(kind, url)

    async def _look_for_entries(self, sitemaps: list[str]) -> str | None:
        """Find a site's entry points by its front page and robots.txt, else at the usual places; say why it failed."""
        answer = await self._get(self.report.front)
        if isinstance(answer, str):
            return f"{self.report.front}: {answer}"
        try:
            tree = parse_page(answer.body, answer.url, content_type=content_type(answer)).tree
        except NotAnArticle as error:
            return f"{answer.url}: {error}"
        self.report.title = _site_title(tree)
        found = find_entry_points(tree, answer.url)
        named = {"rest": found.rest, "feed": found.feeds, "sitemap": list(dict.fromkeys([*sitemaps, *found.sitemaps]))}
        for kind, urls in named.items():
            for url in urls[: _MOST[kind]]:
                await self._look_at(kind, url)
        for kind, paths in (("feed", WELL_KNOWN_FEEDS), ("sitemap", WELL_KNOWN_SITEMAPS)):
            if not named[kind]:
                await self._try(kind, answer.url, paths[:_TRIES])
        links = parse_listing(tree, answer.url, shape=self.report.shape or None).links
        self.report.entries.append(EntryReport("listing", answer.url, links))
        return None

    async def _try(self, kind: str, base: str, paths: Iterable[str]) -> None:
        """Look at usual places until one gives something; those that give nothing are not reported."""
        for path in paths:
            entry = await self._look_at(kind, urljoin(base, path))
            if entry.failure is None:
                return
            self.report.entries.remove(entry)

    async def _look_at(self, kind: str, url: str, api: JsonApi | None = None) -> EntryReport:
        entry = EntryReport(kind, url)
        self.report.entries.append(entry)
        answer = await self._get(posts_url(url) if kind == "rest" else url)
        if isinstance(answer, str):
            entry.failure = answer
            return entry
        try:
            entry.links = read_entry(kind, answer, self.report.site, api)
            if kind == "sitemap" and not entry.links:
                entry.links = await self._newest_part(answer)
        except (NotAFeed, NotASitemap, NotPosts, NotTheApi, NotAnArticle, TooLarge) as error:
            entry.failure = str(error)
        return entry

    async def _newest_part(self, answer: Response) -> list[Link]:
        """Read the sitemap that an index says was changed last, else its last one."""
        parts = parse_sitemap(answer.body, answer.url, content_type=content_type(answer)).sitemaps
        if not parts:
            return []
        dated = [part for part in parts if part.lastmod is not None]
        newest = max(dated, key=lambda part: part.lastmod or datetime.min.replace(tzinfo=UTC)) if dated else parts[-1]
        answer_of_part = await self._get(newest.url)
        if isinstance(answer_of_part, str):
            raise NotASitemap(f"{newest.url}: {answer_of_part}")
        return read_entry("sitemap", answer_of_part, self.report.site)

    async def _look_at_article(self, link: Link) -> ArticleReport:
        answer = await self._get(link.url)
        if isinstance(answer, str):
            return ArticleReport(link.url, failure=answer)
        try:
            article = process(
                answer.body,
                answer.url,
                fetched_at=datetime.now(UTC),
                content_type=content_type(answer),
                site=self.report.site,
            )
        except NotAnArticle as error:
            return ArticleReport(link.url, failure=f"{error.reason}: {error.detail}")
        return ArticleReport(link.url, article)


def read_entry(kind: str, response: Response, site: Site, api: JsonApi | None = None) -> list[Link]:
    """Read an entry point's answer of a known kind; raises what the kind's parser raises."""
    body, url, declared = response.body, response.url, content_type(response)
    if kind == "feed":
        return parse_feed(body, url, content_type=declared)
    if kind == "sitemap":
        return parse_sitemap(body, url, content_type=declared).links
    if kind == "rest":
        return parse_posts(body, url)
    if api is not None:
        return parse_json_api(body, url, api, content_type=declared).links
    tree = parse_page(body, url, content_type=declared).tree
    return parse_listing(tree, url, article_pattern=site.article_pattern).links


def run_probe(process: CrawlerProcessBase, report: SiteReport, declared: type[NewsSpider] | None = None) -> None:
    """Fill a report; `process` is the command's, which runs nothing else."""
    process.crawl(process.create_crawler(ProbeSpider), report=report, declared=declared)
    process.start()


def quiet(command: ScrapyCommand, opts: argparse.Namespace) -> None:
    """Keep a command's log to itself: its answer says what went wrong. `-L` shows it all the same."""
    assert command.settings is not None
    if not opts.loglevel and not opts.logfile:
        command.settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")


def _site_title(tree: Any) -> str | None:
    for name in ("og:site_name", "application-name", "og:title"):
        for element in tree.iter("meta"):
            text = " ".join((element.get("content") or "").split())
            if text and name in (element.get("property"), element.get("name")):
                return text
    title = tree.find(".//title")
    text = " ".join("".join(title.itertext()).split()) if title is not None else ""
    return _TITLE_END.sub("", text) or None

"""`scrapy checksite NAME|URL`: what a site gives today, and the declaration of one that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from rich.markup import escape
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.declaration import suggest
from newscrawl.commands.options import fail
from newscrawl.commands.probe import quiet, run_probe
from newscrawl.commands.site_report import SiteReport, new_report
from newscrawl.sites import for_url
from newscrawl.spiders.base import NewsSpider
from newscrawl.terminal import safe_console
from newscrawl.urls import is_http_url, normalize_url

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from rich.console import Console

    from newscrawl.items import Article

_FIELDS: Final[dict[str, Callable[[Article], Any]]] = {
    "title": lambda article: article.title,
    "body": lambda article: article.body,
    "date": lambda article: article.published,
    "time": lambda article: article.published_precision in ("minute", "second"),
    "byline": lambda article: article.byline,
    "section": lambda article: article.section,
    "tags": lambda article: article.tags,
    "summary": lambda article: article.summary,
    "image": lambda article: article.image_url,
}
_SHOWN: Final = 70  # characters of an address or headline in a table


class Command(ScrapyCommand):
    """Probe a site and print what was found."""

    requires_project = True

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "<name | url>"

    def short_desc(self) -> str:
        """Give the line of `scrapy -h`."""
        return "Probe a news site: robots.txt, entry points, five articles"

    def long_desc(self) -> str:
        """Give the text of `scrapy checksite --help`."""
        return (
            "Look at a site's robots.txt and entry points and read five of its articles, without storing anything. "
            "For a site that is not declared, a declaration is suggested; `scrapy addsite URL` writes it. "
            "Example: scrapy checksite https://example.com"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's own options; without `-L` only the answer is shown."""
        super().process_options(args, opts)
        quiet(self, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Probe the site; exit status 1 where no article could be read."""
        if len(args) != 1:
            raise UsageError("name one site, or give the address of its front page")
        assert self.crawler_process is not None
        try:
            report, declared = begin(self, args[0])
        except ValueError as error:
            fail(self, str(error))
            return
        run_probe(self.crawler_process, report, declared)
        console = safe_console(soft_wrap=True, highlight=False)
        show(report, console)
        if declared is None and report.failure is None:
            console.print("[bold]suggested declaration[/] (scrapy addsite writes it)\n")
            console.print(suggest(report).text, markup=False)
        if not any(found.article for found in report.articles):
            self.exitcode = 1


def begin(command: ScrapyCommand, name_or_url: str) -> tuple[SiteReport, type[NewsSpider] | None]:
    """Begin the report of a named site or an address; raises ValueError, in one line, for what is neither."""
    assert command.crawler_process is not None
    loader = command.crawler_process.spider_loader
    name = name_or_url
    if name not in loader.list():
        url = name if "://" in name else f"https://{name}"
        if not is_http_url(url) or ("://" not in name and "." not in name):
            raise ValueError(f"{name} is neither a declared site (`scrapy list`) nor an address")
        url = normalize_url(url)
        owner = for_url(url)
        if owner is None or owner.name not in loader.list():
            return new_report(url), None
        name = owner.name
    spider = loader.load(name)
    if not issubclass(spider, NewsSpider) or "site" not in vars(spider):
        raise ValueError(f"{name} is no site of its own: give an address, or a site's name")
    return SiteReport(spider.site, _front(spider)), spider


def _front(spider: type[NewsSpider]) -> str:
    """Give the root of the site's first entry point on a host of its own, else of its first host."""
    apis = [api.first() for api in spider.json_apis]
    for url in (*spider.feed_urls, *spider.listing_urls, *spider.sitemap_urls, *spider.rest_urls, *apis):
        parts = urlsplit(url)
        if any(
            parts.hostname == f"{www}{host.partition('/')[0]}" for host in spider.site.hosts for www in ("", "www.")
        ):
            return f"{parts.scheme}://{parts.netloc}/"
    return f"https://{spider.site.hosts[0].partition('/')[0]}/"


def show(report: SiteReport, console: Console) -> None:
    """Print a report."""
    console.print(f"[bold]{escape(report.site.name or report.site.hosts[0])}[/] {escape(report.front)}")
    delay = f", asks for {report.crawl_delay:g} s between requests" if report.crawl_delay else ""
    console.print(f"robots.txt: {escape(report.robots)}{delay}")
    if report.failure:
        console.print(f"[bold red]failed[/]: {escape(report.failure)}")
    entries = Table("entry point", "", "links", "newest", "", box=None)
    for entry in report.entries:
        newest = entry.newest.isoformat(timespec="minutes") if entry.newest else ""
        row = [entry.kind, _short(entry.url), str(len(entry.links)), newest, entry.failure or ""]
        entries.add_row(*map(escape, row))
    console.print(entries)
    articles = Table("article", "words", "date", "from", "headline", box=None)
    for found in report.articles:
        article = found.article
        if article is None:
            articles.add_row(escape(_short(found.url)), "", "", "", f"[red]{escape(found.failure or '')}[/]")
            continue
        date = article.published.isoformat() if article.published else (article.published_raw or "none")
        row = [_short(found.url), str(article.word_count), date, article.published_source or "", article.title or ""]
        articles.add_row(*map(escape, row))
    console.print(articles)
    console.print("fields: " + coverage([found.article for found in report.articles if found.article]))


def coverage(articles: list[Article]) -> str:
    """Say how many articles have each field: `title 5/5, body 5/5, date 4/5 …`."""
    counts = {name: sum(bool(read(article)) for article in articles) for name, read in _FIELDS.items()}
    return ", ".join(f"{name} {count}/{len(articles)}" for name, count in counts.items())


def _short(url: str) -> str:
    text = unquote(url)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

"""`scrapy explain URL|FILE`: an article with what was taken out and why, and how its date was chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text
from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand

from newscrawl import line
from newscrawl.commands.options import fail
from newscrawl.extraction import extract_page, extract_text, parse_page
from newscrawl.items import Article, NotAnArticle
from newscrawl.sites import for_url
from newscrawl.terminal import printable, safe_console
from newscrawl.urls import is_http_url, urn_for

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response


class Command(ScrapyCommand):
    """Take a page (fetched or saved) through the line and show what each station did; nothing is stored."""

    requires_project = True
    default_settings = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """Give the command's arguments."""
        return "[options] URL|FILE"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Show what the line makes of one page, and why"

    def long_desc(self) -> str:
        """Give the text of `scrapy explain --help`."""
        return (
            "Print the article with every line and span that was taken out, the rule that did it, the letters that "
            "were restored, and each date found on the page with why it won or lost. "
            "Example: scrapy explain page.html --url https://example.com/news/1"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the address of a saved page."""
        super().add_options(parser)
        parser.add_argument("--url", help="the address of a saved page")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Explain one page."""
        if len(args) != 1:
            fail(self, "name one page: scrapy explain URL, or a saved file")
        elif Path(args[0]).is_file():
            content = Path(args[0]).read_bytes()
            self.show(content, opts.url or urn_for(content), is_text=args[0].endswith(".txt"))
        elif is_http_url(args[0]):
            self._fetch(args[0])
        else:
            fail(self, f"{args[0]} is neither a file nor an http address")

    def _fetch(self, url: str) -> None:
        assert self.crawler_process is not None
        pages: list[Response] = []
        self.crawler_process.settings.setdict({"ITEM_PIPELINES": {}, "EXTENSIONS": {}}, priority="cmdline")
        self.crawler_process.crawl(_OnePage, url=url, pages=pages)
        self.crawler_process.start()
        if not pages:
            fail(self, f"{url} gave no page; scrapy fetch {url} shows why")
            return
        header = pages[0].headers.get("Content-Type")
        self.show(pages[0].body, pages[0].url, content_type=header.decode("latin-1") if header else None)

    def show(self, content: bytes, url: str, *, is_text: bool = False, content_type: str | None = None) -> None:
        """Print the explanation of one page."""
        console = safe_console(highlight=False, soft_wrap=True)
        site = for_url(url)
        try:
            if is_text:
                article = extract_text(content, url)
            else:
                page = parse_page(content, url, content_type=content_type)
                article = extract_page(page, rules=site.rules if site else None, refine=site.refine if site else None)
            line.clean(article)
            entered = article.paragraphs
            line.strip(article)
            line.date(article, timezone=site.timezone if site else None)
        except NotAnArticle as error:
            console.print(Text(f"no article: {error}", style="bold red"))
            self.exitcode = 1
            return
        for text in explanation(article, entered):
            console.print(text)


class _OnePage(Spider):
    name = "explain"

    def __init__(self, *args: Any, url: str, pages: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url, self.pages = url, pages

    async def start(self) -> AsyncIterator[Any]:
        yield Request(self.url, callback=self.keep)

    def keep(self, response: Response) -> None:
        self.pages.append(response)


def explanation(article: Article, entered: list[str]) -> Iterator[Text]:
    """Give the explanation in lines: fields, then the paragraphs as they entered stripping, what left them marked."""
    for name in ("title", "published", "published_source", "modified", "byline", "section", "agencies", "dateline"):
        value = getattr(article, name)
        if value:
            yield Text.assemble(
                (f"{name:>17}  ", "dim"), printable(", ".join(value) if isinstance(value, list) else str(value))
            )
    for note in article.date_notes:
        yield Text.assemble((f"{'date':>17}  ", "dim"), (printable(note), "cyan"))
    for repair in article.repairs:
        change = f"paragraph {repair.position}: {repair.before} → {repair.after}"
        yield Text.assemble((f"{'restored':>17}  ", "dim"), (printable(change), "green"), (f"  {repair.rule}", "dim"))
    yield Text()
    for position, paragraph in enumerate(entered):
        yield _marked_paragraph(article, position, paragraph)


def _marked_paragraph(article: Article, position: int, paragraph: str) -> Text:
    text = Text(printable(paragraph))
    why = []
    for removal in article.removals:
        if removal.position == position:
            text.stylize("red strike", removal.start, removal.end)
            why.append(f"{removal.kind}: {removal.rule}")
    if why:
        text.append("  ← " + ", ".join(why), style="dim red")
    return text

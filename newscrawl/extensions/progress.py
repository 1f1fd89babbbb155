"""Progress: a bar while a crawl runs on a terminal; nothing where the output is a file."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, Self, cast

from rich.console import Console
from rich.file_proxy import FileProxy
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


class Progress:
    """Show requests done of those known, and articles stored; log lines appear above the bar."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self.stats = crawler.stats
        self.console = console
        self.bar = Bar(
            SpinnerColumn(),
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages · {task.fields[stored]} articles"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._redirected: list[tuple[logging.StreamHandler[Any], Any]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect the bar to the crawl's signals; raises NotConfigured where the output is no terminal."""
        console = Console(stderr=True)
        if not console.is_terminal:
            raise NotConfigured
        extension = cls(crawler, console)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.advance, signals.response_received)
        crawler.signals.connect(extension.advance, signals.request_scheduled)
        crawler.signals.connect(extension.advance, signals.item_scraped)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self, spider: Spider) -> None:
        """Start the bar, and lead log lines around it."""
        self.task = self.bar.add_task(spider.name, total=None, stored=0)
        proxy = cast("Any", FileProxy(self.console, sys.stderr))
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr:
                self._redirected.append((handler, handler.setStream(proxy)))
        self.bar.start()

    def advance(self) -> None:
        """Draw what the statistics say."""
        done = self.stats.get_value("response_received_count", 0)
        total = self.stats.get_value("scheduler/enqueued", 0)
        stored = self.stats.get_value("newscrawl/store/new", 0)
        self.bar.update(self.task, completed=done, total=max(total, done), stored=stored)

    def closed(self) -> None:
        """Take the bar away."""
        self.bar.stop()
        for handler, stream in self._redirected:
            handler.setStream(stream)

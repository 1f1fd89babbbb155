"""Summary: what a crawl did, in words, and whether it failed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Final, Self

from rich.markup import escape
from scrapy import signals

from newscrawl.terminal import make_log_printable, safe_console

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from scrapy import Spider
    from scrapy.crawler import Crawler

_LABEL: Final = 20
_ENOUGH_PAGES: Final = 5
_MOSTLY: Final = 0.8
_QUERY: Final = "SELECT published_date, site, title FROM articles ORDER BY published_date DESC LIMIT 5"


class Summary:
    """Print the summary when a crawl ends."""

    def __init__(self, crawler: Crawler, console: Console | None = None) -> None:
        self.crawler = crawler
        self.console = console or safe_console(stderr=True, soft_wrap=True, highlight=False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect the summary to the end of the crawl, and keep the log before it from steering the terminal."""
        make_log_printable()
        extension = cls(crawler)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def closed(self, spider: Spider, reason: str) -> None:
        """Print the summary."""
        stats = self.crawler.stats.get_stats()
        self.console.print(f"\n[bold]{escape(spider.name)}[/]: {escape(reason)}")
        path = _short(str(self.crawler.settings["NEWSCRAWL_DB"]))
        for label, text in summary_lines(stats, path=path):
            self.console.print(f"{label:<{_LABEL}}{escape(text)}")
        if why := crawl_failure(stats, reason):
            self.console.print(f"[bold red]failed[/]: {escape(why)}")


def summary_lines(stats: Mapping[str, Any], *, path: str) -> list[tuple[str, str]]:
    """Give the summary's lines as label and text, from a crawl's statistics."""
    get = stats.get
    articles = ", ".join(f"{get(f'newscrawl/store/{kind}', 0)} {kind}" for kind in ("new", "updated", "unchanged"))
    lines = [
        ("pages", str(get("newscrawl/pages/read", get("response_received_count", 0)))),
        ("articles", articles),
        ("copies", str(get("newscrawl/store/copy", 0))),
        ("rejected", _counts(stats, "newscrawl/rejects/")),
        ("lines stripped", _counts(stats, "newscrawl/strip/")),
    ]
    if known := get("newscrawl/links/known", 0):
        lines.append(("already stored", f"{known} links were known and not fetched again"))
    if outside := get("newscrawl/links/outside-window", 0):
        lines.append(("outside the days", f"{outside} links (-a since= and -a until= choose the days)"))
    if lists := get("newscrawl/links/no-article", 0):
        lines.append(("taken for lists", f"{lists} addresses of sitemaps look like sections, days or tags"))
    if overrun := get("newscrawl/feeds/overrun", 0):
        filled = get("newscrawl/feeds/gaps-filled", 0)
        how = "what they dropped was found in other lists" if filled >= overrun else "what they dropped may be missing"
        lines.append(("feeds overrun", f"{overrun} listed nothing but news; {how}: crawl this site more often"))
    lines += [("layout changed", drift) for drift in layout_drift(stats)]
    if unknown := get("newscrawl/dates/unknown", 0):
        lines.append(("without a date", str(unknown)))
    if errors := get("newscrawl/errors", 0):
        lines.append(("errors of ours", f"{errors}, each in table rejects"))
    lines += [("entry point failed", f"{url}: {why}") for url, why in get("newscrawl/entry/failures", {}).items()]
    lines += [("archive", path), ("try", f'{_sqlite_utils()} {path} "{_QUERY}" --table')]
    return lines


def layout_drift(stats: Mapping[str, Any]) -> list[str]:
    """Say of which sites a selector found nothing on most pages; the articles were read without it."""
    said = []
    for key, pages in stats.items():
        if key.startswith("newscrawl/layout/") and key.endswith("/read") and pages >= _ENOUGH_PAGES:
            site = key.split("/")[2]
            for rule in ("title", "body", "date"):
                stale = stats.get(f"newscrawl/layout/{site}/{rule}", 0)
                if stale >= _MOSTLY * pages:
                    said.append(f"{site}: the selector of {rule} found nothing on {stale} of {pages} pages")
    return said


def _sqlite_utils() -> str:
    """Give the command that queries an archive as this shell finds it: on its path, or beside our Python."""
    if which("sqlite-utils"):
        return "sqlite-utils"
    return _short(str(Path(sys.executable).parent / "sqlite-utils"))


def _short(path: str) -> str:
    """Give a path as it reads from here, where it lies below this folder."""
    absolute = Path(path).absolute()
    return os.path.relpath(absolute) if absolute.is_relative_to(Path.cwd()) else path


def crawl_failure(stats: Mapping[str, Any], reason: str) -> str | None:
    """Say why a crawl counts as failed: it could not start, all entry points failed, or every page did; else None."""
    get = stats.get
    if reason in ("start_error", "archive-error"):
        return f"the crawl could not start ({reason}); the log above says why"
    if lost := get("newscrawl/archive_lost"):
        return f"not all was stored; the next crawl asks again for what is missing: {lost}"
    if reason == "raw-pages-error":
        return f"the crawl ended early ({reason}); the log above says why, and the next crawl asks for what is missing"
    if reason == "site-refuses":
        return f"{get('newscrawl/refused')}; what it did not ask for is asked in the next crawl"
    failed, answered = get("newscrawl/entry/failed", 0), get("newscrawl/entry/answered", 0)
    if failed and not answered:
        return "no entry point gave anything; the lines above say why"
    kept = sum(get(f"newscrawl/store/{kind}", 0) for kind in ("new", "updated", "unchanged", "copy"))
    rejected = get("newscrawl/store/rejected", 0) + get("newscrawl/errors", 0)
    if rejected and not kept and not get("newscrawl/pages/not-modified", 0):
        return f"none of {rejected} pages gave an article; table rejects says why"
    return None


def _counts(stats: Mapping[str, Any], prefix: str) -> str:
    """Write `12 (8 share, 4 related)`, the most frequent first."""
    found = {key.removeprefix(prefix): value for key, value in stats.items() if key.startswith(prefix)}
    parts = ", ".join(f"{count} {kind}" for kind, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
    return f"{sum(found.values())} ({parts})" if found else "0"

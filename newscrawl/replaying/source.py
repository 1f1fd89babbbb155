"""Source: what there is to replay, record by record, with what feeds and lists announced of each page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newscrawl.archive import replays
from newscrawl.archive.saved_pages import SavedRecord, is_warc, read_record, saved_records, warc_records
from newscrawl.discovery.documents import TooLarge
from newscrawl.discovery.feeds import NotAFeed, parse_feed
from newscrawl.discovery.listings import parse_listing
from newscrawl.discovery.sitemaps import NotASitemap, parse_sitemap
from newscrawl.discovery.wordpress import NotPosts, parse_posts
from newscrawl.extraction import parse_page
from newscrawl.items import NotAnArticle
from newscrawl.replaying.reading import visit_of
from newscrawl.sites import for_url
from newscrawl.urls import identity

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from newscrawl.archive import PageVisit
    from newscrawl.archive.saved_pages import SavedPage
    from newscrawl.discovery.links import Link

_LISTS: Final = ("feed", "sitemap", "listing", "rest")
_MOST_LINKS: Final = 500_000  # announcements that are remembered, some 300 bytes each; the oldest go first
_LONGEST: Final = 400  # characters of a text that are a hint of the article's own
_OFTEN: Final = 256  # records passed over before others have their turn


@dataclass(slots=True)
class Step:
    """One record of a replay, or the end of a file."""

    path: Path
    end: int | None
    """The file is done up to here once this step is; None: that is not to be remembered."""
    record: SavedRecord | None = None
    """What a worker is to read."""
    link: Link | None = None
    """What was announced of the page."""
    visits: list[PageVisit] = field(default_factory=list)
    """The visit of a feed or list."""
    changes: list[tuple[str, datetime]] = field(default_factory=list)
    """Pages announced before of which the list tells a later modification, and when that was."""
    list_at: int | None = None
    """The record's offset, where it announces articles."""


class Source:
    """The files of a replay, each from where the last one stopped; `hosts` and their subdomains, or all."""

    def __init__(
        self,
        files: Sequence[Path],
        folder: Path,
        connection: sqlite3.Connection,
        *,
        choice: str = replays.EVERYTHING,
        hosts: Sequence[str] = (),
    ) -> None:
        self._files = files
        self._folder = folder
        self._connection = connection
        self._hosts = hosts
        self._starts = {file: replays.reached(connection, file, choice) for file in files if is_warc(file)}
        self._announced: dict[str, Link] = {}
        self._unread: list[SavedRecord] = []
        """Lists of an earlier run, which are looked into only where a page follows."""

    @property
    def bytes_left(self) -> int:
        """How much of the files is still to be read."""
        return sum(max(0, file.stat().st_size - self._starts.get(file, 0)) for file in self._files)

    def steps(self) -> Iterator[Step | None]:
        """Give the steps in order; None now and then, where others may have their turn."""
        pages = [file for file in self._files if not is_warc(file)]
        saved = saved_records(pages, self._folder)
        for file in self._files:
            if is_warc(file):
                yield from self._warc_steps(file)
            else:
                record = next(saved)
                yield self._step(record) if self._is_wanted(record.url) else None

    def _warc_steps(self, file: Path) -> Iterator[Step | None]:
        start = end = self._starts[file]
        self._unread += [SavedRecord(file, offset=at) for at in replays.lists_before(self._connection, file, start)]
        if start >= file.stat().st_size:
            return
        passed = 0
        for record in warc_records(file, start):
            if record.error is not None:
                # A rest that cannot be read may be one that is still being written.
                yield Step(file, record.end, record)
                if record.end is None:
                    return
            end = record.end or end
            if record.error is None and record.is_answer and self._is_wanted(record.url):
                yield self._step(record)
            else:
                passed += 1
                if passed % _OFTEN == 0:
                    yield None
        yield Step(file, end)

    def _is_wanted(self, url: str) -> bool:
        if not self._hosts:
            return True
        host = urlsplit(url).hostname or ""
        return any(host == own or host.endswith("." + own) for own in self._hosts)

    def _step(self, record: SavedRecord) -> Step:
        self._look_into_unread()
        if record.kind in (None, "article"):
            return Step(record.path, record.end, record, self._announced.get(_key(record.url)))
        step = Step(record.path, record.end)
        saved = read_record(record) if record.kind in _LISTS else None
        if saved is None:
            return step
        if saved.error is not None or saved.kind == "rest":
            step.record = record
        if saved.error is None:
            step.list_at = record.offset
            step.visits = [self._announce(saved, step.changes)]
        return step

    def _look_into_unread(self) -> None:
        for record in self._unread:
            saved = read_record(record)
            if saved is not None and saved.error is None:
                self._announce(saved, [])
        self._unread.clear()

    def _announce(self, saved: SavedPage, changes: list[tuple[str, datetime]]) -> PageVisit:
        """Remember what a list announces, add what is news of known pages to `changes`, and give the list's visit."""
        visit = visit_of(saved, saved.url, saved.kind or "", self._announced.get(_key(saved.url)))
        links = announcements(saved)
        if links is None:
            return replace(visit, etag=None, last_modified=None, failures=1)
        for link in links:
            key = _key(link.url)
            known = self._announced.get(key)
            if known is None:
                self._announced[key] = replace(link, text=_opening(link.text), summary=_opening(link.summary))
            elif link.lastmod is not None and (known.lastmod is None or known.lastmod < link.lastmod):
                self._announced[key] = replace(known, lastmod=link.lastmod)
                changes.append((link.url, link.lastmod))
        while len(self._announced) > _MOST_LINKS:
            del self._announced[next(iter(self._announced))]
        return visit


def _key(url: str) -> str:
    """Give the key under which a URL is one page, by its site's rules, as a crawl knows it."""
    site = for_url(url)
    return identity(url, keep_query=site.keep_query) if site and site.keep_query else identity(url)


def _opening(text: str | None) -> str | None:
    """Give what of a text may be a hint of an article's own; HTML is none."""
    return text[:_LONGEST] if text and "<" not in text else None


def announcements(saved: SavedPage) -> list[Link] | None:
    """Give what a saved feed, sitemap, listing or API answer announces; None where it is none."""
    try:
        match saved.kind:
            case "feed":
                return parse_feed(saved.content, saved.url, content_type=saved.content_type)
            case "sitemap":
                sitemap = parse_sitemap(saved.content, saved.url, content_type=saved.content_type)
                return [*sitemap.sitemaps, *sitemap.links]
            case "listing":
                site = for_url(saved.url)
                page = parse_page(saved.content, saved.url, content_type=saved.content_type)
                pattern = site.article_pattern if site else None
                return parse_listing(page.tree, saved.url, article_pattern=pattern).links or None
            case "rest":
                return parse_posts(saved.content, saved.url)
    except (NotAFeed, NotASitemap, NotPosts, NotAnArticle, TooLarge):
        return None
    return None

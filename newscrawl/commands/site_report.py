"""What a look at one site found: its entry points, and what the line made of a few of its articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newscrawl.commands.countries import country_of_host
from newscrawl.discovery.url_kinds import classify_url
from newscrawl.discovery.url_shape import UrlShape
from newscrawl.sites import Site
from newscrawl.urls import identity, registrable_domain

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.discovery.links import Link
    from newscrawl.items import Article

ARTICLES: Final = 5


@dataclass(slots=True)
class EntryReport:
    """What one entry point gave."""

    kind: str
    """`feed`, `sitemap`, `rest`, `api` or `listing`."""
    url: str
    links: list[Link] = field(default_factory=list)
    failure: str | None = None

    @property
    def newest(self) -> datetime | None:
        """The latest publication that it announces."""
        return max((link.published for link in self.links if link.published), default=None)


@dataclass(slots=True)
class ArticleReport:
    """What the line made of one article's page."""

    url: str
    article: Article | None = None
    failure: str | None = None


@dataclass(slots=True)
class SiteReport:
    """All that a probe found."""

    site: Site
    front: str
    title: str | None = None
    """What the front page calls itself."""
    robots: str = "none"
    crawl_delay: float | None = None
    entries: list[EntryReport] = field(default_factory=list)
    articles: list[ArticleReport] = field(default_factory=list)
    failure: str | None = "the probe could not start; -L ERROR says why"
    """Why nothing could be looked at."""

    @property
    def shape(self) -> UrlShape:
        """What the addresses of the announced articles have in common."""
        announced = [link.url for entry in self.entries if entry.kind != "listing" for link in entry.links]
        listed = [link.url for entry in self.entries for link in entry.links]
        return UrlShape.learn(url for url in announced or listed if self.site.owns(url))


def choose_links(report: SiteReport) -> list[Link]:
    """Choose a few articles to look at, spread over all entry points and over each one's length."""
    queues = []
    for entry in report.entries:
        own = [link for link in entry.links if report.site.owns(link.url)]
        likely = [link for link in own if classify_url(link.url) in ("article", "unknown")]
        queues.append(likely[:: max(1, len(likely) // ARTICLES)])
    chosen: dict[str, Link] = {}
    for position in range(max(map(len, queues), default=0)):
        for queue in queues:
            if position < len(queue):
                chosen.setdefault(identity(queue[position].url), queue[position])
    return list(chosen.values())[:ARTICLES]


def new_report(url: str) -> SiteReport:
    """Begin the report of a site that nobody declared."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    country = country_of_host(host)
    domain = registrable_domain(url) or host
    # An edition on a host of its own (`arabic.example.com`) is a site of its own.
    owned = host if host.endswith(domain) else domain
    return SiteReport(Site(hosts=(owned,), timezone=country.timezone if country else None), url)

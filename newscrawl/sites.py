"""Site: what is declared about one outlet, and which declaration a URL belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

from newscrawl.urls import host_and_path

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from newscrawl.items import Article

Refine = Callable[["Article", "HtmlElement"], "Article"]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """Optional CSS selectors of one site; hints that are tried first, never the only way to an article."""

    title: str | None = None
    body: str | None = None
    """Selects the paragraphs, or the box that holds them."""
    remove: str | None = None
    """Elements to drop before anything is read."""
    byline: str | None = None
    section: str | None = None
    tags: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet: its hosts, its zone, and what is odd about its pages."""

    hosts: tuple[str, ...]
    """Host names without `www.`; a host stands for its subdomains too. An edition adds its path: `france24.com/ar`."""
    name: str = ""
    """The spider's name; filled in by the spider that declares the site."""
    timezone: str | None = None
    """IANA zone of the clock that the site prints; None where it is not known."""
    rules: SiteRules = field(default_factory=SiteRules)
    article_pattern: str | None = None
    """Regular expression searched in the URL of an article page."""
    keep_query: frozenset[str] = frozenset()
    """Query parameters that carry the article's id."""
    refine: Refine | None = None
    browser: bool = False
    """Whether the site shows its text only after its scripts ran; its pages are then fetched with Chromium."""

    def owns(self, url: str) -> bool:
        """Tell whether a URL lies on one of this site's hosts (or a subdomain), and in its edition's path."""
        host, path = host_and_path(url)
        for own in self.hosts:
            own_host, slash, edition = own.lower().partition("/")
            if (host == own_host or host.endswith("." + own_host)) and (not slash or _lies_under(path, edition)):
                return True
        return False

    def has_host(self, host: str) -> bool:
        """Tell whether a host is one of this site's, or a subdomain of one, whatever lies on it besides."""
        own_hosts = (own.lower().partition("/")[0] for own in self.hosts)
        return any(host == own or host.endswith("." + own) for own in own_hosts)


class SiteRegistry:
    """Sites looked up by URL; the longest matching host wins, then the longest path of an edition."""

    def __init__(self, sites: Iterable[Site] = ()) -> None:
        self._by_host: dict[str, list[tuple[str, Site]]] = {}
        for site in sites:
            self.add(site)

    def add(self, site: Site) -> None:
        """Register a site under each of its hosts."""
        for own in site.hosts:
            host, _, edition = own.lower().partition("/")
            editions = self._by_host.setdefault(host, [])
            editions.append((edition, site))
            editions.sort(key=lambda entry: -len(entry[0]))

    def for_url(self, url: str) -> Site | None:
        """Give the site that owns the URL, or None."""
        host, path = host_and_path(url)
        while host:
            for edition, site in self._by_host.get(host, ()):
                if _lies_under(path, edition):
                    return site
            _, _, host = host.partition(".")
        return None


@cache
def declared_sites() -> SiteRegistry:
    """Give the registry of all sites that the modules of `newscrawl.spiders` declare; loaded once, when first asked."""
    registry = SiteRegistry()
    package = import_module("newscrawl.spiders")
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and value.__module__ == module.name:
                for site in getattr(value, "sites", ()):
                    registry.add(site)
    return registry


def for_url(url: str) -> Site | None:
    """Give the declared site that a page belongs to, or None."""
    return declared_sites().for_url(url)


def _lies_under(path: str, edition: str) -> bool:
    if not edition:
        return True
    path = path.strip("/").lower()
    return path == edition or path.startswith(edition + "/")

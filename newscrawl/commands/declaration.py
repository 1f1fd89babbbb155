"""A site's declaration, written from what a probe found: the text of `spiders/<country>/<site>.py`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newscrawl.commands.countries import Country, country_of_host
from newscrawl.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.commands.site_report import SiteReport

ELSEWHERE: Final = "elsewhere"
"""The folder of sites whose country nobody said."""
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")
_UNSAFE: Final = re.compile(r'["\\\x00-\x1f()]+')
_LINE: Final = 120


@dataclass(frozen=True, slots=True)
class Declaration:
    """A file to be written."""

    name: str
    folder: str
    country: str
    text: str


def suggest(report: SiteReport, *, name: str | None = None, country: Country | None = None) -> Declaration:
    """Write the declaration of a probed site.

    `name` is the spider's; it defaults to the domain's first label. `country` defaults to the host's (`.ma`).
    """
    host = report.site.hosts[0]
    name = name or name_of(host)
    country = country or country_of_host(host)
    shown = country.name if country else "elsewhere"
    lines = [
        _first_line(report.title or host, host, shown),
        "",
        "from newscrawl.sites import Site",
        "from newscrawl.spiders.base import NewsSpider",
        "",
        "",
        f"class {class_name(name)}(NewsSpider):",
        f'    """{host}; found by a probe on {datetime.now(UTC):%Y-%m-%d}."""',
        "",
        f'    name = "{name}"',
        "    site = Site(",
        f"        hosts=({_quoted(host)},),",
        *([f'        timezone="{country.timezone}",'] if country else []),
        *_pattern(report),
        "    )",
    ]
    for attribute, urls in entry_points(report).items():
        lines += _assignment(attribute, urls)
    return Declaration(name, country.folder if country else ELSEWHERE, shown, "\n".join(lines) + "\n")


def entry_points(report: SiteReport) -> dict[str, list[str]]:
    """Choose the entry points that are worth declaring, by attribute; those that gave no link are left out.

    Feeds and sitemaps tell what is new; WordPress's API comes in where there is no feed, since its answers lack bylines
    and sections; the front page where there is nothing else.
    """
    useful = [entry for entry in report.entries if entry.failure is None and entry.links]
    chosen = {
        "rest_urls": [entry.url for entry in useful if entry.kind == "rest"],
        "feed_urls": [entry.url for entry in useful if entry.kind == "feed"],
        "sitemap_urls": [entry.url for entry in useful if entry.kind == "sitemap"],
        "listing_urls": [entry.url for entry in useful if entry.kind == "listing"],
    }
    if chosen["feed_urls"]:
        chosen["rest_urls"] = []
    if any(urls for attribute, urls in chosen.items() if attribute != "listing_urls"):
        chosen["listing_urls"] = []
    return {attribute: urls for attribute, urls in chosen.items() if urls}


def name_of(host: str) -> str:
    """Make a spider's name of a host: `www.le360.ma` → `le360`, `al-akhbar.com` → `al_akhbar`, `2m.ma` → `site_2m`."""
    domain = registrable_domain(host) or host
    label = domain if domain.replace(".", "").isdecimal() else domain.partition(".")[0]
    name = _NOT_IN_NAMES.sub("_", label.lower()).strip("_")
    return name if name[:1].isalpha() else f"site_{name}"


def class_name(name: str) -> str:
    """Make a class's name of a spider's: `al_akhbar` → `AlAkhbarSpider`."""
    return "".join(part.capitalize() for part in name.split("_")) + "Spider"


def _first_line(title: str, host: str, country: str) -> str:
    place = f"{country[0].upper()}{country[1:]}"
    rest = f" ({host}), news site, {place}; not yet looked at by a person. Facts of {datetime.now(UTC):%Y}."
    title = " ".join(_UNSAFE.sub(" ", title).split())
    return f'"""{title[: max(10, _LINE - 6 - len(rest))].strip()}{rest}"""'


def _pattern(report: SiteReport) -> list[str]:
    pattern = report.shape.pattern()
    if pattern is None:
        return []
    announced = next((link.url for entry in report.entries for link in entry.links if report.site.owns(link.url)), "")
    port = urlsplit(announced).port
    host = rf"^https?://(?:[a-z0-9-]+\.)*{re.escape(report.site.hosts[0])}{f':{port}' if port else ''}"
    return [f"        article_pattern={_raw(host + pattern)},"]


def _assignment(attribute: str, urls: list[str]) -> list[str]:
    if len(urls) == 1 and len(line := f"    {attribute} = ({_quoted(urls[0])},)") <= _LINE:
        return [line]
    return [f"    {attribute} = (", *(f"        {_quoted(url)}," for url in _once(urls)), "    )"]


def _once(urls: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(urls))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _raw(pattern: str) -> str:
    """Write a regular expression as a raw string; one that holds a quote as a plain one."""
    return repr(pattern) if '"' in pattern else f'r"{pattern}"'

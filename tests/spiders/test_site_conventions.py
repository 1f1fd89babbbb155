"""What holds for every declared site: `newscrawl/spiders/<country>/<site>.py`."""

from __future__ import annotations

import inspect
import json
import re
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

import cssselect
import pytest
from lxml.cssselect import CSSSelector

import newscrawl.spiders
from newscrawl import settings
from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider
from newscrawl.urls import is_http_url

FOREIGN_ENTRY_HOSTS: Final = {
    "feeds.bbci.co.uk": "the BBC serves the feeds of all its editions there",
}
# What only the project decides: manners, and where things go.
FORBIDDEN_SETTINGS: Final = {
    *("ROBOTSTXT_OBEY", "USER_AGENT", "COOKIES_ENABLED", "AUTOTHROTTLE_ENABLED", "ITEM_PIPELINES", "EXTENSIONS"),
    *("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "HTTPERROR_ALLOW_ALL", "LOG_LEVEL", "NEWSCRAWL_DB"),
}
LEAST_POLITE: Final = {
    "DOWNLOAD_DELAY": settings.DOWNLOAD_DELAY,
    "CONCURRENT_REQUESTS_PER_DOMAIN": settings.CONCURRENT_REQUESTS_PER_DOMAIN,
}
KINDS: Final = ("rest_urls", "json_apis", "feed_urls", "sitemap_urls", "listing_urls")
"""In the order of preference: what gives most for one request comes first."""
ENTRY_POINTS: Final = re.compile(r"^    (\w+_urls|json_apis) = ", re.MULTILINE)


@cache
def declared() -> tuple[type[NewsSpider], ...]:
    """Every spider class of every country's folder."""
    found: list[type[NewsSpider]] = []
    root = Path(newscrawl.spiders.__path__[0])
    for country in sorted(path.parent.name for path in root.glob("*/__init__.py")):
        package = f"newscrawl.spiders.{country}"
        for module in iter_modules([str(root / country)]):
            members = vars(import_module(f"{package}.{module.name}")).values()
            own = [value for value in members if getattr(value, "__module__", "") == f"{package}.{module.name}"]
            found += [value for value in own if isinstance(value, type) and issubclass(value, NewsSpider)]
    return tuple(found)


def entries(spider: type[NewsSpider]) -> list[str]:
    apis = [api.first() for api in spider.json_apis]
    return [*apis, *(url for kind in KINDS if kind != "json_apis" for url in getattr(spider, kind))]


def plain_hosts(site: Site) -> list[str]:
    return [host.partition("/")[0] for host in site.hosts]


def stands_on(url: str, site: Site) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == own or host.endswith("." + own) for own in plain_hosts(site))


every_site = pytest.mark.parametrize("spider", declared(), ids=lambda spider: spider.name)


def test_there_are_at_least_eighty() -> None:
    assert len(declared()) >= 80


def test_every_country_folder_says_what_it_is() -> None:
    for init in Path(newscrawl.spiders.__path__[0]).glob("*/__init__.py"):
        assert re.fullmatch(r'"""News sites of (?:the )?[A-Z][A-Za-z ]+\."""\n', init.read_text(encoding="utf-8")), init
        assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", init.parent.name)


@every_site
def test_file_class_and_name_are_one(spider: type[NewsSpider]) -> None:
    module = spider.__module__.rpartition(".")[2]
    assert spider.name == module == spider.site.name
    assert re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", spider.name)
    assert spider.__name__ == "".join(part.capitalize() for part in spider.name.split("_")) + "Spider"
    assert sum(other.__module__ == spider.__module__ for other in declared()) == 1


@every_site
def test_the_file_is_short_and_its_first_line_says_what_is_odd(spider: type[NewsSpider]) -> None:
    source = Path(inspect.getfile(spider)).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    first = source.split("\n", 1)[0]
    match = re.match(r'"""(?P<name>.+) \((?P<host>[a-z0-9.-]+)\), [\w ]+, [A-Z][\w ]+; (?P<odd>.+)', first)
    assert match is not None, first
    assert match["host"] in plain_hosts(spider.site)
    assert re.search(r"Facts (?:of .*(?:19|20)\d\d|undated)", first), "how old the facts are"
    assert re.search("[\u0621-\u064a]", match["name"]) or spider.name == "snrtnews", "the name in Arabic"
    assert (spider.__doc__ or "").strip()


@every_site
def test_hosts_and_zone(spider: type[NewsSpider]) -> None:
    assert spider.site.hosts
    for host in spider.site.hosts:
        assert re.fullmatch(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[a-z/]*[a-z])?", host), host
    assert spider.site.timezone in available_timezones()


@every_site
def test_entry_points(spider: type[NewsSpider]) -> None:
    urls = entries(spider)
    assert urls, "no entry point"
    assert len(urls) == len(set(urls))
    for kind in KINDS:
        assert isinstance(getattr(spider, kind), tuple), f"{kind} is no tuple: a text would be read letter by letter"
    for url in urls:
        assert is_http_url(url)
        assert url.startswith("https://"), url
        assert not re.search(r"[<>{}\s]|\bN\b", url), f"{url} holds a placeholder"
        assert stands_on(url, spider.site) or urlsplit(url).hostname in FOREIGN_ENTRY_HOSTS, url
    for url in spider.rest_urls:
        assert urlsplit(url).path.endswith("/wp-json/"), url


@every_site
def test_entry_points_stand_in_the_order_of_preference(spider: type[NewsSpider]) -> None:
    named = ENTRY_POINTS.findall(Path(inspect.getfile(spider)).read_text(encoding="utf-8"))
    assert named == sorted(named, key=KINDS.index)


@every_site
def test_the_pattern_finds_articles_and_no_entry_point(spider: type[NewsSpider]) -> None:
    if spider.site.article_pattern is None:
        return
    pattern = re.compile(spider.site.article_pattern)
    assert pattern.pattern.startswith("^https?://")
    fronts = [f"https://{scheme}{host}/" for host in spider.site.hosts for scheme in ("", "www.")]
    for url in [*entries(spider), *fronts]:
        assert not pattern.search(url), url
        assert not pattern.search(unquote(url)), url


@every_site
def test_selectors_are_css(spider: type[NewsSpider]) -> None:
    rules = {name: getattr(spider.site.rules, name) for name in SiteRules.__slots__}
    for name, selector in rules.items():
        if selector is None:
            continue
        assert selector.strip() == selector, name
        assert selector, name
        assert len(cssselect.parse(selector)) == selector.count(",") + 1
        CSSSelector(selector)
        # Hashes of a build (`sc-10mj2vp-2`, `css-1x2y3z`) do not outlive it.
        assert not re.search(r"(?:sc|css|jsx)-[a-z0-9]*\d[a-z0-9-]*", selector), selector


@every_site
def test_settings_are_the_sites_own_affair(spider: type[NewsSpider]) -> None:
    own: dict[str, Any] = vars(spider).get("custom_settings") or {}
    assert not FORBIDDEN_SETTINGS & own.keys()
    assert own.get("DOWNLOAD_DELAY", LEAST_POLITE["DOWNLOAD_DELAY"]) >= LEAST_POLITE["DOWNLOAD_DELAY"]
    most = LEAST_POLITE["CONCURRENT_REQUESTS_PER_DOMAIN"]
    assert own.get("CONCURRENT_REQUESTS_PER_DOMAIN", most) <= most


@every_site
def test_query_parameters_that_are_kept_are_in_the_pattern(spider: type[NewsSpider]) -> None:
    for name in spider.site.keep_query:
        assert f"{name}=" in (spider.site.article_pattern or ""), name


def test_no_two_sites_share_a_name_or_a_host() -> None:
    names = Counter(spider.name for spider in declared())
    hosts = Counter(host for spider in declared() for host in spider.site.hosts)
    assert [name for name, count in names.items() if count > 1] == []
    assert [host for host, count in hosts.items() if count > 1] == []
    for spider in declared():
        for other in declared():
            if other is not spider:
                assert not any(other.site.owns(f"https://{host}/x") for host in spider.site.hosts), (spider, other)


def test_the_sample_is_not_among_them() -> None:
    for spider in declared():
        source = Path(inspect.getfile(spider)).read_text(encoding="utf-8").lower()
        assert "newsroom" not in source
        assert not re.search(r"\.(?:test|example|invalid|localhost)\b", source), spider.name


# --- against the facts ------------------------------------------------------------------------------------------------


def fact_rows(facts: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (facts / "sites.jsonl").read_text(encoding="utf-8").splitlines() if line]


def spider_of(row: dict[str, Any]) -> type[NewsSpider] | None:
    host = row["host"].removeprefix("www.")
    return next((spider for spider in declared() if host in plain_hosts(spider.site)), None)


def is_real(entry: dict[str, Any]) -> bool:
    return entry["status"] != "guess" and "<" not in entry["url"]


def test_the_patterns_match_the_examples(facts: Path) -> None:
    checked = 0
    for row in fact_rows(facts):
        spider = spider_of(row)
        if spider is None or spider.site.article_pattern is None:
            continue
        for example in row["url_examples"]:
            assert re.search(spider.site.article_pattern, example), (spider.name, example)
            checked += 1
    assert checked >= 10


def test_the_zones_are_those_of_the_facts(facts: Path) -> None:
    for row in fact_rows(facts):
        if (spider := spider_of(row)) is not None:
            assert spider.site.timezone == row["timezone"], spider.name


def test_who_has_to_be_declared_is(facts: Path) -> None:
    missing = []
    for row in fact_rows(facts):
        entry = any(map(is_real, [*row["feeds"], *row["sitemaps"], *row["apis"]]))
        feed = any(map(is_real, row["feeds"]))
        wanted = row["confidence"] == "high" or (row["confidence"] == "medium" and entry)
        if (wanted or (row["country"] == "MA" and feed)) and spider_of(row) is None:
            missing.append(row["host"])
    assert missing == []

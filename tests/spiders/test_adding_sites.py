"""From an address to a crawled site: `scrapy checksite`, `addsite`, and a crawl with the written file."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.commands.countries import countries, country_of_host, find_country
from newscrawl.commands.declaration import class_name, name_of
from newscrawl.discovery.url_shape import UrlShape
from newscrawl.urls import identity
from tests.spiders import loopback_sites
from tests.spiders.loopback import LoopbackSite, Reply, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Callable

    Serve = Callable[[list[LoopbackSite]], None]


def test_check_add_and_crawl(tmp_path: Path, serve: Serve) -> None:
    site = loopback_sites.undeclared(30)
    serve([site])
    project(tmp_path, [])

    check = scrapy(tmp_path, "checksite", f"{site.root}/")
    assert check.returncode == 0, check.stdout + check.stderr
    assert "allows the front page, asks for 0.01 s between requests" in check.stdout
    assert re.search(r"feed +http://127\.0\.0\.41:\d+/feed/ +30 ", check.stdout)
    assert re.search(r"sitemap +http://127\.0\.0\.41:\d+/map\.xml +30 ", check.stdout)
    assert re.search(r"rest +http://127\.0\.0\.41:\d+/wp-json/ +30 ", check.stdout)
    assert "fields: title 5/5, body 5/5, date 5/5, time 5/5" in check.stdout
    assert "class Site127001" not in check.stdout
    assert sum(path in {story.path for story in site.stories} for path, _ in site.log) == 5
    assert not (tmp_path / "news.db").exists(), "a probe stores nothing"

    add = scrapy(tmp_path, "addsite", f"{site.root}/", "--name", "midan", "--country", "ma")
    assert add.returncode == 0, add.stdout + add.stderr
    path = tmp_path / "loopback_spiders" / "morocco" / "midan.py"
    text = path.read_text(encoding="utf-8")
    assert text in check.stdout + text
    assert text.startswith('"""جريدة الميدان (127.0.0.41), news site, Morocco; ')
    assert r'article_pattern=r"^https?://(?:[a-z0-9-]+\.)*127\.0\.0\.41' in text
    assert 'timezone="Africa/Casablanca"' in text
    assert f'feed_urls = ("{site.root}/feed/",)' in text
    assert f'sitemap_urls = ("{site.root}/map.xml",)' in text

    site.log.clear()
    crawl = scrapy(tmp_path, "crawl", "midan")
    assert crawl.returncode == 0, crawl.stderr[-3000:]
    connection = sqlite3.connect(tmp_path / "news.db")
    found = {identity(url) for (url,) in connection.execute("SELECT url FROM articles WHERE site = 'midan'")}
    connection.close()
    assert found == {identity(site.root + story.path) for story in site.stories}
    assert max(site.articles_asked().values()) == 1

    again = scrapy(tmp_path, "addsite", f"{site.root}/", "--name", "midan", "--country", "ma")
    assert again.returncode == 1
    assert "there is a spider called midan" in again.stderr
    named = scrapy(tmp_path, "checksite", "midan")
    assert named.returncode == 0, named.stdout + named.stderr
    assert "suggested declaration" not in named.stdout


def test_refusals(tmp_path: Path, serve: Serve) -> None:
    empty = LoopbackSite("empty", 42)
    serve([empty])
    project(tmp_path, [])
    for arguments, why in (
        (["checksite", "nothing"], "neither a declared site"),
        (["addsite", empty.root, "--country", "atlantis"], "no known country"),
        (["addsite", empty.root, "--name", "2x"], "beginning with a letter"),
        (["addsite", empty.root, "--name", "empty"], "http-404"),
    ):
        run = scrapy(tmp_path, *arguments)
        assert run.returncode == 1, arguments
        assert why in run.stderr, (arguments, run.stderr)
        assert "Traceback" not in run.stderr
    assert not list((tmp_path / "loopback_spiders").glob("*/empty.py"))


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("ar.le360.ma", "le360"),
        ("al-akhbar.com", "al_akhbar"),
        ("www.al-sharq.co.uk", "al_sharq"),
        ("2m.ma", "site_2m"),
        ("127.0.0.5", "site_127_0_0_5"),
        ("xn--mgberp4a5d4ar", "xn_mgberp4a5d4ar"),
    ],
)
def test_names(host: str, name: str) -> None:
    assert name_of(host) == name
    assert name.isidentifier()
    assert class_name(name).endswith("Spider")


def test_countries() -> None:
    assert len({country.folder for country in countries()}) == len(countries())
    morocco = find_country("MA")
    assert morocco is not None
    assert morocco == find_country("Morocco") == find_country("morocco") == country_of_host("www.hespress.ma")
    uk = country_of_host("x.co.uk")
    assert uk is not None
    assert uk.folder == "united_kingdom"
    assert find_country("united-kingdom") == find_country("The United Kingdom") == uk
    assert country_of_host("example.com") is None
    assert country_of_host("127.0.0.1") is None
    assert find_country("atlantis") is None


def addresses(path: str, numbers: range) -> list[str]:
    return [f"https://a.test{path.format(n=n, word=chr(97 + n % 5))}" for n in numbers]


SHAPES = [
    (addresses("/{word}/49020{n}.html", range(4)), r"/[^/?#]+/\d{4,}\.html$"),
    (addresses("/{n}.html", range(100000, 100009)), r"/\d{4,}\.html$"),
    (addresses("/article/{n}", range(20000, 20009)), r"/article/\d{4,}/?$"),
    (addresses("/ar/2026/11/{n:02d}/عنوان-طويل-للخبر-{n}", range(1, 9)), r"/ar/\d{4}/\d{1,6}/\d{1,6}/[^/?#]+/?$"),
    (addresses("/a.aspx?id={n}000&cdate=1", range(1, 9)), r"/a\.aspx\?(?=(?:[^#]*&)?cdate=)(?=(?:[^#]*&)?id=)"),
    (addresses("/خبر-طويل-جدا-عن-شيء-{word}", range(5)), None),  # sections may look so, too
    (addresses("/{n}.html", range(100000, 100004)) + addresses("/x?id={n}000", range(1, 5)), None),
    ([], None),
]


@pytest.mark.parametrize(("urls", "pattern"), SHAPES)
def test_a_learned_shape_is_written_as_a_pattern(urls: list[str], pattern: str | None) -> None:
    found = UrlShape.learn(urls).pattern()
    assert found == pattern
    if found is not None:
        assert all(re.search(r"^https?://a\.test" + found, url) for url in urls)


def test_the_template_of_genspider(tmp_path: Path) -> None:
    templates = Path(__file__).resolve().parents[2] / "templates"
    project(tmp_path, [])
    arguments = ["genspider", "-t", "news", "sabah", "sabah.test", "-s", f"TEMPLATES_DIR={templates}"]
    run = scrapy(tmp_path, *arguments)
    assert run.returncode == 0, run.stderr
    text = (tmp_path / "loopback_spiders" / "sabah.py").read_text(encoding="utf-8")
    assert "$" not in text.replace("html$", "")
    assert "sabah" in scrapy(tmp_path, "list").stdout.split()


def test_any_site_by_its_address(tmp_path: Path, serve: Serve) -> None:
    """`scrapy crawl site` finds feed and sitemap by itself, fetches each article once, and obeys robots.txt."""
    site = loopback_sites.undeclared(30)
    site.pages["/robots.txt"] = lambda _: Reply(
        f"User-agent: *\nDisallow: /410005.html\nSitemap: {site.root}/map.xml\n".encode(), "text/plain"
    )
    serve([site])
    project(tmp_path, [], 'SPIDER_MODULES = ["newscrawl.spiders"]\n')
    run = scrapy(tmp_path, "crawl", "site", "-a", f"url={site.root}/")
    assert run.returncode == 0, run.stderr[-3000:]
    connection = sqlite3.connect(tmp_path / "news.db")
    found = {identity(url) for (url,) in connection.execute("SELECT url FROM articles")}
    reasons = connection.execute("SELECT url, reason FROM rejects").fetchall()
    connection.close()
    allowed = [story for story in site.stories if story.path != "/410005.html"]
    assert found == {identity(site.root + story.path) for story in allowed}
    assert reasons == [(f"{site.root}/410005.html", "robots")]
    assert site.articles_asked() == Counter(story.path for story in allowed)

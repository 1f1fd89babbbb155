"""How the papers lead to their articles, and what their pages are made of; read with the project's own parsers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from newscrawl.discovery.feeds import parse_feed
from newscrawl.discovery.sitemaps import parse_sitemap
from newscrawl.discovery.url_kinds import classify_url
from newscrawl.newsroom.addresses import LATEST, PAGE_SIZE, section_url
from newscrawl.newsroom.feeds import FEED_LENGTH
from newscrawl.newsroom.papers import NOW, PAPERS, Paper
from newscrawl.newsroom.plain_pages import GONE_URLS, PLAIN_PAGES
from newscrawl.newsroom.printed_dates import header_clock, printed_date
from newscrawl.newsroom.printings import of_paper, printings
from newscrawl.newsroom.site import Resource, redirected_in_feed, resource_key, web
from newscrawl.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

WITH_SITEMAP = [paper for paper in PAPERS if paper.sitemaps]
WITH_FEED = [paper for paper in PAPERS if paper.feeds]
by_key = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.key)


def _page(url: str, edition: int = 1) -> Resource:
    return web(edition)[resource_key(url)]


def _articles(paper: Paper) -> set[str]:
    return {printing.url for printing in of_paper(paper)}


def _listed(starts: Iterable[str]) -> set[str]:
    """Follow sitemap indexes down to the pages that they list."""
    waiting, pages = list(starts), set[str]()
    while waiting:
        url = waiting.pop()
        resource = _page(url)
        found = parse_sitemap(resource.body, url)
        waiting.extend(link.url for link in found.sitemaps)
        pages.update(link.url for link in found.links)
    return pages


@pytest.mark.parametrize("paper", WITH_SITEMAP, ids=lambda paper: paper.key)
def test_every_article_is_in_the_sitemaps(paper: Paper) -> None:
    listed = {identity(url) for url in _listed(paper.sitemaps)}
    assert {identity(url) for url in _articles(paper)} <= listed


def test_the_sitemaps_also_name_pages_that_are_gone_and_a_placeholder() -> None:
    listed = {identity(url) for paper in WITH_SITEMAP for url in _listed(paper.sitemaps)}
    placeholder = next(page.url for page in PLAIN_PAGES if page.kind == "placeholder")
    assert {identity(url) for url in (*GONE_URLS, placeholder)} <= listed
    assert [_page(url).status for url in GONE_URLS] == [404, 410]


@pytest.mark.parametrize("paper", WITH_FEED, ids=lambda paper: paper.key)
def test_the_feed_has_the_newest_articles(paper: Paper) -> None:
    newest = [printing.url for printing in of_paper(paper)[:FEED_LENGTH]]
    found = [link.url for link in parse_feed(_page(paper.feeds[0]).body, paper.feeds[0])]
    direct = [url for url in newest if url != redirected_in_feed()]
    assert {identity(url) for url in direct} <= {identity(url) for url in found}
    assert len(found) == len(newest) + (1 if paper.key == "sahil" else 0)  # a photo gallery stands among the news


def test_one_feed_names_an_article_by_its_old_address() -> None:
    paper = PAPERS[1]
    links = [link.url for link in parse_feed(_page(paper.feeds[0]).body, paper.feeds[0])]
    moved = [url for url in links if _page(url).status == 301]
    assert [_page(url).location for url in moved] == [redirected_in_feed()]


@by_key
def test_pagination_reaches_every_article(paper: Paper) -> None:
    found: set[str] = set()
    for start in paper.section_pages:
        for url in _walk(start):
            tree = lxml_html.fromstring(_page(url).body.decode(paper.charset))
            links = [link.get("href", "") for link in tree.cssselect("div.listing-blog h2 a")]
            assert len(links) <= PAGE_SIZE
            found.update(links)
    assert found == (_articles(paper) if paper.section_pages else set())


@by_key
def test_the_list_of_all_news_goes_on_to_the_oldest_article(paper: Paper) -> None:
    pages = _walk(section_url(paper, LATEST))
    assert len(pages) == -(-len(_articles(paper)) // PAGE_SIZE)
    assert of_paper(paper)[-1].url.encode() in _page(pages[-1]).body
    assert (
        of_paper(paper)[-1].url.encode() not in _page(pages[0]).body.split(b"listing-blog")[1].split(b"pagination")[0]
    )


def _walk(start: str) -> list[str]:
    """Follow the links to the next page of a section."""
    seen: list[str] = []
    url: str | None = start
    while url is not None and url not in seen:
        seen.append(url)
        match = re.search(rb'class="next page-numbers" href="([^"]+)"', _page(url).body)
        url = match[1].decode().replace("&amp;", "&") if match else None
    return seen


def test_some_sections_have_several_pages() -> None:
    assert max(len(_walk(start)) for paper in PAPERS for start in paper.section_pages) >= 2


@by_key
def test_article_pages_look_real(paper: Paper) -> None:
    for printing in of_paper(paper):
        resource = _page(printing.url)
        text = resource.body.decode(paper.charset)
        assert 15_000 < len(resource.body) < 70_000, printing.url
        assert header_clock(paper, NOW) in text
        assert re.search(paper.article_pattern, printing.url)
        assert classify_url(printing.url) in ("article", "unknown")
        assert "$" not in re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL), "a template hole was left"


def test_one_paper_speaks_windows_1256_and_says_so_in_the_page_only() -> None:
    paper = next(paper for paper in PAPERS if paper.charset == "windows-1256")
    resource = _page(of_paper(paper)[0].url)
    assert resource.content_type == "text/html"
    assert b"charset=windows-1256" in resource.body
    with pytest.raises(UnicodeDecodeError):
        resource.body.decode("utf-8")


def _scripts(text: str) -> list[str]:
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)


def test_json_ld_is_good_broken_and_absent() -> None:
    for paper in PAPERS:
        for printing in of_paper(paper):
            scripts = _scripts(_page(printing.url).body.decode(paper.charset))
            if paper.key in ("shati", "manara"):
                assert "NewsArticle" in json.dumps([json.loads(script) for script in scripts])
            elif paper.key == "jabal":
                assert '"NewsArticle"' in scripts[0]
                with pytest.raises(json.JSONDecodeError):
                    json.loads(scripts[0])
            else:
                assert scripts == []


def test_pages_carry_the_dirt_that_the_line_must_take_off() -> None:
    shati, jabal, _, waha, madina, manara = PAPERS
    dirt = [
        (shati, '<b class="number">0</b>'),
        (shati, '<span class="h-text">اترك رد</span>'),
        (shati, "<p>لن يتم نشر عنوان بريدك الإلكتروني.</p>"),
        (jabal, "مقالات ذات صلة"),
        (waha, "هل تفضل قراءة الأخبار على الهاتف"),
        (madina, "إعلانات مبوبة"),
        (manara, "اشترك الآن لتصلك أهم القصص"),
    ]
    for paper, text in dirt:
        for printing in of_paper(paper):
            assert text in _page(printing.url).body.decode(paper.charset), (paper.key, text)
    whole = "".join(resource.body.decode("utf-8", "ignore") for resource in web(1).values())
    for trace in (
        '<span class="dropcap dropcap-simple">',
        ">علنت إدارة مستشفى",
        "وت عقد لجنة التتبع",
        "<p>و م ع/هـ</p>",
        "<p>الرباط (و م ع) - ",
        "<p>كتبت: ليال حداد</p>",
        "&amp;quot;",
        "&nbsp;",
        "\u06cc",
        "\ufefb",
        "اقرأ أيضًا: ",
        "تابعوا آخر الأخبار",
        "twitter-tweet",
    ):
        assert trace in whole, trace


def test_dates_are_printed_in_national_ways() -> None:
    moments = {paper.key: printed_date(paper, NOW, with_time=paper.key != "madina") for paper in PAPERS}
    assert moments == {
        "shati": "الأحد 30 نونبر 2025 - 20:00",
        "jabal": "30 تشرين الثاني 2025 | 20:00",
        "sahil": "الأحد ٣٠ نوفمبر ٢٠٢٥ - ٠٨:٠٠ م",
        "waha": "30 نوفمبر 2025، 20سا00",
        "madina": "الأحد 9 جمادى الآخرة 1447 هـ الموافق 30 نوفمبر 2025 م",
        "manara": "الأحد، 30 نوفمبر 2025 08:00 م",
    }


def test_the_second_edition_changes_one_article_and_what_announces_it() -> None:
    first, second = web(1), web(2)
    assert set(first) == set(second)
    changed = {key for key in first if first[key].etag != second[key].etag or first[key].changed != second[key].changed}
    updated = [printing for printing in printings(2) if printing.modified != printing.published]
    assert len(updated) == 1
    base = updated[0].paper.base
    announcing = {
        resource_key(url) for url in (f"{base}/feed/", f"{base}/sitemap_index.xml", f"{base}/post-sitemap-2025-11.xml")
    }
    own = {resource_key(updated[0].url), resource_key(f"{base}/print/{updated[0].number}")}
    assert changed == announcing | own


def test_the_update_is_announced_with_its_time() -> None:
    updated = next(printing for printing in printings(2) if printing.modified != printing.published)
    sitemap = f"{updated.paper.base}/post-sitemap-2025-11.xml"
    entry = next(link for link in parse_sitemap(_page(sitemap, 2).body, sitemap).links if link.url == updated.url)
    assert entry.lastmod == updated.modified_aware()


def test_robots_names_the_sitemaps_and_forbids_the_printed_copies() -> None:
    for paper in WITH_SITEMAP:
        lines = _page(f"{paper.base}/robots.txt").body.decode().splitlines()
        assert [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap")] == list(paper.sitemaps)
        assert "Disallow: /print/" in lines
        assert not any(line.lower().startswith("crawl-delay") for line in lines)


def test_the_web_is_the_same_every_time() -> None:
    bodies = {key: resource.body for key, resource in web(1).items()}
    web.cache_clear()
    assert {key: resource.body for key, resource in web(1).items()} == bodies

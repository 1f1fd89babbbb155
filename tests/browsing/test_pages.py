"""The pages through Datasette's own client, without a network."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from newscrawl.browsing.server import application
from newscrawl.browsing.texts import unstripped
from newscrawl.items import Article, Removal
from tests.browsing.made_archive import HOSTILE, OPENING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml.html import HtmlElement

pytest.importorskip("datasette", reason="the extra `browse` is not installed: pip install 'newscrawl[browse]'")


@pytest.fixture(scope="module")
def get(news: Path) -> Callable[..., Any]:
    datasette = application(news)

    def ask(path: str, **arguments: Any) -> Any:
        return asyncio.run(datasette.client.get(path, **arguments))

    return ask


@pytest.fixture(scope="module")
def page(get: Callable[..., Any]) -> Callable[[str], HtmlElement]:
    def read(path: str) -> HtmlElement:
        answer = get(path)
        assert answer.status_code == 200, answer.text
        return html.fromstring(answer.text)

    return read


def text_of(element: HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.cssselect(selector)]


def test_the_first_page_counts_and_leads_on(page: Any) -> None:
    first = page("/")
    assert text_of(first, ".figures dd") == ["3", "2", "1", "1", "1"]
    assert "2026-03-10" in text_of(first, ".days th")
    assert {"Who copies whom", "How fast", "Share of agency copy by site", "Articles a day", "Rejected pages by reason",
            "Articles without a sure date"} <= set(text_of(first, ".columns li a"))  # fmt: skip


def test_an_article_reads_as_one_with_what_was_stripped_on_demand(page: Any) -> None:
    found = page("/article/1")
    article = found.cssselect("article")[0]
    assert (article.get("dir"), article.get("lang")) == ("rtl", "ar")
    assert text_of(found, "h1") == ["افتتاح الجسر الجديد"]
    assert "مساء الجمعة" in text_of(article, ".body p")[0]
    assert "MAP" in text_of(article, ".about a")
    assert text_of(article, ".summary") == [], "a summary that only repeats the text is not shown"
    assert page("/article/3").cssselect("article")[0].get("dir") == "ltr"
    assert "date unknown; printed: الاثنين" in text_of(page("/article/3"), ".about")[0]


def test_what_was_stripped_stands_where_it_stood(page: Any) -> None:
    found = page("/article/1").cssselect("details.stripped")[0]
    assert found.get("open") is None
    assert [text.split()[0] for text in text_of(found, ".body p:first-child del")] == ["القاهرة"]
    assert text_of(found, ".body p:last-child") == ["تابعنا على فيسبوك !share"]
    assert text_of(found, "summary") == ["What was stripped (2) and repaired (1)"]
    assert text_of(found, ".repairs td") == ["ويبلـغ", "ويبلغ", "tatweel"]
    assert page("/article/2").cssselect("details.stripped") == []


def test_removals_that_do_not_fit_the_text_are_no_error() -> None:
    article = Article("u", "t", OPENING, removals=[Removal(0, 0, 14, "القاهرة، ومع: ", "dateline", "r@start"), Removal(
        1, 0, 6, "تابعنا", "share", "s")])  # fmt: skip
    parts = unstripped(article)
    assert [[(part.text, part.kind) for part in line] for line in parts] == [
        [("القاهرة، ومع: ", "dateline"), (OPENING, "")],
        [("تابعنا", "share")],
    ]
    article.removals[0].end = 13
    assert unstripped(article) == []


def test_versions_stand_side_by_side_with_the_changed_words_marked(page: Any) -> None:
    found = page("/article/1/compare")
    assert text_of(found, "del") == ["صباح الخميس"]
    assert text_of(found, "ins") == ["مساء الجمعة", "وأضافت الوزارة أن حفلا صغيرا سيقام."]
    options = text_of(found, "select[name=a] option")
    assert options[0].startswith("version 1, changed by the publisher later")
    assert any(option.endswith("copy on other") for option in options)


def test_a_copy_is_compared_with_the_article(page: Any) -> None:
    address = page("/cluster/1").cssselect(".timeline li.exact .title a, .timeline li.near .title a")[-1].get("href")
    found = page(address)
    assert text_of(found, "tr.title td") == ["افتتاح الجسر الجديد", "جسر جديد في القاهرة"]
    assert text_of(found, "tr.title del")
    assert text_of(found, "tr.title ins")


def test_a_cluster_shows_its_copies_in_time_order(page: Any) -> None:
    found = page("/cluster/1")
    assert text_of(found, ".timeline .about > bdi:first-child") == ["paper", "third", "other"]
    assert [when.rpartition("UTC ")[2] for when in text_of(found, ".timeline .when")[1:]] == ["+10 min", "+1 h 35 min"]


@pytest.mark.parametrize("query", ["القاهره", "الوَزارة", '"الجسر الجديد"', "مركب*", "الأشغال OR سمك"])
def test_searches_find_every_spelling(page: Any, query: str) -> None:
    found = page(f"/search?q={query}")
    assert "/article/1" in [link.get("href") for link in found.cssselect(".hits h2 a")]
    assert text_of(found, "mark")


def test_searches_are_narrowed_and_say_what_is_wrong(page: Any) -> None:
    assert len(page("/search?q=الجسر&site=paper&since=2026-03-10&agency=MAP").cssselect(".hits li")) == 1
    assert page("/search?q=الجسر&since=2026-03-11").cssselect(".hits li") == []
    assert text_of(page("/search?q=الجسر&since=أمس"), ".message-error") == ["أمس is no day: write it as 2026-03-10"]
    assert text_of(page("/search?q=مستنقعات"), ".note") == ["Nothing matches."]
    assert page("/search?q=الجسر&page=49").cssselect(".hits li") == []
    assert len(page("/search?q=الجسر&page=٩٩9999999999").cssselect(".hits li")) == 1
    assert page('/search?q="((* NOT').cssselect(".hits li") == []


def test_the_search_box_of_the_table_and_plain_sql_search_alike(get: Any) -> None:
    for query in ("القاهره", "الوَزارة"):
        rows = get(f"/news/articles.json?_search={query}&_shape=array").json()
        assert [row["id"] for row in rows] == [1]
    sql = "select rowid from articles_fts where articles_fts match arabic_match('الوِزارة')"
    assert get(f"/news.json?sql={sql}&_shape=array").json() == [{"rowid": 1}]
    assert get("/news.json?sql=select arabic_fold('الأُمّة') as folded&_shape=array").json() == [{"folded": "الامه"}]


def test_the_list_of_articles_has_its_facets(page: Any) -> None:
    found = page("/news/articles")
    columns = {facet.get("data-column") for facet in found.cssselect(".facet-info")}
    assert columns == {"site", "agencies", "section", "published_date"}
    assert len(found.cssselect(".cards li")) == 3
    assert len(page("/news/articles?agencies__arraycontains=MAP").cssselect(".cards li")) == 1


def test_every_offered_query_runs_and_answers(get: Any) -> None:
    answers = {}
    for name in json.loads(get("/-/metadata.json").text)["databases"]["news"]["queries"]:
        suffix = "&words=الجسر" if name == "search-sql" else ""
        answers[name] = get(f"/news/{name}.json?_shape=array{suffix}").json()
    assert all(answers.values()), answers
    assert {(row["original_site"], row["copy_site"]) for row in answers["who-copies-whom"]} == {
        ("paper", "other"), ("paper", "third")}  # fmt: skip
    assert [(row["copy_site"], row["median_minutes"]) for row in answers["how-fast"]] == [("third", 10), ("other", 95)]
    assert answers["rejects-by-reason"][0]["reason"] == "listing"
    assert [row["id"] for row in answers["dates-unknown"]] == [3]
    assert {row["site"]: row["agency_percent"] for row in answers["agency-share"]}["other"] == 100.0


ADDRESSES = ["/", "/article/2", "/article/2/compare", "/cluster/2", "/search?q=عنوان", "/news/articles", "/news",
             "/news/articles/2", "/news/articles?_search=عنوان", "/news/dates-unknown", "/news/pages",
             "/search?q=<script>alert(1)</script>", "/article/2/compare?a=<script>&b=%22><script>"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_a_page_becomes_markup(get: Any, page: Any, address: str) -> None:
    found = page(address)
    own = [
        script for script in found.iter("script") if "stolen" in (script.text or "") or "alert(" in (script.text or "")
    ]
    assert own == []
    assert found.cssselect("img, [onerror], td b, h1 b, h2 b, article b, article i") == []
    assert [link for link in found.cssselect("[href], [src]") if "javascript:" in str(link.attrib)] == []


def test_a_hostile_title_is_shown_as_it_is(page: Any) -> None:
    assert text_of(page("/article/2"), "h1") == [HOSTILE]
    assert HOSTILE in text_of(page("/news/articles"), ".cards h2")


def test_numbers_that_are_not_there_are_page_404(get: Any) -> None:
    for address in ("/article/99", "/article/99/compare", "/cluster/99", "/article/999999999999999999"):
        assert get(address).status_code == 404


def test_only_this_machine_is_answered_and_nothing_is_loaded_from_elsewhere(get: Any) -> None:
    assert get("/", headers={"Host": "news.attacker.example"}).status_code == 421
    assert get("/", headers={"Host": "127.0.0.1:8001"}).status_code == 200
    answer = get("/article/1")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_archive_is_only_read(get: Any) -> None:
    assert get("/news.json?sql=delete from articles").status_code == 400
    assert get("/news/articles.json?_shape=array").json()


def test_private_tables_are_not_offered(page: Any) -> None:
    shown = {link.text_content() for link in page("/news").cssselect(".db-table h3 a, h2 a")}
    assert {"articles", "copies", "rejects"} <= shown
    assert not {name for name in shown if name.startswith(("archive_", "dedup_", "boilerplate_", "articles_fts", "_"))}


def test_cells_take_their_direction_from_their_text(get: Any) -> None:
    style = get("/browsing/browsing.css").text
    assert "unicode-bidi: plaintext" in style
    assert "text-align: start" in style
    assert "http" not in style

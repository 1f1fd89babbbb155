"""JSON APIs: answers of declared shapes read, and the addresses that follow."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.json_api import JsonApi, NotTheApi, parse_json_api

BY_TOKEN = JsonApi(
    url="https://api.paper.test/latest.json?section=2&token={token}&size=2",
    items="contentItems",
    link="https://www.paper.test{sectionUrl}/{id}-{slug}",
    title="headline",
    published="date",
    summary="summary",
    next_token="nextPageToken",
    per_page=2,
)
ARC = JsonApi(
    url="https://paper.test/pf/api/v3/content/fetch/stories?offset={offset}&size=3",
    items="content_elements",
    link="{canonical_url|website_url}",
    title="headlines.basic",
    published="display_date|first_publish_date",
    modified="last_updated_date",
    text="content_elements.content",
    per_page=3,
)
BY_PAGE = JsonApi(
    url="https://api.paper.test/list/economics/{page}",
    items="data",
    link="https://paper.test{PostingURL}",
    published="RelativeTime",
)


def answer(value: Any, api: JsonApi) -> Any:
    return parse_json_api(json.dumps(value, ensure_ascii=False).encode(), "https://api.paper.test/x", api)


def test_a_list_with_a_token() -> None:
    items = [
        {
            "id": 170001,
            "slug": "اجتماع-وزاري",
            "sectionUrl": "/business",
            "headline": "<b>اجتماع</b> وزاري &quot;عاجل&quot;",
            "date": "2024-07-09T14:06:38+03:00",
            "summary": "نبذة",
        },
        {"id": 170002, "slug": None, "sectionUrl": "/business", "headline": "بلا عنوان"},
    ]
    found = answer({"contentItems": items, "nextPageToken": 1720523198000}, BY_TOKEN)
    (link,) = found.links
    assert link.url.startswith("https://www.paper.test/business/170001-%D8%A7")
    assert (link.title, link.source, link.summary, link.text) == ('اجتماع وزاري "عاجل"', "rest", "نبذة", None)
    assert link.published is not None
    assert link.published.isoformat() == link.published_raw == "2024-07-09T14:06:38+03:00"
    assert found.items == 2
    assert BY_TOKEN.first() == "https://api.paper.test/latest.json?section=2&size=2"
    assert BY_TOKEN.after(1, found) == "https://api.paper.test/latest.json?section=2&token=1720523198000&size=2"


def test_texts_of_many_elements_are_one() -> None:
    item = {
        "canonical_url": "/سياسة/خبر-مهم/",
        "headlines": {"basic": "خبر مهم"},
        "first_publish_date": "2024-07-09T11:06:38Z",
        "last_updated_date": "2024-07-09",
        "content_elements": [
            {"type": "text", "content": "<p>الفقرة الأولى.</p>"},
            {"type": "image", "caption": "صورة"},
            {"type": "text", "content": "<p>الفقرة الثانية.</p>"},
        ],
    }
    (link,) = answer({"content_elements": [item, "سطر", None]}, ARC).links
    assert link.url.startswith("https://api.paper.test/%D8%B3")
    assert (link.title, link.text) == ("خبر مهم", "<p>الفقرة الأولى.</p>\n<p>الفقرة الثانية.</p>")
    assert link.published == datetime(2024, 7, 9, 11, 6, 38, tzinfo=UTC)
    assert (link.lastmod, link.lastmod_is_day) == (datetime(2024, 7, 9, tzinfo=UTC), True)


@pytest.mark.parametrize("moment", [1720523198, "1720523198", 1720523198000])
def test_numbers_since_1970_become_iso(moment: int | str) -> None:
    (link,) = answer({"data": [{"PostingURL": "/Web/News/2024/7/9.html", "RelativeTime": moment}]}, BY_PAGE).links
    assert link.url == "https://paper.test/Web/News/2024/7/9.html"
    assert link.published == datetime(2024, 7, 9, 11, 6, 38, tzinfo=UTC)
    assert link.published_raw == "2024-07-09T11:06:38+00:00"


def test_a_date_without_a_zone_stays_a_text() -> None:
    (link,) = answer({"data": [{"PostingURL": "/a", "RelativeTime": "9 تموز 2024"}]}, BY_PAGE).links
    assert (link.published_raw, link.published) == ("9 تموز 2024", None)


def test_a_list_inside_a_list() -> None:
    api = JsonApi(url="https://a.test/", items="data.result.1.data", link="https://a.test/article/{id}", title="title")
    value = {"data": {"result": [{"data": []}, {"data": [{"id": 5, "title": "خبر"}]}]}}
    assert [(link.url, link.title) for link in answer(value, api).links] == [("https://a.test/article/5", "خبر")]
    assert [link.url for link in answer([{"id": 7}], JsonApi(url="https://a.test/", link="/article/{id}")).links] == [
        "https://api.paper.test/article/7"
    ]


AFTER = [
    (ARC, 1, 3, "", "https://paper.test/pf/api/v3/content/fetch/stories?offset=3&size=3"),
    (ARC, 4, 3, "", "https://paper.test/pf/api/v3/content/fetch/stories?offset=12&size=3"),
    (ARC, 1, 2, "", None),  # not full: the last
    (BY_PAGE, 9, 1, "", "https://api.paper.test/list/economics/10"),
    (BY_PAGE, 9, 0, "", None),
    (BY_TOKEN, 1, 2, "", None),
    (BY_TOKEN, 1, 2, "a/b c", "https://api.paper.test/latest.json?section=2&token=a%2Fb%20c&size=2"),
    (JsonApi(url="https://a.test/all.json", link="{url}"), 1, 50, "", None),
]


@pytest.mark.parametrize(("api", "page", "items", "token", "expected"), AFTER)
def test_the_next_address(api: JsonApi, page: int, items: int, token: str, expected: str | None) -> None:
    found = answer({"contentItems": [], "content_elements": [], "data": []}, api) if api.items else answer([], api)
    assert api.after(page, type(found)([], items, token)) == expected


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html>Access Denied</html>", "no JSON"),
        (b"", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"message": "no"}', "no list at `data`"),
        (b'{"data": {"a": 1}}', "no list at `data`"),
        (b'"text"', "no list at `data`"),
    ],
)
def test_other_answers_are_refused(body: bytes, why: str) -> None:
    with pytest.raises(NotTheApi, match=why):
        parse_json_api(body, "https://a.test/", BY_PAGE)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[::", "mailto:a@b.test", "//", ""])
def test_addresses_that_are_none(address: str) -> None:
    assert answer([{"url": address}], JsonApi(url="https://a.test/", link="{url}")).links == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["data", "PostingURL", "RelativeTime", "0"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_JSON)
@settings(max_examples=150)
def test_any_json_gives_links_or_a_refusal(value: Any) -> None:
    try:
        found = answer(value, BY_PAGE)
    except NotTheApi:
        return
    assert all(link.url.startswith("http") for link in found.links)

"""JSON-LD as pages break it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extraction.jsonld import find_article, read_jsonld, text_of

PLAIN = '{"@context":"https://schema.org","@type":"NewsArticle","headline":"عنوان","datePublished":"2024-03-12"}'


@pytest.mark.parametrize(
    "script",
    [
        PLAIN,
        f"\ufeff{PLAIN}",
        f"<![CDATA[\n{PLAIN}\n]]>",
        f"//<![CDATA[\n{PLAIN}\n//]]>",
        f"/*<![CDATA[*/{PLAIN}/*]]>*/",
        f"<!-- {PLAIN} -->",
        f"{PLAIN};",
        PLAIN.replace('"', "&quot;"),
        PLAIN.replace('"2024-03-12"}', '"2024-03-12",}'),
        PLAIN.replace("عنوان", "عنوان").replace('","date', '"\n"date'),
        PLAIN.replace('"headline"', '"description":"قال "الوزير" إن\nالأمر \t\x01 انتهى","headline"'),
        PLAIN.replace('"headline"', '"description":"مسار C:\\صور \\x","headline"'),
        '{"@type":"WebSite","name":"موقع"}' + PLAIN,
        f'{{"@type":"WebSite","name":"موقع"}},{PLAIN}',
        f'[{{"@type":"BreadcrumbList"}},{PLAIN}]',
        f'{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage"}},{PLAIN}]}}',
        f'{{"@type":"WebPage","mainEntity":{PLAIN}}}',
        PLAIN.replace('"NewsArticle"', '["Thing","http://schema.org/NewsArticle"]'),
    ],
)
def test_article_is_found(script: str) -> None:
    article = find_article(read_jsonld([script]))
    assert article.get("headline") == "عنوان"
    assert article.get("datePublished") == "2024-03-12"


def test_quotes_within_a_text_stay_in_it() -> None:
    script = PLAIN.replace('"headline":"عنوان"', '"headline":"عنوان","description":"قال "الوزير" أمس"')
    assert find_article(read_jsonld([script]))["description"] == 'قال "الوزير" أمس'


def test_the_fullest_of_several_articles_wins() -> None:
    poor = '{"@type":"Article","headline":"آخر"}'
    assert find_article(read_jsonld([poor, PLAIN]))["headline"] == "عنوان"


@pytest.mark.parametrize("script", ["", "[]", "null", "not json", "{" * 5000, '{"a":' * 3000, '{"@type":"NewsArticle"'])
def test_no_article_and_no_exception(script: str) -> None:
    assert find_article(read_jsonld([script])) == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  سعيد   المرابط ", "سعيد المرابط"),
        ({"@type": "Person", "name": "سعيد"}, "سعيد"),
        ([{"name": ["سعيد"]}], "سعيد"),
        ("قال &quot;نعم&quot;", 'قال "نعم"'),
        (None, None),
        (12, None),
        ([], None),
    ],
)
def test_text_of(value: Any, text: str | None) -> None:
    assert text_of(value) == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='{}[]",:\\ \nab@typeعن0', max_size=80))
def test_any_text_gives_objects(script: str) -> None:
    assert all(isinstance(found, dict) for found in read_jsonld([script]))


def test_of_several_articles_the_one_with_the_pages_headline_counts() -> None:
    related = {
        "@type": "NewsArticle", "headline": "خبر آخر عن الميناء", "datePublished": "2024-02-01",
        "author": {"name": "منى"}, "image": "x.jpg",
    }  # fmt: skip
    own = {"@type": "NewsArticle", "headline": "البلدية تفتح السوق القديم", "datePublished": "2024-03-05"}
    objects = read_jsonld([json.dumps({"@type": "ItemList", "itemListElement": [{"item": related}]}), json.dumps(own)])
    assert find_article(objects) == related
    assert find_article(objects, [None, "البلدية تفتح السوق القديم - جريدة الساحل"]) == own
    assert find_article(objects, ["عنوان لا يذكره أحد"]) == related

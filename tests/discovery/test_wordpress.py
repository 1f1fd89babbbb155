"""WordPress REST: addresses asked for and answers read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.discovery.wordpress import NotPosts, parse_posts, posts_url

URL = "https://news.test/wp-json/wp/v2/posts"


def post(**changes: Any) -> dict[str, Any]:
    return {
        "id": 101,
        "date": "2024-07-09T12:06:38",
        "date_gmt": "2024-07-09T11:06:38",
        "modified_gmt": "2024-07-09T13:00:00",
        "link": "https://news.test/101.html",
        "title": {"rendered": "افتتاح &#8220;الميناء&#8221; &#8230;"},
        "excerpt": {"rendered": "<p>نبذة</p>\n", "protected": False},
        "content": {"rendered": "<p>النص الكامل</p>\n", "protected": False},
    } | changes


def test_posts() -> None:
    (link,) = parse_posts(json.dumps([post()]).encode(), URL)
    assert (link.url, link.source, link.title) == ("https://news.test/101.html", "rest", "افتتاح “الميناء” …")
    assert link.published is not None
    assert link.published.isoformat() == link.published_raw == "2024-07-09T12:06:38+01:00"
    assert link.lastmod == datetime(2024, 7, 9, 13, tzinfo=UTC)
    assert (link.summary, link.text) == ("<p>نبذة</p>", "<p>النص الكامل</p>")


DATES = [
    ({"date_gmt": None}, "2024-07-09T12:06:38", None),
    ({"date_gmt": "0000-00-00T00:00:00"}, "2024-07-09T12:06:38", None),
    ({"date": None}, "2024-07-09T11:06:38+00:00", "2024-07-09T11:06:38+00:00"),
    ({"date": "2024-07-12T12:06:38"}, "2024-07-12T12:06:38", "2024-07-09T11:06:38+00:00"),
    ({"date": "2024-07-09T15:36:38"}, "2024-07-09T15:36:38+04:30", "2024-07-09T15:36:38+04:30"),
    ({"date": None, "date_gmt": 5}, None, None),
]


@pytest.mark.parametrize(("changes", "raw", "published"), DATES)
def test_dates(changes: dict[str, Any], raw: str | None, published: str | None) -> None:
    (link,) = parse_posts(json.dumps([post(**changes)]).encode(), URL)
    assert link.published_raw == raw
    assert (link.published.isoformat() if link.published else None) == published


def test_what_is_left_out() -> None:
    posts = [
        post(link=""),
        post(link=None),
        post(status="draft"),
        "x",
        post(content={"rendered": "", "protected": True}),
        {},
    ]
    (link,) = parse_posts(json.dumps(posts).encode(), URL)
    assert link.text is None


def test_noise_before_the_json() -> None:
    body = "\ufeff<br />\n<b>Warning</b>: Undefined [array] key in /x.php\n" + json.dumps([post()])
    assert len(parse_posts(body.encode(), URL)) == 1
    assert parse_posts(b"\n[]\n", URL) == []


def test_error_codes() -> None:
    body = {"code": "rest_post_invalid_page_number", "message": "too far", "data": {"status": 400}}
    with pytest.raises(NotPosts) as caught:
        parse_posts(json.dumps(body).encode(), URL)
    assert caught.value.code == "rest_post_invalid_page_number"


@pytest.mark.parametrize("body", [b"", b"<html>", b"5", b"[" * 1_000_000, b'[{"' * 300_000, b"\xff\xfe"])
def test_no_posts(body: bytes) -> None:
    with pytest.raises(NotPosts):
        parse_posts(body, URL)


def test_addresses() -> None:
    url = posts_url("https://news.test/wp-json/", page=3, after=datetime(2021, 10, 1), before=datetime(2021, 11, 1))  # noqa: DTZ001 - the site's own clock
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    assert parts.path == "/wp-json/wp/v2/posts"
    assert (query["page"], query["per_page"], query["order"]) == (["3"], ["100"], ["desc"])
    assert (query["after"], query["before"]) == (["2021-10-01T00:00:00"], ["2021-11-01T00:00:00"])
    assert "content" in query["_fields"][0]
    plain = posts_url("https://news.test/index.php?rest_route=/", oldest_first=True)
    assert plain.startswith("https://news.test/index.php?rest_route=/wp/v2/posts&per_page=100")
    assert "order=asc" in plain
    other = posts_url("https://news.test/wp-json/?lang=ar")
    assert other.startswith("https://news.test/wp-json/wp/v2/posts?lang=ar&per_page=100")

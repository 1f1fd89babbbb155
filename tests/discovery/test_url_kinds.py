"""Kinds of URLs told by their look, and shapes learned from a site's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.url_kinds import classify_url
from newscrawl.discovery.url_shape import UrlShape

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = """
https://a.test/politique/490220.html
https://a.test/1265553.html
https://a.test/قصة-قصيرة-جدا-812345/
https://a.test/الوزير-يستقبل-وفدا-رفيعا-من-البرلمان/
https://a.test/details-123456.html
https://a.test/permalink/12345.html
https://a.test/ar/articles/details/123456/عنوان.html
https://a.test/عنوان-الخبر-هنا_a12345.html
https://a.test/2024/05/عنوان/
https://a.test/politique/exemple_43RR2OHFXJGSDH3BGUAPNRNSLQ/
https://a.test/press/article/12345/عنوان/
https://a.test/ar/sport/12345-2024-05-01-10-00-00
https://a.test/rttdetail-84167.asp
https://a.test/?q=node/1234
https://a.test/?p=1424
https://a.test/story/2020/8/24/عنوان/4943459
https://a.test/News/123456.aspx
https://a.test/news/details/12
https://a.test/news/view.aspx?cdate=01052024&id=0d5b2c0a-aaaa-bbbb-cccc-123456789012
https://a.test/page.aspx?pg=7&si=1&ni=69611&md=newsdetail
https://a.test/arabic/articles/c720dxj8dq8o
https://a.test/arabic/world-61825481
https://a.test/world/1712345-عنوان-خبر
https://a.test/ar/الشرق-الأوسط/20240501-عنوان-خبر
https://a.test/ar/عنوان/a-68912345
https://a.test/node/123456/سياسة/عنوان
https://a.test/20240501/عنوان-1088123456.html
https://a.test/Pages/Details/117999
https://a.test/local-section/other/2024-05-01-1.1845123
https://a.test/archives/123456
https://a.test/latest-news/2024/05/01/عنوان
https://a.test/N2091234
""".strip().splitlines()

OTHERS = """
https://a.test/ home
https://a.test home
https://a.test/politique listing
https://a.test/art-et-culture unknown
https://a.test/politique/index.2.html listing
https://a.test/page/2 listing
https://a.test/سياسة/page:7 listing
https://a.test/news?page=4 listing
https://a.test/category/سياسة/page/3 listing
https://a.test/categories/8-قضايا-وآراء-الكتاب listing
https://a.test/source/132 listing
https://a.test/section/سياسة listing
https://a.test/page.aspx?pg=7&si=1&md=news listing
https://a.test/Portal/13/أخبار.aspx listing
https://a.test/2024/5/1/ calendar
https://a.test/2024/05/ calendar
https://a.test/20240501/ calendar
https://a.test/2024-05-01 calendar
https://a.test/calendar/2024/05/01 calendar
https://a.test/calendar?month=5&year=2031 calendar
https://a.test/events/?date=2031-05-01 calendar
https://a.test/archive/2024/05 calendar
https://a.test/tag/المغرب tag
https://a.test/tags/خبر-طويل-جدا-عن-المغرب tag
https://a.test/arabic/topics/ckdxnj6g4znt?page=2 tag
https://a.test/author/ahmed_mohamed author
https://a.test/author/123456 author
https://a.test/?s=بحث search
https://a.test/search?q=خبر search
https://a.test/print/12345 print
https://a.test/123456.html?print=1 print
https://a.test/123456/?share=facebook share
https://a.test/خبر-طويل-جدا-هنا-اليوم/?replytocom=33 reply
https://a.test/2024/05/01/خبر/amp/ amp
https://a.test/feed/ feed
https://a.test/rss.xml feed
https://a.test/wp-login.php?redirect_to=x login
https://a.test/user/register author
https://a.test/login?returnurl=/a login
https://a.test/privacy-policy static
https://a.test/من-نحن static
https://a.test/%D8%A7%D8%AA%D8%B5%D9%84-%D8%A8%D9%86%D8%A7/ static
https://a.test/wp-content/uploads/2024/05/photo-of-the-day.jpg media
https://a.test/a/123456.pdf media
https://a.test/print-12345.html print
https://a.test/news/print.php?id=12345 print
https://a.test/Article/NewsPrint/12345 print
https://a.test/news/12345?view=print print
https://a.test/index.php?option=com_content&id=12345&tmpl=component print
https://a.test/index.php?option=com_mailto&link=0a1b2c3d4e5f share
https://a.test/tell_friend.php?nid=12345 share
https://a.test/news/12345/comments reply
https://a.test/خبر-طويل-جدا-هنا-اليوم/trackback/ reply
https://a.test/خبر-طويل-جدا-هنا-اليوم/attachment/12345/ media
https://a.test/index.php?option=com_content&view=category&id=12345 listing
https://a.test/section-12.html listing
https://a.test/tag-77123.html tag
https://a.test/?m=202405 calendar
https://a.test/?m=20240501 calendar
https://a.test/events/?tribe-bar-date=2031-05-01 calendar
https://a.test/ads/click.php?id=12345 static
https://a.test/vote.php?id=12345 static
https://a.test/news/12345?view=amp amp
""".strip().splitlines()


@pytest.mark.parametrize("url", ARTICLES)
def test_articles(url: str) -> None:
    assert classify_url(url) == "article"


@pytest.mark.parametrize("line", OTHERS)
def test_others(line: str) -> None:
    url, kind = line.split()
    assert classify_url(url) == kind


def test_hopeless_urls() -> None:
    assert classify_url("http://[x") == "invalid"
    assert classify_url("https://a.test/" + "a-" * 5000) == "invalid"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    classify_url(text)
    classify_url("https://a.test/" + text)
    UrlShape.learn([text, "https://a.test/" + text]).matches("https://a.test/" + text)


def test_declared_examples_of_known_sites(facts: Path) -> None:
    urls = [
        url
        for line in (facts / "sites.jsonl").read_text(encoding="utf-8").splitlines()
        for url in json.loads(line)["url_examples"] or []
    ]
    assert len(urls) > 20
    assert [url for url in urls if classify_url(url) != "article"] == []


SHAPES = [
    (  # any section before the id, the extension fixed
        [
            f"https://a.test/{section}/4902{n}0.html"
            for n, section in enumerate(["politique", "sport", "medias", "sport"])
        ],
        ["https://a.test/societe/1234567.html", "http://www.a.test/art-et-culture/55555.html"],
        [
            "https://a.test/politique",
            "https://a.test/sport/index.2.html",
            "https://a.test/490220.html",
            "https://a.test/sport/55555",
        ],
    ),
    (  # a word that never changes must stand there
        [f"https://a.test/article/266437{n}" for n in range(5)],
        ["https://a.test/article/3000001"],
        ["https://a.test/source/132", "https://a.test/source/266437", "https://a.test/tag/2664370"],
    ),
    (  # bare slugs: sections are shorter
        [
            f"https://a.test/{slug}/"
            for slug in (
                "وزير-الصحة-يفتتح-مستشفى-جديدا",
                "ارتفاع-أسعار-القمح-في-السوق",
                "فريق-المدينة-يفوز-بالكأس-مجددا",
            )
        ],
        ["https://a.test/الحكومة-تعلن-خطة-جديدة-للماء/"],
        ["https://a.test/سياسة/", "https://a.test/category/وزير-الصحة-يفتتح-مستشفى/", "https://a.test/من-نحن/"],
    ),
    (  # date and slug; one word of a slug is enough beside a date
        [f"https://a.test/2024/07/0{n}/خبر-طويل-من-أربع-كلمات/" for n in range(1, 6)],
        ["https://a.test/2025/12/31/خبر/", "https://a.test/2024/07/09/خبر-عن-عام-2024/"],
        ["https://a.test/2024/07/09/", "https://a.test/2024/07/", "https://a.test/خبر-طويل-من-أربع-كلمات/"],
    ),
    (  # ids in the query
        [f"https://a.test/page.aspx?pg=7&si={n}&ni=6961{n}&md=newsdetail" for n in range(5)],
        ["https://a.test/page.aspx?md=newsdetail&ni=70001&pg=7&si=33"],
        [
            "https://a.test/page.aspx?pg=7&si=1&md=news",
            "https://a.test/page.aspx",
            "https://a.test/default.aspx?pg=7&si=1&ni=5&md=x",
        ],
    ),
    (  # ids grow longer
        [f"https://a.test/news/{n}" for n in (101, 212, 999)],
        ["https://a.test/news/1001"],
        ["https://a.test/sport/1001", "https://a.test/news/"],
    ),
]


@pytest.mark.parametrize(("seen", "fitting", "others"), SHAPES)
def test_shapes(seen: list[str], fitting: list[str], others: list[str]) -> None:
    shape = UrlShape.learn(seen)
    assert shape
    assert [url for url in (*seen, *fitting) if not shape.matches(url)] == []
    assert [url for url in others if shape.matches(url)] == []


def test_a_few_strangers_teach_nothing() -> None:
    seen = [f"https://a.test/article/266437{n}" for n in range(300)]
    shape = UrlShape.learn(
        [*seen, "https://a.test/privacy-policy", "https://a.test/gallery/2024/5/x", "https://a.test/"]
    )
    assert shape.matches("https://a.test/article/7777777")
    assert not shape.matches("https://a.test/gallery/2024/5/y")


def test_too_few_make_no_shape() -> None:
    shape = UrlShape.learn(["https://a.test/article/2664370", "https://a.test/article/2664371"])
    assert not shape
    assert not shape.matches("https://a.test/article/2664370")
    assert not UrlShape.learn([])

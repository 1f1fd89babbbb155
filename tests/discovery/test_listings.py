"""Listings: which links are articles, what they are called, and where the listing goes on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from lxml import html

from newscrawl.discovery.feeds import parse_feed
from newscrawl.discovery.listings import find_entry_points, parse_listing
from newscrawl.discovery.url_shape import UrlShape

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://news.test/sport"

PAGE = """<html><head><base href="https://news.test/"></head><body>
<nav><a href="/">الرئيسية</a><a href="/politics">سياسة</a><a href="/video-2024-12345">فيديو</a></nav>
<main>
 <article><a href="/sport/101234.html?utm_source=home"><img src="x.jpg"></a>
  <h3><a href="/sport/101234.html">المنتخب يفوز على ضيفه بهدفين</a></h3>
  <time datetime="2024-07-09T11:06:38+01:00">منذ ساعة</time><p>ملخص قصير للخبر</p>
  <a href="/sport/101234.html#comments">3 تعليقات</a><a href="/sport/101234.html?print=1">طباعة</a>
  <a href="https://share.test/?u=https://news.test/sport/101234.html">شارك</a></article>
 <article><a href="/sport/101235.html" title="عودة الدوري بعد توقف طويل">اقرأ المزيد</a></article>
 <article><a href="/sport/101236.html"><h2>» لقاء مع مدرب الفريق الأول</h2><span>رياضة</span>
  <p>نبذة طويلة</p></a></article>
 <article><h4>وداعا</h4><a href="/sport/101237.html"><img src="y.jpg"></a></article>
 <article><a href="/sport/101238.html/amp/">خبر بنسخته السريعة فقط هنا</a></article>
</main>
<aside><a href="/tag/المنتخب">المنتخب الوطني لكرة القدم للشباب</a>
 <a href="/calendar?month=8&amp;year=2031">التالي</a><a href="/2024/06/">« يونيو</a>
 <a href="/author/99999">كاتب المقال الأسبوعي في الصحيفة</a><a href="javascript:void(0)">x</a>
 <a href="mailto:a@b.test">x</a>
 <a href="/sport/101235.html?replytocom=5">رد</a>
 <a href="/files/report-2024-55555.pdf">التقرير السنوي الكامل للعام الماضي</a>
 <a href="https://other.test/sport/55555.html">خبر من موقع آخر تماما هنا</a></aside>
<div class="pagination"><a href="/sport">1</a><a href="/sport/page/2">2</a><a href="/sport/page/3">٣</a>
 <a class="next" href="/sport/page/2">التالي »</a><a href="/sport/page/40">الأخيرة</a></div>
<footer><a href="/privacy-policy">سياسة الخصوصية</a><a href="/feed">RSS</a></footer></body></html>"""


def test_a_section_page() -> None:
    listing = parse_listing(html.fromstring(PAGE), URL)
    assert [(link.url.removeprefix("https://news.test"), link.title) for link in listing.links] == [
        ("/sport/101234.html", "المنتخب يفوز على ضيفه بهدفين"),
        ("/sport/101235.html", "عودة الدوري بعد توقف طويل"),
        ("/sport/101236.html", "لقاء مع مدرب الفريق الأول"),
        ("/sport/101237.html", "وداعا"),
        ("/sport/101238.html/amp/", "خبر بنسخته السريعة فقط هنا"),
    ]
    first = listing.links[0]
    assert first.source == "listing"
    assert first.published is not None
    assert first.published_raw == first.published.isoformat() == "2024-07-09T11:06:38+01:00"
    assert listing.links[1].published_raw is None
    assert listing.next_pages == ["https://news.test/sport/page/2", "https://news.test/sport/page/3"]
    for kind in ("tag", "calendar", "author", "media", "static", "feed", "foreign"):
        assert listing.skipped[kind] >= 1


def test_the_sites_pattern_decides() -> None:
    listing = parse_listing(html.fromstring(PAGE), URL, article_pattern=r"^https://news\.test/(?:video-|politics$)")
    assert [link.url for link in listing.links] == ["https://news.test/politics", "https://news.test/video-2024-12345"]


def test_a_pattern_in_arabic_letters() -> None:
    tree = html.fromstring('<body><a href="/%D8%AE%D8%A8%D8%B1/7">س</a></body>')
    assert len(parse_listing(tree, URL, article_pattern="/خبر/").links) == 1


def test_the_learned_shape_decides() -> None:
    tree = html.fromstring(
        """<body><a href="/news/7">قصير</a><a href="/source/8">اسم مصدر طويل من ست كلمات</a>
        <a href="/video/2024/05/05/x">عنوان طويل لمقطع مصور من ست كلمات</a>
        <a href="/video/2024/05/06/y">قصير</a></body>"""
    )
    shape = UrlShape.learn(f"https://news.test/news/{n}" for n in range(1, 9))
    assert [link.url for link in parse_listing(tree, URL, shape=shape).links] == [
        "https://news.test/news/7",
        "https://news.test/video/2024/05/05/x",
    ]


PRINTED = [
    ('<small class="text-muted time">الجمعة 20 نونبر 2020 - 09:00</small>', "2020-11-20"),
    ('<span class="date-card">20/11/2020</span>', "2020-11-20"),
    ('<div class="post-date">منذ ساعتين</div>', "2024-07-09"),
    ('<div class="post-date">منذ 3 أيام</div>', "2024-07-06"),
    ('<span class="entry_date">٢٠ تشرين الثاني ٢٠٢٠</span>', "2020-11-20"),
    ("<time>20 نوفمبر 2020</time>", "2020-11-20"),
    ('<time datetime="2020-11-20T23:30:00+01:00">منذ ساعة</time><i class="date">19 نوفمبر 2020</i>', "2020-11-20"),
    ('<span class="duration time">12:30</span>', None),
    ('<span class="views">20/11/2020</span>', None),
    ('<span class="updated">2020</span>', None),
    ('<p class="date">' + "كلام " * 20 + "20/11/2020</p>", None),
    ("", None),
]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(("printed", "day"), PRINTED)
def test_dates_that_cards_print(printed: str, day: str | None, inside: bool) -> None:
    card = '<div class="card"><a href="/خبر-{0}.html">عنوان طويل لخبر من الأخبار{1}</a>{2}</div>'
    other = card.format("777777", "", '<span class="date">1 يناير 2019</span>')
    own = card.format("888888", printed if inside else "", "" if inside else printed)
    now = datetime(2024, 7, 9, 12, tzinfo=UTC)
    links = parse_listing(
        html.fromstring(f"<main>{other}{own}</main>"), URL, now=now, timezone="Africa/Casablanca"
    ).links
    assert [link.url[-11:-5] for link in links] == ["777777", "888888"]
    assert str(links[0].day) == "2019-01-01"
    assert str(links[1].day) == str(day)
    assert parse_listing(html.fromstring(f"<main>{other}</main>"), URL).links[0].day is None


PAGINATION = [
    ("https://a.test/x", '<a href="/x?page=2">الصفحة التالية</a>', ["/x?page=2"]),
    ("https://a.test/x?page=2", '<a href="/x?page=1">السابق</a><a href="/x?page=3">التالي</a>', ["/x?page=3"]),
    ("https://a.test/x/page/2/", '<a href="/x/page/3/">المقالات السابقة</a>', ["/x/page/3/"]),
    ("https://a.test/x/page/2/", '<a href="/x/">السابق</a>', []),
    ("https://a.test/x/page/2/", '<a href="/x/page/1/">التالي</a>', []),
    ("https://a.test/x", '<link rel="next" href="/x/page/2/">', ["/x/page/2/"]),
    (
        "https://a.test/x_r1.html",
        '<a href="/x_r1.html?start=20">2</a><a href="/x_r1.html?start=40">3</a>',
        ["/x_r1.html?start=20", "/x_r1.html?start=40"],
    ),
    (
        "https://a.test/r.php?p=11",
        '<a href="/r.php">1</a><a href="/r.php?p=11">2</a><a href="/r.php?p=21">3</a>',
        ["/r.php?p=21"],
    ),
    ("https://a.test/x", '<a href="/x?page=0">1</a><a href="/x?page=1">2</a>', ["/x?page=1"]),
    ("https://a.test/x/", '<a href="/x/index.1.html">1</a><a href="/x/index.2.html">2</a>', ["/x/index.2.html"]),
    (
        "https://a.test/x/index.3.html",
        '<a href="/x/index.2.html">2</a><a href="/x/index.4.html">4</a>',
        ["/x/index.4.html"],
    ),
    ("https://a.test/ar/x/3", '<a href="/ar/x/4">»</a><a href="/ar/x/2">«</a>', ["/ar/x/4"]),
    ("https://a.test/x", '<a href="/x/2">2</a><a href="/x/77">أخبار اليوم</a>', ["/x/2"]),
    ("https://a.test/x", '<a href="/x?paged=2">عرض المزيد</a><a href="/y">المزيد</a>', ["/x?paged=2"]),
    ("https://a.test/x", '<a href="/x?before=1720523198">التالي</a>', ["/x?before=1720523198"]),
    ("https://a.test/x", '<a href="/x/page/265/">265</a><a href="/x/page/2/">2</a>', ["/x/page/2/", "/x/page/265/"]),
    ("https://a.test/", '<a href="/page/2/?s">2</a>', []),
    ("https://a.test/?s=", '<a href="/page/2/?s">2</a>', ["/page/2/?s"]),
    ("https://a.test/x", '<a href="/calendar?month=6">التالي</a><a href="/2024/06">التالي</a>', []),
    ("https://a.test/x", '<a href="/x/12345.html">التالي</a>', []),
    ("https://a.test/x", '<a href="https://b.test/x?page=2">التالي</a><a href="#">التالي</a>', []),
    ("https://a.test/?p=1424", '<a rel="next" href="/?p=1427">التالي</a>', []),
    ("https://a.test/x?page=2", '<a href="/x?page=99999999999">3</a>', []),
]


@pytest.mark.parametrize(("url", "links", "expected"), PAGINATION)
def test_pagination(url: str, links: str, expected: list[str]) -> None:
    listing = parse_listing(html.fromstring(f"<html><body>{links}</body></html>"), url)
    assert listing.next_pages == [f"https://a.test{path}" for path in expected]


AJAX = "https://a.test/?action=ajax_listing&paged={}"
CARDS = "".join(
    f'<div class="card"><a href="/خبر-طويل-{n}-41000{n}.html" title="عنوان طويل لخبر رقم {n}"></a></div>'
    for n in (1, 2)
)
COUNTED = [
    (AJAX.format(1), CARDS, [AJAX.format(2)]),
    (AJAX.format(41), CARDS, [AJAX.format(42)]),
    ("https://a.test/load.php?type=x&page=7&id=3", CARDS, ["https://a.test/load.php?type=x&page=8&id=3"]),
    (AJAX.format(9), "", []),  # the end: no card
    ("https://a.test/sport", CARDS, []),
    ("https://a.test/x?start=20", CARDS, []),  # nobody says how wide a step is
    ("https://a.test/x?page=9", CARDS + '<a href="/x?page=8">السابق</a>', []),  # its links say that it is the last
    ("https://a.test/x?page=9&paged=2", CARDS, []),
]


@pytest.mark.parametrize(("url", "body", "expected"), COUNTED)
def test_a_listing_without_links_to_its_pages_is_counted_on(url: str, body: str, expected: list[str]) -> None:
    assert parse_listing(html.fromstring(f"<div>{body}</div>"), url).next_pages == expected


COPIES = [
    (["https://m.a.test/news/12345", "https://www.a.test/news/12345"], "https://www.a.test/news/12345"),
    (["https://www.a.test/news/12345", "https://m.a.test/news/12345"], "https://www.a.test/news/12345"),
    (["https://a.test/news/12345?print=1", "https://a.test/news/12345"], "https://a.test/news/12345"),
    (["https://a.test/news/12345/?share=facebook", "https://a.test/news/12345/"], "https://a.test/news/12345/"),
    (["https://a.test/news/12345?PHPSESSID=abc", "https://a.test/news/12345#c"], "https://a.test/news/12345"),
    (["https://a.test/news/12345;jsessionid=F3A", "https://a.test/news/12345"], "https://a.test/news/12345"),
    (["https://a.test/news/12345?utm_source=x", "https://a.test/news/12345?fbclid=y"], "https://a.test/news/12345"),
    (["https://m.a.test/news/12345"], "https://m.a.test/news/12345"),
]


@pytest.mark.parametrize(("addresses", "expected"), COPIES)
def test_the_same_article_in_other_dress_is_one_link(addresses: list[str], expected: str) -> None:
    anchors = "".join(f'<a href="{address}">عنوان طويل لخبر اليوم</a>' for address in addresses)
    links = parse_listing(html.fromstring(f"<div>{anchors}</div>"), "https://www.a.test/").links
    assert [link.url for link in links] == [expected]


def test_traps_beside_the_articles() -> None:
    """A tag cloud of long phrases, a calendar, a poll, forms and logins: only the articles are links."""
    words = "عبارة طويلة من خمس كلمات"
    traps = [
        *(f"/tag/عبارة-طويلة-من-خمس-كلمات-{n}" for n in range(20)),
        *(f"/2031/05/{day:02d}/" for day in range(1, 29)),
        *(f"/?m=203105{day:02d}" for day in range(1, 29)),
        *(f"/author/{n}99999" for n in range(1, 9)),
        *("/vote.php?id=55501", "/poll/55502", "/print-55503.html", "/news/55504/comments", "/sendtofriend/55505"),
        *("/ads/click.php?id=55506", "/login?back=55507", "/rss.php?id=55508", "/search?q=55509", "/files/55510.pdf"),
        *("/index.php?option=com_mailto&link=55511", "/news/55512/?replytocom=5", "/news.php?cat=55513"),
    ]
    articles = [f"/news/7000{n}" for n in range(1, 9)]
    anchors = "".join(f'<a href="{path}">{words}</a>' for path in [*traps[::2], *articles, *traps[1::2]])
    listing = parse_listing(html.fromstring(f"<div>{anchors}</div>"), "https://a.test/")
    assert [link.url for link in listing.links] == [f"https://a.test{path}" for path in articles]
    assert listing.next_pages == []
    assert sum(listing.skipped.values()) == len(traps)


def test_an_endless_calendar_leads_nowhere() -> None:
    for month in range(1, 13):
        page = f"""<body><a href="/calendar/2031/{month + 1}">التالي</a><a href="/calendar/2031/{month - 1}">السابق</a>
        <a rel="next" href="/calendar?month={month + 1}&year=2031">›</a>
        {"".join(f'<a href="/calendar/2031/{month}/{day}">{day}</a>' for day in range(1, 29))}</body>"""
        listing = parse_listing(html.fromstring(page), f"https://a.test/calendar/2031/{month}")
        assert listing.links == []
        assert listing.next_pages == []
        assert listing.skipped["calendar"] >= 29


def test_entry_points() -> None:
    page = """<html><head>
    <link rel="alternate" type="application/rss+xml" title="التجربة &raquo; الخلاصة" href="/feed/">
    <link rel="alternate" type="application/rss+xml" title="التجربة &raquo; خلاصة التعليقات" href="/comments/feed/">
    <link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">
    <link rel="alternate" type="text/xml+oembed" href="/wp-json/oembed/1.0/embed?url=x&amp;format=xml">
    <link rel="alternate" title="JSON" type="application/json" href="https://news.test/wp-json/wp/v2/categories/5">
    <link rel="alternate" hreflang="fr" href="https://fr.news.test/">
    <link rel="alternate" type="application/feed+json" href="/feed.json">
    <link rel="https://api.w.org/" href="https://news.test/wp-json/"><link rel="sitemap" href="/map.xml">
    </head><body><a href="/rss/section/6">RSS</a><a href="https://other.test/feed">x</a>
    <a href="/sitemap_index.xml">خريطة</a>
    <a href="/feed/">x</a><a href="feed/rss.aspx">x</a><a href="/feedback">x</a></body></html>"""
    found = find_entry_points(html.fromstring(page), "https://news.test/")
    assert found.feeds == [
        f"https://news.test/{path}" for path in ("feed/", "feed.json", "rss/section/6", "feed/rss.aspx")
    ]
    assert found.sitemaps == ["https://news.test/map.xml", "https://news.test/sitemap_index.xml"]
    assert found.rest == ["https://news.test/wp-json/"]


def test_no_links_at_all() -> None:
    listing = parse_listing(html.fromstring("<p>نص</p>"), URL)
    assert (listing.links, listing.next_pages) == ([], [])


HOSTILE = [
    '<a href="' + "/a" * 400_000 + '">x</a>',
    "<a href='/1'>" + "كلمة " * 150_000 + "</a>",
    "".join(f"<a href='/x?page={n}'>{n}</a>" for n in range(20_000)),
    "<div>" * 20_000 + "<a href='/123456.html'>خبر</a>",
    "<a href='/x?" + "a&" * 300_000 + "'>التالي</a>",
    "<a href='https://a.test:99999/'>x</a><a href='http://[::'>x</a><base href='http://[x'>",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_end(body: str) -> None:
    parse_listing(html.fromstring(f"<html><body>{body}</body></html>"), "https://a.test/x")


# Articles counted by eye in the visible listings; the second number is of links beside them that are no articles.
BY_EYE = [
    ("yemennownews__home", "https://yemennownews.com/", r"/article/\d+$", 41, 0),
    ("jebalalbalqa__home2", "https://jebalalbalqa.com/", r"md=newsdetail", 58, 0),
    ("techsite__search", "https://gtxarabia.com/?s=", r"^https://gtxarabia\.com/[^/]+/$", 10, 0),
    ("elbilad__home_restored", "https://www.elbilad.net/", r"\.net/.+/", 53, 0),
    ("bbcarabic__home", "https://www.bbc.com/arabic", r"/arabic/(?:live/)?[a-z-]*-?\d{8}$", 83, 3),
    ("elbilad__home_raw", "https://www.elbilad.net/", r"\.net/.+/", 53, 0),
    # Portals: every headline leads to another paper's host, which is not ours to crawl.
    ("todaysarabnews__home", "http://www.todaysarabnews.com/", r"todaysarabnews", 0, 0),
    ("shadesofnews__rss6", "http://shadesofnews.com/rss-index6.php", r"shadesofnews", 0, 0),
    ("alashak__iraq", "http://al-ashak-news-me.com/iraq.php", r"al-ashak", 0, 0),
    ("arabic_newspapers_dir", "http://directory.test/arabic.html", r"\.test/nothing", 0, 1),
]
FOREIGN_BY_EYE = {"todaysarabnews__home": 176, "shadesofnews__rss6": 46, "alashak__iraq": 0}


@pytest.mark.parametrize("expected", BY_EYE, ids=lambda row: row[0])
def test_the_visible_listings(corpus: Path, expected: tuple[str, str, str, int, int]) -> None:
    name, url, pattern, articles, others = expected
    tree = html.fromstring((corpus / "listings" / f"{name}.html").read_bytes().decode("utf-8", "replace"))
    listing = parse_listing(tree, url)
    right = [link for link in listing.links if re.search(pattern, link.url)]
    assert len(right) == articles
    assert len(listing.links) - len(right) <= others
    assert listing.skipped["foreign"] == FOREIGN_BY_EYE.get(name, listing.skipped["foreign"])


def test_the_visible_feed(corpus: Path) -> None:
    links = parse_feed((corpus / "feeds" / "aksalser__rss.xml").read_bytes(), "https://www.aksalser.com/news/feed/")
    assert len(links) == 50  # items, counted in the file
    assert len({link.url for link in links}) == 50
    assert all(
        link.published and link.title and link.url.startswith("https://www.aksalser.com/news/2024/07/")
        for link in links
    )

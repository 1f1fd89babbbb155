"""`scrapy crawl` on bad input: one clear line that names it, exit status 1, and nothing half-written."""

from __future__ import annotations

import gzip
import sqlite3
from typing import TYPE_CHECKING, Any

import brotli
import pytest
import zstandard

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

LIBRARY = (
    "أعلنت بلدية المدينة افتتاح مكتبة عامة جديدة في الحي القديم بحضور عدد كبير من الأهالي والطلبة والكتاب المحليين.",
    "وتضم المكتبة أكثر من عشرين ألف كتاب وقاعة للأطفال وأخرى للمحاضرات، وتفتح أبوابها كل يوم إلا الجمعة.",
    "وقال رئيس البلدية إن المشروع كلف مليوني درهم، وإن نصفها جاء من تبرعات سكان الحي على مدى ثلاثة أعوام.",
    "وستنظم المكتبة كل شهر لقاء مع كاتب من المدينة، على أن يكون الأول مطلع الشهر القادم.",
)
GARDEN = (
    "انتهت صباح أمس أشغال تهيئة الحديقة الواقعة على ضفة النهر، بعد توقف دام سنتين بسبب خلاف مع المقاول.",
    "وغرست مصالح البيئة ثلاثمئة شجرة من الزيتون والصفصاف، ومدت ممرا للدراجات طوله أربعة كيلومترات.",
    "ورأى متنزهون أن الإنارة ما تزال ضعيفة في الجهة الشمالية، وطالبوا بحراسة ليلية خلال الصيف.",
)
STADIUM = (
    "يحتضن الملعب البلدي مساء السبت مباراة الإياب بين فريقي الميناء والجبل برسم ثمن نهائي الكأس.",
    "ويغيب عن الميناء هدافه المصاب في الركبة، بينما يستعيد الجبل حارسه بعد انقضاء عقوبة الإيقاف.",
    "وكانت مباراة الذهاب قد انتهت بالتعادل بهدف لمثله، في لقاء شهد طرد لاعبين من الطرفين.",
)


def html_of(story: tuple[str, ...]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


PARAGRAPHS = html_of(LIBRARY)
ARTICLE = (
    "<html><head><meta charset='{charset}'><title>افتتاح مكتبة عامة في الحي القديم</title></head><body><article>"
    "<h1>افتتاح مكتبة عامة في الحي القديم</h1>{paragraphs}</article></body></html>"
)


def article(charset: str = "utf-8", paragraphs: str = PARAGRAPHS) -> str:
    return ARTICLE.format(charset=charset, paragraphs=paragraphs)


def rows(db: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(db)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


REFUSED_BEFORE_THE_START = [
    (("nosuch",), "there is no spider nosuch"),
    (("archive",), "-a path="),
    (("archive", "-a", "path=/nowhere/at/all"), "/nowhere/at/all does not exist"),
    (("site",), "-a url="),
    (("site", "-a", "url=ftp://example.test"), "ftp://example.test"),
    (("hespress", "-a", "since=yesterday"), "since=yesterday is no day"),
    (("hespress", "-a", "since=2024-02-01", "-a", "until=2024-01-01"), "later than until"),
]


@pytest.mark.parametrize(("arguments", "line"), REFUSED_BEFORE_THE_START)
def test_bad_arguments(scrapy: Any, tmp_path: Path, arguments: tuple[str, ...], line: str) -> None:
    run: CompletedProcess[str] = scrapy("crawl", *arguments, db=tmp_path / "news.db")
    assert run.returncode == 1
    (said,) = [text for text in run.stderr.splitlines() if text.startswith("newscrawl: ")]
    assert line in said
    assert not (tmp_path / "news.db").exists()


def test_an_archive_that_is_no_database(scrapy: Any, tmp_path: Path) -> None:
    (tmp_path / "news.db").write_text("no database, but longer than a header of sixteen bytes")
    run = scrapy("crawl", "hespress", db=tmp_path / "news.db")
    assert run.returncode == 1
    assert "news.db" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_host_that_is_down(scrapy: Any, tmp_path: Path) -> None:
    run = scrapy("crawl", "site", "-a", "url=http://127.0.0.1:9/", "-s", "RETRY_TIMES=0", db=tmp_path / "news.db")
    assert run.returncode == 1
    assert "http://127.0.0.1:9/: unreachable: the host refuses connections" in run.stderr
    assert "Traceback" not in run.stderr
    assert rows(tmp_path / "news.db", "SELECT url, failures FROM pages WHERE kind = 'listing'") == [
        ("http://127.0.0.1:9/", 1)
    ]


FAST = (
    "-s",
    "NEWSCRAWL_RECENT_DAYS=0",
    "-s",
    "RETRY_TIMES=0",
    "-s",
    "AUTOTHROTTLE_ENABLED=False",
    "-s",
    "DOWNLOAD_DELAY=0",
)


def crawl_site(scrapy: Any, server: Any, db: Path, *more: str) -> CompletedProcess[str]:
    run: CompletedProcess[str] = scrapy("crawl", "site", "-a", f"url={server.url}/", *FAST, *more, db=db)
    assert "Traceback" not in run.stderr, run.stderr
    return run


def test_a_front_page_that_is_forbidden(scrapy: Any, server: Any, tmp_path: Path) -> None:
    server.html("/", "<p>no</p>", status=403)
    run = crawl_site(scrapy, server, tmp_path / "news.db")
    assert run.returncode == 1
    assert f"{server.url}/: http-403: the server refuses us" in run.stderr


def test_a_site_without_feed_sitemap_or_links(scrapy: Any, server: Any, tmp_path: Path) -> None:
    server.html("/", "<html><body><p>موقع قيد الإنشاء</p></body></html>")
    run = crawl_site(scrapy, server, tmp_path / "news.db")
    assert run.returncode == 1
    assert f"{server.url}/: no link on it leads to an article" in run.stderr


def test_broken_pages_are_refused_with_their_reasons(scrapy: Any, server: Any, tmp_path: Path) -> None:
    names = ("good", "empty", "pdf", "gone", "huge", "cut", "charset")
    links = "".join(
        f"<li><a href='/news/2025/10/01/{name}-12345'>خبر طويل العنوان عن {name}</a></li>" for name in names
    )
    server.html("/", f"<html><body><ul>{links}</ul></body></html>")
    where = "/news/2025/10/01/{}-12345"
    server.html(where.format("good"), article())
    server.html(where.format("empty"), "")
    server.html(where.format("pdf"), b"%PDF-1.7 \x00\x01", kind="application/pdf")
    server.html(where.format("huge"), b"<p>" + b"x" * 21 * 1024 * 1024)
    other = html_of(GARDEN)
    whole = article(paragraphs=other).encode()
    cut = {"Content-Type": "text/html", "Content-Length": str(len(whole))}
    server.pages[where.format("cut")] = (200, cut, whole[: len(whole) // 2])
    legacy = html_of(STADIUM)
    server.html(
        where.format("charset"), article("utf-8", legacy).encode("windows-1256"), kind="text/html; charset=utf-8"
    )
    db = tmp_path / "news.db"
    run = crawl_site(scrapy, server, db)
    assert run.returncode == 0, run.stderr
    rejects = {
        url.rsplit("/", 1)[1].split("-")[0]: reason for url, reason in rows(db, "SELECT url, reason FROM rejects")
    }
    assert rejects == {"empty": "empty", "pdf": "not-html", "gone": "http-404", "huge": "too-large", "cut": "cut"}
    stored = dict(rows(db, "SELECT url, body FROM articles"))
    kept = {url.rsplit("/", 1)[1].split("-")[0]: body for url, body in stored.items()}
    assert kept["charset"] == "\n".join(STADIUM)
    assert kept["good"] == "\n".join(LIBRARY)
    assert "5 (1 cut, 1 empty, 1 http-404, 1 not-html, 1 too-large)" in run.stderr


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_compressed_page_that_ends_too_early_is_asked_for_again(
    scrapy: Any, server: Any, tmp_path: Path, encoding: str
) -> None:
    """The server sends half of a compressed body as if it were all: no connection breaks, and no length is wrong."""
    compress = {
        "gzip": gzip.compress,
        "br": brotli.compress,
        "zstd": zstandard.ZstdCompressor().compress,
    }[encoding]
    where = "/news/2025/10/01/{}-12345"
    names = ("once", "always", "bomb", "checksum") if encoding == "gzip" else ("once", "always", "bomb")
    links = "".join(f"<li><a href='{where.format(name)}'>خبر طويل العنوان عن {name}</a></li>" for name in names)
    server.html("/", f"<html><body><ul>{links}</ul></body></html>")
    whole = compress(article(paragraphs=html_of(GARDEN + STADIUM)).encode())
    sent = [whole[: len(whole) // 2], whole]
    headers = {"Content-Type": "text/html", "Content-Encoding": encoding}
    server.pages[where.format("once")] = lambda: (200, headers, sent.pop(0) if len(sent) > 1 else sent[0])
    server.pages[where.format("always")] = (200, headers, whole[: len(whole) // 2])
    server.pages[where.format("bomb")] = (200, headers, compress(article(paragraphs=" " * (21 << 20)).encode()))
    # Only the checksum after a page that came whole is wrong, which readers do not see.
    wrong = gzip.compress(article(paragraphs=html_of(LIBRARY)).encode())
    server.pages[where.format("checksum")] = (200, headers, wrong[:-8] + bytes(8))
    db, warc = tmp_path / "news.db", tmp_path / "warc"
    run = crawl_site(scrapy, server, db, "-s", "RETRY_TIMES=2", "-s", f"NEWSCRAWL_WARC_DIR={warc}")
    assert run.returncode == 0, run.stderr
    stored = rows(db, "SELECT url, body FROM articles ORDER BY body")
    texts = [GARDEN + STADIUM, LIBRARY] if encoding == "gzip" else [GARDEN + STADIUM]
    assert sorted(body for _, body in stored) == sorted("\n".join(text) for text in texts)
    rejects = rows(db, "SELECT url, reason FROM rejects ORDER BY url")
    assert [(url.rsplit("/", 1)[1], reason) for url, reason in rejects] == [
        ("always-12345", "cut"),
        ("bomb-12345", "too-large"),
    ]
    # A replay meets what the crawl took, and nothing of what it asked for again.
    replayed = tmp_path / "replayed.db"
    run = scrapy("crawl", "archive", "-a", f"path={warc}", db=replayed)
    assert run.returncode == 0, run.stderr
    assert rows(replayed, "SELECT url, body FROM articles ORDER BY body") == stored
    assert rows(replayed, "SELECT url, reason FROM rejects") == []


def test_a_crawl_in_which_every_page_fails(scrapy: Any, server: Any, tmp_path: Path) -> None:
    server.html(
        "/", "<html><body><a href='/2025/10/01/story-of-many-words-1'>خبر طويل العنوان جدا هنا</a></body></html>"
    )
    run = crawl_site(scrapy, server, tmp_path / "news.db")
    assert run.returncode == 1
    assert "none of 1 pages gave an article" in run.stderr


def test_feeds_and_sitemaps_are_found(scrapy: Any, server: Any, tmp_path: Path) -> None:
    item = (
        "<item><title>خبر</title><link>{url}/a/{n}.html</link><pubDate>Wed, 01 Oct 2025 08:00:00 +0300</pubDate></item>"
    )
    feed = f"<rss version='2.0'><channel>{item.format(url=server.url, n=101)}</channel></rss>"
    sitemap = f"<urlset xmlns='x'><url><loc>{server.url}/a/102.html</loc></url></urlset>"
    server.html("/", "<html><body><p>صفحة أولى تبنى بالبرنامج</p></body></html>")
    server.html("/feed", feed, kind="application/rss+xml")
    server.html("/robots.txt", f"User-agent: *\nSitemap: {server.url}/my-map.xml\n", kind="text/plain")
    server.html("/my-map.xml", sitemap, kind="application/xml")
    second = html_of(GARDEN)
    server.html("/a/101.html", article())
    server.html("/a/102.html", article(paragraphs=second))
    run = crawl_site(scrapy, server, tmp_path / "news.db")
    urls = [url for (url,) in rows(tmp_path / "news.db", "SELECT url FROM articles ORDER BY url")]
    assert urls == [f"{server.url}/a/101.html", f"{server.url}/a/102.html"], run.stderr
    again = crawl_site(scrapy, server, tmp_path / "news.db")
    assert again.returncode == 0, again.stderr
    assert server.asked.count("/a/101.html") == 1

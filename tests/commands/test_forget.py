"""`scrapy forget`: nothing of a page is left in any file, and nothing brings it back."""

from __future__ import annotations

import gzip
import random
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import ArchiveError, PageVisit, open_archive
from newscrawl.archive.pruning import Ages, prune
from newscrawl.archive.raw import Exchange, RawPages
from newscrawl.archive.raw_forgetting import Gone, forget
from newscrawl.items import Article, Removal

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now, project
from tests.spiders.loopback import scrapy as run_in

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "سرخفيلاينشر"
FOLDED = SECRET.encode()


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[LoopbackSite]:
    """A paper whose feed holds whole texts, whose listing holds headlines, and one of whose articles is copied."""
    site = LoopbackSite(
        "paper",
        89,
        declaration='    site = Site(hosts=("127.0.0.89",), article_pattern=r"/news/")\n'
        '    feed_urls = ("{root}/feed",)\n    listing_urls = ("{root}/list",)',
    )
    stories = [Story.make("forget", at, f"/news/{at}", now=now()) for at in range(6)]
    stories[2].title = f"عنوان {SECRET}"
    stories[2].paragraphs = [f"{SECRET} {line}" for line in stories[2].paragraphs]
    site.publish(*stories)
    server = site.start()
    items = "".join(
        f"<item><title>{s.title}</title><link>{absolute(site, s.path)}</link><description>"
        f"{' '.join(s.paragraphs)}</description></item>"
        for s in stories
    )
    links = "".join(f'<li><a href="{s.path}">{s.title}</a></li>' for s in stories)
    site.pages["/feed"] = Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")
    site.pages["/list"] = Reply(f"<html><body><ul>{links}</ul></body></html>".encode())
    site.pages["/news/old-2"] = Reply(status=301, headers={"Location": "/news/2"})
    project(tmp_path, [site], "NEWSCRAWL_RECENT_DAYS = 0\n")
    yield site
    server.shutdown()
    server.server_close()


def bytes_of(folder: Path) -> bytes:
    """Give all that the archive's files and the raw pages hold, decompressed."""
    files = [path.read_bytes() for path in folder.glob("*.db*")]
    return b"".join(files + [gzip.decompress(path.read_bytes()) for path in folder.rglob("*.warc.gz")])


@pytest.mark.slow
def test_a_forgotten_page_is_in_no_file_and_never_asked_for_again(tmp_path: Path, paper: LoopbackSite) -> None:
    assert run_in(tmp_path, "crawl", "paper").returncode == 0
    url = absolute(paper, "/news/2")
    stories = {story.path: story for story in paper.stories}
    stories["/news/2"].edit(announced=False)
    paper.publish(stories["/news/2"])
    assert run_in(tmp_path, "crawl", "paper", later=30).returncode == 0, "an earlier text is kept as a version"
    before = bytes_of(tmp_path)
    assert SECRET.encode() in before
    assert f"{SECRET}" in str(sqlite3.connect(tmp_path / "news.db").execute("SELECT body FROM versions").fetchall())

    gone = run_in(tmp_path, "forget", url)
    assert gone.returncode == 0, gone.stderr
    assert f"{url}: removed from the archive" in gone.stdout
    assert "of lists that named them" in gone.stdout
    left = bytes_of(tmp_path)
    assert SECRET.encode() not in left
    assert url.encode() not in left
    assert stories["/news/3"].title.encode() in left
    doctor = run_in(tmp_path, "doctor")
    assert doctor.returncode == 0, doctor.stdout

    paper.log.clear()
    links = (
        f'<html><body><a href="/news/2">{SECRET}</a> <a href="/news/old-2">خبر طويل العنوان عن أمر</a></body></html>'
    )
    paper.pages["/list"] = Reply(links.encode())
    again = run_in(tmp_path, "crawl", "paper", later=60)
    assert again.returncode == 0, again.stderr
    assert "/news/2" not in [path for path, _ in paper.log], "neither by its link nor by a redirect"
    for table in ("articles", "copies", "pages", "rejects", "versions"):
        urls = sqlite3.connect(tmp_path / "news.db").execute(f"SELECT url FROM {table}").fetchall()
        assert (url,) not in urls, table


def test_no_replay_brings_it_back(tmp_path: Path, paper: LoopbackSite) -> None:
    assert run_in(tmp_path, "crawl", "paper").returncode == 0
    saved = tmp_path / "saved"
    (tmp_path / "data" / "warc").rename(saved)
    url = absolute(paper, "/news/2")
    assert run_in(tmp_path, "forget", url).returncode == 0
    replayed = run_in(tmp_path, "crawl", "archive", "-a", f"path={saved}", "-s", "SPIDER_MODULES=newscrawl.spiders")
    assert replayed.returncode == 0, replayed.stderr
    files = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert SECRET.encode() not in files
    assert url.encode() not in files


def test_a_merge_neither_brings_it_back_nor_keeps_it(tmp_path: Path, scrapy: Any) -> None:
    """Forgotten in one archive, stored in the other, merged both ways."""
    secret = Article("https://p.example/1", "عنوان", f"{SECRET} نص طويل عن أمر ما في المدينة", site="p")
    paths = [tmp_path / "one.db", tmp_path / "two.db"]
    with open_archive(paths[0]) as archive:
        archive.store(secret, crawl_id=None, now=now())
    with open_archive(paths[1]) as archive:
        archive.store(
            Article("https://p.example/2", "آخر", "خبر آخر عن شيء مختلف تماما", site="p"), crawl_id=None, now=now()
        )
        archive.forget("https://p.example/1", now())
    into_new = scrapy("merge", *map(str, paths), "--db", str(tmp_path / "new.db"))
    assert into_new.returncode == 0, into_new.stderr
    into_old = scrapy("merge", str(paths[1]), "--db", str(paths[0]))
    assert into_old.returncode == 0, into_old.stderr
    for name in ("new.db", "one.db"):
        assert SECRET.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob(f"{name}*")), name
        urls = sqlite3.connect(tmp_path / name).execute("SELECT url FROM articles").fetchall()
        assert urls == [("https://p.example/2",)], name


def long_body(number: int) -> str:
    return "\n".join(f"{SECRET}{number} سطر {at} من نص طويل يملأ صفحات كثيرة في الملف" for at in range(400))


def test_what_was_deleted_before_is_overwritten_too(tmp_path: Path, scrapy: Any) -> None:
    """Texts that updates and pruning let go of lie in free pages, on systems whose SQLite does not overwrite them."""
    db = tmp_path / "news.db"
    url = "https://p.example/1"
    with open_archive(db) as archive:
        archive.connection.execute("PRAGMA secure_delete = OFF")
        for number in range(6):
            page = Article(url, "عنوان", long_body(number), site="p", removals=[Removal(0, 0, 0, SECRET, "k", "r")])
            visit = PageVisit(url, "article", status=200)
            at = now() + timedelta(hours=number)
            archive.store(page, crawl_id=None, now=at, page=visit, reason="updated")
        prune(archive, Ages(versions=0), now=now() + timedelta(days=9))
        archive.forget(url, now())
    assert SECRET.encode() in db.read_bytes(), "this test shows nothing where no free page holds it"
    gone = scrapy("forget", url, "--db", str(db), "-s", "NEWSCRAWL_WARC_DIR=")
    assert gone.returncode == 0, gone.stderr
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("news.db*"))


def test_pages_that_print_the_same_text_are_named(tmp_path: Path, scrapy: Any) -> None:
    db = tmp_path / "news.db"
    body = "\n".join(Story.make("same", 1, "/1", now=now()).paragraphs)
    with open_archive(db) as archive:
        for site in ("p", "q"):
            archive.store(Article(f"https://{site}.example/1", "عنوان", body, site=site), crawl_id=None, now=now())
        assert archive.connection.execute("SELECT count(*) FROM copies").fetchone() == (1,)
    gone = scrapy("forget", "https://p.example/1", "--db", str(db), "-s", "NEWSCRAWL_WARC_DIR=")
    assert "the same text stands at https://q.example/1; forget it too if that is meant" in gone.stdout
    both = scrapy("forget", "https://q.example/1", "--db", str(db), "-s", "NEWSCRAWL_WARC_DIR=")
    assert both.returncode == 0
    assert body[:60].encode() not in db.read_bytes()


@pytest.mark.slow  # it waits for the reader as long as a command does
def test_a_reader_that_still_sees_the_text_is_told(
    tmp_path: Path, scrapy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "news.db"
    with open_archive(db) as archive:
        archive.store(Article("https://p.example/1", "عنوان", f"{SECRET} نص", site="p"), crawl_id=None, now=now())
    reader = sqlite3.connect(db, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()
    run = scrapy("forget", "https://p.example/1", "--db", str(db), "-s", "NEWSCRAWL_WARC_DIR=")
    reader.close()
    assert run.returncode == 1
    assert f"{db}: another program reads the archive" in run.stderr
    again = scrapy("forget", "https://p.example/1", "--db", str(db), "-s", "NEWSCRAWL_WARC_DIR=")
    assert again.returncode == 0, again.stderr
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("news.db*"))


def written(folder: Path, *pages: tuple[str, str, str, bytes, str]) -> None:
    raw = RawPages(folder, file_bytes=1 << 20)
    for url, kind, content_type, body, encoding in pages:
        headers = [("Content-Type", content_type), *([("Content-Encoding", encoding)] if encoding else [])]
        raw.write(Exchange(url, "GET", [], 200, "OK", headers, body, now(), kind))
    raw.close()


NAMING = [
    ("feed", "application/rss+xml", "<link>https://p.example/news/1</link>"),
    ("feed", "application/rss+xml", "<![CDATA[http://www.p.example/news/1?utm_source=x]]>"),
    ("listing", "text/html", '<a href="/news/1">x</a>'),
    ("listing", "text/html", "<a href=/news/1/>x</a>"),
    ("rest", "application/json", '{"link": "https:\\/\\/p.example\\/news\\/1"}'),
    ("sitemap", "application/xml", "<loc>https://p.example/news/1</loc>"),
]
OTHERS = [
    ("listing", "text/html", '<a href="/news/12">x</a>'),
    ("listing", "text/html", '<a href="/news/1/more">x</a>'),
    ("listing", "text/html", '<a href="/old/news/1">x</a>'),
    ("feed", "application/rss+xml", "<link>https://other.example/news/1</link>"),
    ("article", "text/html", '<a href="/news/1">x</a>'),
]


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize(("kind", "content_type", "text"), [*NAMING, *OTHERS])
def test_lists_that_name_a_forgotten_page_go_and_others_stay(
    tmp_path: Path, kind: str, content_type: str, text: str, encoding: str
) -> None:
    body = gzip.compress(text.encode()) if encoding else text.encode()
    folder = tmp_path / "warc"
    written(
        folder,
        ("https://p.example/news/1", "article", "text/html", b"<p>x</p>", ""),
        ("https://p.example/somewhere", kind, content_type, body, encoding),
        ("https://p.example/news/7", "article", "text/html", b"<p>y</p>", ""),
    )
    names_it = (kind, content_type, text) in NAMING
    with open_archive(tmp_path / "news.db") as archive:
        assert forget(folder, ["https://p.example/news/1"], archive) == Gone(pages=2, lists=int(names_it))
    left = b"".join(gzip.decompress(path.read_bytes()) for path in folder.glob("*.warc.gz"))
    assert (b"https://p.example/somewhere" in left) is not names_it
    assert b"https://p.example/news/7" in left


def test_a_damaged_file_is_named_rather_than_half_searched(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    text = random.Random(0).randbytes(40_000).hex().encode()
    pages = [(f"https://p.example/news/{number}", "article", "text/html", text, "") for number in range(3)]
    written(folder, *pages)
    (path,) = folder.iterdir()
    data = path.read_bytes()
    damaged = data[:30_000] + bytes(9) + data[30_009:]  # amid the first page
    path.write_bytes(damaged)
    with open_archive(tmp_path / "news.db") as archive, pytest.raises(ArchiveError, match="can not be read") as raised:
        forget(folder, ["https://p.example/news/2"], archive)
    assert str(path) in str(raised.value)
    assert path.read_bytes() == damaged


def test_a_percent_encoded_address_is_found_in_its_other_spellings(tmp_path: Path) -> None:
    url = "https://p.example/%D8%AE%D8%A8%D8%B1/1"
    folder = tmp_path / "warc"
    spellings = [
        "https://p.example/خبر/1",
        "https://p.example/%d8%ae%d8%a8%d8%b1/1",
        "https:\\/\\/p.example\\/\\u062e\\u0628\\u0631\\/1",
    ]
    for number, spelling in enumerate(spellings):
        page = (f"https://p.example/{number}", "feed", "application/json", f'"{spelling}"'.encode(), "")
        written(folder, page)
    with open_archive(tmp_path / "news.db") as archive:
        assert forget(folder, [url], archive) == Gone(0, 3)
    assert list(folder.iterdir()) == []

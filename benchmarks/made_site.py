"""A made news site for the speed benchmarks: any number of Arabic article pages of 60 to 140 KB, served on loopback.

    python benchmarks/made_site.py --pages 1000      # prints its address, serves until its input ends

The words are those of the sample site's articles, put together anew in runs of two to four, so that vocabulary, word
lengths and marks are those of news, some phrases come up again and again, and no page is a copy of another. Around the
body stands what a newspaper's page carries: script and style, menus, cards of other articles, readers' comments,
metadata as JSON-LD and Open Graph. A page depends on its number alone. Pages are made and compressed once and come
from memory then; the server is a process of its own, so that its CPU counts for nobody.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache, lru_cache
from html import escape

from newscrawl.newsroom.truth import true_articles

SITEMAP_PAGES = 10_000
KEPT = 4000
"""Pages that stay in the server's memory, 20 KB each."""
FIRST = datetime(2024, 1, 1, 6, tzinfo=UTC)
SECTIONS = ("سياسة", "اقتصاد", "مجتمع", "رياضة", "ثقافة", "تكنولوجيا", "جهات", "العالم")
NAMES = ("سلمى", "خالد", "نادية", "يوسف", "هدى", "مراد", "ليلى", "سامي", "رنا", "طارق")


@cache
def vocabulary() -> tuple[str, ...]:
    """Give the running words of the sample site's articles, marks attached."""
    paragraphs = dict.fromkeys(text for article in true_articles() for text in article.paragraphs)
    return tuple(word for text in paragraphs for word in text.split())


def sentence(chance: random.Random, words: int) -> str:
    """Put a sentence together out of runs of the sample's words, with numbers and names of its own."""
    source = vocabulary()
    picked: list[str] = []
    while len(picked) < words:
        at = chance.randrange(len(source) - 4)
        picked += source[at : at + chance.choice((2, 2, 3, 4))]
        if chance.random() < 0.08:
            picked.append(str(chance.randrange(3, 9000)))
        elif chance.random() < 0.05:
            picked.append(chance.choice(NAMES))
    return " ".join(word.strip('"”“«»()') for word in picked).rstrip(".،:؛!؟") + "."


class MadePage:
    """One article and its page; `number` decides everything."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.chance = random.Random(number)
        self.published = FIRST + timedelta(minutes=7 * number)
        self.section = SECTIONS[number % len(SECTIONS)]
        self.title = sentence(self.chance, 9).rstrip(".")
        self.byline = f"{self.chance.choice(NAMES)} {self.chance.choice(NAMES)}"
        self.paragraphs = [
            sentence(self.chance, self.chance.randrange(18, 60)) for _ in range(self.chance.randrange(5, 16))
        ]
        self.size = self.chance.randrange(60, 140) << 10

    @property
    def path(self) -> str:
        """The page's address on the site."""
        return f"/{self.published:%Y/%m/%d}/news-{100_000 + self.number}.html"

    def html(self, base: str) -> bytes:
        """Print the page: what is fixed first, then cards, script and style until it has its size."""
        head, article = self._head(base), self._article(base)
        room = self.size - len((head + article).encode())
        comments = "".join(self._comment() for _ in range(self.chance.randrange(9)))
        room -= len(comments.encode()) + 14_000
        cards = []
        cards_room = room * 3 // 5
        while cards_room > 0:
            cards.append(self._card(base))
            cards_room -= len(cards[-1].encode())
        half = len(cards) // 2
        script, style = _script(self.chance, room // 4), _style(self.chance, room // 8)
        return (
            f'<!DOCTYPE html>\n<html lang="ar" dir="rtl">\n<head>{head}<style>{style}</style></head>\n'
            f'<body class="rtl single single-post postid-{self.number}">\n{_menu(base)}<div class="wrap container">\n'
            f'<main class="col-md-8 content">{article}<section class="related"><h3>اقرأ أيضا</h3>'
            f"{''.join(cards[:half])}"
            f'</section><section id="comments" class="comments-area"><h3>تعليقات القراء</h3>'
            f"<ol>{comments}</ol></section></main>\n"
            f'<aside class="col-md-4 sidebar"><div class="widget most-read"><h4>الأكثر قراءة</h4>'
            f"{''.join(cards[half:])}</div>"
            f"</aside>\n</div>\n{_footer(base)}<script>{script}</script></body></html>\n"
        ).encode()

    def _head(self, base: str) -> str:
        url, title = base + self.path, escape(self.title)
        summary = escape(self.paragraphs[0][:150])
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "mainEntityOfPage": url,
            "datePublished": self.published.isoformat(),
            "dateModified": self.published.isoformat(),
            "author": {"@type": "Person", "name": self.byline},
            "articleSection": self.section,
            "image": f"{base}/media/{self.number}.jpg",
            "publisher": {"@type": "Organization", "name": "صحيفة القياس"},
        }
        properties = {
            "og:type": "article", "og:title": title, "og:url": url, "og:description": summary,
            "og:site_name": "صحيفة القياس",
            "og:image": f"{base}/media/{self.number}.jpg", "article:published_time": self.published.isoformat(),
            "article:section": self.section,
        }  # fmt: skip
        metas = "".join(f'<meta property="{name}" content="{value}">\n' for name, value in properties.items())
        return (
            f'<meta charset="utf-8">\n<title>{title} - صحيفة القياس</title>\n<link rel="canonical" href="{url}">\n'
            f'<meta name="description" content="{summary}">\n{metas}'
            f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>\n'
        )

    def _article(self, base: str) -> str:
        body = "\n".join(f"<p>{escape(text)}</p>" for text in self.paragraphs)
        tags = "".join(
            f'<a rel="tag" href="{base}/tag/{n}">{escape(sentence(self.chance, 2)[:-1])}</a>' for n in range(4)
        )
        shares = "".join(
            f'<li class="share-{name}"><a href="#"><i class="icon"></i><span>{name}</span></a></li>'
            for name in ("x", "wa", "fb")
        )
        return (
            f'<article class="post"><nav class="crumbs"><a href="{base}/">الرئيسية</a> / '
            f'<a href="{base}/s">{self.section}</a></nav>'
            f'<h1 class="entry-title">{escape(self.title)}</h1><div class="meta">'
            f'<span class="author">{self.byline}</span> '
            f'<time datetime="{self.published.isoformat()}">{self.published:%d/%m/%Y - %H:%M}</time></div>'
            f'<ul class="shares">{shares}</ul><figure><img src="{base}/media/{self.number}.jpg" alt=""></figure>'
            f'<div class="entry-content">{body}</div><div class="tags">{tags}</div></article>'
        )

    def _card(self, base: str) -> str:
        other = self.chance.randrange(200_000)
        title = escape(sentence(self.chance, 8))
        return (
            f'<div class="card card-item col-6" data-id="{other}"><div class="thumb">'
            f'<a href="{base}/2023/11/05/news-{other}.html" '
            f'class="stretched-link" aria-label="news">'
            f'<img class="lazy" width="320" height="180" '
            f'data-src="{base}/media/{other}-320x180.jpg" '
            f'src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt="{title}">'
            f'</a></div><div class="info">'
            f'<span class="cat"><a href="{base}/s/{other % 9}">{SECTIONS[other % 8]}</a></span><h3 class="card-title">'
            f'<a href="{base}/2023/11/05/news-{other}.html">'
            f'{title}</a></h3><time class="date">منذ {other % 20 + 2} ساعات</time></div></div>\n'
        )

    def _comment(self) -> str:
        number = self.chance.randrange(1 << 20)
        return (
            f'<li id="comment-{number}" class="comment depth-1"><div class="comment-author vcard">'
            f'<cite class="fn">{self.chance.choice(NAMES)}'
            f'</cite></div><div class="comment-meta">منذ {number % 9 + 2} أيام</div><div class="comment-content"><p>'
            f"{escape(sentence(self.chance, self.chance.randrange(6, 40)))}</p></div></li>\n"
        )


def _menu(base: str) -> str:
    items = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="{base}/s/{n}"><span>{SECTIONS[n % 8]} {n}</span></a></li>\n'
        for n in range(40)
    )
    logo = f'<a class="logo" href="{base}/">صحيفة القياس</a>'
    return f'<header class="site-header">{logo}<nav class="main-nav"><ul>{items}</ul></nav></header>\n'


def _footer(base: str) -> str:
    links = "".join(f'<li><a href="{base}/page/{n}">{SECTIONS[n % 8]}</a></li>' for n in range(24))
    rights = '<p class="copyright">جميع الحقوق محفوظة © صحيفة القياس</p>'
    return f'<footer class="site-footer"><ul>{links}</ul>{rights}</footer>\n'


def _script(chance: random.Random, size: int) -> str:
    line = (
        "window.dataLayer=window.dataLayer||[];function gtag(){{dataLayer.push(arguments)}}"
        'gtag("event","v{0}",{{"slot":"ad-{0}","w":300}});\n'
    )
    return "".join(line.format(chance.randrange(10**6)) for _ in range(max(0, size) // 130))


def _style(chance: random.Random, size: int) -> str:
    line = ".block-{0} .inner>a:hover{{color:#c0{0:04x};padding:0 {1}px;margin:0 auto;display:block}}\n"
    return "".join(line.format(chance.randrange(1 << 16), chance.randrange(40)) for _ in range(max(0, size) // 85))


@lru_cache(maxsize=KEPT)
def packed_page(number: int, base: str) -> bytes:
    """Give a page compressed, as the server sends it."""
    return gzip.compress(MadePage(number).html(base), 6, mtime=0)


@cache
def sitemap_index(pages: int, base: str, release: str) -> bytes:
    """Give the index of the sitemaps of `pages` pages."""
    names = (f"{base}/sitemap-{release}-{pages}-{first}.xml" for first in range(0, pages, SITEMAP_PAGES))
    rows = "".join(f"<sitemap><loc>{name}</loc></sitemap>\n" for name in names)
    return gzip.compress(
        f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()
    )


@cache
def sitemap(first: int, last: int, base: str, release: str) -> bytes:
    """List the pages from `first` up to `last`; in release 2 all of them are said to have changed since release 1."""
    moved = timedelta(days=3650 if release == "2" else 0)
    rows = []
    for number in range(first, last):
        published = FIRST + timedelta(minutes=7 * number)
        address = f"{base}/{published:%Y/%m/%d}/news-{100_000 + number}.html"
        rows.append(f"<url><loc>{address}</loc><lastmod>{(published + moved).isoformat()}</lastmod></url>\n")
    return gzip.compress(
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</urlset>'.encode()
    )


def answer(path: str, headers: dict[str, str], base: str) -> bytes:
    """Give the whole answer to a request: `/sitemap-RELEASE-PAGES.xml`, one of its parts, or a page."""
    name = path.partition("?")[0].rpartition("/")[2]
    stem = name.rpartition(".")[0]
    if name == "robots.txt":
        return _response("200 OK", b"", ["Content-Type: text/plain"])
    if stem.startswith("sitemap-"):
        _, release, pages, *first = stem.split("-")
        if first or int(pages) <= SITEMAP_PAGES:
            start = int(first[0]) if first else 0
            body = sitemap(start, min(start + SITEMAP_PAGES, int(pages)), base, release)
        else:
            body = sitemap_index(int(pages), base, release)
        return _response("200 OK", body, ["Content-Type: application/xml", "Content-Encoding: gzip"])
    number = int(stem.removeprefix("news-")) - 100_000
    etag = f'"made-{number}"'
    if headers.get("if-none-match") == etag:
        return _response("304 Not Modified", b"", [f"ETag: {etag}"])
    modified = format_datetime(FIRST + timedelta(minutes=7 * number), usegmt=True)
    return _response(
        "200 OK",
        packed_page(number, base),
        [
            "Content-Type: text/html; charset=utf-8",
            "Content-Encoding: gzip",
            f"ETag: {etag}",
            f"Last-Modified: {modified}",
        ],
    )


def _response(status: str, body: bytes, headers: list[str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Server: made", "Connection: keep-alive", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _serve_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    port = writer.get_extra_info("sockname")[1]
    base = f"http://127.0.0.1:{port}"
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            pairs = (line.partition(": ") for line in head[1:])
            headers = {name.lower(): value for name, _, value in pairs}
            try:
                writer.write(answer(path, headers, base))
            except ValueError:
                writer.write(_response("404 Not Found", b"", ["Content-Type: text/html"]))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def serve(pages: int) -> None:
    """Serve on a free port until the standard input ends; the port is the first line of the output."""
    server = await asyncio.start_server(_serve_client, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for number in range(min(pages, KEPT)):
        packed_page(number, f"http://127.0.0.1:{port}")
    print(port, flush=True)
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await ended
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1000, help="pages made before the first is served")
    asyncio.run(serve(parser.parse_args().pages))
    os._exit(0)  # connections that are still open wait for nobody


if __name__ == "__main__":
    main()

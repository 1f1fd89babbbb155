"""Servers that flood, stall, send bombs or lead in circles: each page is refused with its reason, the rest is read."""

from __future__ import annotations

import gzip
import itertools
import resource
import socket
import subprocess
import time
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard

from tests.hostile.conftest import SETTINGS, Crawled, RawServer, look_at
from tests.spiders.loopback import LoopbackSite, Story, command, environment, now, project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAXSIZE = 4 << 20
LIMITS = f"\nDOWNLOAD_MAXSIZE = {MAXSIZE}\nDOWNLOAD_TIMEOUT = 4\n"
MEMORY = 1200 << 20
"""What the address space of the crawl may grow to; a bomb that goes off needs more."""
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
GOOD = [Story.make("floods", at, f"/news/good-{at}", now=now()) for at in range(3)]
RELOADING = Story.make("floods", 8, "/news/reloads-itself-7", now=now())
DEEP_STORY = Story.make("floods", 7, "/news/deep-json-7", now=now())
BOMB = bytes(200 << 20)
DEEP = 200_000


def whole(body: bytes, headers: bytes = b"") -> bytes:
    return OK + headers + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def endless(client: socket.socket, head: bytes, piece: bytes, pause: float = 0.0) -> None:
    """Send a head, then a piece over and over until the client hangs up."""
    client.sendall(head)
    for _ in itertools.count():
        client.sendall(piece)
        time.sleep(pause)


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def compressed(kind: str, body: bytes) -> bytes:
    return whole(body, f"Content-Encoding: {kind}\r\n".encode())


def nested(text: str, depth: int) -> bytes:
    return ("<html><body>" + "<div>" * depth + f"<p>{text}</p>").encode()


def deep_json() -> bytes:
    story = DEEP_STORY
    data = '<script type="application/ld+json">' + '{"a":' * DEEP + "1" + "}" * DEEP + "</script>"
    return story.html(head=data).encode()


ZSTD = zstandard.ZstdCompressor().compress(BOMB)
PAGES: dict[str, bytes | Callable[[socket.socket], None]] = {
    "header-flood": lambda client: endless(client, OK, b"X-Flood: " + b"a" * 1000 + b"\r\n"),
    "header-line": lambda client: endless(client, OK + b"X-Flood: ", b"a" * 1000),
    "header-count": OK + b"".join(b"X-%d: a\r\n" % at for at in range(100_000)) + b"Content-Length: 0\r\n\r\n",
    "body-flood": whole(bytes(MAXSIZE + 1)),
    "body-that-lies": OK + b"Content-Length: 999999999999\r\n\r\n<p>",
    "body-negative": OK + b"Content-Length: -1\r\n\r\n<p>",
    "endless-body": lambda client: endless(client, OK + b"\r\n", b"<!-- " + b"a" * 60000 + b" -->"),
    "endless-chunks": lambda client: endless(
        client, OK + b"Transfer-Encoding: chunked\r\n\r\n", b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n"
    ),
    "slow-loris-head": lambda client: endless(client, OK, b"X", pause=0.5),
    "slow-loris-body": lambda client: endless(client, OK + b"Content-Length: 500000\r\n\r\n", b"<p>", pause=0.5),
    "silence": lambda client: time.sleep(30),
    "bomb-gzip": compressed("gzip", gzip.compress(BOMB, 9, mtime=0)),
    "bomb-deflate": compressed("deflate", zlib.compress(BOMB, 9)),
    "bomb-br": compressed("br", brotli.compress(BOMB, quality=5)),
    "bomb-zstd": compressed("zstd", ZSTD),
    "bomb-nested": compressed("gzip, gzip", gzip.compress(gzip.compress(BOMB, 9, mtime=0), 9, mtime=0)),
    "bomb-many-layers": compressed(", ".join(["gzip"] * 60), gzip.compress(b"x", mtime=0)),
    "reloads-itself": whole(RELOADING.html(head='<meta http-equiv="refresh" content="60;url=#">').encode()),
    "redirect-loop": redirect("/news/redirect-loop-2"),
    "redirect-loop-2": redirect("/news/redirect-loop-7"),
    "redirect-to-itself": redirect("/news/redirect-to-itself-7"),
    "deep-html": whole(nested("نص قصير", DEEP)),
    "deep-json": whole(deep_json()),
    "no-http": b"SSH-2.0-OpenSSH_9.2\r\n" * 100,
    "bare-bytes": bytes(range(256)) * 100,
}


class Floods:
    def __init__(self) -> None:
        self.cookies: list[str] = []
        self.server = RawServer("127.0.0.96", self.answer)
        self.paths = [story.path for story in GOOD] + [f"/news/{name}-7" for name in PAGES if name[-2:] != "-2"]
        self.paths.append("/news/redirect-endless-7-0")

    def answer(self, client: socket.socket, asked: str) -> None:
        name = asked.removeprefix("/news/").removesuffix("-7")
        if asked == "/sitemap.xml":
            urls = "".join(f"<url><loc>{self.server.root}{path}</loc></url>" for path in self.paths)
            body = f"<urlset>{urls}</urlset>".encode()
            client.sendall(whole(body).replace(b"text/html", b"application/xml"))
        elif asked.startswith("/news/redirect-endless"):
            client.sendall(redirect(f"/news/redirect-endless-7-{int(asked.rpartition('-')[2]) + 1}"))
        elif story := next((story for story in GOOD if story.path == asked), None):
            client.sendall(whole(story.html().encode(), b"Set-Cookie: id=tracked; Path=/\r\n"))
        elif (page := PAGES.get(name)) is None:
            client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        elif isinstance(page, bytes):
            client.sendall(page)
        else:
            page(client)


def run(folder: Path, name: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Crawl with a bound on memory."""
    return subprocess.run(
        command(folder, "crawl", name, *more),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


@pytest.fixture(scope="module")
def floods(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawled, Floods]]:
    folder = tmp_path_factory.mktemp("floods")
    floods = Floods()
    declaration = (
        '    site = Site(hosts=("127.0.0.96",), article_pattern=r"/news/")\n    sitemap_urls = ("{root}/sitemap.xml",)'
    )
    site = LoopbackSite("floods", 96, declaration=declaration.replace("{root}", floods.server.root))
    project(folder, [site], SETTINGS + LIMITS)
    done = run(folder, "floods")
    yield look_at(folder, done.returncode, done.stderr), floods
    floods.server.close()


def test_the_good_pages_between_them_are_all_stored(floods: tuple[Crawled, Floods]) -> None:
    crawled, _ = floods
    assert crawled.returncode == 0, crawled.stderr[-3000:]
    assert {story.title for story in GOOD} <= crawled.titles
    assert "MemoryError" not in crawled.stderr
    assert "Traceback" not in crawled.stderr, crawled.stderr


REASONS = {
    "header-flood": {"unreachable", "error", "timeout"},
    "header-line": {"unreachable", "error", "timeout"},
    "header-count": {"unreachable", "error", "empty", "timeout"},
    "body-flood": {"too-large"},
    "body-that-lies": {"too-large"},
    "body-negative": {"unreachable", "error", "cut", "empty", "no-body", "no-title"},
    "endless-body": {"too-large", "timeout"},
    "endless-chunks": {"too-large", "timeout"},
    "slow-loris-head": {"timeout"},
    "slow-loris-body": {"timeout"},
    "silence": {"timeout"},
    "bomb-gzip": {"too-large", "ignored"},
    "bomb-deflate": {"too-large", "ignored"},
    "bomb-br": {"too-large", "ignored"},
    "bomb-zstd": {"too-large", "ignored"},
    "bomb-nested": {"too-large", "ignored"},
    "bomb-many-layers": {"too-large", "ignored", "error", "not-html", "no-title", "no-body", "empty"},
    "redirect-loop": {"ignored"},
    "redirect-to-itself": {"ignored"},
    "deep-html": {"no-title", "no-body", "empty", "not-html"},
    "no-http": {"unreachable", "error"},
    "bare-bytes": {"unreachable", "error"},
}


@pytest.mark.parametrize("name", REASONS)
def test_a_hostile_answer_is_refused_with_its_reason(floods: tuple[Crawled, Floods], name: str) -> None:
    crawled, _ = floods
    found = [reject for url, reject in crawled.rejects.items() if f"/news/{name}-7" in url or f"/news/{name}-2" in url]
    assert found, crawled.rejects.keys()
    assert {reason for reason, _ in found} <= REASONS[name], found
    assert not any(f"/news/{name}-7" in article["url"] for article in crawled.articles)


def test_redirects_without_end_end(floods: tuple[Crawled, Floods]) -> None:
    crawled, hostile = floods
    assert sum("redirect-endless" in asked for asked in hostile.server.asked) <= 8
    assert any("redirect-endless" in url for url in crawled.rejects)


def test_json_that_is_nested_without_end_costs_only_itself(floods: tuple[Crawled, Floods]) -> None:
    crawled, _ = floods
    assert DEEP_STORY.title in crawled.titles


def test_a_page_that_reloads_itself_is_read(floods: tuple[Crawled, Floods]) -> None:
    crawled, hostile = floods
    assert RELOADING.title in crawled.titles
    assert hostile.server.asked.count(RELOADING.path) == 1


def test_cookies_are_not_sent_back(tmp_path: Path) -> None:
    heads: list[bytes] = []

    def answer(client: socket.socket, asked: str) -> None:
        if asked == "/sitemap.xml":
            urls = "".join(f"<url><loc>{server.root}{story.path}</loc></url>" for story in GOOD)
            kind = b"application/xml"
            body = f"<urlset>{urls}</urlset>".encode()
        else:
            kind, body = b"text/html", next((s.html() for s in GOOD if s.path == asked), "<p>x</p>").encode()
        client.sendall(whole(body, b"Set-Cookie: id=tracked; Path=/\r\n").replace(b"text/html", kind))

    class Listening(RawServer):
        def _talk(self, client: socket.socket) -> None:
            heads.append(client.recv(65536, socket.MSG_PEEK))
            super()._talk(client)

    server = Listening("127.0.0.97", answer)
    declaration = f'    site = Site(hosts=("127.0.0.97",))\n    sitemap_urls = ("{server.root}/sitemap.xml",)'
    project(tmp_path, [LoopbackSite("cookies", 97, declaration=declaration)], SETTINGS)
    done = run(tmp_path, "cookies")
    server.close()
    assert done.returncode == 0, done.stderr
    assert len(heads) >= 1 + len(GOOD)
    assert not any(b"\r\ncookie:" in head.lower() for head in heads)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "line"), [(50 << 20, b"# nothing\n"), (18 << 20, b"Disallow: /x*y$\n")])
def test_a_robots_txt_of_many_megabytes_holds_nothing_up(tmp_path: Path, size: int, line: bytes) -> None:
    """One past the bound of a download, and one below it whose rules would all be tried for each address."""
    start = b"User-agent: *\nDisallow: /news/good-2\n"
    robots = start + line * ((size - len(start)) // len(line))

    def answer(client: socket.socket, asked: str) -> None:
        if asked == "/robots.txt":
            client.sendall(whole(robots).replace(b"text/html", b"text/plain"))
        elif asked == "/sitemap.xml":
            urls = "".join(f"<url><loc>{server.root}{story.path}</loc></url>" for story in GOOD)
            client.sendall(whole(f"<urlset>{urls}</urlset>".encode()).replace(b"text/html", b"application/xml"))
        else:
            client.sendall(whole(next((s.html() for s in GOOD if s.path == asked), "<p>x</p>").encode()))

    server = RawServer("127.0.0.98", answer)
    declaration = f'    site = Site(hosts=("127.0.0.98",))\n    sitemap_urls = ("{server.root}/sitemap.xml",)'
    project(tmp_path, [LoopbackSite("robots", 98, declaration=declaration)], SETTINGS)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = run(tmp_path, "robots")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    server.close()
    assert done.returncode == 0, done.stderr
    titles = look_at(tmp_path, done.returncode, done.stderr).titles
    assert {GOOD[0].title, GOOD[1].title} <= titles
    assert spent < 20, "seconds of computing"
    # What stands at the beginning of a long file holds; a file past the bound is as good as none.
    assert (GOOD[2].title in titles) is (size > 20 << 20)

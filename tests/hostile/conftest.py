"""Fixtures of the hostile tests: servers that mean harm, and crawls of them."""

from __future__ import annotations

import socket
import sqlite3
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# The tests' own modules (`tests.spiders.loopback`) are found from any folder.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SETTINGS = """
NEWSCRAWL_RECENT_DAYS = 0
RETRY_TIMES = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 8
NEWSCRAWL_MAX_REFUSALS = 0
"""


@dataclass
class Crawled:
    """What a crawl of a hostile site left."""

    folder: Path
    returncode: int
    stderr: str
    rejects: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Reason and detail by URL."""
    articles: list[dict[str, Any]] = field(default_factory=list)

    @property
    def titles(self) -> set[str]:
        return {article["title"] for article in self.articles}


def look_at(folder: Path, returncode: int, stderr: str) -> Crawled:
    """Read what a crawl stored in `news.db` of its folder."""
    connection = sqlite3.connect(folder / "news.db")
    connection.row_factory = sqlite3.Row
    rejects = {row["url"]: (row["reason"], row["detail"] or "") for row in connection.execute("SELECT * FROM rejects")}
    articles = [dict(row) for row in connection.execute("SELECT * FROM articles")]
    connection.close()
    return Crawled(folder, returncode, stderr, rejects, articles)


class InnerServer:
    """A server inside the network that nobody outside may reach: every address of this machine leads to it."""

    PAGE = "<html><body><article><h1>سر من الداخل</h1><p>كلمة السر هي سمسم</p></article></body></html>"

    def __init__(self) -> None:
        self.asked: list[str] = []
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(f"{self.headers.get('Host')}{self.path}")
                body = InnerServer.PAGE.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Stay quiet."""

        class Server(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if socket.has_dualstack_ipv6() else socket.AF_INET

            def server_bind(self) -> None:
                if self.address_family == socket.AF_INET6:
                    self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                super().server_bind()

        self._server = Server(("", 0), Answer)
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def inner() -> Iterator[InnerServer]:
    """The inner server."""
    server = InnerServer()
    yield server
    server.close()


class RawServer:
    """A server that writes to each client what a function likes, on 127.0.0.N."""

    def __init__(self, host: str, answer: Callable[[socket.socket, str], None]) -> None:
        self._socket = socket.create_server((host, 0), backlog=64)
        self.root = f"http://{host}:{self._socket.getsockname()[1]}"
        self.asked: list[str] = []
        self._answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client:
            try:
                asked = client.recv(65536).split(b" ")[1].decode()
                self.asked.append(asked)
                self._answer(client, asked)
            except (OSError, IndexError):
                return

    def close(self) -> None:
        """Stop serving."""
        self._socket.close()

"""Fixtures for all tests: the shared corpus and facts, where they are."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answer = tuple[int, dict[str, str], bytes]

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def _shared_folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the {name} folder is not beside this checkout (../shared/{name})")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages with their true articles."""
    return _shared_folder("corpus")


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of what is known of real sites, agencies and phrases."""
    return _shared_folder("facts")


class ScrapyRun(Protocol):
    """Runs a Scrapy command of the project and gives its result."""

    def __call__(self, *arguments: str, db: Path | None = None) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def scrapy(tmp_path: Path) -> ScrapyRun:
    """Run `scrapy …` in a process of its own, in an empty folder, with the archive at `db` where one is given."""

    def run(*arguments: str, db: Path | None = None) -> subprocess.CompletedProcess[str]:
        setting = ["-s", f"NEWSCRAWL_DB={db}"] if db else []
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments, *setting],
            cwd=tmp_path,
            env={
                **os.environ,
                "SCRAPY_SETTINGS_MODULE": "newscrawl.settings",
                "COLUMNS": "120",
                "PYTHONPATH": str(Path(__file__).resolve().parents[1]),  # this very checkout, whichever is installed
            },
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    return run


class LoopbackServer:
    """A real HTTP server on 127.0.0.1.

    `pages` maps a path to status, headers and body, or to what gives them; `asked` lists paths.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                found = outer.pages.get(self.path, (404, {"Content-Type": "text/html"}, b"<p>404</p>"))
                status, headers, body = found() if callable(found) else found
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def html(self, path: str, body: str | bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8") -> None:
        """Serve a page."""
        self.pages[path] = (status, {"Content-Type": kind}, body if isinstance(body, bytes) else body.encode())

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """An empty server on loopback."""
    server = LoopbackServer()
    yield server
    server.close()

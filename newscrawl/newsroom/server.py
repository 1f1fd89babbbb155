"""Newsroom: one HTTP server on loopback that answers for every host of the synthetic news web."""

from __future__ import annotations

import gzip
import threading
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from newscrawl.newsroom.papers import HOSTS
from newscrawl.newsroom.site import Resource, resource_key, web

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from newscrawl.newsroom.site import Key

_COMPRESSIBLE: Final = ("text/", "application/xml", "application/rss", "application/atom")
_NOT_FOUND: Final = Resource("<html><h1>404</h1><p>الصفحة غير موجودة</p></html>".encode(), status=404)
_NO_SUCH_HOST: Final = Resource(b"no such host", "text/plain", status=502)
_BUSY: Final = Resource(b"busy", "text/plain", status=503)


class Served(NamedTuple):
    """One request that the server answered."""

    method: str
    url: str
    """Absolute, as asked for."""
    status: int


class Newsroom:
    """The running server; a context manager, or `start()` and `stop()`.

    Reach its hosts through it as through a proxy (`proxies={"http": newsroom.proxy_url}`, Scrapy's
    `request.meta["proxy"]`), or by connecting to it with the right `Host` header. `edition` 2 is the web after
    the update of one article. `house_lines` maps paper keys to a line that the paper prints under every text.
    """

    def __init__(
        self, edition: int = 1, host: str = "127.0.0.1", port: int = 0, house_lines: Mapping[str, str] | None = None
    ) -> None:
        self.edition = edition
        self._address = (host, port)
        self._pages = web(edition, tuple(sorted((house_lines or {}).items())))
        self._lock = threading.Lock()
        self._served: list[Served] = []
        self._failed: set[Key] = set()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port in use; an error before the start."""
        if self._server is None:
            raise RuntimeError("the newsroom has not been started")
        return int(self._server.server_address[1])

    @property
    def proxy_url(self) -> str:
        """`http://127.0.0.1:PORT`, to be used as an HTTP proxy."""
        return f"http://{self._address[0]}:{self.port}"

    @property
    def requests(self) -> list[Served]:
        """Every request so far, in order of the answers; a copy."""
        with self._lock:
            return list(self._served)

    def clear_requests(self) -> None:
        """Forget the requests so far."""
        with self._lock:
            self._served.clear()

    def start(self) -> Self:
        """Bind the port and serve from a daemon thread."""
        if self._server is not None:
            raise RuntimeError("the newsroom is already running")
        self._server = _Server(self._address, self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="newsroom", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port; harmless when it is not running."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def answer(self, url: str) -> Resource:
        """Find what stands at an absolute URL; counts the one failure of a page that fails first."""
        key = resource_key(url)
        if key[0] not in HOSTS:
            return _NO_SUCH_HOST
        found = self._pages.get(key, _NOT_FOUND)
        if found.fails_first:
            with self._lock:
                if key not in self._failed:
                    self._failed.add(key)
                    return _BUSY
        return found

    def record(self, method: str, url: str, status: int) -> None:
        """Note an answered request."""
        with self._lock:
            self._served.append(Served(method, url, status))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    # Headers and body leave as two packets; without this, delayed acknowledgement costs 40 ms a page.
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 30

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._respond(send_body=True)

    def do_HEAD(self) -> None:
        """Answer with headers only."""
        self._respond(send_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Stay quiet; `Newsroom.requests` keeps the record."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Give the web's own fixed clock, so that answers are the same every time."""
        return "Sun, 30 Nov 2025 19:00:00 GMT" if timestamp is None else super().date_time_string(timestamp)

    def _respond(self, *, send_body: bool) -> None:
        url = self.path if self.path.startswith("http://") else f"http://{self._host()}{self.path}"
        found = self.server.newsroom.answer(url)
        status = 304 if found.status == 200 and self._is_known(found) else found.status
        body = b"" if status == 304 else found.body
        zipped = bool(body) and found.content_type.startswith(_COMPRESSIBLE) and self._accepts_gzip()
        if zipped:
            body = _gzipped(body)
        self.server.newsroom.record(self.command, url, status)
        self.send_response(status)
        self._send_validators(found)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if status != 304:
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if send_body and body:
            self.wfile.write(body)

    def _host(self) -> str:
        return self.headers.get("Host", "").rpartition("@")[2]

    def _accepts_gzip(self) -> bool:
        return "gzip" in self.headers.get("Accept-Encoding", "").lower()

    def _send_validators(self, found: Resource) -> None:
        if found.location:
            self.send_header("Location", found.location)
        if found.status == 503:
            self.send_header("Retry-After", "1")
        if found.status == 200:
            self.send_header("ETag", found.etag)
            self.send_header("Vary", "Accept-Encoding")
            self.send_header("Cache-Control", "max-age=0, must-revalidate")
            if found.changed:
                self.send_header("Last-Modified", format_datetime(found.changed.astimezone(UTC), usegmt=True))

    def _is_known(self, found: Resource) -> bool:
        """Tell whether the client's validators match; an ETag outweighs a date."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or found.etag.removeprefix("W/") in known
        since = self.headers.get("If-Modified-Since")
        if since is None or found.changed is None:
            return False
        try:
            return found.changed <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False


@lru_cache(maxsize=512)
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)

"""WaitingRequests: Scrapy's queue in memory, whose longest waiting requests lie in a file instead.

A request takes some 3.5 kB of memory, and a sitemap lists 50,000 pages.
"""

from __future__ import annotations

import pickle
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final, Self, cast

from scrapy.utils.request import request_from_dict

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

CHUNK: Final = 500
"""Requests that are written and read together; twice as many stay in memory."""


class WaitingRequests:
    """A stack of requests, last in first out like Scrapy's own; the file has no name and goes with the process.

    What cannot be written, for want of disk or since it holds what cannot be pickled, stays in memory.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._newest: list[Request] = []
        self._older: list[list[Request] | tuple[int, int]] = []
        """Chunks, the oldest first: in memory, or as offset and length in the file."""
        self._file: IO[bytes] | None = None
        self._end = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any) -> Self:
        """Build the queue; a queue that no restart must find needs no key."""
        return cls(crawler)

    def push(self, request: Request) -> None:
        """Put a request on top."""
        self._newest.append(request)
        if len(self._newest) >= 3 * CHUNK:
            oldest, self._newest = self._newest[:CHUNK], self._newest[CHUNK:]
            self._older.append(self._written(oldest) or oldest)

    def pop(self) -> Request | None:
        """Take the request on top; None where there is none."""
        if not self._newest and self._older:
            self._newest = self._read(self._older.pop())
        return self._newest.pop() if self._newest else None

    def close(self) -> None:
        """Let everything go."""
        self._newest.clear()
        self._older.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def __len__(self) -> int:
        return len(self._newest) + CHUNK * len(self._older)

    def _written(self, requests: list[Request]) -> tuple[int, int] | None:
        """Write requests at the end of the file; None where that is not possible."""
        try:
            raw = pickle.dumps([request.to_dict(spider=self._crawler.spider) for request in requests])
            if self._file is None:
                self._file = TemporaryFile(prefix="newscrawl-")  # noqa: SIM115 - closed by `close`
            self._file.seek(self._end)
            self._file.write(raw)
            self._file.flush()
        except (OSError, ValueError, TypeError, AttributeError, pickle.PicklingError):
            return None
        place = self._end, len(raw)
        self._end += len(raw)
        return place

    def _read(self, chunk: list[Request] | tuple[int, int]) -> list[Request]:
        if isinstance(chunk, list):
            return chunk
        self._end, length = chunk
        file = cast("IO[bytes]", self._file)
        file.seek(self._end)
        found = pickle.loads(file.read(length))  # noqa: S301 - written by this process, into a file that no other sees
        file.truncate(self._end)
        return [request_from_dict(request, spider=self._crawler.spider) for request in found]

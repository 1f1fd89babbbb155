"""A running newsroom, and a small HTTP client that speaks to it as to a proxy."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from newscrawl.newsroom.server import Newsroom


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """Keeps one connection open, as a crawler does."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=10)

    def get(self, target: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """Ask for an absolute URL (as to a proxy) or for a path (then give a Host header)."""
        self.connection.request(method, target, headers=dict(headers or {}))
        response = self.connection.getresponse()
        body = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)

    def close(self) -> None:
        self.connection.close()


Connect = Callable[[Newsroom], Client]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Give a function that opens a client; all are closed at the end."""
    opened: list[Client] = []

    def _connect(newsroom: Newsroom) -> Client:
        opened.append(Client(newsroom))
        return opened[-1]

    yield _connect
    for client in opened:
        client.close()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


@pytest.fixture
def client(newsroom: Newsroom, connect: Connect) -> Client:
    return connect(newsroom)

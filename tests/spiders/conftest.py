"""Fixtures of the crawls over loopback."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# The tests' own modules (`tests.spiders.loopback`) are found from any folder.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import ThreadingHTTPServer

    from tests.spiders.loopback import LoopbackSite


@pytest.fixture
def serve() -> Iterator[Callable[[list[LoopbackSite]], None]]:
    """Start servers; they are stopped when the test ends."""
    servers: list[ThreadingHTTPServer] = []

    def start(sites: list[LoopbackSite]) -> None:
        servers.extend(site.start() for site in sites)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()

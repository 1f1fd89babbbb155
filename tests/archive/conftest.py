"""Fixtures of the archive's tests: a real file each, and articles to put in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.archive import Archive, open_archive
from newscrawl.items import Article

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

BODY, OTHER_BODY = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8").strip().split("\n\n")[:2]

MakeArticle = Callable[..., Article]


@pytest.fixture
def article() -> MakeArticle:
    """A function that makes an article; any field may be given."""

    def make(url: str = "https://www.paper.example/news/1", **fields: Any) -> Article:
        values: dict[str, Any] = {"title": "مكتبة عمومية جديدة تفتح أبوابها", "body": BODY, "site": "paper"} | fields
        return Article(url=url, **values)

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive of this test lies."""
    return tmp_path / "news.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An open archive in a file."""
    with open_archive(path) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """The instant at which this test's pages are read."""
    return NOW

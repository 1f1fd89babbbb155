"""A redirect into the crawler's own network is refused, and recorded."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.extensions.private_addresses import is_private

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "[::1]", "0.0.0.0"]
)
def test_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "example.com", "", "2606:4700::1111"])
def test_public(host: str) -> None:
    assert not is_private(host)


def test_a_redirect_to_another_loopback_host_is_refused(scrapy: Any, server: Any, tmp_path: Path) -> None:
    link = "<a href='/news/2025/10/01/long-enough-name-12345'>خبر طويل العنوان عن أمر ما</a>"
    server.html("/", f"<html><body><li>{link}</li></body></html>")
    target = server.url.replace("127.0.0.1", "127.0.0.77") + "/secret"
    server.pages["/news/2025/10/01/long-enough-name-12345"] = (302, {"Location": target}, b"")
    settings = ["NEWSCRAWL_RECENT_DAYS=0", "RETRY_TIMES=0", "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False"]
    options = [part for setting in settings for part in ("-s", setting)]
    scrapy("crawl", "site", "-a", f"url={server.url}/", *options, db=tmp_path / "news.db")
    assert "/secret" not in server.asked
    rejects = sqlite3.connect(tmp_path / "news.db").execute("SELECT url, reason, detail FROM rejects").fetchall()
    assert rejects == [
        (
            target,
            "ignored",
            "127.0.0.77 is a private address, and no site of this crawl; set NEWSCRAWL_ALLOW_PRIVATE if it is meant",
        )
    ]

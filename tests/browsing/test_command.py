"""`scrapy browse` as a person runs it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.browsing import server
from tests.browsing.made_archive import NOW, article

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_archive_is_one_line(scrapy: Any, tmp_path: Path) -> None:
    run = scrapy("browse", "--db", str(tmp_path / "none.db"))
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        f"newscrawl: {tmp_path / 'none.db'}: there is no archive here; run a crawl first, or give its path with --db"
    ]


def test_help_shows_an_example(scrapy: Any) -> None:
    assert "Example: scrapy browse --open" in " ".join(scrapy("browse", "--help").stdout.split())


def test_without_datasette_the_line_says_what_to_install(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "datasette"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "datasette", None)
    with pytest.raises(server.BrowsingError, match=r"pip install 'newscrawl\[browse\]'"):
        server.application(news)


def test_a_port_that_is_taken_is_one_line(news: Path) -> None:
    pytest.importorskip("datasette")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(server.BrowsingError, match=f"port {port} of 127.0.0.1 can not be used"):
            server.serve(news, port=port, started=lambda _: None)
    with pytest.raises(server.BrowsingError, match="port 70000"):
        server.serve(news, port=70_000, started=lambda _: None)


def test_it_serves_until_interrupted_and_says_where(news: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasette")
    db = tmp_path / "news.db"
    shutil.copy(news, db)
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "browse", "--db", str(db), "--port", "0"],
        cwd=tmp_path,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[0]
        with urllib.request.urlopen(f"{address}article/1", timeout=20) as answer:
            assert "افتتاح الجسر الجديد" in answer.read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def test_a_crawl_goes_on_while_the_archive_is_shown(news: Path, tmp_path: Path) -> None:
    pytest.importorskip("datasette")
    db = tmp_path / "news.db"
    shutil.copy(news, db)
    datasette = server.application(db)

    async def hits() -> int:
        answer = await datasette.client.get("/search?q=الفيضان")
        return str(answer.text).count("<li>\n    <h2>")

    assert asyncio.run(hits()) == 0
    with open_archive(db) as archive:
        late = article(
            "https://paper.example/9", "الفيضان يغمر الحقول", ["غمر الفيضان حقول القمح شرق البلدة ليلة أمس."]
        )
        archive.store(late, crawl_id=None, now=NOW)
        assert asyncio.run(hits()) == 1

"""The sample with 28 made days behind it: a layout that breaks is one alert, a mended one another, by real mail."""

from __future__ import annotations

import json
import os
import shutil
import socketserver
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.items import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
BROKEN = r"broken=sahifa-alshati\.test/\d{4}/"
A_DAY = [22, 25, 19, 21, 24, 17, 23]


class Receivers:
    """A mail server and a web server on loopback, and what came to them; `is_refusing` makes them refuse it."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.posts: list[dict[str, Any]] = []
        self.is_refusing = False
        outer = self

        class Mail(socketserver.StreamRequestHandler):
            def say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

            def handle(self) -> None:
                self.say("554 not today" if outer.is_refusing else "220 here")
                while line := self.rfile.readline().decode().strip():
                    verb = line.partition(" ")[0].upper()
                    if verb == "DATA":
                        self.say("354 go on")
                        lines = []
                        while (text := self.rfile.readline().decode()) != ".\r\n":
                            lines.append(text)
                        outer.letters.append(message_from_string("".join(lines), policy=policy.default))
                    self.say("221 bye" if verb == "QUIT" else "250 well")

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if not outer.is_refusing:
                    outer.posts.append(json.loads(body))
                self.send_response(503 if outer.is_refusing else 204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
                """Stay quiet."""

        self.mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)
        self.mail.daemon_threads = True
        self.hook = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        for server in (self.mail, self.hook):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self) -> None:
        for server in (self.mail, self.hook):
            server.shutdown()
            server.server_close()

    def settings(self) -> list[str]:
        values = {
            "MAIL_HOST": "127.0.0.1",
            "MAIL_PORT": self.mail.server_address[1],
            "NEWSCRAWL_ALERT_MAIL": "desk@example.org,night@example.org",
            "NEWSCRAWL_ALERT_WEBHOOK": f"http://127.0.0.1:{self.hook.server_address[1]}/alerts",
        }
        return [part for name, value in values.items() for part in ("-s", f"{name}={value}")]


@pytest.fixture
def receivers() -> Iterator[Receivers]:
    servers = Receivers()
    yield servers
    servers.close()


@pytest.fixture
def db(made_days: Path, tmp_path: Path) -> Path:
    """A copy of its own of the made days."""
    return Path(shutil.copy(made_days, tmp_path / "news.db"))


@pytest.fixture(scope="module")
def made_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with 28 days of a paper, about as many articles a day as the sample's has."""
    path = tmp_path_factory.mktemp("days") / "news.db"
    now = datetime.now(UTC).replace(microsecond=0)
    with open_archive(path) as archive, archive.atomic():
        for day in range(1, 29):
            at = now - timedelta(days=day, hours=2)
            crawl = archive.begin_crawl("breaking", at)
            for number in range(A_DAY[day % 7]):
                # Words of its own: no two are copies.
                words = " ".join(f"كلمة{day}و{number}و{place}" for place in range(210 + 10 * (number % 7)))
                made = Article(
                    f"http://sahifa-alshati.test/made/{day}-{number}",
                    f"خبر اليوم {day} رقم {number}",
                    words,
                    site="shati",
                    published=at,
                )
                archive.store(made, crawl_id=crawl, now=at)
            archive.finish_crawl(crawl, finished_at=at, reason="finished", stats={})
    return path


def crawl(db: Path, receivers: Receivers, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "breaking", *arguments, "-s", f"NEWSCRAWL_DB={db}",
         "-s", "NEWSCRAWL_WARC_DIR=", "-s", "SPIDER_MODULES=tests.watching.breaking_spider", *receivers.settings()],
        cwd=db.parent,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )  # fmt: skip
    # Hours pass: what was refused is due again.
    connection = sqlite3.connect(db)
    with connection:
        connection.execute("UPDATE pages SET next_visit_at = '2020-01-01T00:00:00Z' WHERE next_visit_at IS NOT NULL")
    connection.close()
    return run


def test_a_broken_layout_is_one_alert_and_a_mended_one_another(db: Path, receivers: Receivers) -> None:
    first = crawl(db, receivers, "-a", BROKEN)
    assert [post["state"] for post in receivers.posts] == ["broken"], first.stderr
    (alert,) = receivers.posts
    assert alert["site"] == "shati"
    assert any("rejected as no-body" in finding for finding in alert["findings"]), alert
    assert any(finding.startswith("0 articles in a day") for finding in alert["findings"]), alert
    (letter,) = receivers.letters
    assert letter["Subject"] == "newscrawl: shati is broken"
    assert letter["To"] == "desk@example.org, night@example.org"
    assert letter.get_content().split() == alert["text"].split()

    crawl(db, receivers, "-a", BROKEN)
    assert (len(receivers.posts), len(receivers.letters)) == (1, 1)

    mended = crawl(db, receivers)
    assert [post["state"] for post in receivers.posts] == ["broken", "fixed"], mended.stderr
    assert [letter["Subject"] for letter in receivers.letters][1:] == ["newscrawl: shati is well again"]
    crawl(db, receivers)
    assert (len(receivers.posts), len(receivers.letters)) == (2, 2)


def test_an_alert_that_no_server_took_comes_after_the_next_crawl(db: Path, receivers: Receivers) -> None:
    receivers.is_refusing = True
    first = crawl(db, receivers, "-a", BROKEN)
    assert (receivers.posts, receivers.letters) == ([], [])
    assert "it is tried again after the next crawl" in first.stderr
    receivers.is_refusing = False
    crawl(db, receivers, "-a", BROKEN)
    assert [post["state"] for post in receivers.posts] == ["broken"]
    assert [letter["Subject"] for letter in receivers.letters] == ["newscrawl: shati is broken"]

"""Replays: the same archive for any number of processes, after a kill too, and what a live crawl stored."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.spiders.made_warc import HOSTS, HOUSE_LINE, write_crawl
from tests.spiders.whole_archive import RUN, read_at, whole

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made crawl's raw pages."""
    folder = tmp_path_factory.mktemp("made") / "warc"
    write_crawl(folder)
    return folder


def start(folder: Path, warc: Path, db: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scrapy", "crawl", "archive", "-a", f"path={warc}", *arguments]
    paths = os.pathsep.join([environment.pop("path", ""), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [*command, "-s", f"NEWSCRAWL_DB={db}"],
        cwd=folder,
        env={
            **os.environ,
            "SCRAPY_SETTINGS_MODULE": "newscrawl.settings",
            "COLUMNS": "200",
            "PYTHONPATH": paths.strip(os.pathsep),
            **environment,
        },
        stderr=subprocess.PIPE,
        text=True,
    )


def replay(folder: Path, warc: Path, db: Path, *arguments: str, **environment: str) -> str:
    """Run a replay to its end, and give what it printed."""
    process = start(folder, warc, db, *arguments, **environment)
    _, printed = process.communicate(timeout=240)
    assert process.returncode == 0, printed[-3000:]
    return printed


def rows(db: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(db)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def differences(one: dict[str, list[dict[str, Any]]], other: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Give the tables that differ, with the first row that does."""
    return [
        f"{name}: {next((pair for pair in zip(rows, other.get(name, []), strict=False) if pair[0] != pair[1]), 'rows')}"
        for name, rows in one.items()
        if rows != other.get(name)
    ]


def test_any_number_of_processes_gives_the_same_archive(tmp_path: Path, warc: Path) -> None:
    archives = []
    for jobs in ("1", "2", "3"):
        db = tmp_path / f"{jobs}.db"
        replay(tmp_path, warc, db, "-a", f"jobs={jobs}")
        archives.append(whole(db))
    assert differences(archives[0], archives[1]) == []
    assert differences(archives[0], archives[2]) == []
    # All that may go wrong is in there: copies, pages that are none, dates that only the feeds tell.
    assert (len(archives[0]["articles"]), len(archives[0]["copies"])) == (54, 6)
    assert {row["reason"] for row in archives[0]["rejects"]} == {"no-body"}
    assert all(row["published_date"] for row in archives[0]["articles"])
    assert [row["kind"] for row in archives[0]["pages"]].count("feed") == 2


@pytest.mark.slow
def test_learned_lines_are_the_same_for_any_number_of_processes(tmp_path: Path, warc: Path) -> None:
    archives = []
    for jobs in ("1", "2"):
        db = tmp_path / f"{jobs}.db"
        replay(tmp_path, warc, db, "-a", f"jobs={jobs}")
        assert len(rows(db, f"SELECT 1 FROM articles WHERE body LIKE '%{HOUSE_LINE}%'")) == 30
        printed = replay(tmp_path, warc, db, "-a", f"jobs={jobs}", "-a", "again=1")
        assert "30 updated" in printed
        archives.append(whole(db))
    assert differences(*archives) == []
    changed = [row for row in archives[0]["versions"] if row["reason"] == "reextracted"]
    assert len(changed) == 30
    assert all(row["body"].endswith(HOUSE_LINE) for row in changed)
    assert not any(HOUSE_LINE in row["body"] for row in archives[0]["articles"])
    untouched = [row for row in archives[0]["articles"] if row["site"] == HOSTS[1]]
    assert {row["version"] for row in untouched} == {1}
    assert {row["crawl_id"] for row in untouched} == {1}


def test_what_is_done_is_not_read_again(tmp_path: Path, warc: Path) -> None:
    db = tmp_path / "news.db"
    replay(tmp_path, warc, db)
    first = whole(db, without={**RUN, "crawls": ["*"], "sqlite_sequence": ["*"]})
    printed = replay(tmp_path, warc, db, "-a", "jobs=2")
    assert "pages               0" in printed
    assert " 0 bytes to read" in printed
    assert differences(first, whole(db, without={**RUN, "crawls": ["*"], "sqlite_sequence": ["*"]})) == []


def test_rules_that_changed_read_all_again(tmp_path: Path, warc: Path) -> None:
    db = tmp_path / "news.db"
    replay(tmp_path, warc, db)
    connection = sqlite3.connect(db)
    connection.execute("UPDATE replay_files SET rules_version = 0")
    connection.execute("UPDATE articles SET rules_version = 0")
    connection.commit()
    connection.close()
    assert "pages               63" in replay(tmp_path, warc, db)
    assert rows(db, "SELECT DISTINCT rules_version FROM articles") == [(1,)]


def test_a_file_that_grew_is_read_from_where_it_ended(tmp_path: Path, warc: Path) -> None:
    db, folder = tmp_path / "news.db", tmp_path / "warc"
    folder.mkdir()
    files = sorted(warc.iterdir())
    whole_file = files[0].read_bytes()
    middle = max(at for at in range(len(whole_file) // 2) if whole_file[at : at + 3] == b"\x1f\x8b\x08")
    (folder / files[0].name).write_bytes(whole_file[:middle])
    replay(tmp_path, folder, db)
    before = rows(db, "SELECT count(*) FROM pages")
    (folder / files[0].name).write_bytes(whole_file)
    for file in files[1:]:
        (folder / file.name).write_bytes(file.read_bytes())
    replay(tmp_path, folder, db)
    at_once = tmp_path / "at-once.db"
    replay(tmp_path, warc, at_once)
    assert before < rows(db, "SELECT count(*) FROM pages")
    left_out = {**RUN, "crawls": ["*"], "sqlite_sequence": ["*"], "articles": ["crawl_id"]}
    assert differences(whole(at_once, without=left_out), whole(db, without=left_out)) == []


SLOW_READING = """
import time
import newscrawl.replaying.reading as reading

read = reading.read_record

def read_slowly(record):
    time.sleep(0.02)
    return read(record)

reading.read_record = read_slowly
"""


def stop_in_the_middle(
    folder: Path, warc: Path, db: Path, how: Callable[[subprocess.Popen[str]], None], least: int
) -> int:
    """Start a replay, stop it once some pages are stored, and give how many are."""
    (folder / "slow").mkdir(exist_ok=True)
    (folder / "slow" / "sitecustomize.py").write_text(SLOW_READING)
    process = start(folder, warc, db, "-a", "jobs=2", path=str(folder / "slow"))
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if rows(db, "SELECT count(*) FROM pages")[0][0] >= least:
                break
        except sqlite3.OperationalError:  # it is not there yet
            pass
        time.sleep(0.02)
    assert process.poll() is None, "it ended before it was stopped"
    how(process)
    process.communicate(timeout=120)
    return int(rows(db, "SELECT count(*) FROM pages")[0][0])


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_a_replay_that_was_stopped_goes_on_and_ends_the_same(tmp_path: Path, stop: signal.Signals) -> None:
    # Without a line to learn: what one run counted is known to the next, as it is from crawl to crawl.
    db, warc = tmp_path / "news.db", tmp_path / "warc"
    write_crawl(warc, house_line=False)
    for least in (10, 40):
        stored = stop_in_the_middle(tmp_path, warc, db, lambda process: process.send_signal(stop), least)
        assert least <= stored < 65
        with open_archive(db) as archive:
            assert [str(problem) for problem in check(archive)] == []
    printed = replay(tmp_path, warc, db, "-a", "jobs=2")
    read = int(printed.partition("\npages")[2].split()[0])
    assert 0 < read <= 63 - 30
    at_once = tmp_path / "at-once.db"
    replay(tmp_path, warc, at_once)
    # Which run stored a row differs, and how often runs were begun; every page is refused or stored once.
    left_out = {**RUN, "crawls": ["*"], "sqlite_sequence": ["*"], "articles": ["crawl_id"]}
    assert differences(whole(at_once, without=left_out), whole(db, without=left_out)) == []


KILLING = """
import os, signal
import newscrawl.replaying.reading as reading

read = reading.read_record

def read_or_die(record):
    if record.url.endswith("/news/7"):
        os.kill(os.getpid(), signal.SIGKILL)
    return read(record)

reading.read_record = read_or_die
"""


@pytest.mark.slow
def test_a_page_that_kills_its_process_is_refused_and_the_others_are_stored(tmp_path: Path, warc: Path) -> None:
    (tmp_path / "killing").mkdir()
    (tmp_path / "killing" / "sitecustomize.py").write_text(KILLING)
    db, undisturbed = tmp_path / "news.db", tmp_path / "undisturbed.db"
    printed = replay(tmp_path, warc, db, "-a", "jobs=2", path=str(tmp_path / "killing"))
    assert "2 killed" in printed
    replay(tmp_path, warc, undisturbed)
    killed = [f"https://{host}/news/7" for host in HOSTS]
    assert rows(db, "SELECT url, detail, count FROM rejects WHERE reason = 'killed' ORDER BY url") == [
        (url, "the worker process was ended by SIGKILL at it, 2 times", 1) for url in killed
    ]
    assert rows(db, "SELECT url, warc_file IS NOT NULL FROM pages WHERE article_id IS NULL AND url LIKE '%/7'") == [
        (url, 1) for url in killed
    ]
    rest = "SELECT url, title, body, published_at FROM articles WHERE url NOT LIKE '%/news/7' ORDER BY url"
    assert rows(db, rest) == rows(undisturbed, rest)
    # With the cause gone, the pages are read once somebody asks for them.
    assert "2 new" in replay(tmp_path, warc, db, "-a", "again=1")
    found = "SELECT url, title, published_at FROM articles WHERE url LIKE '%/news/7' ORDER BY url"
    assert rows(db, found) == rows(undisturbed, found)


OWN_PIPELINE = """
class Shout:
    def process_item(self, item):
        if hasattr(item, "body") and item.body:
            # Text as it is before the stations: the line that stripping would take is still there.
            item.body = item.body + "\\nاترك رد"
        return item
"""


def test_a_pipeline_of_one_s_own_among_the_stations_sees_what_it_always_saw(tmp_path: Path, warc: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own_line.py").write_text(OWN_PIPELINE)
    (tmp_path / "own" / "own_settings.py").write_text(
        "from newscrawl.settings import *\nITEM_PIPELINES = {**ITEM_PIPELINES, 'own_line.Shout': 150}\n"
    )
    db = tmp_path / "news.db"
    own = {"path": str(tmp_path / "own"), "SCRAPY_SETTINGS_MODULE": "own_settings"}
    replay(tmp_path, warc, db, "-a", "jobs=2", **own)
    taken = rows(db, "SELECT count(*) FROM removals WHERE text = 'اترك رد'")
    assert taken == rows(db, "SELECT count(*) FROM articles")
    assert rows(db, "SELECT count(*) FROM articles WHERE body LIKE '%اترك رد%'") == [(0,)]
    assert "pages               0" in replay(tmp_path, warc, db, **own)


LIVE_ONLY: dict[str, frozenset[str]] = {
    # When a page was read: a crawl's clock at reading, a replay's at the answer, which may be a second earlier.
    "articles": frozenset({"first_seen_at", "last_seen_at", "text_seen_at"}),
    "copies": frozenset({"first_seen_at", "last_seen_at"}),
    "versions": frozenset({"seen_at"}),
    "rejects": frozenset({"first_seen_at", "last_seen_at"}),
    "pages": frozenset({"fetched_at", "next_visit_at"}),
    # Another run of another spider, and steps of the schema applied at another time.
    "crawls": frozenset({"*"}),
    "_sqlite_migrations": frozenset({"applied_at"}),
    # How far the replay came: a crawl has none.
    "replay_files": frozenset({"*"}),
    "replay_lists": frozenset({"*"}),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_replay_of_a_crawl_equals_what_it_stored_live(scrapy: Any, tmp_path: Path, jobs: str) -> None:
    live, replayed, warc = tmp_path / "live.db", tmp_path / "replayed.db", tmp_path / "warc"
    run = scrapy("crawl", "newsroom", "-s", f"NEWSCRAWL_WARC_DIR={warc}", db=live)
    assert run.returncode == 0, run.stderr
    replay(tmp_path, warc, replayed, "-a", f"jobs={jobs}")
    one, other = whole(live, without=LIVE_ONLY), whole(replayed, without=LIVE_ONLY)
    for archive in (one, other):
        archive["copies"] = sorted(map(read_at, archive["copies"]), key=lambda row: str(row["url"]))
    # Only answers of status 200 are raw pages: those that are gone left a reject and a visit in the live archive alone.
    gone = [row["url"] for row in one["rejects"] if row["reason"].startswith("http-")]
    assert len(gone) == 2
    one["rejects"] = [row for row in one["rejects"] if row["url"] not in gone]
    one["pages"] = [row for row in one["pages"] if row["url"] not in gone]
    assert differences(one, other) == []
    assert other["articles"]
    assert other["pages"]

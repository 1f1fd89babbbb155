"""Four crawlers of one web, each with its own archive: merged they are one crawl, field by field."""

from __future__ import annotations

import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.sharding import Shard
from tests.spiders import loopback_sites
from tests.spiders.loopback import LoopbackSite, project, scrapy, start
from tests.spiders.whole_archive import content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[list[LoopbackSite]], None]

SHARDS = 4


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


@pytest.fixture
def web(request: pytest.FixtureRequest, serve: Serve) -> list[LoopbackSite]:
    """The sites, with three papers that print the same agency texts; the parameter says how many articles each has."""
    papers = [loopback_sites.printer(f"paper{number}", 60 + number, 8) for number in range(3)]
    sites = [*(build(request.param) for build in loopback_sites.ALL), *papers]
    serve(sites)
    return sites


@pytest.mark.slow
@pytest.mark.parametrize("web", [6, 145], indirect=True)
def test_four_shards_merged_equal_one_crawl(tmp_path: Path, web: list[LoopbackSite]) -> None:
    project(tmp_path, web)
    one = scrapy(tmp_path, "crawlall", "--jobs", "14", db=tmp_path / "one.db")
    assert one.returncode == 0, one.stderr[-3000:]
    names = []
    shards = [tmp_path / f"shard{number}.db" for number in range(SHARDS)]
    for number, path in enumerate(shards):
        run = scrapy(tmp_path, "crawlall", "--shard", f"{number}/{SHARDS}", "--db", str(path))
        assert run.returncode == 0, run.stderr[-3000:]
        with open_archive(path) as archive:
            names += [spider for (spider,) in archive.connection.execute("SELECT spider FROM crawls")]
    assert sorted(names) == sorted(site.name for site in web), "a site is in two shards, or in none"

    merged = tmp_path / "merged.db"
    first = scrapy(tmp_path, "merge", *map(str, shards), "--into", str(merged))
    assert first.returncode == 0, first.stderr[-3000:]
    assert scrapy(tmp_path, "dedup", "--rebuild", "--db", str(tmp_path / "one.db")).returncode == 0
    wanted, found = content(tmp_path / "one.db"), content(merged)
    assert len(wanted["copies"]) == 16
    for table, rows in wanted.items():
        assert found[table] == rows, table
    with open_archive(merged) as archive:
        assert check(archive) == []
    before = dump(merged)
    again = scrapy(tmp_path, "merge", *map(str, reversed(shards)), "--into", str(merged))
    assert again.returncode == 0
    assert dump(merged) == before


@pytest.mark.slow
def test_a_shard_is_asked_for_in_one_form(tmp_path: Path, serve: Serve) -> None:
    site = loopback_sites.rss(3)
    serve([site])
    project(tmp_path, [site])
    for wrong, why in (
        ("4/4", "numbered from 0/4 to 3/4"),
        ("1", "write I/N"),
        ("-1/4", "write I/N"),
        ("0/0", "at least"),
        ("a/b", "write I/N"),
        ("", "write I/N"),
    ):
        run = scrapy(tmp_path, "crawlall", f"--shard={wrong}")
        assert (run.returncode, why in run.stderr, "Traceback" in run.stderr) == (1, True, False), run.stderr[-500:]
    assert not (tmp_path / "news.db").exists()
    other = next(number for number in range(SHARDS) if not Shard(number, SHARDS).has(site.host))
    run = scrapy(tmp_path, "crawlall", "rss", "--shard", f"{other}/{SHARDS}")
    assert run.returncode == 0
    assert f"shard {other}/{SHARDS} has none of these sites" in run.stderr
    assert site.log == []


@pytest.mark.slow
def test_a_merge_killed_in_the_middle_and_run_again_is_whole(tmp_path: Path, serve: Serve) -> None:
    web = [build(60) for build in loopback_sites.ALL[:6]]
    web += [loopback_sites.printer(f"paper{number}", 60 + number, 20) for number in range(3)]
    serve(web)
    project(tmp_path, web)
    shards = [tmp_path / f"shard{number}.db" for number in range(SHARDS)]
    for number, path in enumerate(shards):
        run = scrapy(tmp_path, "crawlall", "--shard", f"{number}/{SHARDS}", "--db", str(path))
        assert run.returncode == 0, run.stderr[-3000:]
    arguments = ["merge", *map(str, shards), "--db"]
    assert scrapy(tmp_path, *arguments, str(tmp_path / "whole.db")).returncode == 0
    killed = tmp_path / "killed.db"
    counts = []
    for wanted in (40, 200, 330):
        process = start(tmp_path, *arguments, str(killed), log=tmp_path / "merge.log")
        while process.poll() is None and stored(killed) < wanted:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        counts.append(stored(killed))
    assert counts[0] < 380, "the merge was over before it was killed"
    assert scrapy(tmp_path, *arguments, str(killed)).returncode == 0
    assert content(killed) == content(tmp_path / "whole.db")
    with open_archive(killed) as archive:
        assert check(archive) == []


def stored(path: Path) -> int:
    """Count the articles that a merge has committed until now."""
    if not path.exists():
        return 0
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:  # its tables are being made
        return 0
    finally:
        connection.close()

"""Crawls on disks that fill up or may not be written, or whose archive goes away: told clearly, and nothing is torn."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.raw_upkeep import broken_pointers

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.spiders.loopback import LoopbackSite, Reply, Story, absolute, now, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES = 120
DISK_KB = 4096
ENOUGH_KB = 3600
"""What the archive and the raw pages of all articles take, and a little more."""
LEVELS = 20


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    site = LoopbackSite(
        "paper",
        92,
        declaration='    site = Site(hosts=("127.0.0.92",))\n    sitemap_urls = ("{root}/sitemap.xml",)',
    )
    site.publish(*(Story.make("disk", at, f"/news/{at}", now=now()) for at in range(ARTICLES)))
    server = site.start()
    urls = "".join(f"<url><loc>{absolute(site, story.path)}</loc></url>" for story in site.stories)
    site.pages["/sitemap.xml"] = Reply(f"<urlset>{urls}</urlset>".encode(), "application/xml")
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_KB}k", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def whole(disk: Path, site: LoopbackSite) -> int:
    """Hold every stored article against the papers, have the doctor look, and give how many there are."""
    with open_archive(disk / "news.db") as archive:
        warc = disk / "warc"
        assert [str(problem) for problem in check(archive)] == []
        if warc.is_dir():
            assert broken_pointers(warc, archive.connection) == []
        stored = archive.connection.execute("SELECT title, body FROM articles").fetchall()
    assert set(stored) <= {(story.title, "\n".join(story.paragraphs)) for story in site.stories}
    return len(stored)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Give the last line in which a crawl said what is wrong."""
    lines = [line for line in done.stderr.splitlines() if " ERROR: " in line or line.startswith("newscrawl: ")]
    return lines[-1].split(" ERROR: ")[-1].removeprefix("newscrawl: ") if lines else "no complaint"


@pytest.mark.slow
def test_a_disk_that_fills_up_at_many_levels(tmp_path: Path, small_disk: Path, site: LoopbackSite) -> None:
    """From a disk that is full at the start to one that holds all but the last pages."""
    places = f"NEWSCRAWL_WARC_DIR = {str(small_disk / 'warc')!r}\nCONCURRENT_REQUESTS_PER_DOMAIN = 8\n"
    project(tmp_path, [site], places)
    told: list[str] = []
    for level in range(LEVELS):
        for left in small_disk.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        free = 1024 * (ENOUGH_KB * level // (LEVELS - 1))
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(DISK_KB * 1024 - free))
        done = scrapy(tmp_path, "crawl", "paper", db=small_disk / "news.db")
        assert "Traceback" not in done.stderr, done.stderr
        ballast.unlink()
        stored = whole(small_disk, site)
        told.append(f"{free >> 10:5} KB free: exit {done.returncode}, {stored} articles; {complaint(done)}")
        if stored < ARTICLES:
            assert done.returncode != 0, done.stderr
            assert "No space left" in done.stderr or "disk is full" in done.stderr, done.stderr
        again = scrapy(tmp_path, "crawl", "paper", db=small_disk / "news.db")
        assert again.returncode == 0, again.stderr
        assert whole(small_disk, site) == ARTICLES
    print("\n" + "\n".join(told))  # noqa: T201 - what each level printed
    assert sum("exit 1" in line for line in told) >= LEVELS // 2
    assert f"exit 0, {ARTICLES} articles" in told[-1]


@pytest.mark.slow
def test_a_folder_that_may_not_be_written(tmp_path: Path, small_disk: Path, site: LoopbackSite) -> None:
    """A disk that is mounted for reading only, before a crawl and amid one."""
    project(tmp_path, [site], f"NEWSCRAWL_WARC_DIR = {str(small_disk / 'warc')!r}\n")
    db = small_disk / "news.db"
    remount(small_disk, "ro")
    done = scrapy(tmp_path, "crawl", "paper", db=db)
    assert done.returncode == 1
    assert complaint(done) == (
        f"{db}: you may not write this file or its folder; change their rights or give another path"
    )
    remount(small_disk, "rw")
    assert scrapy(tmp_path, "crawl", "paper", "-s", "CLOSESPIDER_ITEMCOUNT=20", db=db).returncode == 0
    before = whole(small_disk, site)
    assert 20 <= before < ARTICLES
    remount(small_disk, "ro")
    done = scrapy(tmp_path, "crawl", "paper", db=db)
    assert done.returncode == 1
    assert "you may not write this file or its folder" in complaint(done)
    found = scrapy(tmp_path, "search", "الوزير", db=db)
    assert found.returncode == 0, found.stderr  # what is stored can still be read
    remount(small_disk, "rw")
    assert whole(small_disk, site) == before


def remount(disk: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_an_archive_that_goes_away_amid_a_crawl(tmp_path: Path, site: LoopbackSite, how: str) -> None:
    """The crawl ends at once and says so; the next one begins a new archive and finds everything."""
    project(tmp_path, [site], "CONCURRENT_REQUESTS_PER_DOMAIN = 1\nDOWNLOAD_DELAY = 0.02\n")
    db = tmp_path / "news.db"
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "loopback_settings", "PYTHONPATH": str(tmp_path)}
    crawl = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "paper", "-s", f"NEWSCRAWL_DB={db}"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(site.log) < 20 and crawl.poll() is None:
        time.sleep(0.01)
    for file in tmp_path.glob("news.db*"):
        file.unlink()
    if how == "replaced":
        open_archive(db).close()
    _, said = crawl.communicate(timeout=60)
    assert crawl.returncode == 1
    assert "Traceback" not in said, said
    assert f"{db}: the archive was removed or replaced while it was open" in said
    assert len(site.log) < ARTICLES, "it went on although nothing could be stored"
    assert scrapy(tmp_path, "crawl", "paper").returncode == 0
    with open_archive(db) as archive:
        assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (ARTICLES,)
        assert check(archive) == []

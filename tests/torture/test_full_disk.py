"""Disks that fill up or may not be written, and what is removed amid a crawl: told clearly, and nothing is torn."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.saved_pages import read_warc
from tests.spiders.loopback import project, scrapy, start
from tests.torture.conftest import ARTICLES, Disk

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.spiders.loopback import LoopbackSite

SETTINGS = "CONCURRENT_REQUESTS_PER_DOMAIN = 4\n"
SLOWLY = "CONCURRENT_REQUESTS_PER_DOMAIN = 1\nDOWNLOAD_DELAY = 0.05\n"
# What a whole crawl of the paper takes: 1.3 MB of archive, up to 0.6 MB of WAL, 0.16 MB of raw pages.
ARCHIVE_LEVELS = (0, 300 << 10, 600 << 10, 900 << 10)
LEVELS = 20
ENOUGH = 3 << 20
WARC_LEVELS = (0, 50 << 10, 110 << 10)


@dataclass
class Crawls:
    """Runs commands over an archive and raw pages that lie where one likes."""

    folder: Path
    db: Path
    warc: Path

    def _with_places(self, arguments: tuple[str, ...]) -> list[str]:
        return [*arguments, "-s", f"NEWSCRAWL_WARC_DIR={self.warc}"]

    def run(self, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        return scrapy(self.folder, *self._with_places(arguments), db=self.db, before=before)

    def start(self) -> subprocess.Popen[str]:
        return start(self.folder, *self._with_places(("crawl", "paper")), db=self.db)

    def assert_well(self) -> None:
        """Assert that `scrapy doctor` finds nothing, and that each raw file can be read to its end."""
        doctor = self.run("doctor")
        assert (doctor.returncode, "all is well" in doctor.stdout) == (0, True), doctor.stdout + doctor.stderr
        assert [saved.error for path in self.warc.glob("*.warc.gz") for saved in read_warc(path) if saved.error] == []

    def stored(self) -> list[tuple[str, str]]:
        connection = sqlite3.connect(self.db)
        rows = connection.execute("SELECT title, body FROM articles").fetchall()
        connection.close()
        return sorted(rows)

    def kept(self) -> set[str]:
        """Give the addresses whose raw pages are kept, without the host."""
        pages = (saved for path in self.warc.glob("*.warc.gz") for saved in read_warc(path))
        return {"/" + saved.url.split("/", 3)[3] for saved in pages}

    def completes(self, paper: LoopbackSite) -> None:
        """Assert that the next crawl stores what is missing, each article once and true to the letter."""
        again = self.run("crawl", "paper")
        assert again.returncode == 0, again.stderr
        assert self.stored() == sorted((story.title, "\n".join(story.paragraphs)) for story in paper.stories)
        self.assert_well()


def errors(stderr: str) -> list[str]:
    """Give the lines that tell what went wrong, once each."""
    lines = [line for line in stderr.splitlines() if " ERROR: " in line or line.startswith("newscrawl: ")]
    return list(dict.fromkeys(line.split(" ERROR: ")[-1] for line in lines))


def told(returncode: int, stderr: str, place: Path, advice: str) -> str:
    """Assert that a crawl failed and said, once for each place, where and what to do; gives what it said."""
    assert returncode == 1, stderr
    assert "Traceback" not in stderr, stderr
    lines = [line for line in errors(stderr) if str(place) in line]
    # A disk that holds both may be told of twice: the raw page in hand, and the batch that was open.
    assert 1 <= len(lines) <= (2 if place.is_dir() else 1), stderr
    assert all(advice in line for line in lines), stderr
    return f"exit {returncode}; {' | '.join(errors(stderr))}"


@pytest.mark.slow
@pytest.mark.parametrize("level", range(LEVELS))
def test_a_disk_that_fills_up_under_all_of_a_crawl(tmp_path: Path, disk: Disk, paper: LoopbackSite, level: int) -> None:
    """From a disk that is full at the start to one that has room for everything."""
    project(tmp_path, [paper], SETTINGS)
    crawls = Crawls(tmp_path, disk.path / "news.db", disk.path / "warc")
    left = ENOUGH * level // (LEVELS - 1)
    disk.fill(left)
    first = crawls.run("crawl", "paper")
    if level == LEVELS - 1:
        assert first.returncode == 0, first.stderr
    if level == 0 or first.returncode:
        said = told(first.returncode, first.stderr, disk.path, "free some space")
    else:
        said = "exit 0"
        assert len(crawls.stored()) == ARTICLES
    disk.make_room()
    crawls.assert_well()
    print(f"\n{left:,} bytes: {len(crawls.stored())} articles; {said}")
    crawls.completes(paper)


@pytest.mark.slow
@pytest.mark.parametrize("left", ARCHIVE_LEVELS)
def test_what_was_fetched_is_kept_where_only_the_archives_disk_is_full(
    tmp_path: Path, disk: Disk, paper: LoopbackSite, left: int
) -> None:
    project(tmp_path, [paper], SETTINGS)
    crawls = Crawls(tmp_path, disk.path / "news.db", tmp_path / "warc")
    disk.fill(left)
    first = crawls.run("crawl", "paper")
    print(f"\n{left:,} bytes: {told(first.returncode, first.stderr, crawls.db, 'the disk is full; free some space')}")
    fetched = set(paper.articles_asked())
    assert fetched <= crawls.kept(), "what was fetched and could not be stored is among the raw pages"
    disk.make_room()
    crawls.assert_well()
    assert len(crawls.stored()) <= len(fetched)
    crawls.completes(paper)


@pytest.mark.slow
@pytest.mark.parametrize("left", WARC_LEVELS)
def test_a_full_disk_of_raw_pages_ends_the_crawl_and_the_next_one_completes_it(
    tmp_path: Path, disk: Disk, paper: LoopbackSite, left: int
) -> None:
    project(tmp_path, [paper], SETTINGS)
    crawls = Crawls(tmp_path, tmp_path / "news.db", disk.path / "warc")
    disk.fill(left)
    first = crawls.run("crawl", "paper")
    print(f"\n{left:,} bytes: {told(first.returncode, first.stderr, crawls.warc, 'free some space and run again')}")
    crawls.assert_well()
    # No article is stored whose raw page is not kept.
    assert len(crawls.stored()) <= len(crawls.kept() & {story.path for story in paper.stories})
    disk.make_room()
    crawls.completes(paper)


@pytest.mark.slow
def test_raw_pages_on_a_read_only_disk_end_the_crawl(tmp_path: Path, disk: Disk, paper: LoopbackSite) -> None:
    project(tmp_path, [paper], SETTINGS)
    crawls = Crawls(tmp_path, tmp_path / "news.db", disk.path / "warc")
    disk.read_only()
    first = crawls.run("crawl", "paper")
    print("\n" + told(first.returncode, first.stderr, crawls.warc, "NEWSCRAWL_WARC_DIR"))
    assert crawls.stored() == []
    disk.writable()
    crawls.completes(paper)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["archive", "raw pages"])
def test_a_folder_that_is_removed_amid_a_crawl(tmp_path: Path, paper: LoopbackSite, what: str) -> None:
    """The archive's folder with its WAL, or that of the raw pages, which are not read again in a crawl."""
    project(tmp_path, [paper], SLOWLY)
    place = tmp_path / "place"
    place.mkdir()
    of_archive = what == "archive"
    crawls = Crawls(
        tmp_path, (place if of_archive else tmp_path) / "news.db", (tmp_path if of_archive else place) / "warc"
    )
    crawl = crawls.start()
    while len(paper.log) < 20 and crawl.poll() is None:
        time.sleep(0.01)
    assert crawl.poll() is None
    shutil.rmtree(place)
    _, stderr = crawl.communicate(timeout=120)
    if of_archive:
        print("\n" + told(crawl.returncode, stderr, crawls.db, "put it back, or start the crawl again"))
        assert set(paper.articles_asked()) <= crawls.kept()
    else:
        print("\n" + told(crawl.returncode, stderr, crawls.warc, "was removed while it was written"))
    assert len(paper.articles_asked()) < ARTICLES, "it went on although nothing could be kept"
    assert not place.exists(), "nothing is made anew in the place of what somebody took away"
    if not of_archive:
        # What was taken away is gone; the archive says where it lay until it is mended.
        place.mkdir()
        crawls.warc.mkdir()
        assert crawls.run("doctor").returncode == 1
        assert crawls.run("doctor", "--repair").returncode == 0
        crawls.assert_well()
    crawls.completes(paper)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_permission_bits_forbid_is_refused_untouched(
    tmp_path: Path, disk: Disk, paper: LoopbackSite, what: str
) -> None:
    """Root minds no permission bits while it has its capabilities, so the crawl runs without them."""
    setpriv = shutil.which("setpriv")
    if setpriv is None or os.geteuid() != 0:
        pytest.skip("needs root and setpriv, which takes root's capabilities away")
    project(tmp_path, [paper], SETTINGS)
    crawls = Crawls(tmp_path, disk.path / "news.db", tmp_path / "warc")
    if what == "file":
        crawls.db.touch(mode=0o444)
    disk.path.chmod(0o755 if what == "file" else 0o555)
    before = sorted(disk.path.iterdir())
    run = crawls.run("crawl", "paper", before=(setpriv, "--bounding-set=-all", "--inh-caps=-all"))
    print("\n" + told(run.returncode, run.stderr, crawls.db, "you may not write this file or its folder"))
    assert sorted(disk.path.iterdir()) == before
    assert paper.log == []


@pytest.mark.slow
def test_an_archive_on_a_read_only_disk_can_be_read(tmp_path: Path, disk: Disk, paper: LoopbackSite) -> None:
    project(tmp_path, [paper], SETTINGS)
    crawls = Crawls(tmp_path, disk.path / "news.db", tmp_path / "warc")
    assert crawls.run("crawl", "paper", "-s", "CLOSESPIDER_ITEMCOUNT=20").returncode == 0
    before = crawls.stored()
    assert 20 <= len(before) < ARTICLES
    disk.read_only()
    refused = crawls.run("crawl", "paper")
    print("\n" + told(refused.returncode, refused.stderr, crawls.db, "you may not write this file or its folder"))
    for arguments in (("search", "الوزير"), ("status",), ("export", str(tmp_path / "out.csv"))):
        assert crawls.run(*arguments).returncode == 0, arguments
    disk.writable()
    assert crawls.stored() == before
    crawls.completes(paper)


@pytest.mark.slow
def test_an_archive_that_is_replaced_amid_a_crawl(tmp_path: Path, paper: LoopbackSite) -> None:
    project(tmp_path, [paper], SLOWLY)
    crawls = Crawls(tmp_path, tmp_path / "news.db", tmp_path / "warc")
    crawl = crawls.start()
    while len(paper.log) < 20 and crawl.poll() is None:
        time.sleep(0.01)
    for file in tmp_path.glob("news.db*"):
        file.unlink()
    open_archive(crawls.db).close()
    _, stderr = crawl.communicate(timeout=120)
    print("\n" + told(crawl.returncode, stderr, crawls.db, "the archive was removed or replaced"))
    assert len(paper.articles_asked()) < ARTICLES
    assert crawls.stored() == [], "nothing is written into what somebody else put there"
    crawls.completes(paper)

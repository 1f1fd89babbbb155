"""`scrapy reclean` over a crawled archive: a line in no lexicon is learned, then taken out of what is stored."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.doctor import check
from newscrawl.archive.reading import paragraphs_before_stripping

if TYPE_CHECKING:
    from pathlib import Path

PROMO = "حمل الموسوعة المصورة لطيور الخليج الدافئ مجانا من ركن القراء"

# The spider of the sample, over papers of which one prints a line under every text.
CRAWL = """
import sys
from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings
from newscrawl.newsroom.server import Newsroom
from newscrawl.spiders.newsroom import NewsroomSpider

class Spider(NewsroomSpider):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.server = Newsroom(edition=self.edition, house_lines={"shati": sys.argv[2]})

Spider.edition = int(sys.argv[3])
settings = get_project_settings()
settings.set("NEWSCRAWL_DB", sys.argv[1], priority="cmdline")
settings.set("NEWSCRAWL_WARC_DIR", "", priority="cmdline")
process = CrawlerProcess(settings)
process.crawl(Spider)
process.start()
"""


def crawl(db: Path, edition: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", CRAWL, str(db), PROMO, str(edition)],
        cwd=db.parent,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def rows(db: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(db)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


WITH_PROMO = f"SELECT count(*) FROM articles WHERE body LIKE '%{PROMO}%'"
PRINTED_BY_COPIES = f"SELECT url, json_extract(article, '$.body') AS body FROM copies WHERE body LIKE '%{PROMO}%'"
# A copy that was its article's row for a while, because it came first, is a version already ("better_original").
KEPT = f"SELECT url, body FROM versions WHERE body LIKE '%{PROMO}%' ORDER BY url, version"
UNTOUCHED = "SELECT url, title, body, version, last_seen_at, change_seq FROM articles WHERE site <> 'shati' ORDER BY id"


def test_a_promo_line_is_learned_and_taken_out_of_stored_articles(scrapy: Any, tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    crawl(db, 1)
    [(printed,)] = rows(db, WITH_PROMO)
    assert printed >= 20
    others = rows(db, UNTOUCHED)
    before = dict(rows(db, "SELECT id, body FROM articles WHERE site = 'shati'"))
    of_copies = rows(db, PRINTED_BY_COPIES)
    texts = [*rows(db, f"SELECT url, body FROM articles WHERE body LIKE '%{PROMO}%'"), *of_copies]

    run = scrapy("reclean", "--site", "shati", "--db", str(db))
    assert run.returncode == 0, run.stderr
    assert rows(db, WITH_PROMO) == [(0,)]
    after = dict(rows(db, "SELECT id, body FROM articles WHERE site = 'shati'"))
    assert {key: body.removesuffix(f"\n{PROMO}") for key, body in before.items()} == after
    kept = rows(db, KEPT)
    assert sorted(texts) == sorted(kept), "each text that lost the line is kept as it was, once"
    assert rows(db, PRINTED_BY_COPIES) == []
    assert rows(db, f"SELECT DISTINCT kind, rule FROM removals WHERE text = '{PROMO}'") == [("learned", "learned-line")]
    assert f": {printed} articles and {len(of_copies)} copies changed" in run.stdout
    assert rows(db, UNTOUCHED) == others
    with open_archive(db) as archive:
        assert check(archive) == []
        for (article_id,) in archive.connection.execute("SELECT id FROM articles WHERE site = 'shati'").fetchall():
            assert (
                paragraphs_before_stripping(archive.article(article_id))[-1] == PROMO or PROMO not in before[article_id]
            )

    again = scrapy("reclean", "--db", str(db))
    assert "0 articles and 0 copies changed" in again.stdout
    assert rows(db, KEPT) == kept


@pytest.mark.slow
def test_a_later_crawl_strips_what_an_earlier_one_learned(tmp_path: Path) -> None:
    db = tmp_path / "news.db"
    crawl(db, 1)
    connection = sqlite3.connect(db)
    connection.execute("UPDATE pages SET etag = NULL, last_modified = NULL, next_visit_at = '2020-01-01T00:00:00Z'")
    connection.commit()
    connection.close()
    crawl(db, 2)
    assert rows(db, WITH_PROMO) == [(0,)]


def test_a_site_that_is_not_there_is_named(scrapy: Any, tmp_path: Path) -> None:
    open_archive(tmp_path / "news.db").close()
    run = scrapy("reclean", "--site", "nosuch", "--db", str(tmp_path / "news.db"))
    assert (run.returncode, "no article of a site called nosuch" in run.stderr) == (1, True)

"""docs/schema.md names every table and column, and its queries run and find what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.items import Article, Reject, Removal

if TYPE_CHECKING:
    from newscrawl.archive import Archive

MakeArticle = Callable[..., Article]

DOCS = Path(__file__).resolve().parents[2] / "docs" / "schema.md"
TEXT = DOCS.read_text(encoding="utf-8")
QUERIES = re.findall(r"^([^\n]+):\n\n```sql\n(.*?)```", TEXT, re.MULTILINE | re.DOTALL)
PRIVATE = set(re.findall(r"`(\w+)`", TEXT.partition("## Private tables")[2].partition("## Queries")[0]))


def documented() -> dict[str, list[str]]:
    """The columns that stand in the section of each table."""
    sections = re.findall(r"^## (\w+)\n(.*?)(?=^## )", TEXT, re.MULTILINE | re.DOTALL)
    return {name: re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) for name, text in sections if "| column |" in text}


@pytest.fixture
def filled(archive: Archive, article: MakeArticle, now: datetime) -> Archive:
    """An archive with a row in each table that the queries read."""
    published = datetime(2026, 3, 10, 9, tzinfo=UTC)
    crawl = archive.begin_crawl("paper", now)
    first = article(
        title="معرض الكتاب بالقاهرة",
        agencies=["MAP"],
        published=published,
        removals=[Removal(0, 0, 4, "شارك", "share", "r")],
    )
    archive.store(first, crawl_id=crawl, now=now)
    for minutes, site in ((10, "other"), (30, "other"), (50, "third")):
        copy = article(f"https://{site}.example/{minutes}", site=site, published=published + timedelta(minutes=minutes))
        archive.store(copy, crawl_id=crawl, now=now)
    changed = article(
        title="معرض الكتاب بالقاهرة",
        agencies=["MAP"],
        published=published,
        body=f"{first.body}\nتحديث: مدد المعرض يوما آخر.",
        removals=first.removals,
    )
    archive.store(changed, crawl_id=crawl, now=now + timedelta(hours=1))
    archive.store(article("https://paper.example/9", reject=Reject("listing")), crawl_id=crawl, now=now)
    return archive


@pytest.mark.parametrize(("name", "query"), QUERIES, ids=[name for name, _ in QUERIES])
def test_every_query_runs_and_finds_something(filled: Archive, name: str, query: str) -> None:
    assert filled.connection.execute(query).fetchall()


def test_the_figures_are_right(filled: Archive) -> None:
    answers = {name: filled.connection.execute(query).fetchall() for name, query in QUERIES}
    assert answers["Who copies whom"] == [("paper", "other", 2), ("paper", "third", 1)]
    fast = next(rows for name, rows in answers.items() if name.startswith("How fast"))
    assert fast == [("other", 2, 20.0), ("third", 1, 50.0)]
    share = next(rows for name, rows in answers.items() if name.startswith("Share of agency"))
    assert sorted(share) == [("other", 2, 100.0), ("paper", 1, 100.0), ("third", 1, 100.0)]
    assert answers["The agencies behind the copy"] == [("MAP", 1, 3)]


def test_every_table_and_column_is_documented(archive: Archive) -> None:
    names = {
        name for (name,) in archive.connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    }
    public = documented()
    assert names == set(public) | PRIVATE & names
    assert PRIVATE - names - {"change_seq", "sqlite_sequence"} == set()
    for table, columns in public.items():
        stored = [row[1] for row in archive.connection.execute(f"PRAGMA table_info({table})")]
        assert sorted(columns) == sorted(stored), table


def test_the_python_runs(filled: Archive, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [code] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(code.replace("data/news.db", str(path)), {})
    assert "معرض الكتاب بالقاهرة" in capsys.readouterr().out


def test_there_are_queries() -> None:
    assert len(QUERIES) == TEXT.count("```sql")

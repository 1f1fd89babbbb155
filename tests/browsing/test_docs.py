"""docs/browse.md says what is there: its pages answer, its questions and its SQL run."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.functions import register
from newscrawl.browsing.queries import QUERIES
from newscrawl.browsing.server import application

if TYPE_CHECKING:
    from collections.abc import Callable

pytest.importorskip("datasette", reason="the extra `browse` is not installed: pip install 'newscrawl[browse]'")
TEXT = (Path(__file__).resolve().parents[2] / "docs" / "browse.md").read_text(encoding="utf-8")
PAGES = re.findall(r"^\| `(/[^`]*)` \|", TEXT, re.MULTILINE)
CURLS = re.findall(r"^curl (?:-G )?'http://127.0.0.1:8001(/[^']*)'(.*)$", TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def get(news: Path) -> Callable[..., Any]:
    datasette = application(news)

    def ask(path: str, **arguments: Any) -> Any:
        return asyncio.run(datasette.client.get(path, **arguments))

    return ask


def test_there_are_examples() -> None:
    assert len(PAGES) == 7
    assert len(CURLS) == 2


@pytest.mark.parametrize("path", PAGES)
def test_every_page_that_is_named_is_there(get: Any, path: str) -> None:
    assert get(path).status_code == 200


@pytest.mark.parametrize(("path", "more"), CURLS)
def test_the_addresses_for_programs_give_rows(get: Any, path: str, more: str) -> None:
    values = dict(re.findall(r"(?:-d|--data-urlencode) '?([\w]+)=([^'\s]+)", more))
    answer = get(path, params=values or None)
    assert answer.status_code == 200
    assert answer.json()


def test_every_question_is_named() -> None:
    (listed,) = re.findall(r"Questions that are ready to run: (.*?)\. Each", TEXT, re.DOTALL)
    text = " ".join(listed.split()).lower()
    titles = [str(query["title"]).lower().replace(",", "") for query in QUERIES.values()]
    assert [title for title in titles if title not in text] == []
    assert text.count(",") == len(titles) - 1


def test_the_sql_finds_an_article(news: Path) -> None:
    (sql,) = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)
    with open_archive(news, read_only=True) as archive:
        register(archive.connection)
        archive.connection.execute(sql).fetchall()
        # Its words are not those of the made archive.
        found = archive.connection.execute(sql.replace('القاهرة "معرض الكتاب"', 'القاهرة "الجسر الجديد"')).fetchall()
    assert ("افتتاح الجسر الجديد",) in [tuple(row) for row in found]

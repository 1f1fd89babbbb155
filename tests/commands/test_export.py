"""`scrapy export`: what is refused and how, and the examples of docs/export.md."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.archive.consumers import find
from newscrawl.commands.export import Command
from newscrawl.commands.reading import open_to_read
from newscrawl.items import Article

if TYPE_CHECKING:
    from ..conftest import ScrapyRun

DOCS = Path(__file__).resolve().parents[2] / "docs" / "export.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
STORIES = {
    "bridge": "افتتح الوالي صباح اليوم جسرا معلقا يربط ضفتي الوادي، بعد ثلاث سنوات من الأشغال المتواصلة.",
    "bread": "قرر أرباب المخابز تأجيل الزيادة في سعر الرغيف إلى ما بعد موسم الحصاد، استجابة لطلب الوزارة.",
    "choir": "أحيت جوقة المدينة حفلا خيريا خصص ريعه لترميم المدرسة القديمة التي تضررت من أمطار الشتاء.",
    "goats": "عاد رعاة الجبل إلى مراعيهم الصيفية بعد أن ذابت الثلوج وظهرت المسالك المؤدية إلى العيون.",
}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The path of an archive of four articles."""
    path = tmp_path / "data" / "news.db"
    with open_archive(path) as archive:
        for number, (name, body) in enumerate(STORIES.items(), 1):
            article = Article(
                f"https://paper.example/{name}", title=f"خبر {name}", body=body, site="paper", language="ar",
                agencies=["MAP"] if number % 2 else [], published=datetime(2026, 3, number, 9, 30, tzinfo=UTC),
            )  # fmt: skip
            assert archive.store(article, crawl_id=None, now=datetime(2026, 3, 9, tzinfo=UTC)).kind == "new"
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_export_from_the_command_line(scrapy: ScrapyRun, db: Path, tmp_path: Path) -> None:
    answer = scrapy("export", "news.jsonl", "--since", "2026-03-02", "--until", "2026-03-03", "--db", str(db))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == "2 articles in news.jsonl (described in news.jsonl.card.md)\n"
    assert [row["published_date"] for row in lines(tmp_path / "news.jsonl")] == ["2026-03-02", "2026-03-03"]
    again = scrapy("export", "news.jsonl", "-O", "--db", str(db))
    assert again.returncode == 0
    assert len(lines(tmp_path / "news.jsonl")) == 4
    assert not list(tmp_path.glob(".*.part"))


def test_since_last_from_the_command_line(scrapy: ScrapyRun, db: Path, tmp_path: Path) -> None:
    assert scrapy("export", "1.jsonl", "--since-last", "مفكرة", "--db", str(db)).returncode == 0
    second = scrapy("export", "2.jsonl", "--since-last", "مفكرة", "--db", str(db))
    assert (second.returncode, second.stdout) == (0, "nothing is new or changed for مفكرة; no file was written\n")
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["1.jsonl"]


REFUSED = [
    ((), "say where to"),
    (("news.txt",), "end the name in .jsonl, .csv or .parquet"),
    (("news.jsonl", "--since", "yesterday"), "--since yesterday is no day"),
    (("news.jsonl", "--since", "2026-02-02", "--until", "2026-02-01"), "is after --until"),
    (("news.jsonl", "--split", "1"), "--split 1.0 is the share"),
    (("nowhere/news.jsonl",), "there is no folder nowhere"),
    (("data", "--format", "csv"), "this is a folder"),
    (("taken.csv",), "is there already"),
    (("news.jsonl", "--site", "nosuch"), "no article is what was asked for"),
    (("news.jsonl", "--since-last", "../../etc/passwd"), "is no name for a consumer"),
    (("news.jsonl", "--since-last", "n", "-O"), "would lose some"),
    (("data/news.db", "--format", "csv", "-O"), "this is the archive itself"),
    (("link.csv", "-O"), "this is the archive itself"),
    (("/dev/null", "--format", "csv", "-O"), "this is not a regular file"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_can_not_be_is_refused_in_one_line(
    scrapy: ScrapyRun, db: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "taken.csv").write_text("mine")
    (tmp_path / "link.csv").symlink_to(db)
    before = db.read_bytes()
    answer = scrapy("export", *arguments, "--db", str(db))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("newscrawl: ")
    assert answer.stderr.count("\n") == 1
    assert message in answer.stderr
    assert (tmp_path / "taken.csv").read_text() == "mine"
    assert db.read_bytes() == before
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith((".part", ".jsonl", ".md"))]


def test_reading_an_archive_changes_nothing_and_older_ones_are_brought_up_to_date(db: Path) -> None:
    command = Command()
    reader = open_to_read(command, str(db))
    assert reader is not None
    with reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.connection.execute("DELETE FROM articles")
    connection = sqlite3.connect(db)
    connection.executescript(
        "DELETE FROM _sqlite_migrations WHERE name = 'm0002_export_consumers';"
        "ALTER TABLE export_consumers DROP COLUMN selection; ALTER TABLE export_consumers DROP COLUMN pending;"
        "DROP INDEX articles_first_seen; DROP INDEX copies_first_seen;"
    )
    connection.close()
    reader = open_to_read(command, str(db))
    assert reader is not None
    with reader:
        assert find(reader.connection, "nobody").change_seq == 0
    assert command.exitcode == 0


def test_a_missing_archive(scrapy: ScrapyRun, tmp_path: Path) -> None:
    answer = scrapy("export", "news.jsonl", "--db", str(tmp_path / "no.db"))
    assert answer.returncode == 1
    assert "there is no archive here" in answer.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0].removeprefix("import "))
def test_the_examples_of_the_docs(
    scrapy: ScrapyRun, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    needed = re.findall(r"^import (\w+)", example, re.M)
    for name in needed:
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    if find_spec("pyarrow") is None:
        pytest.skip("pyarrow is not installed")
    for ending in ("jsonl", "csv", "parquet"):
        assert scrapy("export", f"news.{ending}", "--db", str(db)).returncode == 0
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {}
    exec(compile(example, str(DOCS), "exec"), found)
    match needed[0]:
        case "pandas":
            assert found["a_day"].to_numpy().sum() == len(found["articles"]) == len(found["lines"]) == 4
            assert found["by_agency"].to_dict() == {"MAP": 2}
            assert list(found["table"]["title"]) == [f"خبر {name}" for name in STORIES]
        case "polars":
            assert found["lengths"].to_dicts()[0]["articles"] == found["lines"].height == 4
        case "duckdb":
            assert found["top"] == [("paper", "MAP", 2)]
            assert len(found["current"]) == 4
        case "json":
            assert found["words"] == sum(len(body.split()) for body in STORIES.values())
        case _:
            pytest.fail(f"nothing checks the example of {needed[0]}")

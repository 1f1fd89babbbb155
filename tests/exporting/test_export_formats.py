"""The three formats hold the archive's rows, in types and bytes that their readers take."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.archive import open_archive
from newscrawl.exporting.columns import COLUMNS
from newscrawl.exporting.export import Order, export
from newscrawl.exporting.selection import Changes, Selection, is_train, query

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [column.name for column in COLUMNS]
LISTS = {column.name for column in COLUMNS if column.kind == "list"}


def stored(db: Path) -> dict[str, dict[str, Any]]:
    connection = sqlite3.connect(db)
    connection.row_factory = sqlite3.Row
    found = {row["uid"]: dict(row) for row in connection.execute(f"SELECT {', '.join(NAMES)} FROM articles")}
    connection.close()
    return found


def write(db: Path, target: Path, kind: str, **order: Any) -> Path:
    with open_archive(db, create=False) as archive:
        export(archive, Order(target, kind, **order))
    return target


def test_json_lines_give_back_every_value(db: Path, out: Path) -> None:
    text = write(db, out / "news.jsonl", "jsonl").read_bytes().decode()
    found = [json.loads(line) for line in text.splitlines()]  # cuts at U+2028 too
    assert "\\u06" not in text  # Arabic stands as it is
    for values in found:
        assert list(values) == NAMES
        for name in LISTS:
            assert isinstance(values[name], list)
            values[name] = json.dumps(values[name], ensure_ascii=False)
        assert isinstance(values["is_partial"], bool)
    assert {values["uid"]: values for values in found} == stored(db)


def test_csv_gives_back_every_value_and_no_formula(db: Path, out: Path) -> None:
    data = write(db, out / "news.csv", "csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    expected = stored(db)
    assert len(found) == len(expected)
    guarded = 0
    for row in found:
        for name, cell in row.items():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
            value = expected[row["uid"]][name]
            if isinstance(value, str) and cell == f"'{value}":
                guarded += value[0] in "=+-@"
            else:
                assert cell == ("" if value is None else str(value))
    assert guarded >= 3


def test_parquet_gives_back_every_value_with_types(db: Path, out: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(write(db, out / "news.parquet", "parquet"))
    assert table.column_names == NAMES
    expected = stored(db)
    for row in table.to_pylist():
        values = expected.pop(row["uid"])
        for name in LISTS:
            assert row[name] == json.loads(values[name])
        for name in ("published_at", "first_seen_at", "modified_at"):
            assert row[name] == (datetime.fromisoformat(values[name]) if values[name] else None)
        assert row["published_date"] == (
            date.fromisoformat(values["published_date"]) if values["published_date"] else None
        )
        assert row["published_local"] == (
            datetime.fromisoformat(values["published_local"]) if values["published_local"] else None
        )
        assert row["is_partial"] is False
        for name in ("title", "body", "summary", "byline", "section", "change_seq", "cluster_id", "rules_version"):
            assert row[name] == values[name]
    assert not expected
    assert any(row["published_at"] and row["published_at"].tzinfo == UTC for row in table.to_pylist()) or (
        str(table.schema.field("published_at").type) == "timestamp[ms, tz=UTC]"
    )


def test_the_schema_of_parquet_does_not_depend_on_the_rows(db: Path, out: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    undated = write(db, out / "one.parquet", "parquet", selection=Selection(site="paper2", since="2026-03-06"))
    everything = write(db, out / "all.parquet", "parquet")
    assert parquet.read_schema(undated) == parquet.read_schema(everything)


def test_compressed_json_lines_are_the_same_bytes_every_time(db: Path, out: Path) -> None:
    plain = write(db, out / "news.jsonl", "jsonl").read_bytes()
    one = write(db, out / "one.jsonl.gz", "jsonl").read_bytes()
    other = write(db, out / "other.jsonl.gz", "jsonl").read_bytes()
    assert one == other
    assert gzip.decompress(one) == plain


@pytest.mark.parametrize(
    ("selection", "where"),
    [
        (Selection(site="paper1"), "site = 'paper1'"),
        (Selection(since="2026-03-04"), "published_date >= '2026-03-04'"),
        (Selection(until="2026-03-04"), "published_date <= '2026-03-04'"),
        (Selection(section="محليات"), "section = 'محليات'"),
        (Selection(language="ar"), "language = 'ar'"),
        (
            Selection("paper0", "2026-03-02", "2026-03-08", "اقتصاد", "ar"),
            "site = 'paper0' AND published_date BETWEEN '2026-03-02' AND '2026-03-08' AND section = 'اقتصاد'"
            " AND language = 'ar'",
        ),
    ],
)
def test_filters(db: Path, out: Path, selection: Selection, where: str) -> None:
    connection = sqlite3.connect(db)
    expected = {uid for (uid,) in connection.execute(f"SELECT uid FROM articles WHERE {where}")}
    connection.close()
    assert 0 < len(expected) < 20
    text = write(db, out / "news.jsonl", "jsonl", selection=selection).read_text(encoding="utf-8")
    assert {json.loads(line)["uid"] for line in text.splitlines()} == expected


@pytest.mark.parametrize("changes", [None, Changes(0, 100)])
@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(site="a"),
        Selection(since="2026-01-01"),
        Selection(until="2026-01-01", language="ar"),
        Selection("a", "2026-01-01", "2026-02-01", "s", "ar"),
        Selection(section="s"),
    ],
)
def test_no_export_sorts_in_memory(db: Path, selection: Selection, changes: Changes | None) -> None:
    sql, values = query(selection, changes)
    with open_archive(db) as archive:
        plan = [row[3] for row in archive.connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert not [step for step in plan if "TEMP B-TREE" in step], plan


def test_a_split_keeps_clusters_whole_and_depends_on_nothing_else(db: Path, out: Path) -> None:
    connection = sqlite3.connect(db)
    connection.execute("UPDATE articles SET cluster_id = 1 WHERE id IN (1, 5, 9, 13, 17)")
    connection.execute("UPDATE articles SET cluster_id = 2 WHERE id IN (2, 6, 10, 14)")
    connection.commit()
    connection.close()
    write(db, out / "news.jsonl", "jsonl", split=0.5)
    sides: dict[str, dict[str, int]] = {}
    for side in ("train", "test"):
        text = (out / f"news-{side}.jsonl").read_text(encoding="utf-8").removesuffix("\n")
        sides[side] = {row["uid"]: row["cluster_id"] for row in map(json.loads, text.split("\n"))}
    assert len(sides["train"]) + len(sides["test"]) == 20
    assert not set(sides["train"].values()) & set(sides["test"].values())
    write(db, out / "again.jsonl", "jsonl", split=0.5, selection=Selection(site="paper1"))
    text = (out / "again-train.jsonl").read_text(encoding="utf-8").removesuffix("\n")
    assert {json.loads(line)["uid"] for line in text.split("\n")} <= set(sides["train"])


def test_a_split_has_the_share_that_was_asked_for() -> None:
    names = [f"{number:032x}" for number in range(20_000)]
    for share in (0.05, 0.5, 0.9):
        assert sum(is_train(name, share) for name in names) / len(names) == pytest.approx(share, abs=0.01)
    # More training data never takes a cluster out of it.
    assert all(is_train(name, 0.9) for name in names if is_train(name, 0.5))


def test_the_card_counts_what_is_there(db: Path, out: Path) -> None:
    write(db, out / "new_s*[x].jsonl", "jsonl", split=0.7)
    card = (out / "new_s*[x].jsonl.card.md").read_text(encoding="utf-8")
    assert "20 news articles" in card
    assert "new\\_s\\*\\[x\\].jsonl" in card
    assert 'path: "new_s*[x]-train.jsonl"' in card
    assert "paper0 7, paper1 7, paper2 6" in card
    assert "- Without a date: 1" in card
    assert all(f"| `{name}` |" in card for name in NAMES)

"""Writers of rows in each format; all of them write to an open binary file and keep memory flat."""

from __future__ import annotations

import csv
import io
import json
import re
from abc import ABC, abstractmethod
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from newscrawl.exporting.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

Row = tuple[Any, ...]

_BATCH_ROWS: Final = 4096
_BATCH_CHARACTERS: Final = 8_000_000  # a row group of Parquet is held in memory until it is written
# What a spreadsheet takes for the beginning of a formula, in both widths of East Asian keyboards.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LISTS: Final = frozenset(at for at, column in enumerate(COLUMNS) if column.kind == "list")
_FLAGS: Final = frozenset(at for at, column in enumerate(COLUMNS) if column.kind == "flag")
_NAMES: Final = tuple(column.name for column in COLUMNS)
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
_LINE_END: Final = re.compile(r"[\x85\u2028\u2029]")
_BODY: Final = _NAMES.index("body")


class MissingLibrary(Exception):
    """A format needs a library that is not installed; the message says how to install it."""


class Writer(ABC):
    """Writes rows of COLUMNS, as the archive holds them, to a file; `finish` writes what is still held back."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @abstractmethod
    def write(self, row: Row) -> None:
        """Write a row."""

    @abstractmethod
    def finish(self) -> None:
        """Write the end; the file stays open."""


class JsonLinesWriter(Writer):
    """One JSON object a line, UTF-8, nothing escaped that need not be; lists are lists."""

    def write(self, row: Row) -> None:
        """Write a row."""
        values = dict(zip(_NAMES, row, strict=True))
        for at in _LISTS:
            values[_NAMES[at]] = json.loads(row[at])
        for at in _FLAGS:
            values[_NAMES[at]] = bool(row[at])
        # Line ends of Unicode can stand in strings only; escaped, `splitlines` does not cut a row in two.
        line = _LINE_END.sub(lambda end: f"\\u{ord(end[0]):04x}", _encode(values))
        self._file.write(line.encode() + b"\n")

    def finish(self) -> None:
        """Write nothing more."""


class CsvWriter(Writer):
    """CSV (RFC 4180) that Excel opens: UTF-8 with a byte order mark, and no cell that it would run as a formula.

    Such a cell begins with an apostrophe. Lists are JSON text.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self._csv.writerow(_NAMES)

    def write(self, row: Row) -> None:
        """Write a row."""
        self._csv.writerow([_harmless(value) if isinstance(value, str) else value for value in row])

    def finish(self) -> None:
        """Flush, and leave the file to its owner."""
        self._text.detach()


class ParquetWriter(Writer):
    """Parquet with a schema that does not depend on the rows, written in row groups of bounded size; zstd."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        try:
            import pyarrow as pa  # noqa: PLC0415 - an extra: only this format needs it
            import pyarrow.parquet as pq  # noqa: PLC0415 - the parquet extra only
        except ImportError as error:
            raise MissingLibrary("Parquet needs pyarrow: pip install 'newscrawl[parquet]'") from error
        types = {
            "text": pa.string(),
            "list": pa.list_(pa.string()),
            "integer": pa.int64(),
            "flag": pa.bool_(),
            "day": pa.date32(),
            "clock": pa.timestamp("ms"),
            "instant": pa.timestamp("ms", tz="UTC"),
        }
        self._pa = pa
        fields = [pa.field(one.name, types[one.kind], metadata={"description": one.description}) for one in COLUMNS]
        self._schema = pa.schema(fields)
        self._parquet = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._held: list[Row] = []
        self._characters = 0

    def write(self, row: Row) -> None:
        """Hold a row until its group is full."""
        self._held.append(row)
        self._characters += len(row[_BODY])
        if len(self._held) >= _BATCH_ROWS or self._characters >= _BATCH_CHARACTERS:
            self._write_group()

    def finish(self) -> None:
        """Write the last group and the footer."""
        self._write_group()
        self._parquet.close()

    def _write_group(self) -> None:
        if not self._held:
            return
        arrays = []
        for column, field, values in zip(COLUMNS, self._schema, zip(*self._held, strict=True), strict=True):
            read = _READERS.get(column.kind)
            cells = values if read is None else [None if value is None else read(value) for value in values]
            arrays.append(self._pa.array(cells, type=field.type))
        self._parquet.write_batch(self._pa.record_batch(arrays, schema=self._schema))
        self._held.clear()
        self._characters = 0


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "list": json.loads,
    "flag": bool,
    "day": date.fromisoformat,
    "clock": datetime.fromisoformat,
    "instant": _instant,
}

WRITERS: Final[dict[str, type[Writer]]] = {"jsonl": JsonLinesWriter, "csv": CsvWriter, "parquet": ParquetWriter}

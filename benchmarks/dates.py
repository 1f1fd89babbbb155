"""Dates read right, wrong and not at all, by category, beside dateparser, htmldate and dateutil; and strings a second.

    python benchmarks/dates.py [--file TSV] [--no-peers] [--list]

The TSV (`../shared/corpus/dates_dev.tsv` by default) has columns raw, reference_now, site_timezone, expected, category.
An expected time is met by the same instant to the second; an expected day by that day, as a date or as a datetime at
midnight or at the time of reading; nothing by None. Silently wrong: another day, or a date out of a string without one.
htmldate is installed on demand into `benchmarks/.envs/dates`, since it is no part of newscrawl.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

if importlib.util.find_spec("newscrawl"):  # this file runs in the peers' environment too
    from newscrawl.arabic.dates import parse_date

from environments import python_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawl.arabic.dates import ParsedDate

    Reader = Callable[[str, datetime, str], date | None]

HERE = Path(__file__).resolve().parent
DEFAULT_FILE = HERE.parents[1] / "shared" / "corpus" / "dates_dev.tsv"
PEER_PACKAGES = ["htmldate==1.11.0", "tzdata"]
LOCALES = {
    "Africa/Algiers": "ar-DZ", "Africa/Cairo": "ar-EG", "Africa/Casablanca": "ar-MA", "Africa/Khartoum": "ar-SD",
    "Africa/Nouakchott": "ar-MR", "Africa/Tripoli": "ar-LY", "Africa/Tunis": "ar-TN", "Asia/Aden": "ar-YE",
    "Asia/Amman": "ar-JO", "Asia/Baghdad": "ar-IQ", "Asia/Bahrain": "ar-BH", "Asia/Beirut": "ar-LB",
    "Asia/Damascus": "ar-SY", "Asia/Dubai": "ar-AE", "Asia/Hebron": "ar-PS", "Asia/Kuwait": "ar-KW",
    "Asia/Muscat": "ar-OM", "Asia/Qatar": "ar-QA", "Asia/Riyadh": "ar-SA",
}  # fmt: skip
"""The locale of each zone's country: dateparser takes one of a language at a time."""
RAISED = date.min
LEAST_CPU = 0.5  # seconds of reading that make a speed


class Row(NamedTuple):
    raw: str
    now: datetime
    timezone: str
    expected: str
    category: str


class Score(NamedTuple):
    name: str
    verdicts: list[str]
    """One a row: right, none, day (the right day, the time wrong), wrong-day, false, raised."""
    speed: float


def parse(raw: str, now: datetime, timezone: str) -> ParsedDate | None:
    """Read one string as `score_dates.py --parser benchmarks.dates:parse` asks for it."""
    return parse_date(raw, now=now, timezone=timezone)


def ours() -> Reader:
    def read(raw: str, now: datetime, timezone: str) -> date | None:
        parsed = parse_date(raw, now=now, timezone=timezone)
        return parsed.value if parsed is not None else None

    return read


def dateparser_reader(*, by_country: bool) -> Reader:
    import dateparser  # noqa: PLC0415 - a peer

    def read(raw: str, now: datetime, timezone: str) -> date | None:
        settings: Any = {"RELATIVE_BASE": now.replace(tzinfo=None), "TIMEZONE": timezone, "DATE_ORDER": "DMY"}
        if by_country and timezone in LOCALES:
            return dateparser.parse(raw, settings=settings, locales=[LOCALES[timezone]])
        return dateparser.parse(raw, settings=settings, languages=["ar"])

    return read


def dateutil_reader() -> Reader:
    from dateutil.parser import parse as dateutil_parse  # type: ignore[import-untyped] # noqa: PLC0415 - a peer

    def read(raw: str, now: datetime, timezone: str) -> date | None:  # noqa: ARG001 - one call for all readers
        try:
            found: datetime = dateutil_parse(raw, dayfirst=True, default=datetime(now.year, now.month, now.day))  # noqa: DTZ001 - naive, as the peer wants it
        except (ValueError, OverflowError):
            return None
        return found

    return read


def htmldate_reader() -> Reader:
    from htmldate import find_date  # type: ignore[import-not-found] # noqa: PLC0415 - in the peers' environment only

    def read(raw: str, now: datetime, timezone: str) -> date | None:  # noqa: ARG001 - one call for all readers
        page = f"<html><body><article><h1>x</h1><p>{raw}</p></article></body></html>"
        found = find_date(page, original_date=True)
        return date.fromisoformat(found) if found else None

    return read


def load(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Row(r["raw"], datetime.fromisoformat(r["reference_now"]), r["site_timezone"], r["expected"], r["category"])
            for r in rows
        ]


def judge(row: Row, got: date | None) -> str:
    if got is RAISED:
        return "raised"
    if got is None or not row.expected:
        return "right" if got is None and not row.expected else "none" if got is None else "false"
    zone = ZoneInfo(row.timezone)
    is_time = isinstance(got, datetime)
    local = (got if got.tzinfo else got.replace(tzinfo=zone)).astimezone(zone) if isinstance(got, datetime) else None
    day = local.date() if local is not None else got
    if "T" not in row.expected:
        if day.isoformat() != row.expected:
            return "wrong-day"
        free = {clock(0), row.now.astimezone(zone).time()}
        return "right" if local is None or local.time().replace(microsecond=0) in free else "day"
    wanted = datetime.fromisoformat(row.expected)
    if is_time and local is not None and abs((local - wanted).total_seconds()) < 1:
        return "right"
    return "day" if day in {wanted.date(), wanted.astimezone(zone).date()} else "wrong-day"


def measure(name: str, read: Reader, rows: list[Row]) -> Score:
    verdicts = [judge(row, _guarded(read, row)) for row in rows]
    cpu, count = 0.0, 0
    while cpu < LEAST_CPU:
        started = time.process_time()
        for row in rows:
            _guarded(read, row)
        cpu += time.process_time() - started
        count += len(rows)
    return Score(name, verdicts, count / cpu)


def _guarded(read: Reader, row: Row) -> date | None:
    try:
        return read(row.raw, row.now, row.timezone)
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        return RAISED


def peer_scores(file: Path) -> list[Score]:
    """Score htmldate in its own environment, made on the first run; where that fails, say why."""
    try:
        python = python_of("dates", PEER_PACKAGES)
        done = subprocess.run(
            [python, __file__, "--peer", "htmldate", "--file", str(file)], check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"htmldate is left out: {error}")
        return []
    return [Score(*json.loads(done.stdout))]


def show(rows: list[Row], scores: list[Score]) -> None:
    categories = list(dict.fromkeys(row.category for row in rows))
    width = max(len(score.name) for score in scores) + 2
    print("right, %".ljust(20) + "n".rjust(5) + "".join(score.name.rjust(width) for score in scores))
    for category in categories:
        indexes = [i for i, row in enumerate(rows) if row.category == category]
        shares = [100 * sum(score.verdicts[i] == "right" for i in indexes) / len(indexes) for score in scores]
        print(
            category.ljust(20) + str(len(indexes)).rjust(5) + "".join(f"{share:.1f}".rjust(width) for share in shares)
        )
    counts = [Counter(score.verdicts) for score in scores]
    titles = {"right": ["right"], "none": ["none"], "only the day right": ["day"], "raised": ["raised"]}
    for title, names in {**titles, "silently wrong": ["wrong-day", "false"]}.items():
        shares = [100 * sum(count[name] for name in names) / len(rows) for count in counts]
        print(title.ljust(20) + str(len(rows)).rjust(5) + "".join(f"{share:.1f}".rjust(width) for share in shares))
    print("strings/s of CPU".ljust(25) + "".join(f"{score.speed:,.0f}".rjust(width) for score in scores))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=DEFAULT_FILE)
    parser.add_argument("--no-peers", action="store_true", help="newscrawl alone")
    parser.add_argument("--list", action="store_true", help="print every row that newscrawl did not get right")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"no dates to read: {options.file} is not there (--file names another)")
        return 2
    rows = load(options.file)
    if options.peer:
        print(json.dumps(measure("htmldate", htmldate_reader(), rows)))
        return 0
    scores = [measure("newscrawl", ours(), rows)]
    if not options.no_peers:
        scores.append(measure("dateparser ar", dateparser_reader(by_country=False), rows))
        scores.append(measure("its locales", dateparser_reader(by_country=True), rows))
        scores.append(measure("dateutil", dateutil_reader(), rows))
        scores += peer_scores(options.file)
    show(rows, scores)
    if options.list:
        for row, verdict in zip(rows, scores[0].verdicts, strict=True):
            if verdict != "right":
                print(f"{verdict}\t{row.category}\t{row.raw!r}\twant {row.expected or None}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

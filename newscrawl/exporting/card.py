"""The dataset card that lies beside an export: what is in it, where it comes from, and how to read it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawl.exporting.columns import COLUMNS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from newscrawl.exporting.selection import Changes, Tally

_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~&]")
_MOST: Final = 30
_MADE: Final = """
Pages were fetched from the outlets' public sites in accord with their robots.txt. Titles and bodies hold what the
publisher wrote; share bars, comment forms, agency sign-offs and the like were taken out by rules (versions here:
{versions}). Reprints of one text were merged into the article that came first; articles that share text in part stay,
and have one `cluster_id`. A date that was not certain is empty.

In CSV, lists are JSON text, and a cell that a spreadsheet would run as a formula begins with an apostrophe that the
text does not have.
"""
_RIGHTS: Final = """
The texts belong to their publishers and agencies; this file grants no licence to them. They may name living people.
Check the law where you are before you publish texts from it or pass them on.
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a card tells of."""

    name: str
    files: Mapping[str, tuple[str, int]]
    """The part (`train`, `test`, or nothing) and the rows of each file."""
    tally: Tally
    chosen: Mapping[str, str]
    """The filters."""
    split: float | None
    changes: Changes | None
    made_at: str


def dataset_card(contents: Contents) -> str:
    """Write the card in Markdown with the YAML head that Hugging Face reads."""
    tally = contents.tally
    columns = (f"| `{column.name}` | {column.kind} | {column.description} |" for column in COLUMNS)
    made = _MADE.format(versions=", ".join(map(str, sorted(tally.rules_versions))))
    lines = [
        *_head(contents),
        f"# {escaped(contents.name)}\n",
        f"{tally.rows:,} news articles ({tally.words:,} words), exported by newscrawl on {contents.made_at}.\n",
        *_facts(contents),
        "\n## Columns\n",
        "| column | kind | is |",
        "|---|---|---|",
        *columns,
        f"\n## Made how\n{made}",
        f"## Rights\n{_RIGHTS}",
    ]
    return "\n".join(lines)


def _head(contents: Contents) -> Iterator[str]:
    languages = sorted(language for language in contents.tally.languages if re.fullmatch("[a-z]{2,3}", language))
    yield "---"
    yield f"language: {json.dumps(languages)}"
    yield "license: other"
    yield "configs:"
    yield "- config_name: default"
    yield "  data_files:"
    for file, (part, _) in contents.files.items():
        yield f"  - split: {part or 'train'}"
        yield f"    path: {json.dumps(file, ensure_ascii=False)}"
    yield "---"


def _facts(contents: Contents) -> Iterator[str]:
    tally = contents.tally
    yield from (f"- File: {escaped(file)}, {count:,} articles" for file, (_, count) in contents.files.items())
    if contents.chosen:
        yield "- Chosen by: " + ", ".join(f"{option} {escaped(value)}" for option, value in contents.chosen.items())
    if contents.changes is not None:
        first, last = contents.changes.after + 1, contents.changes.upto
        yield f"- Holds what was new or changed: `change_seq` {first} to {last}"
    if contents.split is not None:
        yield (
            f"- Split: {contents.split:.0%} of the clusters for training, the others for testing, by a hash of the uid"
            " of the cluster's first article. Articles that share text are never on both sides."
        )
    if tally.first_day:
        yield f"- Published: {tally.first_day} to {tally.last_day}"
    if tally.undated:
        yield f"- Without a date: {tally.undated:,}"
    yield f"- Sites: {_counts(tally.sites)}"
    yield f"- Languages: {_counts(tally.languages)}"


def _counts(counter: Counter[str]) -> str:
    shown = ", ".join(f"{escaped(name)} {count:,}" for name, count in counter.most_common(_MOST))
    return shown if len(counter) <= _MOST else f"{shown}, and {len(counter) - _MOST} more"


def escaped(text: str) -> str:
    """Write a text from outside so that Markdown shows it as it is, in one line."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))

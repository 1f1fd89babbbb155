"""Which lines of a body are page chrome: what their words say, weighed with where they stand and beside what."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.chrome_phrases import Verdict
from newscrawl.arabic.lines import judge_long
from newscrawl.arabic.phrases import words_of
from newscrawl.arabic.repeated_lines import choose_repeats

if TYPE_CHECKING:
    from newscrawl.arabic.paragraph_lines import Line

_LISTED_HEADLINES: Final = 12
_COUNTER_DIGITS: Final = 7
_LABEL_WORDS: Final = 5
# How many headlines or tags a label takes where prose follows them; at the end of a body it takes the whole run.
_BOX_LIMITS: Final = {"related": 4, "tags": 0, "pager": 0, "source": 0, "byline": 1}
_FRAGMENT_BOXES: Final = {"tags": 12, "source": 1, "byline": 1}
_CARD_KINDS: Final = frozenset({"date-line", "counter", "section"})
_LONG_HEAD: Final = 1
_LONG_TAIL: Final = 2
_LONG_CHARS: Final = 900
_SUBJECTS: Final = frozenset({"comment-form", "newsletter", "copyright", "cookies", "legal"})
_PICTURES: Final = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_BUTTONS: Final = frozenset(
    {"share", "navigation", "comment-form", "player", "newsletter", "follow", "counter", "pager"}
)
# A label and what it announces stand in one line: a colon before it changes nothing.
_LABELS: Final = frozenset({"related", "tags", "photo", "disclaimer"})


def choose_chrome(
    lines: list[Line], *, title: str | None, summary: str | None, byline: str | None, site_name: str | None
) -> None:
    """Set `chosen` on each line that leaves the body."""
    title_words = words_of(title) if title else []
    _guard_subject(lines, title_words)
    _judge_long_edges(lines)
    opened = choose_repeats(lines, title_words, byline, site_name, summary)
    if all(line.verdict is None for line in lines):
        return
    _follow_labels(lines)
    first, last = _prose_bounds(lines, opened)
    _choose_anywhere(lines, first, last)
    _choose_edges(lines, first, last)
    _choose_beside(lines, first, last)
    _choose_counters(lines, first, last)
    _choose_ornaments(lines, first, last)


def _guard_subject(lines: list[Line], title_words: list[str]) -> None:
    """Believe forms and notices only at the tail of an article whose title speaks of them."""
    title = f" {' '.join(title_words)} "
    for line in lines:
        verdict = line.verdict
        if verdict is not None and verdict.kind in _SUBJECTS and verdict.place in {"any", "edge"}:
            phrase = words_of(verdict.rule.partition(":")[2])
            if phrase and f" {' '.join(phrase)} " in title:
                line.verdict = verdict._replace(place="tail")


def _judge_long_edges(lines: list[Line]) -> None:
    long_lines = [line for line in lines if line.is_long]
    for line in dict.fromkeys(line.index for line in (*long_lines[:_LONG_HEAD], *long_lines[-_LONG_TAIL:])):
        if len(lines[line].text) <= _LONG_CHARS:
            lines[line].verdict = judge_long(words_of(lines[line].text))


def _follow_labels(lines: list[Line]) -> None:
    """Mark the headlines that stand under «اقرأ أيضا», and the tags under «الوسوم»."""
    ended = sum(line.ends_sentence for line in lines if line.is_prose)
    stops_are_usual = 2 * ended >= sum(line.is_prose and not line.is_headline for line in lines)
    for line in lines:
        verdict = line.verdict
        if verdict is None or verdict.kind not in _BOX_LIMITS or len(line.words) > _LABEL_WORDS:
            continue
        if verdict.kind == "byline" and not line.text.rstrip().endswith(":"):
            # The name stands in the label's own line.
            continue
        run = _run_under(lines, line.index + 1, verdict.kind, is_closed=True)
        after = line.index + 1 + len(run)
        if after < len(lines) and lines[after].verdict is None:
            limit = _BOX_LIMITS[verdict.kind]
            run = _run_under(lines, line.index + 1, verdict.kind, is_closed=False)
            run = run[: limit if stops_are_usual else min(limit, 1)]
        for follower in run:
            follower.verdict = Verdict(verdict.kind, "under-label", "beside")


def _run_under(lines: list[Line], start: int, kind: str, *, is_closed: bool) -> list[Line]:
    """Give the tags or headlines under a label, with the dates and counters of the cards that they stand on."""
    run: list[Line] = []
    limit = _FRAGMENT_BOXES.get(kind, _LISTED_HEADLINES)
    for line in lines[start : start + limit]:
        on_card = bool(run) and line.verdict is not None and line.verdict.kind in _CARD_KINDS
        of_box = line.is_headline or (is_closed and line.is_fragment) or on_card
        if not (line.is_fragment if kind in _FRAGMENT_BOXES else of_box):
            break
        run.append(line)
    return run


def _prose_bounds(lines: list[Line], opened: int) -> tuple[int, int]:
    """Give the indexes of the first and the last paragraph of text; everything outside is head or tail."""
    core = [line.index for line in lines if line.index >= opened and line.is_core and line.chosen is None]
    if len(core) > 1:
        # Around a body that has its stops, lines without one are headlines or names: they stay, but bound nothing.
        return core[0], core[-1]
    prose = [line.index for line in lines if line.index >= opened and line.is_prose and line.chosen is None]
    if not prose:
        prose = [line.index for line in lines if line.index >= opened and line.verdict is None and line.chosen is None]
    return (prose[0], prose[-1]) if prose else (len(lines), -1)


def _is_listed(lines: list[Line], index: int) -> bool:
    """Tell whether a text before this line announces it with a colon, so that it is an item of the author's list."""
    while index > 0 and lines[index - 1].verdict is not None:
        index -= 1
    return index > 0 and lines[index - 1].text.rstrip().endswith(":")


def _choose_anywhere(lines: list[Line], first: int, last: int) -> None:
    for line in lines:
        verdict = line.verdict
        if line.chosen is None and verdict is not None and verdict.place == "any":
            amid = first < line.index < last and verdict.kind not in _LABELS
            if not (amid and _is_listed(lines, line.index)):
                line.chosen = verdict


def _choose_edges(lines: list[Line], first: int, last: int) -> None:
    for line in lines:
        verdict = line.verdict
        if line.chosen is not None or verdict is None:
            continue
        if line.index < first and verdict.place in {"edge", "head"}:
            # A place beside the agency makes a dateline, which is read later.
            if verdict.rule != "outlet-and-agency":
                line.chosen = verdict
        elif line.index > last and verdict.place in {"edge", "tail"} and not _is_listed(lines, line.index):
            line.chosen = verdict
    _spare_timeline(lines, first, last)


def _spare_timeline(lines: list[Line], first: int, last: int) -> None:
    """Give a date at the head back where the body is cut into dates: it is the first entry of a timeline."""
    dates = [line for line in lines if line.verdict is not None and line.verdict.kind == "date-line"]
    if any(first < line.index < last for line in dates):
        for line in dates:
            if line.index < first:
                line.chosen = None


def _choose_beside(lines: list[Line], first: int, last: int) -> None:
    """Choose what touches chosen lines: parts of a form or a share bar, headlines under a label, fragments."""
    _choose_runs(lines, first, last)
    for order in (lines, lines[::-1]):
        for earlier, line in pairwise(order):
            verdict = line.verdict
            if earlier.chosen is None or line.chosen is not None or verdict is None or verdict.place != "beside":
                continue
            if first < line.index < last and verdict.kind == "ornament":
                continue
            if verdict.rule == "digits-only" and not _is_counter(line, earlier):
                continue
            line.chosen = verdict
    _choose_fragments(lines, first, last)


def _is_counter(line: Line, neighbour: Line) -> bool:
    """Tell a counter beside chrome from one of many numbers in the author's list."""
    beside = neighbour.chosen
    return len(line.text.strip()) <= _COUNTER_DIGITS and beside is not None and beside.rule != "digits-only"


def _choose_runs(lines: list[Line], first: int, last: int) -> None:
    """Choose a run of buttons amid the prose: several together, or any beside a line that is chrome for sure."""
    run: list[Line] = []
    for line in (*lines[first + 1 : max(last, 0)], None):
        if line is not None and line.verdict is not None and line.verdict.kind in _BUTTONS:
            run.append(line)
            continue
        sure = any(item.chosen is not None for item in run)
        if run and (sure or len(run) > 1) and not _is_listed(lines, run[0].index):
            for item in run:
                if item.verdict is not None and item.verdict.place != "beside":
                    item.chosen = item.chosen or item.verdict
        run = []


def _choose_fragments(lines: list[Line], first: int, last: int) -> None:
    """Choose at the edges a word or two that chrome encloses: a section's name between a pager and a share button."""
    for index in range(1, len(lines) - 1):
        line = lines[index]
        if line.chosen is not None or not line.is_fragment or first < index < last:
            continue
        if lines[index - 1].chosen is not None and lines[index + 1].chosen is not None:
            line.chosen = Verdict("chrome", "amid-chrome", "beside")


def _choose_counters(lines: list[Line], first: int, last: int) -> None:
    """Choose digits alone between title and first paragraph, unless the body counts on: then they number its parts."""
    if first > last:
        return
    numbers = [line for line in lines if line.verdict is not None and line.verdict.rule == "digits-only"]
    if any(first < line.index < last and line.chosen is None for line in numbers):
        return
    behind = [line for line in numbers if line.index > last]
    if len(behind) == 1 and behind[0].index == last + 1 and words_of(behind[0].text) == ["0"]:
        # Nobody has shared it yet; a table's last number has others before it.
        behind[0].chosen = behind[0].verdict
    for line in numbers:
        # Behind the text bare numbers may be the last of its table; with hearts and bubbles they are counters.
        if line.index < first or (line.index > last and _PICTURES.search(line.text)):
            line.chosen = line.verdict


def _choose_ornaments(lines: list[Line], first: int, last: int) -> None:
    """Choose rows of signs at either end: «====», «* * *»."""
    for order in (lines[:first], lines[last + 1 :][::-1]):
        for line in order:
            if line.chosen is None:
                if line.verdict is None or line.verdict.kind != "ornament":
                    break
                line.chosen = line.verdict

"""Boilerplate: take out of a body what the page put there, and account for every line of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.agencies import agencies_in_byline, find_sign_off, read_credit
from newscrawl.arabic.datelines import Dateline, find_dateline
from newscrawl.arabic.learned_boilerplate import EDGE_LINES, line_key
from newscrawl.arabic.lines import byline_in, find_run_on, may_run_on
from newscrawl.arabic.paragraph_lines import Line, lines_of
from newscrawl.arabic.regions import choose_chrome
from newscrawl.items import Removal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_SPAN_AT_START: Final = "@start"
_SPAN_AT_END: Final = "@end"
_HEAD_PARAGRAPHS: Final = 3
_SIGNING_RULES: Final = frozenset({"place-and-paper", "place-and-agency"})


@dataclass(slots=True)
class Stripped:
    """A body without its boilerplate, and everything that was taken out of it.

    `kept` and `removals` give back the input by `rebuild`. `agencies` are ids of the agencies that a dateline, a
    sign-off or a byline credits. `dateline`, `byline` and `published_raw` are as printed, where a line that left held
    one. `unlearned` are the paragraphs before datelines, sign-offs and learned lines went: what
    `learned_boilerplate.line_observations` wants.
    """

    kept: list[str] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    dateline: str | None = None
    byline: str | None = None
    published_raw: str | None = None
    unlearned: list[str] = field(default_factory=list)


def strip_boilerplate(
    paragraphs: list[str],
    *,
    title: str | None = None,
    summary: str | None = None,
    byline: str | None = None,
    site_name: str | None = None,
    learned: Collection[str] = (),
) -> Stripped:
    """Take page chrome, sign-offs, datelines and byline tags out of a body's paragraphs.

    The paragraphs are cleaned text. `title`, `summary`, `byline` and `site_name` are what the page says of itself: a
    line at the head that repeats one of them goes. `learned` holds keys of lines that the archive found to be this
    site's boilerplate (`learned_boilerplate.line_key`). A sentence stays wherever its words and its place do not prove
    that the page wrote it. Cost is linear in the text.
    """
    stripper = _Stripper(paragraphs, site_name)
    choose_chrome(stripper.lines, title=title, summary=summary, byline=byline, site_name=site_name)
    stripper.collect_chrome()
    stripper.take_run_ons()
    stripper.result.unlearned = stripper.remaining()
    if learned:
        stripper.take_learned(learned)
    stripper.take_sign_offs()
    stripper.take_openings()
    if byline:
        stripper.credit(agencies_in_byline(byline))
    return stripper.finish()


def rebuild(kept: Sequence[str], removals: Sequence[Removal]) -> list[str]:
    """Give back the paragraphs as they entered stripping.

    A removal whose rule ends in `@start` or `@end` took a span of a paragraph that stays; every other took a whole one.
    """
    whole: dict[int, str] = {}
    spans: dict[int, list[Removal]] = defaultdict(list)
    for removal in removals:
        if removal.rule.endswith((_SPAN_AT_START, _SPAN_AT_END)):
            spans[removal.position].append(removal)
        else:
            whole[removal.position] = removal.text
    remaining = iter(kept)
    return [
        whole[position] if position in whole else _with_spans(next(remaining), spans.get(position, ()))
        for position in range(len(kept) + len(whole))
    ]


def _with_spans(text: str, spans: Sequence[Removal]) -> str:
    for span in sorted(spans, key=lambda removal: removal.start):
        text = text[: span.start] + span.text + text[span.start :]
    return text


class _Stripper:
    """The paragraphs of one body on their way through the steps; only this class writes removals."""

    def __init__(self, paragraphs: list[str], site_name: str | None) -> None:
        self.lines: list[Line] = lines_of(paragraphs)
        self.site_name = site_name
        self.result = Stripped()
        self._ends: dict[int, int] = {}
        self._gone: set[int] = set()

    def remaining(self) -> list[str]:
        return [line.text for line in self.lines if line.index not in self._gone]

    def credit(self, agencies: Sequence[str]) -> None:
        self.result.agencies += [agency for agency in agencies if agency not in self.result.agencies]

    def collect_chrome(self) -> None:
        """Take the lines that were chosen, and read the byline, date and agencies that some of them carry."""
        for line in self.lines:
            if line.chosen is None:
                continue
            self._take_line(line, line.chosen.kind, line.chosen.rule)
            is_name = line.chosen.kind == "byline" and not line.text.rstrip().endswith(":")
            if is_name and self.result.byline is None:
                self.result.byline = byline_in(line.text)
            elif line.chosen.kind == "date-line" and self.result.published_raw is None:
                self.result.published_raw = line.text.strip()
            elif line.chosen.kind in {"sign-off", "source", "syndication", "end-mark"}:
                credit = read_credit(line.text)
                self.credit(credit.agencies if credit is not None else [])

    def take_run_ons(self) -> None:
        """Cut a related link or a call that runs on behind the last sentence of its paragraph."""
        if not may_run_on("\n".join(line.text for line in self.lines)):
            return
        for line in self.lines:
            if line.index in self._gone:
                continue
            if (run_on := find_run_on(line.text)) is not None:
                start, verdict = run_on
                self._take_span(line, start, len(line.text), verdict.kind, verdict.rule + _SPAN_AT_END)
                self._ends[line.index] = start

    def take_learned(self, learned: Collection[str]) -> None:
        """Take lines that are known to be this site's boilerplate, near either end only."""
        left = [line for line in self.lines if line.index not in self._gone]
        edges = left if len(left) <= 2 * EDGE_LINES else left[:EDGE_LINES] + left[-EDGE_LINES:]
        for line in edges:
            key = line_key(line.text)
            if key is not None and key in learned:
                self._take_line(line, "learned", "learned-line")

    def take_sign_offs(self) -> None:
        """Take a line at the end that holds a place and its paper or agency, and cut the last paragraph's sign-off."""
        left = [line for line in self.lines if line.index not in self._gone]
        if not left:
            return
        last = left.pop()
        while left:
            found = find_dateline(last.text, site_name=self.site_name)
            if found is None or found.end != len(last.text) or found.rule not in _SIGNING_RULES:
                break
            self._take_line(last, "sign-off", found.rule)
            self.credit(found.agencies)
            last = left.pop()
        signed = find_sign_off(last.text[: self._ends.get(last.index)])
        if signed is not None:
            start, end, credit = signed
            self._take_span(last, start, end, credit.kind, credit.rule + _SPAN_AT_END)
            self._ends[last.index] = start
            self.credit(credit.agencies)

    def take_openings(self) -> None:
        """Take the dateline off the first paragraphs; one that stands alone on its line goes whole."""
        left = [line for line in self.lines if line.index not in self._gone][:_HEAD_PARAGRAPHS]
        for order, line in enumerate(left):
            found = find_dateline(line.text, site_name=self.site_name)
            # Below a first paragraph only an agency proves that a dateline opens the text there.
            if found is None or (order > 0 and self.result.dateline is None and not found.agencies):
                continue
            alone = found.end == len(line.text)
            if alone and (line.index in self._ends or len(left) == 1):
                return
            self._note_dateline(found)
            if not alone:
                self._take_span(line, 0, found.end, "dateline", found.rule + _SPAN_AT_START)
                return
            self._take_line(line, "dateline", found.rule)

    def _note_dateline(self, found: Dateline) -> None:
        later = [agency for agency in self.result.agencies if agency not in found.agencies]
        self.result.agencies = [*found.agencies, *later]
        self.result.dateline = self.result.dateline or found.text
        self.result.byline = self.result.byline or found.byline

    def finish(self) -> Stripped:
        """Give what is left, without the spans, and the removals in the order of the page."""
        cut: dict[int, list[Removal]] = defaultdict(list)
        whole = []
        for removal in self.result.removals:
            if removal.rule.endswith((_SPAN_AT_START, _SPAN_AT_END)):
                cut[removal.position].append(removal)
            else:
                whole.append(removal)
        for line in self.lines:
            if line.index in self._gone:
                # The whole line left later, its spans with it.
                cut.pop(line.index, None)
                continue
            text = line.text
            for removal in sorted(cut.get(line.index, ()), key=lambda span: -span.start):
                text = text[: removal.start] + text[removal.end :]
            self.result.kept.append(text)
        spans = [removal for removals in cut.values() for removal in removals]
        self.result.removals = sorted(whole + spans, key=lambda removal: (removal.position, removal.start))
        return self.result

    def _take_line(self, line: Line, kind: str, rule: str) -> None:
        self._gone.add(line.index)
        self.result.removals.append(Removal(line.index, 0, len(line.text), line.text, kind, rule))

    def _take_span(self, line: Line, start: int, end: int, kind: str, rule: str) -> None:
        self.result.removals.append(Removal(line.index, start, end, line.text[start:end], kind, rule))

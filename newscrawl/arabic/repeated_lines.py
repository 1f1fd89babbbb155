"""Lines at the head of a body that repeat what the page says elsewhere: the headline, the author, the standfirst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newscrawl.arabic.chrome_phrases import Verdict
from newscrawl.arabic.phrases import words_of

if TYPE_CHECKING:
    from newscrawl.arabic.paragraph_lines import Line

_HEADLINE_WORDS: Final = 22
_SUBHEAD_WORDS: Final = 4
_TITLE_DEPTH: Final = 10


def choose_repeats(
    lines: list[Line], title: list[str], byline: str | None, site_name: str | None, summary: str | None
) -> int:
    """Choose lines at the head that repeat the headline, and what stands before it; give the index after them."""
    _judge_repeats(lines, byline, site_name)
    opened = 0
    if not any(line.is_prose for line in lines):
        # A poem: its first verse is often its title.
        title = []
    for line in lines[:_TITLE_DEPTH]:
        if line.is_long or (line.is_prose and line.text.rstrip()[-1:] == "." and not _repeats_title(line, title)):
            break
        if _repeats_title(line, title):
            line.chosen = Verdict("title-repeat", "repeats-title", "head")
            opened = line.index + 1
    _choose_before_title(lines[: max(opened - 1, 0)])
    _choose_summary(lines[opened : opened + 2], lines, summary)
    return opened


def _repeats_title(line: Line, title: list[str]) -> bool:
    if not title or not line.words:
        return False
    if line.words == title:
        return True
    is_cut = line.text.rstrip().endswith(("...", "…")) and len(line.words) > _SUBHEAD_WORDS
    return is_cut and title[: len(line.words)] == line.words


def _judge_repeats(lines: list[Line], byline: str | None, site_name: str | None) -> None:
    for kind, source in (("byline", byline), ("site-name", site_name)):
        own = words_of(source) if source else []
        if not own or len(own) > _HEADLINE_WORDS:
            continue
        for line in (*lines[:_TITLE_DEPTH], *lines[-_TITLE_DEPTH:]):
            same = line.words == own or (kind == "byline" and _names_same(line, own))
            if line.verdict is None and line.words and same:
                line.verdict = Verdict(kind, f"repeats-{kind}", "edge")


def _names_same(line: Line, own: list[str]) -> bool:
    """Tell whether a short line holds the author's name and little else: `حسام أبو العلا - القاهرة`."""
    if len(own) < 2 or len(line.words) > len(own) + 3 or line.text.rstrip()[-1:] in ".:،؛":
        return False
    return any(line.words[at : at + len(own)] == own for at in range(len(line.words) - len(own) + 1))


def _choose_before_title(lines: list[Line]) -> None:
    """Choose what stands before the repeated headline: labels, and where a pager stands, another article's headline."""
    has_pager = any(line.verdict is not None and line.verdict.kind in {"navigation", "pager"} for line in lines)
    for line in lines:
        if line.chosen is None and (line.verdict is not None or line.is_fragment or (has_pager and line.is_headline)):
            line.chosen = line.verdict or Verdict("navigation", "before-title", "head")


def _choose_summary(heads: list[Line], lines: list[Line], summary: str | None) -> None:
    """Choose a standfirst that the first paragraphs then repeat word for word."""
    own = words_of(summary) if summary else []
    for line in heads:
        if len(line.words) <= _SUBHEAD_WORDS or own[: len(line.words)] != line.words:
            continue
        following = lines[line.index + 1 : line.index + 3]
        if any(words_of(later.text[: 2 * len(line.text)])[: len(line.words)] == line.words for later in following):
            line.chosen = Verdict("summary-repeat", "repeats-summary", "head")

"""Datelines: the place, agency, paper or author that open a body (`الرباط - و م ع`, `القاهرة (أ ش أ) -`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from newscrawl.arabic.dateline_segments import (
    BRACKETS,
    DASHES,
    ENDS,
    QUOTES,
    Element,
    Segment,
    segments_of,
    sign_of,
    split_glued,
)
from newscrawl.arabic.phrases import Token, tokens_of, words_of

_FIRST_SIGN: Final = 60
_FIRST_WORDS: Final = 5
_PAPER_WORDS: Final = 2
HEAD: Final = 110
"""A dateline ends within this many characters of the body's start."""

# Without one of these there is no dateline: a sign that closes a name, or a year before one (`2015 م واس`).
_OPENING_SIGN: Final = re.compile(r"[-–—ـ/:()\[\]|«»]|\d\s?م\s")


@dataclass(slots=True)
class Dateline:
    """What opens a body: `text` as printed, without its last sign, and `end`, where the body's own words begin."""

    end: int
    text: str
    rule: str
    agencies: list[str] = field(default_factory=list)
    byline: str | None = None


def find_dateline(text: str, *, site_name: str | None = None) -> Dateline | None:
    """Find the dateline that opens a body's first paragraph; None where the first words belong to its first sentence.

    `site_name` is known to be the paper's own name. A text that is nothing but a dateline has its length as `end`.
    """
    sign = _OPENING_SIGN.search(text, 0, _FIRST_SIGN)
    if sign is None or not _may_be_name(text[: sign.start()]):
        return None
    tokens = split_glued(tokens_of(text[:HEAD]))
    own = tuple(words_of(site_name)) if site_name else ()
    segments = segments_of(tokens, own, is_cut=len(text) > HEAD)
    best: tuple[int, str] | None = None
    for count in range(1, len(segments) + 1):
        is_line_end = count == len(segments) and len(text) <= HEAD
        rule = _rule_for(segments[:count], segments[count] if count < len(segments) else None, is_line_end=is_line_end)
        if rule is not None:
            best = (count, rule)
        elif best is not None and not (segments[count - 1].is_known or segments[count - 1].stops == "("):
            # What was found is whole, and these words are not part of it; a bracket may still make a place of them.
            break
        if not _may_continue(segments[:count]):
            break
    if best is None:
        return None
    taken = segments[: best[0]]
    end = _body_start(tokens, taken[-1], text)
    return Dateline(end, _printed(tokens, taken[-1], text), best[1], _agencies(taken), _byline(taken, tokens, text))


def _may_be_name(opening: str) -> bool:
    """Tell cheaply whether what stands before the first sign can be a place, a paper, an author or a date."""
    words = opening.split()
    return len(words) <= _FIRST_WORDS or any(word[:1].isdigit() for word in words[:_FIRST_WORDS])


def _may_continue(segments: list[Segment]) -> bool:
    """Tell whether a longer prefix is possible: a sign follows, and at most one name so far is unknown."""
    last = segments[-1]
    if not last.stops or ("." in last.stops and not last.is_known):
        return False
    strangers = [segment for segment in segments if not segment.is_known and not segment.is_dated_name]
    return len(strangers) <= 1 and all(segment.is_name for segment in strangers)


def _rule_for(segments: list[Segment], following: Segment | None, *, is_line_end: bool) -> str | None:
    """Name the rule by which these segments are a whole dateline; None when they are not."""
    last, earlier = segments[-1], segments[:-1]
    has_place = any(segment.first_of("city", "country") for segment in segments)
    has_date = any(segment.first_of("date") for segment in segments)
    has_paper = any(segment.first_of("paper") for segment in earlier)
    verb_follows = following is not None and following.opens_with_verb
    ended = last.is_ended or is_line_end
    if not last.is_known:
        return _rule_for_name(segments, verb_follows=verb_follows, is_line_end=is_line_end)
    agency = last.first_of("agency")
    if agency is not None:
        if has_place or has_date or has_paper:
            closed = ended or last.is_bracketed or verb_follows or (agency.use == "line" and last.before == "/")
            return "place-and-agency" if closed or agency.use == "sure" else None
        return _rule_for_agency(agency, last, ended=ended, is_first=not earlier)
    marker = last.first_of("marker")
    if marker is not None:
        if not earlier:
            return "marker" if ended and marker.use != "mark" else None
        beside = has_place or has_paper or earlier[-1].is_name
        return "marker" if beside and (ended or verb_follows or marker.use == "sure") else None
    paper = last.first_of("paper")
    if paper is not None:
        if not earlier:
            return "paper" if last.is_ended and paper.use == "prefix" else None
        is_enclosed = (last.is_quoted and paper.use != "quoted") or (last.is_bracketed and verb_follows)
        in_quotes = is_enclosed and has_place and all(segment.is_known for segment in earlier)
        by_author = paper.use == "prefix" and not earlier[-1].is_known and verb_follows
        if not (ended or in_quotes or by_author):
            return None
        return "place-and-paper" if has_place else "author-and-paper"
    return _rule_for_place(segments, ended=ended, verb_follows=verb_follows, has_date=has_date)


def _rule_for_agency(agency: Element, last: Segment, *, ended: bool, is_first: bool) -> str | None:
    """Judge an agency without a known place: at the very start, or after a place that we do not know."""
    if agency.use == "start":
        return "agency" if is_first and last.is_ended and len(last.elements) == 1 else None
    if agency.use == "mark":
        return "agency" if is_first and last.is_bracketed and ended else None
    if is_first:
        return "agency" if (last.is_ended or last.is_bracketed) and len(last.elements) == 1 else None
    # An unknown place: the agency must be closed off from the sentence.
    return "place-and-agency" if ended else None


def _rule_for_place(segments: list[Segment], *, ended: bool, verb_follows: bool, has_date: bool) -> str | None:
    last, earlier = segments[-1], segments[:-1]
    if any(segment.first_of("agency", "paper", "marker") for segment in earlier):
        listed = any(element.use == "prefix" for segment in earlier for element in segment.elements)
        return "agency-and-place" if ended or listed or (last.is_bracketed and verb_follows) else None
    has_place = last.first_of("city", "country") is not None
    if has_date and earlier and last.is_ended and all(element.kind == "date" for element in last.elements):
        return _rule_for_clock(earlier)
    if earlier and not earlier[-1].is_known and has_place:
        return "author-and-place" if (ended or verb_follows) and len(earlier[-1].elements) > 1 else None
    if last.first_of("city") is None or not last.is_ended:
        return None
    return "place" if has_date or verb_follows else None


def _rule_for_clock(earlier: list[Segment]) -> str | None:
    """Judge a place and its day before the clock that ends them: «تونس في الأحد 3 مارس 2024 10:20 صباحا -»."""
    if not any(segment.first_of("city", "country") or segment.is_dated_name for segment in earlier):
        return None
    strangers = [segment for segment in earlier if not segment.is_known and not segment.is_dated_name]
    if all(segment.is_person and len(segment.elements) > 1 for segment in strangers):
        return "author-and-place" if strangers else "place"
    return None


def _rule_for_name(segments: list[Segment], *, verb_follows: bool, is_line_end: bool) -> str | None:
    """Judge words that we do not know: a paper before `:-`, an author alone on the line, a village after an agency."""
    last, earlier = segments[-1], segments[:-1]
    if not last.is_name:
        return None
    if not earlier:
        return "paper" if last.stops.startswith(":") and not DASHES.isdisjoint(last.stops) else None
    kinds = {element.kind for segment in earlier for element in segment.elements}
    if not earlier[-1].is_ended and not (earlier[-1].is_bracketed and "agency" in kinds):
        return None
    is_author = len(last.elements) > 1 and last.is_person
    if is_author and kinds >= {"agency", "city"} and "unknown" not in kinds:
        # «عمان 5 آذار (بترا) فلان الفلاني- …»; before a colon these would be somebody who speaks.
        is_closed = not DASHES.isdisjoint(last.stops) and verb_follows
        return "agency-and-author" if is_line_end or is_closed else None
    if (
        kinds & {"agency", "paper"}
        and not kinds & {"city", "country"}
        and _is_village(last, earlier, is_line_end=is_line_end)
    ):
        return "agency-and-place"
    if "unknown" in kinds or "agency" in kinds:
        return None
    if is_line_end and len(last.elements) <= _PAPER_WORDS and ":" in last.stops and "city" in kinds:
        # «القاهرة- مصراوي:» alone on its line: a place and whoever reports from it.
        return "place-and-paper"
    is_author = is_author and bool(kinds & {"paper", "marker", "city"})
    return "place-and-author" if is_author and (is_line_end or (last.is_ended and verb_follows)) else None


def _is_village(last: Segment, earlier: list[Segment], *, is_line_end: bool) -> bool:
    """Tell whether one unknown word after an agency or a paper is a place: `رويترز –لويزيانا:`, `سبق- أضم:`."""
    if len(last.elements) != 1 or not (":" in last.stops or is_line_end):
        return False
    by_agency = any(segment.first_of("agency") for segment in earlier)
    # «سبق- الوزير: …» quotes a person.
    return by_agency or (earlier[-1].is_known and not last.has_article)


def _body_start(tokens: list[Token], last: Segment, text: str) -> int:
    """Give the offset after the last word, the signs that close the dateline, and the space behind them."""
    index = last.last + 1
    end = tokens[last.last].end
    opened = last.before in QUOTES
    while index < len(tokens):
        sign = sign_of(tokens[index])
        closes_quote = opened and sign == QUOTES[last.before]
        if (sign not in ENDS and sign not in ")].،" and not closes_quote) or not sign:
            break
        end = tokens[index].end
        index += 1
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _printed(tokens: list[Token], last: Segment, text: str) -> str:
    end = tokens[last.last].end
    closing = sign_of(tokens[last.last + 1]) if last.last + 1 < len(tokens) else ""
    opened = closing == ")" and text.count("(", 0, end) > text.count(")", 0, end)
    if opened or (closing and closing in {BRACKETS.get(last.before), QUOTES.get(last.before)}):
        end = tokens[last.last + 1].end
    return text[:end].strip().lstrip("-–— ")


def _agencies(segments: list[Segment]) -> list[str]:
    found = [element.agency for segment in segments for element in segment.elements if element.kind == "agency"]
    return list(dict.fromkeys(found))


def _byline(segments: list[Segment], tokens: list[Token], text: str) -> str | None:
    anchored = any(
        segment.is_dated_name or (segment.is_known and segment.first_of("city", "country", "paper", "marker"))
        for segment in segments
    )
    for segment in segments:
        if anchored and segment.is_name and len(segment.elements) > 1:
            return text[tokens[segment.first].start : tokens[segment.last].end]
    return None

"""Full-text search: ranked hits with snippets in the spelling of the article."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.fold import fold, fold_with_offsets
from newscrawl.archive.proclitics import Vocabulary
from newscrawl.archive.query import Query
from newscrawl.archive.ranking import TITLE_WEIGHT, matcher, score, spans

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

    from newscrawl.archive.query import Term
    from newscrawl.archive.ranking import Matcher

Span = tuple[int, int]

_CANDIDATES: Final = 100  # articles of each kind of match that are ranked anew
_COMMON: Final = 200  # articles after which a word is common enough
_FREQUENT: Final = 20_000  # articles after which it does not matter how many more hold a word
_WEIGHED: Final = 10_000  # articles that FTS5 ranks, the last that came in: words that more hold together tell little
_SNIPPET: Final = 200  # characters
_BEFORE: Final = 50  # characters of a snippet before its first hit
_SPACES: Final = re.compile(r"\s+")


@dataclass(slots=True)
class _Candidate:
    id: int
    title: str
    body: str
    length: int
    published_date: str | None


@dataclass(slots=True)
class Hit:
    """An article that a search found; spans are character offsets of the words that matched."""

    id: int
    uid: str
    url: str
    site: str
    title: str
    published_date: str | None
    published_local: str | None
    agencies: list[str]
    score: float
    """Higher is better; comparable within one search only."""
    snippet: str
    """A passage of the body as published, with `…` where it is cut."""
    title_spans: list[Span] = field(default_factory=list)
    snippet_spans: list[Span] = field(default_factory=list)


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    site: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    agency: str | None = None,
) -> list[Hit]:
    """Give the articles that match a search, the best first; see `query.Query` for what a search may hold.

    `since` and `until` are days of publication, both included; an article without a date is in no span of days.
    """
    parsed = Query(query)
    terms = parsed.wanted()
    if not terms or limit <= 0:
        return []
    vocabulary = vocabulary_of(connection)
    where, values = _filters(site, since, until, agency)
    wanted = max(_CANDIDATES, 3 * (limit + max(0, offset)))
    found: dict[int, _Candidate] = {}
    for match in _stages(parsed, terms, vocabulary):
        found |= _candidates(connection, match, where, values, wanted)
        if len(found) >= wanted:
            break
    matchers = _matchers(connection, terms, vocabulary)
    ranked = _ranked(found.values(), matchers)
    return [_hit(connection, key[2], -key[0], matchers) for key in ranked[max(0, offset) :][:limit]]


def _stages(parsed: Query, terms: list[Term], vocabulary: Vocabulary) -> Iterator[str]:
    """Give the FTS5 queries that together find the best articles, which are then ranked anew.

    FTS5 weighs each form as a word of its own, rare ones most, and to rank a common word it reads every article that
    holds it. So titles come first, which outrank bodies; then the best by the plain words; then all forms.
    """
    everything = parsed.fts(vocabulary)
    in_title = f"title : ({' AND '.join(term.fts(vocabulary) for term in terms)})"
    # All words in the title are a hit by themselves, but for those under NOT.
    yield f"({everything} AND {in_title})" if parsed.has_not else in_title
    strict = parsed.fts(vocabulary, strict=True)
    yield strict
    if everything != strict:
        yield everything


def count(
    connection: sqlite3.Connection,
    query: str,
    *,
    site: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    agency: str | None = None,
) -> int:
    """Count the articles that match a search."""
    match = Query(query).fts(vocabulary_of(connection))
    where, values = _filters(site, since, until, agency)
    source = "articles_fts AS f JOIN articles AS a ON a.id = f.rowid" if where else "articles_fts"
    sql = f"SELECT count(*) FROM {source} WHERE articles_fts MATCH ? {where}"
    return int(connection.execute(sql, (match, *values)).fetchone()[0])


def vocabulary_of(connection: sqlite3.Connection) -> Vocabulary:
    """Give the words of an archive, counted as far as they need be."""

    @cache
    def count(word: str) -> int:
        return _holding(connection, f'"{word}"', _COMMON)

    return Vocabulary(count)


def _holding(connection: sqlite3.Connection, match: str, most: int) -> int:
    """Count the articles that match, up to `most`."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
    return int(connection.execute(sql, (match, most)).fetchone()[0])


def _candidates(
    connection: sqlite3.Connection, match: str, where: str, values: list[str], wanted: int
) -> dict[int, _Candidate]:
    # Only row ids go through the sorting; the texts are read for those that are left.
    source = "articles_fts AS f JOIN articles AS a ON a.id = f.rowid" if where else "articles_fts AS f"
    rows = connection.execute(
        f"""
        SELECT articles.id, texts.title, texts.body, articles.word_count, articles.published_date
        FROM (
            SELECT id FROM (
                SELECT f.rowid AS id, bm25(articles_fts, {TITLE_WEIGHT}, 1.0) AS weight
                FROM {source} WHERE articles_fts MATCH ? {where} ORDER BY f.rowid DESC LIMIT {_WEIGHED}
            ) ORDER BY weight LIMIT ?
        ) AS best
        JOIN articles_fts AS texts ON texts.rowid = best.id
        JOIN articles ON articles.id = best.id
        """,
        (match, *values, wanted),
    )
    return {row[0]: _Candidate(*row) for row in rows}


def _matchers(connection: sqlite3.Connection, terms: list[Term], vocabulary: Vocabulary) -> list[Matcher]:
    articles = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
    # One term alone needs no weight against others.
    alone = len(terms) == 1
    return [
        matcher(
            term.forms(vocabulary),
            term.rests(vocabulary),
            prefix=term.prefix,
            articles=articles,
            holding=1 if alone else _holding(connection, term.fts(vocabulary), _FREQUENT),
        )
        for term in terms
    ]


def _ranked(found: Collection[_Candidate], matchers: list[Matcher]) -> list[tuple[float, int, int]]:
    """Order candidates by score, then the newest first; give sort keys whose last part is the id."""
    mean = sum(one.length for one in found) / max(1, len(found))
    return sorted(
        (
            -score(matchers, one.title, one.body, length=one.length, mean_length=mean),
            -date.fromisoformat(one.published_date).toordinal() if one.published_date else 0,
            one.id,
        )
        for one in found
    )


def _filters(
    site: str | None, since: date | str | None, until: date | str | None, agency: str | None
) -> tuple[str, list[str]]:
    clauses, values = [], []
    for clause, value in (
        ("a.site = ?", site),
        ("a.published_date >= ?", since),
        ("a.published_date <= ?", until),
        ("EXISTS (SELECT 1 FROM json_each(a.agencies) WHERE value = upper(?))", agency),
    ):
        if value is not None:
            clauses.append(clause)
            values.append(value.isoformat()[:10] if isinstance(value, date) else value)
    return "".join(f" AND {clause}" for clause in clauses), values


def _hit(connection: sqlite3.Connection, article_id: int, score: float, matchers: list[Matcher]) -> Hit:
    row = connection.execute(
        "SELECT id, uid, url, site, title, published_date, published_local, agencies, body FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    article_id, uid, url, site, title, published_date, published_local, agencies, body = row
    snippet, snippet_spans = _snippet(body, matchers)
    return Hit(
        id=article_id,
        uid=uid,
        url=url,
        site=site,
        title=title,
        published_date=published_date,
        published_local=published_local,
        agencies=json.loads(agencies),
        score=score,
        snippet=snippet,
        title_spans=_original_spans(title, matchers),
        snippet_spans=snippet_spans,
    )


def _original_spans(text: str, matchers: list[Matcher]) -> list[Span]:
    """Give where the terms stand in a text as it was published."""
    folded, offsets = fold_with_offsets(text)
    return [(offsets[a], offsets[b]) for a, b in spans(matchers, folded)]


def _snippet(body: str, matchers: list[Matcher]) -> tuple[str, list[Span]]:
    """Cut the passage with the most hits out of a body."""
    folded = fold(body)
    first = _best_start(list(spans(matchers, folded)))
    text, before, cut = _paragraphs_around(body, folded, first)
    found = _original_spans(text, matchers)
    start = next((start for start, _ in found if start >= first - before), 0)
    start = _word_edge(text, start - _BEFORE) if start > 2 * _BEFORE else 0
    end = min(len(text), start + _SNIPPET)
    while end < len(text) and not text[end].isspace() and end < start + _SNIPPET + 20:
        end += 1
    head, tail = ("… " if start or before else ""), (" …" if end < len(text) or cut else "")
    shift = len(head) - start
    return (
        head + text[start:end].replace("\n", " ") + tail,
        [(a + shift, b + shift) for a, b in found if a >= start and b <= end],
    )


def _paragraphs_around(body: str, folded: str, first: int) -> tuple[str, int, bool]:
    """Give the paragraphs that a snippet may come from, the folded characters before them, and whether others follow.

    Only these are mapped back to the original spelling, which costs a hundred times what folding does.
    """
    before = folded.rfind("\n", 0, max(0, first - _BEFORE)) + 1
    after = folded.find("\n", first + 2 * _SNIPPET)
    skipped = folded.count("\n", 0, before)
    lines = body.split("\n")[skipped : None if after < 0 else skipped + folded.count("\n", before, after) + 1]
    return "\n".join(lines), before, after >= 0


def _best_start(spans: list[Span]) -> int:
    """Give where the window begins that holds the most hits."""
    best, most, last = 0, 0, 0
    for first, (start, _) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + _SNIPPET - _BEFORE:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return best


def _word_edge(body: str, at: int) -> int:
    """Move on to the beginning of the next word."""
    match = _SPACES.search(body, at)
    return match.end() if match and match.end() - at < _BEFORE else at

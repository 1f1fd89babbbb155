"""The language of searches: what a person types → an FTS5 query over folded text that cannot be misread as syntax."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from newscrawl.arabic.characters import INVISIBLE, MARKS, TATWEEL
from newscrawl.arabic.fold import fold
from newscrawl.archive.hamza import spellings
from newscrawl.archive.proclitics import word_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.archive.proclitics import Vocabulary

NOTHING: Final = '""'
"""An FTS5 query that matches no row."""

_LONGEST: Final = 2000  # characters of a query that are read
_MOST_TERMS: Final = 48
_DEEPEST: Final = 12
_OPENING: Final = '"“”„«»″'
_LEXEME: Final = re.compile(
    rf"[{_OPENING}](?P<phrase>[^{_OPENING}]*)(?:[{_OPENING}]|$)(?P<phrase_star>\*?)|(?P<bracket>[()])"
    rf"|(?P<minus>(?<!\S)-(?=\S))|(?P<word>[^\s(){_OPENING}]+)"
)
# What the tokenizer of the index calls a word: letters, digits and private use; all else parts words.
_TOKEN: Final = re.compile(r"[^\W_]+")
_SPELT_TOKEN: Final = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}{TATWEEL}{INVISIBLE}])*")  # one before folding
_MOST_PHRASES: Final = 16  # ways to spell the words of a phrase behind the first
_OPERATORS: Final = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or", "|": "or"}


@dataclass(slots=True)
class Term:
    """A word or phrase to look for: its folded words, and the forms under which the first of them may stand."""

    tokens: list[str]
    quoted: bool = False
    prefix: bool = False
    spellings: tuple[tuple[str, ...], ...] = ()
    """For each of the words, its other spellings (see `hamza.spellings`), or nothing at all."""

    def forms(self, vocabulary: Vocabulary | None) -> list[str]:
        """Give the forms of the first word; a quoted word alone stands for itself."""
        first, is_phrase = self.tokens[0], len(self.tokens) > 1
        if self.quoted and not is_phrase:
            return [first]
        forms: dict[str, None] = {}
        for word in self._known(0, vocabulary):
            forms.update(
                dict.fromkeys(word_forms(word, vocabulary, prefix=self.prefix and not is_phrase, article=not is_phrase))
            )
        return list(forms)

    def rests(self, vocabulary: Vocabulary | None) -> list[tuple[str, ...]]:
        """Give the ways to spell the words behind the first, the one that was typed before all."""
        words = [self._known(place, vocabulary) for place in range(1, len(self.tokens))]
        return list(islice(product(*words), _MOST_PHRASES))

    def _known(self, place: int, vocabulary: Vocabulary | None) -> list[str]:
        """Give a word, then its other spellings that the archive has, alone or with the article."""
        word = self.tokens[place]
        if vocabulary is None or not self.spellings:
            return [word]
        others = (other for other in self.spellings[place] if vocabulary.count(other) or vocabulary.count(f"ال{other}"))
        return [word, *others]

    def fts(self, vocabulary: Vocabulary | None, *, strict: bool = False) -> str:
        """Write the term for FTS5; `strict` takes its words as they were typed."""
        star = " *" if self.prefix else ""
        forms, rests = (
            (self.tokens[:1], [tuple(self.tokens[1:])]) if strict else (self.forms(vocabulary), self.rests(vocabulary))
        )
        written = [f'"{" ".join([form, *rest])}"{star}' for form in forms for rest in rests]
        return written[0] if len(written) == 1 else f"({' OR '.join(written)})"


@dataclass(slots=True)
class _Node:
    """`kind`: `term`, or `and` / `or` / `not` (the first of its parts, but none of the others)."""

    kind: str
    parts: list[_Node] = field(default_factory=list)
    term: Term | None = None


class Query:
    """A search as a person typed it: words in any spelling, all of which must stand in the article.

    `"…"` is a phrase (a single quoted word stands for itself alone), `OR`, `AND`, `NOT` (or `-word`) and brackets work,
    `word*` is a prefix. A word is found with its proclitics: `القاهرة` in `بالقاهرة`, `المغرب` in `للمغرب`. Any text is
    allowed; one without a word matches nothing.
    """

    def __init__(self, text: str) -> None:
        self._root, _ = _alternatives(list(_lexemes(text[:_LONGEST])), 0, 0)

    def fts(self, vocabulary: Vocabulary | None = None, *, strict: bool = False) -> str:
        """Write the search for FTS5 over folded text; `strict` takes the words that are wanted as they were typed."""
        return _emit(self._root, vocabulary, strict=strict) if self._root is not None else NOTHING

    @property
    def has_not(self) -> bool:
        """Tell whether some words must not stand in the article."""
        return self._root is not None and _has_not(self._root)

    def wanted(self) -> list[Term]:
        """Give the terms that an article is ranked by: all but those under NOT."""
        return list(_wanted(self._root)) if self._root is not None else []


def to_fts(text: str, vocabulary: Vocabulary | None = None) -> str:
    """Translate a search into FTS5's syntax over folded text; see `Query`."""
    return Query(text).fts(vocabulary)


def _wanted(node: _Node) -> Iterator[Term]:
    if node.term is not None:
        yield node.term
    for part in node.parts[:1] if node.kind == "not" else node.parts:
        yield from _wanted(part)


def _has_not(node: _Node) -> bool:
    return node.kind == "not" or any(map(_has_not, node.parts))


def _lexemes(query: str) -> Iterator[str | _Node]:
    count = 0
    for match in _LEXEME.finditer(query):
        if match["bracket"]:
            yield match["bracket"]
        elif match["minus"]:
            yield "not"
        elif match["word"] in _OPERATORS:
            yield _OPERATORS[match["word"]]
        elif count < _MOST_TERMS:
            quoted = match["phrase"] is not None
            text = match["phrase"] if quoted else match["word"]
            prefix = bool(match["phrase_star"]) if quoted else text.endswith("*")
            tokens = _TOKEN.findall(fold(text))
            if tokens:
                count += 1
                yield _Node("term", term=Term(tokens, quoted, prefix, _spellings(text, tokens)))


def _spellings(text: str, tokens: list[str]) -> tuple[tuple[str, ...], ...]:
    """Give the other spellings of each word of a text; none where its words are not those that folding left."""
    typed = _SPELT_TOKEN.findall(text)
    return tuple(map(spellings, typed)) if [fold(word) for word in typed] == tokens else ()


def _alternatives(lexemes: list[str | _Node], at: int, depth: int) -> tuple[_Node | None, int]:
    """Read `a OR b OR c` up to a closing bracket; give the node and where reading goes on."""
    found: list[_Node] = []
    while at < len(lexemes):
        node, at = _all_of(lexemes, at, depth)
        if node is not None:
            found.append(node)
        if at >= len(lexemes) or lexemes[at] == ")":
            break
        at += 1  # an `or`
    if not found:
        return None, at
    return (found[0] if len(found) == 1 else _Node("or", found)), at


def _all_of(lexemes: list[str | _Node], at: int, depth: int) -> tuple[_Node | None, int]:
    """Read words side by side, some with NOT before them."""
    wanted: list[_Node] = []
    unwanted: list[_Node] = []
    negative = False
    while at < len(lexemes):
        lexeme = lexemes[at]
        if lexeme == "or" or (lexeme == ")" and depth > 0):
            break
        at += 1
        if lexeme in ("and", ")"):
            continue
        if lexeme == "not":
            negative = True
            continue
        if lexeme == "(":
            if depth >= _DEEPEST:
                continue
            node, at = _alternatives(lexemes, at, depth + 1)
            at += 1  # the closing bracket
        else:
            node = lexeme if isinstance(lexeme, _Node) else None
        if node is not None:
            (unwanted if negative else wanted).append(node)
        negative = False
    if not wanted:
        return None, at
    node = wanted[0] if len(wanted) == 1 else _Node("and", wanted)
    return (_Node("not", [node, *unwanted]) if unwanted else node), at


def _emit(node: _Node, vocabulary: Vocabulary | None, *, strict: bool) -> str:
    if node.term is not None:
        return node.term.fts(vocabulary, strict=strict)
    if node.kind == "not":
        # What is not wanted is not wanted in any form.
        wanted, *unwanted = node.parts
        parts = [
            _emit(wanted, vocabulary, strict=strict),
            *(_emit(part, vocabulary, strict=False) for part in unwanted),
        ]
        return f"({parts[0]} NOT ({' OR '.join(parts[1:])}))"
    parts = [_emit(part, vocabulary, strict=strict) for part in node.parts]
    return f"({f' {node.kind.upper()} '.join(parts)})"

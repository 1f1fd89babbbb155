"""The URL shape of one site's articles, learned from the URLs that its own feed or sitemap announces."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newscrawl.discovery.url_kinds import SegmentClass, UrlParts, split_url, url_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_Core = tuple[tuple[SegmentClass, ...], str, tuple[str, ...]]
"""Classes of the segments after the leading words, file extension, names of the query parameters."""

_LEAST: Final = 3  # URLs of one shape that make a rule
_LEAST_SHARE: Final = 0.02
_SURE: Final[frozenset[SegmentClass]] = frozenset({"id", "slug-id", "token", "date", "year"})
_ONE_SHAPE: Final = 0.9
_PATTERNS: Final[dict[SegmentClass, str]] = {
    "year": r"\d{4}",
    "date": r"\d{4}[-_]?\d{1,2}(?:[-_]?\d{1,2})?",
    "short": r"\d{1,6}",
    "id": r"\d{4,}",
    "slug-id": r"[^/?#]*\d{4,}[^/?#]*",
    "token": r"[A-Za-z0-9-]{10,}",
    "slug": r"[^/?#]+",
    "word": r"[^/?#]+",
}
# What else may stand where a class was learned: ids grow longer, and some slugs end in a number or are one word.
_ALSO: Final[dict[SegmentClass, frozenset[SegmentClass]]] = {
    "short": frozenset({"id"}),
    "slug": frozenset({"slug-id"}),
    "slug-id": frozenset(),
    "word": frozenset({"slug", "slug-id"}),
}


@dataclass(slots=True)
class _Leading:
    """The plain words that stood before one core: which at each place, and how many."""

    words: list[set[str]] = field(default_factory=list)
    shortest: int = 99
    longest: int = 0
    count: int = 0

    def add(self, words: tuple[str, ...]) -> None:
        self.count += 1
        self.shortest, self.longest = min(self.shortest, len(words)), max(self.longest, len(words))
        for position, word in enumerate(words):
            if position == len(self.words):
                self.words.append(set())
            self.words[position].add(word)

    def allows(self, words: tuple[str, ...], *, sure: bool) -> bool:
        """A word that was always the same must stand there again; where words varied, any section's name may."""
        if not self.shortest <= len(words) <= self.longest + (1 if sure and self.longest else 0):
            return False
        telling = url_words()["path"]
        for position, word in enumerate(words):
            known = self.words[position] if position < len(self.words) else set()
            if word in known:
                continue
            if len(known) == 1 or telling.get(word, "article") != "article":
                return False
        return True

    def pattern(self) -> str:
        """Write the words as a regular expression: those that were always the same as they are, any others as any."""
        pieces = []
        for position, words in enumerate(self.words):
            word = re.escape(next(iter(words))) if len(words) == 1 and self.count > 1 else "[^/?#]+"
            pieces.append(f"/{word}" if position < self.shortest else f"(?:/{word})?")
        return "".join(pieces)


@dataclass(frozen=True, slots=True)
class UrlShape:
    """What a site's article URLs have in common; empty (false) where too few were seen to tell."""

    _leading: dict[_Core, _Leading]

    @classmethod
    def learn(cls, urls: Iterable[str]) -> UrlShape:
        """Learn from article URLs of one site, of which a few may be something else."""
        leading: defaultdict[_Core, _Leading] = defaultdict(_Leading)
        total = 0
        for url in dict.fromkeys(urls):
            parts = split_url(url)
            if parts is None:
                continue
            words, core = _cut(parts)
            if core[0] or core[2]:
                total += 1
                leading[core].add(words)
        least = max(_LEAST, total * _LEAST_SHARE)
        return cls({core: seen for core, seen in leading.items() if seen.count >= least})

    def __bool__(self) -> bool:
        return bool(self._leading)

    def matches(self, url: str) -> bool:
        """Tell whether `url` looks like the site's articles; always False for an empty shape."""
        parts = split_url(url)
        if parts is None:
            return False
        return any(self._fits(parts, core, leading) for core, leading in self._leading.items())

    def pattern(self) -> str | None:
        """Write the shape as a regular expression of a URL's path and query, to be put behind the host's.

        None where the articles have several shapes, or one that sections may have too (words without an id or a date).
        """
        total = sum(seen.count for seen in self._leading.values())
        (classes, extension, names), leading = max(
            self._leading.items(), key=lambda item: item[1].count, default=(((), "", ()), _Leading())
        )
        if not total or leading.count < _ONE_SHAPE * total or (_SURE.isdisjoint(classes) and not names):
            return None
        path = leading.pattern() + "".join(f"/{_PATTERNS[found]}" for found in classes)
        path += rf"\.{extension}" if extension else "/?"
        query = "".join(rf"(?=(?:[^#]*&)?{re.escape(name)}=)" for name in names)
        return path + (rf"\?{query}" if query else "$")

    def _fits(self, parts: UrlParts, core: _Core, leading: _Leading) -> bool:
        classes, extension, names = core
        split = len(parts.classes) - len(classes)
        if split < 0 or extension != parts.extension or names != _names(parts):
            return False
        sure = not _SURE.isdisjoint(classes) or bool(names)
        for learned, found in zip(classes, parts.classes[split:], strict=True):
            as_learned = found == learned or found in _ALSO.get(learned, ())
            # A slug of one word is told from a section by the date or id beside it.
            if not as_learned and not (found == "word" and learned == "slug" and sure):
                return False
        # Names of sections may be long enough to look like a slug; words are what stands before the core.
        return leading.allows(parts.segments[:split], sure=sure)


def _cut(parts: UrlParts) -> tuple[tuple[str, ...], _Core]:
    start = 0
    while start < len(parts.classes) and parts.classes[start] == "word":
        start += 1
    # `/section-name-of-words/id`: all before the first sure sign are names, however long.
    first_sure = next((position for position, found in enumerate(parts.classes) if found in _SURE), None)
    if first_sure is not None:
        start = first_sure
    return parts.segments[:start], (parts.classes[start:], parts.extension, _names(parts))


def _names(parts: UrlParts) -> tuple[str, ...]:
    return tuple(sorted({name for name, _ in parts.query}))

"""Boilerplate learned from the archive: which lines of one site are its own, whatever their words; pure, no storage.

How the counts are kept (a private table of the archive, one row a line, place, offset and day):
`boilerplate_lines(site, line, place, offset, day, articles)`, `articles` raised by one for each observation of an
article that is stored for the first time (never for a new version of one that is known, so that articles are distinct).
Articles are then the sum, days the distinct days of its rows. A line is looked up by its key, never by its text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from newscrawl.arabic.phrases import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

MIN_ARTICLES: Final = 20
"""Articles of one site that must show a line at one place before it is believed to be boilerplate."""
MIN_DAYS: Final = 5
"""Different days on which those articles were published (or first seen): one day's series is no habit of the site."""
MIN_FIXED: Final = 0.9
"""Share of a line's occurrences that must lie within one line of its usual place."""
EDGE_LINES: Final = 4
"""Lines that are observed, and may be taken, at each end of a body."""

_MAX_CHARS: Final = 400
_MAX_WORDS: Final = 60
_QUOTED_WORDS: Final = 4
_QUOTES: Final = (("«", "»"), ("“", "”"), ('"', '"'), ("„", "“"))

Place = Literal["head", "tail", "body"]


class Observation(NamedTuple):
    """One line of one article: its key, the end it stands at, and its distance from that end (0: the outermost)."""

    line: str
    place: Place
    offset: int


@dataclass(slots=True)
class LineStats:
    """Counts of one line at one site: distinct articles and distinct days for each (place, offset) it was seen at."""

    articles: dict[tuple[Place, int], int] = field(default_factory=dict)
    days: dict[tuple[Place, int], set[str]] = field(default_factory=dict)

    def add(self, place: Place, offset: int, day: str, articles: int = 1) -> None:
        """Count articles of one day, written `YYYY-MM-DD`."""
        spot = (place, offset)
        self.articles[spot] = self.articles.get(spot, 0) + articles
        self.days.setdefault(spot, set()).add(day)


def line_key(text: str) -> str | None:
    """Give the key by which a line is counted, 16 hexadecimal digits of its folded words; None for one never learned.

    Never learned: a line without words, one longer than a notice is, and a quotation.
    """
    if len(text) > _MAX_CHARS or _is_quotation(text):
        return None
    words = words_of(text)
    if not words or len(words) > _MAX_WORDS or all(word.isdigit() for word in words):
        return None
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def _is_quotation(text: str) -> bool:
    for opening, closing in _QUOTES:
        start = text.find(opening)
        if start >= 0:
            end = text.find(closing, start + 1)
            quoted = text[start + 1 : end if end > 0 else len(text)]
            if len(quoted.split()) >= _QUOTED_WORDS:
                return True
    return False


def line_observations(paragraphs: Sequence[str], known: Collection[str] = ()) -> list[Observation]:
    """Give what one article adds to its site's counts: at most `EDGE_LINES` lines at each end, outermost first.

    `paragraphs` are `Stripped.unlearned`, the body as it was before learned lines went, so that counts go on after a
    line is learned. A line between the ends is reported (place `body`) only when its key is in `known`, the keys that
    the site's counts already hold.
    """
    observations: list[Observation] = []
    count = len(paragraphs)
    for index, text in enumerate(paragraphs):
        from_end = count - 1 - index
        if index >= EDGE_LINES and from_end >= EDGE_LINES and not known:
            continue
        key = line_key(text)
        if key is None:
            continue
        if index < EDGE_LINES:
            observations.append(Observation(key, "head", index))
        if from_end < EDGE_LINES:
            observations.append(Observation(key, "tail", from_end))
        if index >= EDGE_LINES and from_end >= EDGE_LINES and key in known:
            observations.append(Observation(key, "body", 0))
    return observations


def is_boilerplate(stats: LineStats) -> bool:
    """Tell whether counts prove a line boilerplate: enough articles and days at one fixed place, none amid prose."""
    if any(place == "body" for place, _ in stats.articles):
        return False
    return any(_is_fixed(stats, place) for place in ("head", "tail"))


def _is_fixed(stats: LineStats, place: str) -> bool:
    spots = {offset: count for (where, offset), count in stats.articles.items() if where == place}
    if not spots:
        return False
    usual = max(spots, key=lambda offset: spots[offset])
    near = [(where, offset) for where, offset in stats.articles if where == place and abs(offset - usual) <= 1]
    articles = sum(stats.articles[spot] for spot in near)
    days = set().union(*(stats.days[spot] for spot in near))
    return articles >= MIN_ARTICLES and len(days) >= MIN_DAYS and articles >= MIN_FIXED * sum(spots.values())


def learned_lines(rows: Iterable[tuple[str, Place, int, str, int]]) -> set[str]:
    """Give the keys of a site's learned boilerplate from its rows `(line, place, offset, day, articles)`."""
    stats: dict[str, LineStats] = {}
    for line, place, offset, day, articles in rows:
        stats.setdefault(line, LineStats()).add(place, offset, day, articles)
    return {line for line, counts in stats.items() if is_boilerplate(counts)}

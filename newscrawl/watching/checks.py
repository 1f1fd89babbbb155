"""The monitors: pure functions from a crawl's figures to what is well and what is broken."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import mean, pstdev
from typing import TYPE_CHECKING, Final

from newscrawl.watching.figures import Share

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from newscrawl.watching.figures import Figures

_FEWEST_DAYS: Final = 7  # days of history from which on a site has a band
_FEWEST_PAGES: Final = 5  # pages of a crawl from which on a share or a median says something
_FEWEST_BEFORE: Final = 20  # pages of history, likewise
_BELOW: Final = 1.5  # standard deviations of the number of articles
_ABOVE: Final = 2.0
_FAR: Final = 3.0  # standard deviations of everything else
_LEAST_SHIFT: Final = 0.15  # of a share
_LEAST_WORDS: Final = 0.5  # of the usual median
_LEAST_LINES: Final = 2.0  # lines an article


@dataclass(slots=True, frozen=True)
class Finding:
    """What one monitor found; a monitor that cannot tell gives none, and keeps its state."""

    monitor: str
    is_well: bool
    message: str


def check(figures: Figures, *, dead_after: int, broken: Collection[str] = ()) -> list[Finding]:
    """Run all monitors over one site's crawl.

    An entry point is dead after `dead_after` polls in vain. `broken` names the monitors that were broken before: those
    of a reason or rule that no longer occurs are looked at again too.
    """
    return [
        *_volume(figures),
        *_dates(figures),
        *_words(figures),
        *_lines(figures),
        *_shares("rejects", figures.rejects, figures.rejects_before, broken, _pages_read(figures)),
        *_shares("rule", figures.stale, figures.stale_before, broken, figures.stale.get("", Share()).of),
        _entries(figures, dead_after),
    ]


def _volume(figures: Figures) -> Iterator[Finding]:
    """Compare the articles of the last 24 hours with the band of the days before.

    Articles come one by one: their number varies by its root even where all days of the past were alike.
    """
    if len(figures.days) < _FEWEST_DAYS:
        return
    usual = mean(figures.days)
    deviation = max(pstdev(figures.days), sqrt(max(usual, 1)))
    low, high = usual - _BELOW * deviation, usual + _ABOVE * deviation
    count = figures.last_day
    # After a day without a crawl, its articles come with today's.
    is_flooded = count > high and count >= usual + _FEWEST_PAGES and figures.ran_yesterday
    is_well = count >= low and not is_flooded
    yield Finding("articles", is_well, f"{count} articles in a day, where {max(0, low):.0f} to {high:.0f} are usual")


def _dates(figures: Figures) -> Iterator[Finding]:
    crawl = figures.crawl
    before = Share(sum(day.dated for day in figures.before), sum(day.articles for day in figures.before))
    # Seen from the other side: articles without a date are what becomes more.
    missing = Share(crawl.articles - crawl.dated, crawl.articles)
    limit = _limit(missing, Share(before.of - before.count, before.of))
    if limit is not None:
        message = f"{crawl.dated} of {crawl.articles} articles have a date, where {before.value:.0%} are usual"
        yield Finding("dates", missing.value <= limit, message)


def _words(figures: Figures) -> Iterator[Finding]:
    medians = [day.median_words for day in figures.before]
    if figures.crawl.articles < _FEWEST_PAGES or len(medians) < _FEWEST_DAYS:
        return
    usual, found = mean(medians), figures.crawl.median_words
    is_well = abs(found - usual) <= max(_FAR * pstdev(medians), _LEAST_WORDS * usual)
    yield Finding("length", is_well, f"the median article has {found:.0f} words, where {usual:.0f} are usual")


def _lines(figures: Figures) -> Iterator[Finding]:
    lines = [day.lines_stripped for day in figures.before]
    if figures.crawl.articles < _FEWEST_PAGES or len(lines) < _FEWEST_DAYS:
        return
    usual, found = mean(lines), figures.crawl.lines_stripped
    is_well = abs(found - usual) <= max(_FAR * pstdev(lines), _LEAST_LINES)
    yield Finding("boilerplate", is_well, f"{found:.1f} lines an article were stripped, where {usual:.1f} are usual")


def _pages_read(figures: Figures) -> int:
    return max((share.of for share in figures.rejects.values()), default=figures.crawl.articles)


def _shares(
    kind: str, now: dict[str, Share], before: dict[str, Share], broken: Collection[str], pages: int
) -> Iterator[Finding]:
    """Compare shares of pages by reason, or by rule, each a monitor of its own."""
    known = {name.removeprefix(f"{kind}:") for name in broken if name.startswith(f"{kind}:")}
    for name in sorted((set(now) | known) - {""}):
        share = now.get(name, Share(0, pages))
        past = before.get(name, before.get("", Share()))
        limit = _limit(share, past)
        if limit is None:
            continue
        what = f"rejected as {name}" if kind == "rejects" else f"on which the rule for {name} finds nothing"
        message = f"{share.count} of {share.of} pages {what}, where {past.value:.0%} are usual"
        yield Finding(f"{kind}:{name}", share.value <= limit, message)


def _limit(now: Share, before: Share) -> float | None:
    """Give the greatest share that chance explains; None where there is too little to tell."""
    if now.of < _FEWEST_PAGES or before.of < _FEWEST_BEFORE:
        return None
    usual = (before.count + 1) / (before.of + 2)
    return usual + max(_LEAST_SHIFT, _FAR * sqrt(usual * (1 - usual) / now.of))


def _entries(figures: Figures, dead_after: int) -> Finding:
    dead = [(url, failures) for url, failures in figures.dead if failures >= dead_after]
    if not dead:
        return Finding("entry points", is_well=True, message="all entry points answer")
    url, failures = dead[0]
    more = f", and {len(dead) - 1} more" if len(dead) > 1 else ""
    return Finding("entry points", is_well=False, message=f"{url} failed {failures} times in a row{more}")

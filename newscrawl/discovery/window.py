"""Window: the days that a crawl wants, and what an announcement alone tells about them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.discovery.links import Link

_PERIOD: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19[89]|20[0-4])\d)(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)",
    re.ASCII,
)
_ZONES: Final = timedelta(days=1)  # a publisher's local day may be the day before or after in UTC


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `since` to `until`, both included and both optional; the publisher's local days."""

    since: date | None = None
    until: date | None = None
    strict: bool = True
    """Whether somebody asked for these days; else they only bound how far back announcements are followed."""

    def holds(self, day: date) -> bool:
        """Tell whether a day is wanted."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def may_hold(self, link: Link) -> bool:
        """Tell whether a link's page may have been published in the window, as far as its announcement says.

        A page that was last modified before the window opens was published before too; a later modification tells
        nothing. Without a date there is no reason to refuse.
        """
        if self.since is None and self.until is None:
            return True
        if link.day is not None:
            return self.holds(link.day)
        if link.lastmod is not None and self.since is not None and link.lastmod.date() + _ZONES < self.since:
            return False
        period = url_period(link.url, full=True)
        return period is None or self.overlaps(*period)

    def may_hold_sitemap(self, link: Link) -> bool:
        """Tell whether a sitemap may list pages of the window, by its date-bearing name or its last modification."""
        period = url_period(link.url)
        if period is not None and not self.overlaps(*period):
            return False
        return not (link.lastmod and self.since and link.lastmod.date() + _ZONES < self.since)

    def is_past(self, links: Iterable[Link]) -> bool:
        """Tell whether a listing has come to older days than the window's, so that its next pages hold none of them.

        Most of its dated links say so: one pinned on top or shown beside every page may be of today.
        """
        days = sorted(link.day for link in links if link.day is not None)
        return self.since is not None and bool(days) and days[len(days) // 2] < self.since

    def overlaps(self, first: date, last: date) -> bool:
        """Tell whether any of the days from `first` to `last` is wanted."""
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)


def url_period(url: str, *, full: bool = False) -> tuple[date, date] | None:
    """Give the first and last day that an address names: a day, a month or a year; None where it names none.

    `/sitemap-2021-10.xml` → 1 to 31 October 2021 · `?yyyy=2021&mm=10` → the same · `/2021/10/05/x` → that day. With
    `full`, only a whole day counts: a year or month in an article's address may be part of its headline.
    """
    parts = urlsplit(url)
    text = unquote(f"{parts.path}?{parts.query}")
    text = re.sub(r"[?&](?:yyyy|year|yr)=(\d{4})&(?:mm|month|m)=(\d{1,2})(?:&(?:dd|day|d)=(\d{1,2}))?", _joined, text)
    best: tuple[date, date] | None = None
    for match in _PERIOD.finditer(text):
        year, month, day = int(match["year"]), match["month"], match["day"]
        try:
            if day:
                one = date(year, int(month), int(day))
                return one, one
        except ValueError:
            continue
        if full or best is not None:
            continue
        if month:
            best = date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
        else:
            best = date(year, 1, 1), date(year, 12, 31)
    return best


def _joined(match: re.Match[str]) -> str:
    return "/" + "-".join(part.zfill(2) for part in match.groups() if part) + "/"


def parse_window(since: str | None, until: str | None, *, recent_days: int, now: datetime) -> Window:
    """Read `-a since=` and `-a until=` (`YYYY-MM-DD`); without either, the last `recent_days` days (0: all).

    Raises ValueError, in one line that names the argument, for a text that is no day or a window that is empty.
    """
    first, last = _day("since", since), _day("until", until)
    if first is not None and last is not None and first > last:
        raise ValueError(f"since={since} is later than until={until}: no day lies between them")
    if first is None and last is None:
        day = now.astimezone(UTC).date() - timedelta(days=recent_days)
        return Window(day if recent_days else None, None, strict=False)
    return Window(first, last)


def _day(name: str, raw: str | None) -> date | None:
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"{name}={raw} is no day: write it as YYYY-MM-DD, for example {name}=2021-10-01") from None

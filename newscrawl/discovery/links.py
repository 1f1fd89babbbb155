"""Link: one page that a feed, sitemap, listing or API announces, with what it says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

LinkSource = Literal["feed", "sitemap", "listing", "rest"]


@dataclass(frozen=True, slots=True)
class Link:
    """A page to look at; everything but `url` and `source` is a hint that the page itself outranks.

    `published` is set only where the announcement states day, time and zone, and is aware in the publisher's offset.
    `lastmod` is aware; where only a day is stated (or a clock without its zone) it is that day's midnight in UTC and
    `lastmod_is_day` is set, so that nobody reads the midnight as an instant: ask `changed_since`.
    """

    url: str
    """Absolute, normalised by `urls.normalize_url` without site rules."""
    source: LinkSource
    title: str | None = None
    """One line of plain text."""
    published_raw: str | None = None
    """The publication date as written, also where `published` is None."""
    published: datetime | None = None
    published_day: date | None = None
    """The publisher's local day, where no instant but a day was understood (`الجمعة 20 نونبر 2020` on a card)."""
    lastmod: datetime | None = None
    lastmod_raw: str | None = None
    """The modification date as written: another text than last time announces a change too."""
    lastmod_is_day: bool = False
    summary: str | None = None
    """Description or excerpt, as written (plain text or HTML)."""
    text: str | None = None
    """Full text (HTML) that came with the announcement: evidence, never the only copy."""

    @property
    def day(self) -> date | None:
        """The publisher's local day, as far as the announcement tells it."""
        return self.published.date() if self.published is not None else self.published_day

    def changed_since(self, seen: datetime) -> bool:
        """Tell whether the announcement is of a change after `seen` (aware), when the page was last read.

        A day alone announces a change only when it is a later day than that of `seen` in UTC: on the same day it cannot
        be told, and the regular recheck finds the edit.
        """
        if self.lastmod is None:
            return False
        if self.lastmod_is_day:
            return self.lastmod.date() > seen.astimezone(UTC).date()
        return self.lastmod > seen

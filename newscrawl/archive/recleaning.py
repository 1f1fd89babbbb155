"""Recleaning: today's rules of cleaning and stripping, learned lines among them, over the texts that are stored.

A text is taken as it entered stripping (the body with its repairs undone and its removals put back), so that a rule
which has become better gives back what it took, and what a rule takes now is in `removals` again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from newscrawl import line
from newscrawl.archive import articles, copies, reading
from newscrawl.archive.records import RULES_VERSION, incoming, storable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from newscrawl.archive.store import Archive
    from newscrawl.items import Article

_CHUNK: Final = 500
_FROM_WITNESS: Final = "first-letter-witness"
_ARTICLES: Final = "SELECT id FROM articles WHERE id > ?1 AND (?2 IS NULL OR site = ?2) ORDER BY id LIMIT ?3"
_COPIES: Final = "SELECT url_key FROM copies WHERE url_key > ?1 AND (?2 IS NULL OR site = ?2) ORDER BY url_key LIMIT ?3"


@dataclass(slots=True)
class Recleaned:
    """What a recleaning read and changed."""

    read: int = 0
    """Articles and copies."""
    articles: int = 0
    """Articles whose text changed."""
    copies: int = 0
    """Copies whose text changed."""
    left: int = 0
    """Texts that were left as they are: nothing would remain of them, or their removals do not fit them."""


def reclean(
    archive: Archive, *, site: str | None = None, progress: Callable[[Recleaned], None] | None = None
) -> Recleaned:
    """Apply today's rules to stored articles and copies, of one site or of all; give what changed.

    Where the text changes, the earlier one is kept as a version (`reextracted`); everything else stays as it is. Each
    text is a transaction, so a run that was stopped is simply run again.
    """
    done = Recleaned()
    cleaner = _Cleaner(archive)
    with archive.atomic():
        for article_id in _ids(archive, site):
            with archive.transaction():
                done.articles += cleaner.article(article_id, done)
            if progress is not None and done.read % _CHUNK == 0:
                progress(done)
        for key in _keys(archive, site):
            with archive.transaction():
                done.copies += cleaner.copy(key, done)
    return done


def _ids(archive: Archive, site: str | None) -> Iterator[int]:
    last = 0
    while chunk := archive.connection.execute(_ARTICLES, (last, site, _CHUNK)).fetchall():
        for (last,) in chunk:
            yield last


def _keys(archive: Archive, site: str | None) -> Iterator[str]:
    last = ""
    while chunk := archive.connection.execute(_COPIES, (last, site, _CHUNK)).fetchall():
        for (last,) in chunk:
            yield last


class _Cleaner:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._learned: dict[str, Collection[str]] = {}

    def article(self, article_id: int, done: Recleaned) -> bool:
        """Reclean an article's row; tell whether its text changed."""
        row = articles.by_id(self._archive.connection, article_id)
        if row is None:
            return False
        new = self._cleaned(reading.article(self._archive.connection, article_id), row["site"], done)
        if new is None:
            if row["rules_version"] != RULES_VERSION:
                changes = {"rules_version": RULES_VERSION}
                articles.update(self._archive.connection, article_id, changes, counts=False)
            return False
        again = incoming(new, seen_at=row["text_seen_at"], crawl_id=row["crawl_id"], reason="reextracted")
        return self._archive.write(again).kind == "updated"

    def copy(self, key: str, done: Recleaned) -> bool:
        """Reclean a copy; tell whether its text changed."""
        copy = copies.by_key(self._archive.connection, key)
        if copy is None:
            return False
        page = reading.from_json(copy["article"])
        page.matches = []
        new = self._cleaned(page, copy["site"], done)
        if new is None:
            return False
        again = incoming(new, seen_at=copy["last_seen_at"], crawl_id=None, reason="reextracted")
        return self._archive.write(again).kind in ("updated", "new", "copy")

    def _cleaned(self, old: Article, site: str, done: Recleaned) -> Article | None:
        """Give the article as today's rules make it; None where its text stays."""
        done.read += 1
        try:
            paragraphs = reading.paragraphs_before_stripping(old)
        except ValueError:
            done.left += 1
            return None
        # What proved that a letter was lost (the page's description, its feed) is not stored; that it was put back is.
        proved = [old.paragraphs[repair.position] for repair in old.repairs if repair.rule == _FROM_WITNESS]
        new = replace(
            old,
            body="\n".join(paragraphs),
            site=site,
            dateline=None,
            removals=[],
            repairs=[],
            authors=list(old.authors),
            tags=list(old.tags),
            witnesses=[*old.witnesses, *([old.summary] if old.summary else []), *proved],
        )
        line.clean(new)
        line.strip(new, learned=self._learned_lines(site))
        new.witnesses = old.witnesses
        if not new.body or not new.title:
            done.left += 1
            return None
        return new if (storable(new.title), storable(new.body)) != (old.title, old.body) else None

    def _learned_lines(self, site: str) -> Collection[str]:
        if site not in self._learned:
            self._learned[site] = self._archive.learned_lines(site)
        return self._learned[site]

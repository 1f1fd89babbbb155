"""Merging: all that one archive holds carried into another, so that doing it again changes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import articles, copies, merging_records, moving, reading
from newscrawl.archive.known_texts import KnownTexts
from newscrawl.archive.records import incoming, url_key
from newscrawl.items import utc_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newscrawl.archive.records import Reason
    from newscrawl.archive.store import Archive
    from newscrawl.items import Article

Row = dict[str, Any]

_CHUNK: Final = 500
_VERSION: Final = ("article_id", "version", "url", "title", "body", "content_hash", "seen_at", "modified_at", "reason")


@dataclass(slots=True)
class Carried:
    """What was new in one archive to the other, in rows."""

    articles: int = 0
    """Pages that were not there, articles and copies."""
    texts: int = 0
    """Pages that were there with an earlier text."""
    versions: int = 0
    removed: int = 0
    """Pages that were taken out, since the other archive was told to forget them."""
    visits: int = 0
    rejects: int = 0
    crawls: int = 0
    decisions: int = 0
    gaps: int = 0
    """Gaps of feeds that were not known, or not closed."""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def changes_texts(self) -> bool:
        """Whether articles or what people decided on them changed, so that duplicates are to be looked for anew."""
        return any((self.articles, self.texts, self.removed, self.decisions))


def carry(target: Archive, source: Archive, *, progress: Callable[[Carried], None] | None = None) -> Carried:
    """Carry all of `source` into `target`: articles, copies, versions, removals, visits, rejects, runs, decisions.

    Each page meets the decisions that a crawl takes. Of a page that is in both, the text that was seen last is the
    current one, and the other is a version. `source` is only read, as it was at the beginning.
    """
    source.connection.execute("BEGIN")
    try:
        return _Carrier(target, source, progress).run()
    finally:
        source.connection.execute("ROLLBACK")


class _Carrier:
    def __init__(self, target: Archive, source: Archive, progress: Callable[[Carried], None] | None) -> None:
        self._target = target
        self._source = source
        self._to = target.connection
        self._from = source.connection
        self._progress = progress
        self._crawls: dict[int, int] = {}
        self._known = KnownTexts(target.connection)
        self.done = Carried()

    def run(self) -> Carried:
        """Carry table after table, each in an order in which what it points at is there."""
        done = self.done
        self._target.flush()
        with self._known, self._target.atomic():
            with self._target.transaction():
                self._crawls, done.crawls = merging_records.carry_crawls(self._to, self._from)
            self._forget()
            with self._target.transaction():
                done.decisions = merging_records.carry_decisions(self._to, self._from)
            for article_id in self._each("SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?", 0):
                with self._target.transaction():
                    self._carry_article(article_id)
            for key in self._each("SELECT url_key FROM copies WHERE url_key > ? ORDER BY url_key LIMIT ?", ""):
                with self._target.transaction():
                    self._carry_copy(key)
            for rowid in self._each("SELECT rowid FROM versions WHERE rowid > ? ORDER BY rowid LIMIT ?", 0):
                with self._target.transaction():
                    self._carry_version(rowid)
            done.rejects = self._in_parts(merging_records.carry_rejects(self._to, self._from))
            done.visits = self._in_parts(merging_records.carry_visits(self._to, self._from))
            with self._target.transaction():
                done.gaps = merging_records.carry_gaps(self._to, self._from)
                merging_records.carry_line_counts(self._to, self._from)
        return done

    def _in_parts(self, writes: Iterator[int]) -> int:
        """Make many single writes in transactions of bounded size, so that a crawl of the target can go on."""
        done = 0
        while True:
            with self._target.transaction():
                part = list(islice(writes, _CHUNK))
            if not part:
                return done
            done += sum(part)

    def _each(self, query: str, first: Any) -> Iterator[Any]:
        last = first
        while chunk := self._from.execute(query, (last, _CHUNK)).fetchall():
            for (last,) in chunk:
                yield last
            if self._progress is not None:
                self._progress(self.done)

    def _forget(self) -> None:
        """Take out what the other archive was told to forget, and keep it out."""
        for key, forgotten_at in self._from.execute("SELECT url_key, forgotten_at FROM archive_forgotten").fetchall():
            if not self._is_forgotten(key):
                self.done.removed += self._target.forget_key(key, forgotten_at)

    def _is_forgotten(self, key: str) -> bool:
        found = self._to.execute("SELECT 1 FROM archive_forgotten WHERE url_key = ?", (key,)).fetchone()
        return found is not None

    def _carry_article(self, article_id: int) -> None:
        row = articles.stored(self._from, article_id)
        page = reading.article(self._from, article_id)
        is_new = self._carry_page(row, page, seen_at=row["text_seen_at"], crawl_id=self._crawls.get(row["crawl_id"]))
        mine = articles.by_key(self._to, row["url_key"])
        if not is_new or mine is None:
            return
        articles.update(self._to, mine["id"], {"rules_version": row["rules_version"]}, counts=False)
        if mine["version"] == 1 and row["version"] > 1 and not self._has_versions(mine["id"]):
            # A new row takes the numbers that its texts have, and with them all that was taken out of each.
            articles.renumber_parts(self._to, mine["id"], 1, row["version"])
            articles.update(self._to, mine["id"], {"version": row["version"]}, counts=False)
            for version in self._versions("article_id = ? AND url = ?", (article_id, row["url"])):
                self._insert_version(version, mine["id"], version["version"])

    def _carry_copy(self, key: str) -> None:
        copy = copies.by_key(self._from, key)
        if copy is None:
            return
        page = reading.from_json(copy["article"])
        page.matches = []
        page.site = copy["site"]
        read_at = page.fetched_at
        seen_at = utc_text(read_at) if read_at is not None and read_at.tzinfo is not None else copy["last_seen_at"]
        self._carry_page(copy, page, seen_at=seen_at, crawl_id=None)

    def _carry_page(self, theirs: Row, page: Article, *, seen_at: str, crawl_id: int | None) -> bool:
        """Carry one page as it stands; tell whether it is new. `theirs` is its row, of an article or a copy."""
        key = theirs["url_key"]
        if self._is_forgotten(key):
            return False
        mine = articles.by_key(self._to, key) or copies.by_key(self._to, key)
        if mine is None:
            self._target.write(incoming(page, seen_at=seen_at, crawl_id=crawl_id, reason="updated"))
            self._set_times(key, {name: theirs[name] for name in ("first_seen_at", "last_seen_at", "gone_at")})
            self.done.articles += 1
            return True
        is_same = mine["content_hash"] == theirs["content_hash"]
        wins = theirs if self._is_current(theirs, page, mine) else mine
        if wins is theirs:
            reason: Reason = "updated" if theirs["last_seen_at"] != mine["last_seen_at"] else "reextracted"
            self._target.write(incoming(page, seen_at=theirs["last_seen_at"], crawl_id=crawl_id, reason=reason))
            self._set_rules(theirs, is_same=is_same)
            self.done.texts += not is_same
        elif not is_same:
            self._keep_text(theirs, page)
        # Writing may have made the page another article, for which it was first seen with this text.
        first_seen_at = min(mine["first_seen_at"], theirs["first_seen_at"])
        times = {name: wins[name] for name in ("last_seen_at", "gone_at")}
        self._set_times(key, {**times, "first_seen_at": first_seen_at})
        return False

    def _is_current(self, theirs: Row, page: Article, mine: Row) -> bool:
        """Tell whether theirs, not mine, is the current text of a page that is in both.

        A whole text is before a teaser, then the one that was seen last. Of one visit, theirs counts where ours is an
        earlier one there, and where neither is known as such, the greater digest: the order of merging must not decide.
        """
        if theirs["content_hash"] == mine["content_hash"]:
            return bool(theirs["last_seen_at"] > mine["last_seen_at"])
        is_part = _is_partial(mine)
        if is_part != page.is_partial:
            return is_part
        if theirs["last_seen_at"] != mine["last_seen_at"]:
            return bool(theirs["last_seen_at"] > mine["last_seen_at"])
        if articles.has_text(self._from, _holder_of(theirs), mine["content_hash"]):
            return True
        if articles.has_text(self._to, _holder_of(mine), theirs["content_hash"]):
            return False
        return bool(theirs["content_hash"] > mine["content_hash"])

    def _set_rules(self, theirs: Row, *, is_same: bool) -> None:
        """Note by which rules a text that was taken over was made; what was written says those of today."""
        mine = articles.by_key(self._to, theirs["url_key"])
        version = theirs.get("rules_version")
        if mine is None or version is None or mine["content_hash"] != theirs["content_hash"]:
            return
        wanted = max(version, mine["rules_version"]) if is_same else version
        if mine["rules_version"] != wanted:
            articles.update(self._to, mine["id"], {"rules_version": wanted}, counts=False)

    def _set_times(self, key: str, times: Row) -> None:
        row = articles.by_key(self._to, key)
        if row is not None:
            changes = {name: value for name, value in times.items() if row[name] != value}
            if changes:
                articles.update(self._to, row["id"], changes, counts="gone_at" in changes)
            return
        copy = copies.by_key(self._to, key)
        if copy is not None and any(copy[name] != value for name, value in times.items()):
            copies.update(self._to, key, times)

    def _keep_text(self, theirs: Row, page: Article) -> None:
        """Keep a text that is not the latest of its page as a version, with what was taken out of it."""
        text = {
            "url": theirs["url"],
            "title": page.title or "",
            "body": page.body or "",
            "content_hash": theirs["content_hash"],
            "seen_at": theirs["last_seen_at"],
            "modified_at": theirs.get("modified_at"),
        }
        holder = self._holder(theirs["url_key"])
        if holder is None or self._keeps(holder, text):
            return
        number = moving.take_number(self._to, holder)
        articles.keep_version(self._to, holder, text, "updated", version=number)
        articles.write_parts(self._to, holder, number, page)
        self._known.add(text["url"], text["content_hash"])
        self.done.versions += 1

    def _carry_version(self, rowid: int) -> None:
        """Carry an earlier text to the article that its page is, or is a copy of, now."""
        for version in self._versions("rowid = ?", (rowid,)):
            key = url_key(version["url"])
            own = articles.stored(self._from, version["article_id"])["url_key"]
            holder = self._holder(key) or self._holder(own)
            if holder is None or self._is_forgotten(key) or self._keeps(holder, version):
                continue
            page = articles.by_key(self._to, key) or copies.by_key(self._to, key)
            if page is None or page["content_hash"] != version["content_hash"]:
                self._insert_version(version, holder, moving.take_number(self._to, holder))
                self.done.versions += 1

    def _insert_version(self, version: Row, article_id: int, number: int) -> None:
        articles.keep_version(self._to, article_id, version, version["reason"], version=number)
        self._known.add(version["url"], version["content_hash"])
        if moving.has_own_parts(self._from, version["article_id"], version["url"], version["version"]):
            moving.copy_parts(self._from, (version["article_id"], version["version"]), self._to, (article_id, number))

    def _versions(self, where: str, values: tuple[Any, ...]) -> list[Row]:
        rows = self._from.execute(
            f"SELECT {', '.join(_VERSION)} FROM versions WHERE {where} ORDER BY version",
            values,
        )
        return [dict(zip(_VERSION, values, strict=True)) for values in rows.fetchall()]

    def _has_versions(self, article_id: int) -> bool:
        found = self._to.execute("SELECT 1 FROM versions WHERE article_id = ?", (article_id,)).fetchone()
        return found is not None

    def _keeps(self, article_id: int, text: Row) -> bool:
        """Tell whether an earlier text of a page is kept, with whatever article, or as many of its as there may be."""
        url, digest = text["url"], text["content_hash"]
        # What a crawl's own decision kept, during this merge, hangs on the article that the page is now.
        found = self._to.execute(
            "SELECT 1 FROM versions WHERE article_id = ? AND url = ? AND content_hash = ?", (article_id, url, digest)
        ).fetchone()
        return found is not None or self._known.has(url, digest) or articles.has_all_versions(self._to, article_id, url)

    def _holder(self, key: str) -> int | None:
        return merging_records.holder(self._to, key)


def _holder_of(row: Row) -> int:
    """Give the id of the article that a row of `articles` or `copies` is, or belongs to."""
    return int(row["id"] if "id" in row else row["article_id"])


def _is_partial(row: Row) -> bool:
    """Tell whether the text of a row of `articles` or `copies` is a teaser."""
    return bool(row["is_partial"] if "is_partial" in row else json.loads(row["article"]).get("is_partial"))

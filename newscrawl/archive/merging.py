"""Merging: all that one archive holds carried into another, so that doing it again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import articles, copies, merging_records, moving, reading
from newscrawl.archive.records import incoming, url_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        self.done = Carried()

    def run(self) -> Carried:
        """Carry table after table, each in an order in which what it points at is there."""
        done = self.done
        with self._target.atomic():
            with self._target.transaction():
                self._crawls, done.crawls = merging_records.carry_crawls(self._to, self._from)
                done.decisions = merging_records.carry_decisions(self._to, self._from)
            self._forget()
            for article_id in self._each("SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?", 0):
                with self._target.transaction():
                    self._carry_article(article_id)
            for key in self._each("SELECT url_key FROM copies WHERE url_key > ? ORDER BY url_key LIMIT ?", ""):
                with self._target.transaction():
                    self._carry_copy(key)
            for rowid in self._each("SELECT rowid FROM versions WHERE rowid > ? ORDER BY rowid LIMIT ?", 0):
                with self._target.transaction():
                    self._carry_version(rowid)
            with self._target.transaction():
                done.rejects = merging_records.carry_rejects(self._to, self._from)
                done.visits = merging_records.carry_visits(self._to, self._from)
                merging_records.carry_line_counts(self._to, self._from)
        return done

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
        self._carry_page(copy, page, seen_at=copy["last_seen_at"], crawl_id=None)

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
        if self._is_later(theirs, mine):
            reason = "updated" if theirs["last_seen_at"] > mine["last_seen_at"] else "reextracted"
            again = incoming(page, seen_at=theirs["last_seen_at"], crawl_id=crawl_id, reason=reason)  # type: ignore[arg-type]
            self._target.write(again)
            self._set_times(key, {"gone_at": theirs["gone_at"], "last_seen_at": theirs["last_seen_at"]})
            self.done.texts += not is_same
        elif not is_same:
            self._keep_text(theirs, page)
        if theirs["first_seen_at"] < mine["first_seen_at"]:
            self._set_times(key, {"first_seen_at": theirs["first_seen_at"]})
        return False

    def _is_later(self, theirs: Row, mine: Row) -> bool:
        """Tell whether theirs is the later text of a page; of one visit, whether ours is an earlier one there."""
        if theirs["last_seen_at"] != mine["last_seen_at"] or theirs["content_hash"] == mine["content_hash"]:
            return bool(theirs["last_seen_at"] > mine["last_seen_at"])
        article_id = theirs["id"] if "id" in theirs else theirs["article_id"]
        return articles.has_text(self._from, article_id, mine["content_hash"])

    def _set_times(self, key: str, changes: Row) -> None:
        row = articles.by_key(self._to, key)
        if row is None:
            copies.update(self._to, key, changes)
        elif any(row[name] != value for name, value in changes.items()):
            articles.update(self._to, row["id"], changes, counts=row["gone_at"] != changes.get("gone_at"))

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
        if holder is None or self._knows(holder, text):
            return
        number = moving.take_number(self._to, holder)
        articles.keep_version(self._to, holder, text, "updated", version=number)
        articles.write_parts(self._to, holder, number, page)
        self.done.versions += 1

    def _carry_version(self, rowid: int) -> None:
        """Carry an earlier text to the article that its page is, or is a copy of, now."""
        for version in self._versions("rowid = ?", (rowid,)):
            key = url_key(version["url"])
            own = articles.stored(self._from, version["article_id"])["url_key"]
            holder = self._holder(key) or self._holder(own)
            others = {holder, self._holder(own)} - {None}
            if (
                holder is None
                or self._is_forgotten(key)
                or any(self._knows(other, version) for other in others if other)
            ):
                continue
            page = articles.by_key(self._to, key) or copies.by_key(self._to, key)
            if page is None or page["content_hash"] != version["content_hash"]:
                self._insert_version(version, holder, moving.take_number(self._to, holder))
                self.done.versions += 1

    def _insert_version(self, version: Row, article_id: int, number: int) -> None:
        articles.keep_version(self._to, article_id, version, version["reason"], version=number)
        if moving.has_own_parts(self._from, version["article_id"], version["url"], version["version"]):
            moving.copy_parts(self._from, (version["article_id"], version["version"]), self._to, (article_id, number))

    def _versions(self, where: str, values: tuple[Any, ...]) -> list[Row]:
        rows = self._from.execute(
            f"SELECT {', '.join(_VERSION)} FROM versions WHERE {where} ORDER BY version",  # noqa: S608
            values,
        )
        return [dict(zip(_VERSION, values, strict=True)) for values in rows.fetchall()]

    def _has_versions(self, article_id: int) -> bool:
        found = self._to.execute("SELECT 1 FROM versions WHERE article_id = ?", (article_id,)).fetchone()
        return found is not None

    def _knows(self, article_id: int, text: Row) -> bool:
        found = self._to.execute(
            "SELECT 1 FROM versions WHERE article_id = ? AND url = ? AND content_hash = ?",
            (article_id, text["url"], text["content_hash"]),
        ).fetchone()
        return found is not None

    def _holder(self, key: str) -> int | None:
        return merging_records.holder(self._to, key)

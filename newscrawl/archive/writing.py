"""What an article that comes in is to the archive (new, an update, the same again, a copy), and the writes for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import articles, clusters, copies, moving, reading
from newscrawl.archive.records import RULES_VERSION, Outcome, incoming, row_json, uid
from newscrawl.items import Match

if TYPE_CHECKING:
    import sqlite3

    from newscrawl.archive.records import Incoming, Reason
    from newscrawl.dedup import DuplicateIndex

Row = dict[str, Any]

_TEASER_TAIL: Final = " .…"
_HOUR: Final = len("2026-03-10T08")


class ArticleWriter:
    """Decides and writes, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, index: DuplicateIndex) -> None:
        self._connection = connection
        self._index = index

    def write(self, incoming: Incoming) -> Outcome:
        """Store one article with everything that belongs to it."""
        row = articles.by_key(self._connection, incoming.key)
        if row is not None:
            return self._again(row, incoming)
        copy = copies.by_key(self._connection, incoming.key)
        if copy is not None:
            return self._copy_again(copy, incoming)
        return self._first(incoming)

    def _again(self, row: Row, incoming: Incoming) -> Outcome:
        """Store another reading of an article's own page."""
        reason = incoming.reason or _reason(incoming, row["last_seen_at"])
        if incoming.content_hash == row["content_hash"] or _is_teaser_of(incoming, row):
            return self._unchanged(row, incoming, reason)
        if reason == "reextracted" and incoming.seen_at < row["text_seen_at"]:
            return self._earlier_text(row, incoming)
        version = row["version"] + 1
        articles.keep_version(self._connection, row["id"], articles.row_text(row), reason, version=row["version"])
        articles.thin_versions(self._connection, row["id"], row["url"])
        changes = text_columns(incoming, version) | articles.changed_metadata(
            row, incoming.metadata, reextracted=reason == "reextracted"
        )
        changes |= _seen(row, incoming, is_written=True)
        self._write_text(row["id"], changes, incoming)
        return Outcome("updated", row["id"], changed_columns=_changed(row, changes))

    def _unchanged(self, row: Row, incoming: Incoming, reason: Reason) -> Outcome:
        changes = {}
        # A teaser says less than the whole page did, and an old page less than the newest one.
        if incoming.content_hash == row["content_hash"] and incoming.seen_at >= row["text_seen_at"]:
            changes = articles.changed_metadata(row, incoming.metadata, reextracted=reason == "reextracted")
            if reason == "reextracted":
                articles.replace_parts(self._connection, row["id"], row["version"], incoming.article)
        if row["gone_at"] is not None and incoming.seen_at > row["gone_at"]:
            changes["gone_at"] = None
        changed = tuple(changes)
        changes |= _seen(row, incoming, is_written=bool(changes))
        if reason == "reextracted" and row["rules_version"] != RULES_VERSION:
            changes["rules_version"] = RULES_VERSION
        if changes:
            articles.update(self._connection, row["id"], changes, counts=bool(changed))
        if changed and any(name.startswith("published") for name in changed):
            self._reindex(row["id"], incoming)
        return Outcome("unchanged", row["id"], changed_columns=changed)

    def _earlier_text(self, row: Row, incoming: Incoming) -> Outcome:
        """Keep what an old raw page says today: a better reading of an earlier version, never of the newest."""
        if articles.has_text(self._connection, row["id"], incoming.content_hash) or articles.has_all_versions(
            self._connection, row["id"], row["url"]
        ):
            return Outcome("unchanged", row["id"])
        version = row["version"]
        articles.renumber_parts(self._connection, row["id"], version, version + 1)
        articles.keep_version(self._connection, row["id"], _incoming_text(incoming), "reextracted", version=version)
        articles.write_parts(self._connection, row["id"], version, incoming.article)
        articles.update(self._connection, row["id"], {"version": version + 1})
        return Outcome("updated", row["id"], changed_columns=("version",))

    def _copy_again(self, copy: Row, incoming: Incoming) -> Outcome:
        """Store another reading of a page that is a copy."""
        article_id = copy["article_id"]
        if incoming.content_hash == copy["content_hash"]:
            return self._copy_unchanged(copy, incoming)
        if incoming.seen_at < copy["last_seen_at"] and incoming.reason != "updated":
            articles.keep_version(self._connection, article_id, _incoming_text(incoming), "reextracted")
            return Outcome("unchanged", article_id, other_id=article_id)
        reason = incoming.reason or _reason(incoming, copy["last_seen_at"])
        articles.keep_version(self._connection, article_id, copies.text_of(copy), reason)
        match = next((match for match in self._find(incoming) if match.other_id == article_id), None)
        if match is None and clusters.is_joined(self._connection, incoming.key, article_id):
            match = Match(article_id, "near", 0.0, 0.0)
        if match is None:
            # The page has become another article: what it was stays with the one that it copied.
            copies.delete(self._connection, incoming.key)
            return self._first(incoming)
        if match.kind not in copies.MERGED:
            match.kind = copy["kind"]
        outcome = self._replace_copy(copy, incoming, match)
        outcome.kind = "updated"
        return outcome

    def _copy_unchanged(self, copy: Row, incoming: Incoming) -> Outcome:
        article_id = copy["article_id"]
        if copies.takes_date(copy, incoming.metadata):
            # With a date, the page may turn out to be the original.
            match = Match(article_id, copy["kind"], copy["similarity"], copy["similarity"])
            outcome = self._replace_copy(copy, incoming, match)
            outcome.kind, outcome.changed_columns = "unchanged", ("published_date", "published_at")
            return outcome
        changes: Row = {}
        if _is_later_hour(incoming.seen_at, copy["last_seen_at"]):
            changes["last_seen_at"] = incoming.seen_at
        if copy["gone_at"] is not None and incoming.seen_at > copy["gone_at"]:
            changes["gone_at"] = None
        if changes:
            copies.update(self._connection, incoming.key, changes)
        return Outcome("unchanged", article_id, other_id=article_id)

    def _replace_copy(self, copy: Row, incoming: Incoming, match: Match) -> Outcome:
        row = articles.stored(self._connection, copy["article_id"])
        copies.delete(self._connection, incoming.key)
        return self.merge(incoming, row, match, first_seen_at=copy["first_seen_at"])

    def _first(self, incoming: Incoming) -> Outcome:
        """Store a page whose URL is new."""
        article_id = articles.next_id(self._connection)
        originals: list[tuple[Row, Match]] = []
        matches: list[Match] = []
        added = False
        if any(match.kind in copies.MERGED for match in incoming.article.matches):
            # The dedup station saw a copy: look again, without adding what would be taken out at once.
            originals = self._originals(incoming, self._find(incoming))
        if not originals:
            matches = self._add(article_id, incoming)
            added = True
            originals = self._originals(incoming, matches)
        if not originals:
            return self._insert(article_id, incoming, matches)
        if added:
            self._index.remove(article_id)
        (row, match), *others = originals
        outcome = self.merge(incoming, row, match)
        for other, match in others:
            # A page that is a copy of two articles shows that they are one, as they were had it come first.
            if not clusters.are_split(self._connection, row["id"], other["id"]):
                self.absorb(row["id"], other["id"], match)
        return outcome

    def _originals(self, incoming: Incoming, matches: list[Match]) -> list[tuple[Row, Match]]:
        """Give the articles that a page is to be merged with, the best first."""
        found = []
        for match in matches:
            if match.kind in copies.MERGED:
                row = articles.by_id(self._connection, match.other_id)
                if row is not None and not clusters.is_split(self._connection, incoming.key, row):
                    found.append((row, match))
        return found

    def _insert(self, article_id: int, incoming: Incoming, matches: list[Match]) -> Outcome:
        row = {
            "id": article_id,
            **identity_columns(incoming),
            **text_columns(incoming, 1),
            **incoming.metadata,
            "first_seen_at": incoming.seen_at,
            "last_seen_at": incoming.seen_at,
            "gone_at": None,
            "cluster_id": article_id,
        }
        articles.insert(self._connection, row)
        articles.write_parts(self._connection, article_id, 1, incoming.article)
        linked = copies.relink(self._connection, article_id, incoming.word_count, matches) if matches else []
        if linked:
            clusters.connect(self._connection, article_id, linked)
        return Outcome("new", article_id)

    def merge(self, incoming: Incoming, row: Row, match: Match, *, first_seen_at: str | None = None) -> Outcome:
        """Make a page a copy of an article, or the article's row, if it is the better original."""
        moved = copies.is_better_original(self._connection, incoming, row)
        if moved:
            self._move(incoming, row, match)
        else:
            copy = copies.row_of(incoming, row["id"], match)
            copy["first_seen_at"] = first_seen_at or incoming.seen_at
            copies.insert(self._connection, copy)
        return Outcome("copy", row["id"], other_id=row["id"], moved=moved)

    def absorb(self, one_id: int, other_id: int, match: Match) -> Outcome:
        """Make two articles one, with the id of `one_id`: the better original is the row, the other a copy of it.

        What hung on `other_id` (its copies, earlier versions, links, visits) hangs on `one_id` from then on.
        """
        other = articles.stored(self._connection, other_id)
        page = reading.article(self._connection, other_id)
        self._index.remove(other_id)
        moving.hand_over(self._connection, other_id, one_id)
        articles.delete(self._connection, other_id)
        one = articles.stored(self._connection, one_id)
        again = incoming(page, seen_at=other["last_seen_at"], crawl_id=other["crawl_id"], reason=None)
        match = Match(one_id, match.kind, match.similarity, match.containment)
        outcome = self.merge(again, one, match, first_seen_at=other["first_seen_at"])
        if outcome.moved:
            articles.update(self._connection, one_id, {"gone_at": other["gone_at"]})
        else:
            copies.update(self._connection, again.key, {"gone_at": other["gone_at"]})
            articles.update(self._connection, one_id, {})
        return outcome

    def _move(self, incoming: Incoming, row: Row, match: Match) -> None:
        """Let a better original take over a row; the earlier page becomes a copy, its text a version too."""
        removals, repairs = articles.read_parts(self._connection, row["id"], row["version"])
        copies.insert(self._connection, copies.demoted(row, row_json(row, removals, repairs), match))
        articles.keep_version(
            self._connection, row["id"], articles.row_text(row), "better_original", version=row["version"]
        )
        self.take_row(incoming, row)

    def take_row(self, incoming: Incoming, row: Row) -> None:
        """Put a page into a row in the place of the page that is there."""
        changes = {
            **identity_columns(incoming),
            **text_columns(incoming, articles.next_version(self._connection, row, incoming.url)),
            **incoming.metadata,
            "first_seen_at": min(row["first_seen_at"], incoming.seen_at),
            "last_seen_at": incoming.seen_at,
            "gone_at": None,
        }
        self._write_text(row["id"], changes, incoming)

    def _write_text(self, article_id: int, changes: Row, incoming: Incoming) -> None:
        """Write a row's new text with its search entry, fingerprint, links, removals and repairs."""
        articles.update(self._connection, article_id, changes)
        articles.write_parts(self._connection, article_id, changes["version"], incoming.article)
        self._reindex(article_id, incoming)

    def _reindex(self, article_id: int, incoming: Incoming) -> None:
        matches = self._add(article_id, incoming)
        linked = copies.relink(self._connection, article_id, incoming.word_count, matches)
        if linked:
            clusters.connect(self._connection, article_id, linked)

    def _find(self, incoming: Incoming) -> list[Match]:
        article = incoming.article
        return self._index.find(incoming.body, title=incoming.title, published=article.published, site=incoming.site)

    def _add(self, article_id: int, incoming: Incoming) -> list[Match]:
        published = incoming.article.published
        return self._index.add(article_id, incoming.body, title=incoming.title, published=published, site=incoming.site)


def _reason(incoming: Incoming, last_seen_at: str) -> Reason:
    """Tell a new reading of a page that was read before (a replay) from a later state of the page."""
    return "reextracted" if incoming.seen_at <= last_seen_at else "updated"


def _is_teaser_of(incoming: Incoming, row: Row) -> bool:
    """Tell whether a page shows only the opening of the whole text that is stored."""
    if not incoming.article.is_partial or row["is_partial"] or incoming.title != row["title"]:
        return False
    return bool(row["body"].startswith(incoming.body.rstrip(_TEASER_TAIL)))


def identity_columns(incoming: Incoming) -> Row:
    """Give the columns that say which page a row is."""
    return {"uid": uid(incoming.key), "url": incoming.url, "url_key": incoming.key, "site": incoming.site}


def text_columns(incoming: Incoming, version: int) -> Row:
    """Give the columns of a row's text, of which it is the `version`th."""
    return {
        "title": incoming.title,
        "body": incoming.body,
        "word_count": incoming.word_count,
        "content_hash": incoming.content_hash,
        "version": version,
        "text_seen_at": incoming.seen_at,
        "crawl_id": incoming.crawl_id,
        "rules_version": RULES_VERSION,
    }


def _seen(row: Row, incoming: Incoming, *, is_written: bool) -> Row:
    """Give the columns that move because the page was seen; with `is_written` the row is written anyway."""
    changes: Row = {}
    if incoming.seen_at > row["last_seen_at"] and (is_written or _is_later_hour(incoming.seen_at, row["last_seen_at"])):
        changes["last_seen_at"] = incoming.seen_at
    if incoming.seen_at < row["first_seen_at"]:
        changes["first_seen_at"] = incoming.seen_at
    return changes


def _is_later_hour(seen_at: str, last_seen_at: str) -> bool:
    """Tell whether `last_seen_at` is to move: once in an hour of the clock.

    Moving it writes the whole row again, text and all, which is most of what a page costs that has not changed; the
    exact visit is in `pages`.
    """
    return seen_at[:_HOUR] > last_seen_at[:_HOUR]


def _changed(row: Row, changes: Row) -> tuple[str, ...]:
    return tuple(name for name in changes if row[name] != changes[name])


def _incoming_text(incoming: Incoming) -> Row:
    return {
        "url": incoming.url,
        "title": incoming.title,
        "body": incoming.body,
        "content_hash": incoming.content_hash,
        "seen_at": incoming.seen_at,
        "modified_at": incoming.metadata["modified_at"],
    }

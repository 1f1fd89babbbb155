"""Archive: the one writer of articles and of everything that belongs to them."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newscrawl.archive import articles, copies, crawls, gaps, pages, reading, site_lines
from newscrawl.archive.connection import ArchiveError, connect, connect_reader, explained
from newscrawl.archive.functions import register
from newscrawl.archive.manual import ManualWriter
from newscrawl.archive.records import Outcome, PageRow, PageVisit, incoming, published_of, url_key
from newscrawl.archive.transactions import Transactions
from newscrawl.archive.writing import ArticleWriter
from newscrawl.dedup import DuplicateIndex
from newscrawl.discovery.schedule import FARTHEST
from newscrawl.items import Article, utc_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from sqlite_utils import Database

    from newscrawl.arabic.learned_boilerplate import Observation
    from newscrawl.archive.gaps import Gap
    from newscrawl.archive.records import Incoming, Reason


_SMALL: Final = 10_000
"""Articles whose fingerprints are taken anew when the archive is opened: some ten seconds."""
_COUNT_SOME: Final = "SELECT count(*) FROM (SELECT 1 FROM articles LIMIT ?)"
_IN_ORDER: Final = f"SELECT id FROM articles ORDER BY {copies.MOMENT_OF_ARTICLE}, url"


def open_archive(path: str | Path, *, create: bool = True, read_only: bool = False) -> Archive:
    """Open the archive at `path`, made or brought up to date where needed; `read_only` works on a file without rights.

    Raises ArchiveError, one line that names the file and says what to do: not a database, another program's, of a newer
    schema, a folder, not writable, on a network file system, or missing where `create` is False.

    An index of duplicates of an older version is made anew on the way where the archive is small; of a larger one the
    error says to run `scrapy dedup --rebuild`. With `create` False (commands), or `read_only`, it may stay as it is,
    and only what adds texts refuses to work.
    """
    if read_only:
        return Archive(connect_reader(path), path)
    archive = Archive(connect(path, create=create), path)
    if create:
        try:
            archive.renew_index()
        except BaseException:
            archive.close()
            raise
    return archive


class Archive:
    """The archive and its one connection. Every method that writes is one transaction, or joins the open batch."""

    def __init__(self, database: Database, path: str | Path) -> None:
        self.database = database
        self.path = path
        self.connection: sqlite3.Connection = database.conn
        register(self.connection)
        self.index = DuplicateIndex(self.connection)
        self._writer = ArticleWriter(self.connection, self.index)
        self._manual = ManualWriter(self.connection, self.index, self._writer)
        self._transactions = Transactions(self.connection, path)
        self._is_current = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Commit what is open and close the connection; closing twice is no error."""
        try:
            self.flush()
        except sqlite3.ProgrammingError:
            return
        finally:
            self.connection.close()

    def store(
        self,
        article: Article,
        *,
        crawl_id: int | None,
        now: datetime,
        page: PageVisit | None = None,
        reason: Reason | None = None,
    ) -> Outcome:
        """Store an article, or why it is none, with everything that belongs to it, in one transaction.

        The article was seen at its `fetched_at`, else `now`. `reason` says why a stored text changes; None tells a page
        that was read before (a replay, `reextracted`) from a later state (`updated`) by that time. A crawl passes
        `updated`, so that a clock that goes back does no harm.
        """
        fetched = article.fetched_at
        seen_at = utc_text(fetched if fetched is not None and fetched.tzinfo is not None else now)
        self._check_index()
        with self.transaction():
            outcome = self._refused(article, seen_at)
            if outcome is None:
                outcome = self._writer.write(incoming(article, seen_at=seen_at, crawl_id=crawl_id, reason=reason))
            if page is not None and outcome.reason != "forgotten":
                pages.record_visit(self.connection, page, outcome.article_id)
        return outcome

    def write(self, page: Incoming) -> Outcome:
        """Store a page that was read out of an archive, as `store` does; inside the caller's transaction."""
        self._check_index()
        return self._writer.write(page)

    def _refused(self, article: Article, seen_at: str) -> Outcome | None:
        reason, detail = "", ""
        if self.is_forgotten(article.url):
            return Outcome("rejected", reason="forgotten")
        if article.reject is not None:
            reason, detail = article.reject.reason, article.reject.detail
        elif not (article.title or "").strip():
            reason = "no-title"
        elif not (article.body or "").strip():
            reason = "no-body"
        if not reason:
            return None
        crawls.reject(self.connection, article.url, site=article.site, reason=reason, detail=detail, seen_at=seen_at)
        return Outcome("rejected", reason=reason)

    def reject(self, url: str, *, reason: str, detail: str = "", site: str | None = None, now: datetime) -> Outcome:
        """Record a page that gave no article at all."""
        with self.transaction():
            crawls.reject(self.connection, url, site=site, reason=reason, detail=detail, seen_at=utc_text(now))
        return Outcome("rejected", reason=reason)

    def attempts(self, url: str) -> int:
        """Tell how often a page was refused until now, for whatever reasons."""
        return crawls.refusals(self.connection, url)

    def begin_crawl(self, spider: str, started_at: datetime) -> int:
        """Record that a run began; gives its id."""
        with self.transaction():
            return crawls.begin(self.connection, spider, utc_text(started_at))

    def finish_crawl(self, crawl_id: int, *, finished_at: datetime, reason: str, stats: dict[str, Any]) -> None:
        """Record how a run ended, with its figures, and drop line counts that no longer matter."""
        with self.transaction():
            crawls.finish(self.connection, crawl_id, finished_at=utc_text(finished_at), reason=reason, stats=stats)
            site_lines.prune(self.connection, finished_at.date())

    def page(self, url: str) -> PageRow | None:
        """Give what is known of a URL in any of its spellings."""
        return pages.page(self.connection, url)

    def pages(self, urls: Iterable[str]) -> dict[str, PageRow]:
        """Give what is known of many URLs in any of their spellings, by `url_key`, in a few queries."""
        return pages.pages(self.connection, urls)

    def holds(self, url: str) -> bool:
        """Tell whether the URL's article or copy is stored, or was forgotten on request: nothing to fetch."""
        return pages.holds(self.connection, url)

    def known_urls(self, urls: Iterable[str]) -> set[str]:
        """Give those of `urls` that the archive holds."""
        return pages.known_urls(self.connection, urls)

    def due_articles(self, site: str, *, now: datetime) -> list[str]:
        """Give the URLs of a site's article pages that are due for another look, the longest due first."""
        return pages.due_articles(self.connection, site, utc_text(now), utc_text(now + FARTHEST))

    def last_due(self, site: str, kind: str) -> str | None:
        """Give the latest moment at which a page of one kind (`rest`) is due, of a site; None where there is none."""
        return pages.last_due(self.connection, site, kind)

    def visit(self, visit: PageVisit) -> None:
        """Record a visit of a page."""
        with self.transaction():
            pages.record_visit(self.connection, visit)

    def announce(self, url: str, when: datetime) -> None:
        """Note when a feed or sitemap says that a known page was modified; later announcements are compared with it."""
        with self.transaction():
            pages.announce(self.connection, url, utc_text(when))

    def open_gap(self, gap: Gap) -> None:
        """Record that a feed may have dropped entries."""
        with self.transaction():
            gaps.open_gap(self.connection, gap)

    def close_gaps(self, site: str, reached: str, now: datetime) -> int:
        """Note that those of a site's gaps are filled that were found after `reached`; give how many they are."""
        with self.transaction():
            return gaps.close_gaps(self.connection, site, reached, utc_text(now))

    def gaps_to_fill(self, site: str) -> list[str]:
        """Give the feeds behind which a crawl is to look for what is missing, and count the attempt."""
        with self.transaction():
            found = gaps.gaps_to_fill(self.connection, site)
        # A crawl asks at its start, and reads whole sitemaps before it writes again: others must not wait for that.
        self.flush()
        return found

    def open_gaps(self, site: str | None = None) -> list[Gap]:
        """Give the gaps, of one site or of all, that nothing has filled."""
        return gaps.open_gaps(self.connection, site)

    def mark_gone(self, url: str, now: datetime) -> None:
        """Note that an article's page answers 404 or 410 now; its text stays."""
        with self.transaction():
            article_id = pages.mark_gone(self.connection, url, utc_text(now))
            if article_id is not None:
                articles.update(self.connection, article_id, {"gone_at": utc_text(now)})

    def observe_lines(self, site: str, article_id: int, day: str, observations: Iterable[Observation]) -> bool:
        """Count the lines at the ends of an article (or of a copy of it on `site`), once; see `site_lines`.

        `day` is its day of publication, else that of the visit, `YYYY-MM-DD`. False where it was counted before.
        """
        with self.transaction():
            return site_lines.observe(self.connection, site, article_id, day, observations)

    def learned_lines(self, site: str) -> frozenset[str]:
        """Give the keys of the lines that a site's articles have proved its boilerplate."""
        return site_lines.learned(self.connection, site)

    def candidate_lines(self, site: str) -> frozenset[str]:
        """Give the keys of lines that several articles of a site show, to be looked for amid the prose too."""
        return site_lines.candidates(self.connection, site)

    def article(self, article_id: int) -> Article:
        """Give a stored article with its removals and repairs; raises LookupError. See `reading.article`."""
        return reading.article(self.connection, article_id)

    def split(self, url: str, now: datetime) -> Outcome:
        """Make a copy an article of its own for good; raises LookupError where the URL is no copy."""
        self._check_index()
        with self.transaction():
            return self._manual.split(url, utc_text(now))

    def join(self, one_id: int, other_id: int, now: datetime) -> Outcome:
        """Make two articles one for good; raises LookupError or ValueError. See `ManualWriter.join`."""
        self._check_index()
        with self.transaction():
            return self._manual.join(one_id, other_id, utc_text(now))

    def forget(self, url: str, now: datetime) -> bool:
        """Remove a page from every table and never take it again; tell whether it was stored.

        What SQLite's file holds of it is overwritten (`secure_delete`), and by `scrub` what was deleted before.
        """
        return self.forget_key(url_key(url), utc_text(now))

    def forget_key(self, key: str, forgotten_at: str) -> bool:
        """Forget a page that is given by its URL's key, as another archive did at `forgotten_at`."""
        (before,) = self.connection.execute("PRAGMA secure_delete").fetchone()
        self.connection.execute("PRAGMA secure_delete = ON")
        try:
            with self.transaction():
                return self._manual.forget_key(key, forgotten_at)
        finally:
            self.connection.execute(f"PRAGMA secure_delete = {before}")

    def backup(self, path: str | Path) -> None:
        """Write a consistent copy of the archive to a new file, while crawls go on; raises ArchiveError.

        The copy is one compact file without a WAL beside it.
        """
        target = Path(path)
        if target.exists():
            raise ArchiveError(f"{target}: there is a file already; give a new name for the backup")
        if not target.parent.is_dir():
            raise ArchiveError(f"{target}: there is no folder {target.parent}; make it first")
        self.flush()
        try:
            with explained(target):
                self.connection.execute("VACUUM INTO ?", (str(target),))
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def renew_index(self) -> None:
        """Take all fingerprints anew where they are of an older version; raises ArchiveError where that takes long."""
        (count,) = self.connection.execute(_COUNT_SOME, (_SMALL + 1,)).fetchone()
        if count > _SMALL:
            self._check_index()
        if not self.index.is_current:
            with self.transaction():
                self.index.clear()
                for (article_id,) in self.connection.execute(_IN_ORDER).fetchall():
                    self.add_fingerprint(article_id)
            self.flush()

    def _check_index(self) -> None:
        """Refuse to add to an index of another version, whose fingerprints could not be compared."""
        if not self._is_current:
            self._is_current = self.index.is_current
            if not self._is_current:
                raise ArchiveError(
                    f"{self.path}: its index of duplicates is of an older newscrawl;"
                    " run `scrapy dedup --rebuild` once, then go on"
                )

    def add_fingerprint(self, article_id: int) -> None:
        """Put a stored article into the index of duplicates again; inside the caller's transaction."""
        row = articles.stored(self.connection, article_id)
        published = published_of(row)
        self.index.add(article_id, row["body"], title=row["title"], published=published, site=row["site"])

    def is_forgotten(self, url: str) -> bool:
        """Tell whether a page was forgotten on request, and so is never to be asked for or stored again."""
        return (
            self.connection.execute("SELECT 1 FROM archive_forgotten WHERE url_key = ?", (url_key(url),)).fetchone()
            is not None
        )

    # Transactions

    def transaction(self) -> AbstractContextManager[None]:
        """Make what is inside one whole: all of it is written or none.

        `with archive.transaction():` around `store`, `visit` and `observe_lines` makes them one transaction.
        """
        return self._transactions.transaction()

    @contextmanager
    def atomic(self) -> Iterator[Self]:
        """Group writes: at most 50 of them, or one second, are one transaction; all are committed at the end."""
        self.begin_batch()
        try:
            yield self
        finally:
            self.end_batch()

    def begin_batch(self) -> None:
        """From now on, let writes in quick succession share a transaction, until it is full or due."""
        self._transactions.begin_batch()

    def end_batch(self) -> None:
        """Commit, and go back to one transaction a write."""
        self._transactions.end_batch()

    def flush(self) -> None:
        """Commit what is open."""
        self._transactions.flush()

    def commit_if_due(self, now: float | None = None) -> None:
        """Commit a batch that is full or has been open for a second; `now` is `time.monotonic()`.

        To be called from a timer too, since an open batch keeps other writers waiting.
        """
        self._transactions.commit_if_due(now)

"""The SQLite archive: schema, reads, writes, search."""

from newscrawl.archive.connection import ArchiveError
from newscrawl.archive.records import RULES_VERSION, Outcome, PageRow, PageVisit
from newscrawl.archive.store import Archive, open_archive

__all__ = ["RULES_VERSION", "Archive", "ArchiveError", "Outcome", "PageRow", "PageVisit", "open_archive"]

"""Duplicates: fingerprints and the near-duplicate index."""

from newscrawl.dedup.fingerprint import VERSION
from newscrawl.dedup.index import SCHEMA, DuplicateIndex
from newscrawl.dedup.rebuild import StoredText, publication_order, rebuild

__all__ = ["SCHEMA", "VERSION", "DuplicateIndex", "StoredText", "publication_order", "rebuild"]

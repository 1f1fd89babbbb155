"""Batch: saved pages through the line on a Dask cluster, as a dataset of Parquet files or into an archive.

`scrapy batch` is its command; docs/scaling.md says when it pays.
"""

from newscrawl.batch.cluster import connected
from newscrawl.batch.dataset import Deduplicated, deduplicate
from newscrawl.batch.mapping import BatchError, Mapped, map_pages

__all__ = ["BatchError", "Deduplicated", "Mapped", "connected", "deduplicate", "map_pages"]

"""Sharding: which of N crawlers a site belongs to, the same on every machine and in every run."""

from __future__ import annotations

from hashlib import blake2b

from newscrawl.urls import registrable_domain


def shard_of(host: str, shards: int) -> int:
    """Give the shard, 0 to `shards - 1`, of a host or URL.

    All hosts of one registrable domain are one shard's, so that its manners (delays, robots.txt, one connection at a
    time) hold over all crawlers together. Raises ValueError for fewer shards than one.
    """
    if shards < 1:
        raise ValueError(f"{shards} shards: there must be one at least")
    domain = registrable_domain(host) or host.strip().lower()
    digest = blake2b(domain.encode("utf-8", "replace"), digest_size=8, person=b"newscrawl-shard").digest()
    return int.from_bytes(digest, "big") % shards

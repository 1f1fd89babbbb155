"""Sharding: which of N crawlers a site belongs to, the same on every machine and in every run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

from newscrawl.urls import registrable_domain

_SHARD: Final = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several crawlers: its `number`, from 0, and how many there are."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `I/N`; raises ValueError, in one line, for anything but a number below N, from 0, and N."""
        found = _SHARD.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"--shard {text}: write I/N, such as 0/4 for the first of four crawlers")
        number, count = int(found[1]), int(found[2])
        if count < 1:
            raise ValueError(f"--shard {text}: there must be one crawler at least, 0/1")
        if number >= count:
            raise ValueError(
                f"--shard {text}: the shards of {count} are numbered from 0/{count} to {count - 1}/{count}"
            )
        return cls(number, count)

    def has(self, host: str) -> bool:
        """Tell whether a host, or a URL's, is this crawler's."""
        return shard_of(host, self.count) == self.number

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


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

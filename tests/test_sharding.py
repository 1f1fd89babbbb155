"""Which crawler a site belongs to."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from newscrawl.sharding import Shard, shard_of
from newscrawl.spiders.base import NewsSpider
from newscrawl.urls import registrable_domain


def test_every_host_has_one_shard_and_each_gets_its_part() -> None:
    counts = Counter(shard_of(f"jarida{number}.ma", 4) for number in range(4000))
    assert sorted(counts) == [0, 1, 2, 3]
    assert min(counts.values()) > 850


@pytest.mark.parametrize(
    "host",
    ["www.hespress.com", "HESPRESS.com", "ar.hespress.com", "https://hespress.com/2026/1.html", "hespress.com:80"],
)
def test_all_hosts_of_one_domain_are_one_shards(host: str) -> None:
    assert [shard_of(host, shards) for shards in range(1, 30)] == [
        shard_of("hespress.com", shards) for shards in range(1, 30)
    ]


def test_blogs_under_a_shared_domain_are_sites_of_their_own() -> None:
    assert len({shard_of(f"blog{number}.blogspot.com", 64) for number in range(64)}) > 16


def test_it_is_the_same_in_every_process() -> None:
    code = (
        "from newscrawl.sharding import Shard, shard_of; print([shard_of(h, 7) for h in ('a.ma', 'b.eg', 'c.qa', '')])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    # Archives are sharded by it over months, so these numbers must never change.
    assert runs == {f"{[shard_of(host, 7) for host in ('a.ma', 'b.eg', 'c.qa', '')]}\n"}
    assert [shard_of(host, 7) for host in ("hespress.com", "aljazeera.net", "spa.gov.sa")] == [1, 0, 1]


@pytest.mark.parametrize("shards", [0, -1])
def test_there_is_at_least_one_shard(shards: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        shard_of("a.ma", shards)


def test_shards_are_disjoint_and_hold_all() -> None:
    shards = [Shard.parse(f"{number}/7") for number in range(7)]
    for number in range(300):
        assert sum(shard.has(f"jarida{number}.ma") for shard in shards) == 1
    assert Shard.parse("0/1").has("jarida.ma")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("4/4", "numbered from 0/4 to 3/4"),
        ("1/0", "at least"),
        *((text, "write I/N") for text in ("1", "-1/4", "", "1/2/3")),
    ],
)
def test_another_form_of_a_shard_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Shard.parse(text)


def test_no_two_declared_sites_share_a_domain_and_no_shard() -> None:
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    loader = SpiderLoader.from_settings(settings)
    owners: dict[str, set[str]] = defaultdict(set)
    for name in loader.list():
        spider = loader.load(name)
        if issubclass(spider, NewsSpider) and "site" in vars(spider):
            for host in spider.site.hosts:
                owners[registrable_domain(host)].add(spider.site.hosts[0])
    for domain, hosts in owners.items():
        assert len({shard_of(host, 1 << 20) for host in hosts}) == 1, domain

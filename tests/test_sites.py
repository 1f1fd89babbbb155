"""Which declaration a URL belongs to."""

from __future__ import annotations

import pytest

from newscrawl.sites import Site, SiteRegistry, declared_sites, for_url

PAPER = Site(hosts=("paper.test",), name="paper")
SPORT = Site(hosts=("sport.paper.test",), name="sport")
ARABIC = Site(hosts=("world.test/ar", "world-ar.test"), name="arabic")
REGISTRY = SiteRegistry([PAPER, SPORT, ARABIC])


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://paper.test/1", PAPER),
        ("http://WWW.paper.test:8080/1", PAPER),
        ("https://m.sport.paper.test/1", SPORT),
        ("https://world.test/ar/1", ARABIC),
        ("https://world.test/AR", ARABIC),
        ("https://world-ar.test/x", ARABIC),
        ("https://world.test/fr/1", None),
        ("https://world.test/art/1", None),
        ("https://other.test/", None),
        ("https://notpaper.test/", None),
        ("urn:sha256:00", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_for_url(url: str, site: Site | None) -> None:
    assert REGISTRY.for_url(url) is site


def test_owns_an_edition_only() -> None:
    assert ARABIC.owns("https://www.world.test/ar/news")
    assert not ARABIC.owns("https://www.world.test/news")
    assert PAPER.owns("paper.test")


def test_declared_sites_carry_their_spiders_name() -> None:
    site = for_url("https://www.hespress.com/politique/490220.html")
    assert site is not None
    assert (site.name, site.timezone) == ("hespress", "Africa/Casablanca")
    assert declared_sites() is declared_sites()


def test_a_host_is_a_site_s_whatever_else_lies_on_it() -> None:
    assert ARABIC.has_host("world.test")
    assert ARABIC.has_host("www.world.test")
    assert not ARABIC.has_host("otherworld.test")
    assert not PAPER.has_host("test")

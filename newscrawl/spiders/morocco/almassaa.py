"""المساء (almassaa.com), daily, Morocco; WordPress, gave a checker nothing in 2026. Facts of 2023-24, feed implied."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlmassaaSpider(NewsSpider):
    """Al Massaa."""

    name = "almassaa"
    site = Site(
        hosts=("almassaa.com",),
        timezone="Africa/Casablanca",
        rules=SiteRules(title=".post-title", body=".entry-content p"),
    )
    feed_urls = ("https://almassaa.com/feed/",)

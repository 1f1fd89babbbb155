"""العربي الجديد (alaraby.co.uk), daily, UK; answered 403 in 2026. Facts of 2026, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlarabySpider(NewsSpider):
    """Al-Araby Al-Jadeed; Drupal, articles have no mark in their URL."""

    name = "alaraby"
    site = Site(
        hosts=("alaraby.co.uk",),
        timezone="Europe/London",
    )
    feed_urls = ("https://www.alaraby.co.uk/rss.xml",)

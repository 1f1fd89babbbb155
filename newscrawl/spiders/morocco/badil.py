"""بديل (badil.info), news site, Morocco; WordPress. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class BadilSpider(NewsSpider):
    """Badil."""

    name = "badil"
    site = Site(
        hosts=("badil.info",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://badil.info/feed",)

"""مدار 21 (madar21.com), news site, Morocco; WordPress. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Madar21Spider(NewsSpider):
    """Madar21."""

    name = "madar21"
    site = Site(
        hosts=("madar21.com",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://madar21.com/feed",)

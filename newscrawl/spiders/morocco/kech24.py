"""كش 24 (kech24.com), paper of Marrakesh, Morocco; WordPress. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Kech24Spider(NewsSpider):
    """Kech24."""

    name = "kech24"
    site = Site(
        hosts=("kech24.com",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://kech24.com/feed",)

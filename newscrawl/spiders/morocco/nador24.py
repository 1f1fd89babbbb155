"""ناظور 24 (nador24.com), paper of Nador, Morocco; WordPress. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Nador24Spider(NewsSpider):
    """Nador24."""

    name = "nador24"
    site = Site(
        hosts=("nador24.com",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://www.nador24.com/feed",)

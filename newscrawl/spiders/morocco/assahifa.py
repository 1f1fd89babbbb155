"""الصحيفة (assahifa.com), news site, Morocco; WordPress. Facts of 2026, feed listed by many and unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AssahifaSpider(NewsSpider):
    """Assahifa."""

    name = "assahifa"
    site = Site(
        hosts=("assahifa.com",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://www.assahifa.com/feed",)

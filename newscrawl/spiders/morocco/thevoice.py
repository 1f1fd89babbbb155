"""صوت المغرب (thevoice.ma), news site, Morocco; WordPress with Yoast. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class ThevoiceSpider(NewsSpider):
    """The Voice (صوت المغرب)."""

    name = "thevoice"
    site = Site(
        hosts=("thevoice.ma",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://thevoice.ma/feed",)

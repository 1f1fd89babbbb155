"""آشكاين (achkayen.com), news site, Morocco; WordPress. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AchkayenSpider(NewsSpider):
    """Achkayen."""

    name = "achkayen"
    site = Site(
        hosts=("achkayen.com",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://achkayen.com/feed",)

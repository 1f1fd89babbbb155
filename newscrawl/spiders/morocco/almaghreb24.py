"""المغرب 24 (almaghreb24.com), news site, Morocco; an `m.` host for phones. Facts of 2018-19, feed implied."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Almaghreb24Spider(NewsSpider):
    """Almaghreb24; WordPress."""

    name = "almaghreb24"
    site = Site(
        hosts=("almaghreb24.com",),
        timezone="Africa/Casablanca",
        rules=SiteRules(body=".entry-content p"),
    )
    feed_urls = ("https://www.almaghreb24.com/feed/",)

"""المساء 24 (elmassae24.ma), news site, Morocco; WordPress, JNews theme. Facts of 2023-24, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Elmassae24Spider(NewsSpider):
    """El Massae 24."""

    name = "elmassae24"
    site = Site(
        hosts=("elmassae24.ma",),
        timezone="Africa/Casablanca",
        rules=SiteRules(title="h1.jeg_post_title"),
    )
    feed_urls = ("https://elmassae24.ma/feed",)

"""الميادين (almayadeen.net), channel, Lebanon; nothing but its feed is known. Facts of 2020-2024."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlmayadeenSpider(NewsSpider):
    """Al Mayadeen."""

    name = "almayadeen"
    site = Site(
        hosts=("almayadeen.net",),
        timezone="Asia/Beirut",
    )
    feed_urls = ("https://www.almayadeen.net/rss/all",)

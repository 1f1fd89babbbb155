"""الخليج (alkhaleej.ae), daily, UAE; feeds of sections by number. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlkhaleejSpider(NewsSpider):
    """Al Khaleej."""

    name = "alkhaleej"
    site = Site(
        hosts=("alkhaleej.ae",),
        timezone="Asia/Dubai",
    )
    feed_urls = ("https://www.alkhaleej.ae/rssFeed/157", "https://www.alkhaleej.ae/section/1110/rss.xml")

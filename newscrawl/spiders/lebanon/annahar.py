"""النهار (annahar.com), daily, Lebanon; its feed is UTF-16. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AnnaharSpider(NewsSpider):
    """Annahar; nothing but the feed is known."""

    name = "annahar"
    site = Site(
        hosts=("annahar.com",),
        timezone="Asia/Beirut",
    )
    feed_urls = ("https://www.annahar.com/arabic/rss-feed",)

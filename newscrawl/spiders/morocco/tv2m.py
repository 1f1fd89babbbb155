"""القناة الثانية (دوزيم) (2m.ma), channel, Morocco; 403 to data centres. Facts of 2019-2026, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Tv2mSpider(NewsSpider):
    """2M, Arabic edition."""

    name = "tv2m"
    site = Site(
        hosts=("2m.ma/ar",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?2m\.ma/ar/news/[^/?#.]+/?$",
        rules=SiteRules(body="#medium-editor p"),
    )
    feed_urls = ("https://2m.ma/ar/news/rss.xml",)

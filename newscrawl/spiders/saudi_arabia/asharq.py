"""الشرق (asharq.com), channel, Saudi Arabia; own CMS. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AsharqSpider(NewsSpider):
    """Asharq News."""

    name = "asharq"
    site = Site(
        hosts=("asharq.com",),
        timezone="Asia/Riyadh",
    )
    feed_urls = ("https://asharq.com/rss.xml",)

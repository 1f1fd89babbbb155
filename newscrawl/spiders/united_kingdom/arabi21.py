"""عربي21 (arabi21.com), news site, UK; own CMS; nothing but its feed is known. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Arabi21Spider(NewsSpider):
    """Arabi21; a URL pattern from memory is left out."""

    name = "arabi21"
    site = Site(
        hosts=("arabi21.com",),
        timezone="Europe/London",
    )
    feed_urls = ("https://arabi21.com/rss",)

"""الحرة (alhurra.com), channel, USA; cut back in 2025, perhaps stopped: see that its news is fresh. Facts of 2025."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlhurraSpider(NewsSpider):
    """Alhurra."""

    name = "alhurra"
    site = Site(
        hosts=("alhurra.com",),
        timezone="America/New_York",
    )
    feed_urls = ("https://www.alhurra.com/feed",)

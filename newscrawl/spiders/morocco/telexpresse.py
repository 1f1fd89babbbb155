"""تليكسبريس (telexpresse.com), news site, Morocco; articles are `/permalink/N`. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class TelexpresseSpider(NewsSpider):
    """Telexpresse."""

    name = "telexpresse"
    site = Site(
        hosts=("telexpresse.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?telexpresse\.com/permalink/\d+\.html$",
    )
    feed_urls = ("https://telexpresse.com/feed",)

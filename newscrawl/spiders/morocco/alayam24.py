"""الأيام 24 (alayam24.com), weekly, Morocco; URLs are `/articles-N.html`. Facts of 2019, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Alayam24Spider(NewsSpider):
    """Alayam24."""

    name = "alayam24"
    site = Site(
        hosts=("alayam24.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?alayam24\.com/articles-\d+\.html$",
        rules=SiteRules(body=".articlecontent p"),
    )
    feed_urls = ("https://www.alayam24.com/feed",)

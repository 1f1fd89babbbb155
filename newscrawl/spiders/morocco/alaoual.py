"""الأول (alaoual.com), news site, Morocco; WordPress. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlaoualSpider(NewsSpider):
    """Alaoual; the id follows the section's Latin name."""

    name = "alaoual"
    site = Site(
        hosts=("alaoual.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?alaoual\.com/[a-z0-9-]+/\d+\.html$",
    )
    feed_urls = ("https://alaoual.com/feed",)

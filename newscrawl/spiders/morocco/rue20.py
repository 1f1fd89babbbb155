"""زنقة 20 (rue20.com), news site, Morocco; refused every probe in 2026, even from Paris. Facts of 2024-2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Rue20Spider(NewsSpider):
    """Rue20; WordPress."""

    name = "rue20"
    site = Site(
        hosts=("rue20.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?rue20\.com/\d+\.html$",
    )
    feed_urls = ("https://www.rue20.com/feed",)

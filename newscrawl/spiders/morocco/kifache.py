"""كيفاش (kifache.com), news site, Morocco; the id is the whole path of an article. Facts of 2019-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class KifacheSpider(NewsSpider):
    """Kifache; WordPress."""

    name = "kifache"
    site = Site(
        hosts=("kifache.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?kifache\.com/\d+/?$",
        rules=SiteRules(body=".single-content p"),
    )
    feed_urls = ("https://kifache.com/feed",)

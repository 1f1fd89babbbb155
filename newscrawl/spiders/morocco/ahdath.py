"""الأحداث المغربية (ahdath.info), daily, Morocco; bodies open with «AHDATH.INFO». Facts of 2019-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AhdathSpider(NewsSpider):
    """Al Ahdath Al Maghribia; WordPress. The line goes on, as in «AHDATH.INFO- الرباط (و.م.ع)»."""

    name = "ahdath"
    site = Site(
        hosts=("ahdath.info",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?ahdath\.info/\d+/?$",
        rules=SiteRules(body=".single-content p"),
    )
    feed_urls = ("https://ahdath.info/feed",)

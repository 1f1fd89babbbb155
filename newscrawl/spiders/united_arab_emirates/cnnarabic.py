"""سي إن إن بالعربية (arabic.cnn.com), channel, UAE; most class names are hashes. Facts of 2018-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class CnnarabicSpider(NewsSpider):
    """CNN Arabic; sections scroll without end."""

    name = "cnnarabic"
    site = Site(
        hosts=("arabic.cnn.com",),
        timezone="Asia/Dubai",
        article_pattern=r"^https?://arabic\.cnn\.com/[a-z-]+/(?:article|video|gallery)/\d{4}/\d{2}/\d{2}/[^/?#]+",
        rules=SiteRules(body="#body-text p"),
    )
    feed_urls = (
        "https://arabic.cnn.com/api/v1/rss/rss.xml",
        "https://arabic.cnn.com/api/v1/rss/business/rss.xml",
        "https://arabic.cnn.com/api/v1/rss/sport/rss.xml",
        "https://arabic.cnn.com/api/v1/rss/science_and_health/rss.xml",
        "https://arabic.cnn.com/api/v1/rss/entertainment/rss.xml",
        "https://arabic.cnn.com/api/v1/rss/style/rss.xml",
    )
    sitemap_urls = ("https://arabic.cnn.com/sitemap.xml",)

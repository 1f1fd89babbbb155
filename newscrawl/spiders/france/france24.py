"""فرانس 24 (france24.com), channel, France; pages may answer 403. Facts of 2020-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class France24Spider(NewsSpider):
    """France 24, Arabic edition; the feed answers where pages do not, and slugs hold the day."""

    name = "france24"
    site = Site(
        hosts=("france24.com/ar",),
        timezone="Europe/Paris",
        article_pattern=r"^https?://(?:www\.)?france24\.com/ar/(?:[^/]+/)+\d{8}-[^/?#]+",
        rules=SiteRules(body=".t-content__body p"),
    )
    feed_urls = ("https://www.france24.com/ar/rss", "https://www.france24.com/ar/الشرق-الأوسط/rss")
    sitemap_urls = ("https://www.france24.com/ar/sitemap.xml",)

"""الجزيرة نت (aljazeera.net), channel, Qatar; the sitemap is an index of day maps. Facts of 2023-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AljazeeraSpider(NewsSpider):
    """Al Jazeera, Arabic; headless WordPress, articles end with «المصدر: الجزيرة + وكالات». Its GraphQL is not read."""

    name = "aljazeera"
    site = Site(
        hosts=("aljazeera.net",),
        timezone="Asia/Qatar",
        article_pattern=r"^https?://(?:www\.)?aljazeera\.net/[a-z-]+/(?:[a-z-]+/)?\d{4}/\d{1,2}/\d{1,2}/[^/?#]+",
        rules=SiteRules(
            body="div.wysiwyg.wysiwyg--all-content, .wysiwyg p",
            remove="div.more-on, div.video-player-facade-container, span.heading-anchor-button, .advertisement",
            date=".article-dates span.article-dates__published, .article-dates",
        ),
    )
    feed_urls = ("https://www.aljazeera.net/aljazeerarss/ar/home.xml",)
    sitemap_urls = ("https://www.aljazeera.net/sitemap.xml",)

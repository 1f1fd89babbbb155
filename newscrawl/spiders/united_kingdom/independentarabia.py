"""اندبندنت عربية (independentarabia.com), daily, UK; Drupal; the feed refuses some checkers. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class IndependentarabiaSpider(NewsSpider):
    """Independent Arabia."""

    name = "independentarabia"
    site = Site(
        hosts=("independentarabia.com",),
        timezone="Europe/London",
        article_pattern=r"^https?://(?:www\.)?independentarabia\.com/node/\d+",
    )
    feed_urls = ("https://www.independentarabia.com/rss.xml",)
    sitemap_urls = ("https://www.independentarabia.com/sitemap.xml",)

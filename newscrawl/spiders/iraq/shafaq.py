"""شفق نيوز (shafaq.com), news agency, Iraq; tatweel in its URLs. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class ShafaqSpider(NewsSpider):
    """Shafaq News, Arabic edition; sections in URLs read اقتصـاد, datelines «شفق نيوز/»."""

    name = "shafaq"
    site = Site(
        hosts=("shafaq.com/ar",),
        timezone="Asia/Baghdad",
        article_pattern=r"^https?://shafaq\.com/ar/(?!tags/|bbc-arabic/)[^/?#]+/[^/?#]+$",
    )
    feed_urls = ("https://shafaq.com/ar/rss",)
    listing_urls = ("https://shafaq.com/ar/كل-الاخبار",)

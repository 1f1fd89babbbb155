"""المدى (almadapaper.net), daily, Iraq; WordPress. Facts of 2026, feed implied."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlmadapaperSpider(NewsSpider):
    """Al-Mada; the id is the whole path of an article."""

    name = "almadapaper"
    site = Site(
        hosts=("almadapaper.net",),
        timezone="Asia/Baghdad",
        article_pattern=r"^https?://almadapaper\.net/\d+/?$",
        rules=SiteRules(body="div.article__entry p"),
    )
    feed_urls = ("https://almadapaper.net/feed/",)

"""جوهرة أف أم (jawharafm.net), radio, Tunisia; ends with its agency: «(وات)». Facts of 2022, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class JawharafmSpider(NewsSpider):
    """Jawhara FM, Arabic edition."""

    name = "jawharafm"
    site = Site(
        hosts=("jawharafm.net/ar",),
        timezone="Africa/Tunis",
        article_pattern=r"^https?://(?:www\.)?jawharafm\.net/ar/article/[^/]+/\d+/\d+",
        rules=SiteRules(body="div.article_text p"),
    )
    feed_urls = ("https://www.jawharafm.net/ar/rss/showRss/88/1/1",)

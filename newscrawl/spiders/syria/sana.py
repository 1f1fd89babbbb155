"""سانا (sana.sy), news agency, Syria; changed hands in December 2024. Facts of 2023-2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class SanaSpider(NewsSpider):
    """SANA; WordPress, Sahifa theme, dateline «دمشق-سانا»."""

    name = "sana"
    site = Site(
        hosts=("sana.sy",),
        timezone="Asia/Damascus",
        rules=SiteRules(body="div.entry > p", date="span.tie-date"),
    )
    feed_urls = ("https://sana.sy/feed/",)

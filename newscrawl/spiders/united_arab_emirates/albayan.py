"""البيان (albayan.ae), daily, UAE; no feed known; articles have no mark in their URL. Facts of 2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlbayanSpider(NewsSpider):
    """Al Bayan; URLs ended in `-1.3874341` under the CMS before."""

    name = "albayan"
    site = Site(
        hosts=("albayan.ae",),
        timezone="Asia/Dubai",
        rules=SiteRules(body="p.article-text, #main-column .content", date="time.post-time"),
    )
    listing_urls = ("https://www.albayan.ae/",)

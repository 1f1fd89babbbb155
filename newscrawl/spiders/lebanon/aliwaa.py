"""اللواء (aliwaa.com.lb), daily, Lebanon; paragraphs are `div` elements; no feed known. Facts of July 2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AliwaaSpider(NewsSpider):
    """Al-Liwaa."""

    name = "aliwaa"
    site = Site(
        hosts=("aliwaa.com.lb",),
        timezone="Asia/Beirut",
        rules=SiteRules(body="div.content-container div"),
    )
    listing_urls = ("https://aliwaa.com.lb/",)

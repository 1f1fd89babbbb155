"""نداء الوطن (nidaalwatan.com), daily, Lebanon; no feed known. Facts of July 2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class NidaalwatanSpider(NewsSpider):
    """Nidaa al-Watan."""

    name = "nidaalwatan"
    site = Site(
        hosts=("nidaalwatan.com",),
        timezone="Asia/Beirut",
        rules=SiteRules(body="div.article-content"),
    )
    listing_urls = ("https://www.nidaalwatan.com/",)

"""الأنباء (alanba.com.kw), daily, Kuwait; ASP.NET. Facts of 2022, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlanbaSpider(NewsSpider):
    """Al Anba (Kuwait)."""

    name = "alanba"
    site = Site(
        hosts=("alanba.com.kw",),
        timezone="Asia/Kuwait",
        rules=SiteRules(body="#maincontent p", date=".post_date"),
    )
    feed_urls = ("https://www.alanba.com.kw/rss/kuwait-news",)

"""الوفد (alwafd.news), daily, Egypt; no feed known. Facts of 2023."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlwafdSpider(NewsSpider):
    """Al-Wafd; own CMS."""

    name = "alwafd"
    site = Site(
        hosts=("alwafd.news",),
        timezone="Africa/Cairo",
        rules=SiteRules(
            title="h1[itemprop=headline]",
            body="div.details",
            date="span.date.date-time.rtl",
        ),
    )
    listing_urls = ("https://www.alwafd.news/",)

"""الأيام (alayam.com), daily, Bahrain; no feed known. Facts of 2022."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlayamSpider(NewsSpider):
    """Al Ayam (Bahrain)."""

    name = "alayam"
    site = Site(
        hosts=("alayam.com",),
        timezone="Asia/Bahrain",
        rules=SiteRules(title="h1[itemprop=headline]", body="#readerText"),
    )
    listing_urls = ("https://www.alayam.com/",)

"""وكالة أنباء البحرين (بنا) (bna.bh), news agency, Bahrain; no feed known. Facts of 2022."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class BnaSpider(NewsSpider):
    """BNA (Bahrain)."""

    name = "bna"
    site = Site(
        hosts=("bna.bh",),
        timezone="Asia/Bahrain",
        rules=SiteRules(title="h1.h2.title", date="dd.createdby"),
    )
    listing_urls = ("https://www.bna.bh/",)

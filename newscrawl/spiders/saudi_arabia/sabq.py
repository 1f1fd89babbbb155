"""سبق (sabq.org), news site, Saudi Arabia; no feed known. Facts of 2015."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class SabqSpider(NewsSpider):
    """Sabq; datelines are «واس- جدة:» and «سبق- وكالات:»."""

    name = "sabq"
    site = Site(
        hosts=("sabq.org",),
        timezone="Asia/Riyadh",
    )
    listing_urls = ("https://sabq.org/",)

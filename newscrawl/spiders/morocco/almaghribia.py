"""الصحراء المغربية (almaghribia.ma), daily, Morocco; three hosts, the current one is not known. Facts of 2023-24."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlmaghribiaSpider(NewsSpider):
    """Assahra Al Maghribia, the Arabic daily beside Le Matin."""

    name = "almaghribia"
    site = Site(
        hosts=("almaghribia.ma", "assahra.ma", "assahraa.ma"),
        timezone="Africa/Casablanca",
        rules=SiteRules(
            title=".sec-info > h1",
            body=".article > p",
            section=".main-title",
            date=".time",
        ),
    )
    feed_urls = ("https://assahra.ma/rss",)

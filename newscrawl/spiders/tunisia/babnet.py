"""باب نات (babnet.net), news site, Tunisia; pages are numbered 11, 21, 31. Facts of 2019-2022, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class BabnetSpider(NewsSpider):
    """Babnet; the texts are in the column `.arabi`, the French ones beside them."""

    name = "babnet"
    site = Site(
        hosts=("babnet.net",),
        timezone="Africa/Tunis",
        article_pattern=r"^https?://www\.babnet\.net/(?:rttdetail|cadredetail)-\d+\.asp$",
        rules=SiteRules(
            title="h1.titrexx.arabi",
            body="div.article_ct.arabi, div.entry-content",
            date="div.art-datte.arabi",
        ),
    )
    feed_urls = ("https://www.babnet.net/feed.php",)
    listing_urls = ("https://www.babnet.net/regions.php",)

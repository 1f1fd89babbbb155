"""الرياض (alriyadh.com), daily, Saudi Arabia; no feed; the id is the whole path of an article. Facts of 2024."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlriyadhSpider(NewsSpider):
    """Al Riyadh; bylines are «الرياض - واس»."""

    name = "alriyadh"
    site = Site(
        hosts=("alriyadh.com",),
        timezone="Asia/Riyadh",
        article_pattern=r"^https?://(?:www\.)?alriyadh\.com/\d+$",
        rules=SiteRules(
            title=".article-title h2",
            body=".article-text p, #article-view",
            date=".article-time time",
        ),
    )
    listing_urls = ("https://www.alriyadh.com/",)

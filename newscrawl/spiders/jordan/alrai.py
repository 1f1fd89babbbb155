"""الرأي (alrai.com), daily, Jordan; no feed known. Facts of 2019."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlraiSpider(NewsSpider):
    """Al Rai (Jordan)."""

    name = "alrai"
    site = Site(
        hosts=("alrai.com",),
        timezone="Asia/Amman",
        article_pattern=r"^https?://(?:www\.)?alrai\.com/article/\d+",
        rules=SiteRules(
            title="div.title-2",
            body="div.articleBody",
            date=".schedule-i",
        ),
    )
    listing_urls = ("https://alrai.com/",)

"""المدينة (al-madina.com), daily, Saudi Arabia; 503 when asked without a pause. Facts of 2024, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlmadinaSpider(NewsSpider):
    """Al Madina."""

    name = "almadina"
    site = Site(
        hosts=("al-madina.com",),
        timezone="Asia/Riyadh",
        article_pattern=r"^https?://(?:www\.)?al-madina\.com/article/\d+",
        rules=SiteRules(
            title="h1.article-title",
            body=".article-body",
            date=".article-date",
        ),
    )
    feed_urls = ("https://www.al-madina.com/rssFeed/193",)
    custom_settings = {
        "DOWNLOAD_DELAY": 2.0,  # it answers 503 without a pause
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    }

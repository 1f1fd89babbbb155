"""اليوم (alyaum.com), daily, Saudi Arabia; a script may answer first. Facts of 2024, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlyaumSpider(NewsSpider):
    """Al Yaum (Saudi Arabia); the script sets `window.location` and leads back."""

    name = "alyaum"
    site = Site(
        hosts=("alyaum.com",),
        timezone="Asia/Riyadh",
        article_pattern=r"^https?://(?:www\.)?alyaum\.com/articles/\d+",
        rules=SiteRules(
            title=".main-article-title h1",
            body=".aksa-articleBody",
            date=".aksa-date",
        ),
    )
    feed_urls = ("https://www.alyaum.com/rssFeed/1005",)

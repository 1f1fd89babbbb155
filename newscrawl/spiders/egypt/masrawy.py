"""مصراوي (masrawy.com), news site, Egypt; the feed gives data centres no items. Facts of 2022-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class MasrawySpider(NewsSpider):
    """Masrawy."""

    name = "masrawy"
    site = Site(
        hosts=("masrawy.com",),
        timezone="Africa/Cairo",
        article_pattern=r"^https?://(?:www\.)?masrawy\.com/[a-z_]+/[^?#]*details/\d{4}/\d{1,2}/\d{1,2}/\d+/",
        rules=SiteRules(
            title=".articleHeader h1",
            body="div.ArticleDetails.details p",
            date=".time.icon-time span",
        ),
    )
    feed_urls = ("https://www.masrawy.com/rss/feed/25/أخبار",)

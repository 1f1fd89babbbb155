"""عكاظ (okaz.com.sa), daily, Saudi Arabia; own CMS, shared with alyaum and al-madina. Facts of 2022-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class OkazSpider(NewsSpider):
    """Okaz; the feed is listed as verified."""

    name = "okaz"
    site = Site(
        hosts=("okaz.com.sa",),
        timezone="Asia/Riyadh",
        article_pattern=r"^https?://(?:www\.)?okaz\.com\.sa/[a-z-]+/(?:[a-z-]+/)?\d+$",
        rules=SiteRules(
            title="h1.autoHeight",
            body="div.bodyText",
            date="li.media_article_publish_time p",
        ),
    )
    feed_urls = ("https://www.okaz.com.sa/rssFeed/0",)

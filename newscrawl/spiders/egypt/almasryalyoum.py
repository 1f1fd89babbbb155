"""المصري اليوم (almasryalyoum.com), daily, Egypt; Cloudflare; its main feed lags by 14 hours. Facts of 2024-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlmasryalyoumSpider(NewsSpider):
    """Al-Masry Al-Youm; the feeds of the sections are listed, not proved."""

    name = "almasryalyoum"
    site = Site(
        hosts=("almasryalyoum.com",),
        timezone="Africa/Cairo",
        article_pattern=r"^https?://(?:www\.)?almasryalyoum\.com/news/details/\d+",
        rules=SiteRules(
            title="div.article h1, .tit_2",
            body="#NewsStory p",
            remove=".min_related, .news_SMSBox, .seealso, .share_buttons_container, #feedback, #comments, .ads",
            date=".pinfo",
        ),
    )
    feed_urls = (
        "https://www.almasryalyoum.com/rss/rssfeed",
        "https://www.almasryalyoum.com/rss/RssFeeds?sectionId=3",
        "https://www.almasryalyoum.com/rss/RssFeeds?sectionId=4",
        "https://www.almasryalyoum.com/rss/RssFeeds?sectionId=7",
        "https://www.almasryalyoum.com/rss/RssFeeds?sectionId=8",
    )

"""السومرية (alsumaria.tv), channel, Iraq; ASP.NET, by the maker of LBCI's site. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlsumariaSpider(NewsSpider):
    """Alsumaria."""

    name = "alsumaria"
    site = Site(
        hosts=("alsumaria.tv",),
        timezone="Asia/Baghdad",
        article_pattern=r"^https?://(?:www\.)?alsumaria\.tv/news/(?:[^/]+/)?\d+/",
    )
    feed_urls = (
        "https://www.alsumaria.tv/Rss/iraq-latest-news/ar",
        "https://www.alsumaria.tv/Rss/News/ar/1/سياسة",
        "https://www.alsumaria.tv/Rss/News/ar/48/محليات",
    )

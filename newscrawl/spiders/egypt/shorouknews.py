"""الشروق (shorouknews.com), daily, Egypt; the id and the day live in the query: `cdate=DDMMYYYY&id=`. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class ShorouknewsSpider(NewsSpider):
    """Al-Shorouk; ASP.NET. The feeds gave a data centre nothing."""

    name = "shorouknews"
    site = Site(
        hosts=("shorouknews.com",),
        timezone="Africa/Cairo",
        article_pattern=r"^https?://(?:www\.)?shorouknews\.com/(?:mobile/)?news/view\.aspx\?cdate=\d{8}&id=[0-9a-f-]{36}",
        keep_query=frozenset({"cdate", "id"}),
    )
    feed_urls = ("https://www.shorouknews.com/rss/main", "https://www.shorouknews.com/egypt/rss")

"""الوطن (elwatannews.com), daily, Egypt; own CMS. Facts of 2022, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class ElwatannewsSpider(NewsSpider):
    """El Watan News."""

    name = "elwatannews"
    site = Site(
        hosts=("elwatannews.com",),
        timezone="Africa/Cairo",
        article_pattern=r"^https?://(?:www\.)?elwatannews\.com/news/details/\d+",
    )
    feed_urls = ("https://www.elwatannews.com/rss/section/6",)

"""رأي اليوم (raialyoum.com), news site, UK; WordPress. Facts of 2026, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class RaialyoumSpider(NewsSpider):
    """Rai al-Youm; articles have no mark in their URL."""

    name = "raialyoum"
    site = Site(
        hosts=("raialyoum.com",),
        timezone="Europe/London",
        article_pattern=r"^https?://(?:www\.)?raialyoum\.com/(?!feed|category/|tag/|page/)[^/?#]+/?$",
    )
    feed_urls = ("https://www.raialyoum.com/feed/",)

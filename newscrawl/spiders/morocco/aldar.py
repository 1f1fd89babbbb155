"""الدار (aldar.ma), news site, Morocco; WordPress; carries MAP copy. Facts undated, feed implied."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AldarSpider(NewsSpider):
    """Aldar; credits «وكالة المغرب العربي للأنباء / الدار»."""

    name = "aldar"
    site = Site(
        hosts=("aldar.ma",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?aldar\.ma/\d+\.html$",
    )
    feed_urls = ("https://aldar.ma/feed/",)

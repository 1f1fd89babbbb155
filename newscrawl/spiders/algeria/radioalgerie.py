"""الإذاعة الجزائرية (news.radioalgerie.dz), broadcaster, Algeria; dates in US order. Facts of 2020, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class RadioalgerieSpider(NewsSpider):
    """Radio Algérie, Arabic edition; Drupal prints `04/01/2020 - 23:50` for 1 April."""

    name = "radioalgerie"
    site = Site(
        hosts=("news.radioalgerie.dz", "radioalgerie.dz/news/ar"),
        timezone="Africa/Algiers",
    )
    feed_urls = ("https://radioalgerie.dz/news/ar/rss.xml",)

"""وكالة المغرب العربي للأنباء (و م ع) (mapnews.ma), news agency, Morocco; 403 abroad. Facts of 2026, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class MapnewsSpider(NewsSpider):
    """MAP, the source of «و م ع» in other papers; read it there, or at mapexpress, where this host refuses."""

    name = "mapnews"
    site = Site(
        hosts=("mapnews.ma/ar",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://www.mapnews.ma/ar/rss.xml",)

"""ماب إكسبريس (mapexpress.ma), news agency, Morocco; WordPress with `lang=ar`. Facts of 2025 and 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class MapexpressSpider(NewsSpider):
    """MAP Express, Arabic edition of the agency's free site; some hosts are answered with 403."""

    name = "mapexpress"
    site = Site(
        hosts=("mapexpress.ma/ar",),
        timezone="Africa/Casablanca",
    )
    rest_urls = ("https://www.mapexpress.ma/wp-json/?lang=ar",)
    feed_urls = ("https://www.mapexpress.ma/ar/feed/",)

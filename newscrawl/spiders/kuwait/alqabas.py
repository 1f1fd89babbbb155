"""القبس (alqabas.com), daily, Kuwait; pages are drawn by scripts over a JSON API. Facts of 2022."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlqabasSpider(NewsSpider):
    """Al Qabas."""

    name = "alqabas"
    site = Site(
        hosts=("alqabas.com",),
        timezone="Asia/Kuwait",
        article_pattern=r"^https?://(?:www\.)?alqabas\.com/article/\d+",
    )
    listing_urls = ("https://www.alqabas.com/",)

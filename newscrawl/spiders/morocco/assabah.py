"""الصباح (assabah.ma), daily, Morocco; the id is the whole path of an article. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AssabahSpider(NewsSpider):
    """Assabah (Morocco); WordPress."""

    name = "assabah"
    site = Site(
        hosts=("assabah.ma",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?assabah\.ma/\d+\.html$",
    )
    feed_urls = ("https://assabah.ma/feed",)

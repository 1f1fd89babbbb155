"""القدس العربي (alquds.co.uk), daily, UK; robots.txt asks for two minutes between requests. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlqudsSpider(NewsSpider):
    """Al-Quds Al-Arabi; WordPress."""

    name = "alquds"
    site = Site(
        hosts=("alquds.co.uk",),
        timezone="Europe/London",
        article_pattern=r"^https?://(?:www\.)?alquds\.co\.uk/(?!feed|category/|tag/|page/|author/)[^/?#]+/?$",
    )
    feed_urls = ("https://www.alquds.co.uk/feed/",)

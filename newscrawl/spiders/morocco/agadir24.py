"""أكادير 24 (agadir24.info), paper of Agadir, Morocco; WordPress. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Agadir24Spider(NewsSpider):
    """Agadir24."""

    name = "agadir24"
    site = Site(
        hosts=("agadir24.info",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://agadir24.info/feed",)

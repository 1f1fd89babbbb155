"""المغرب الدبلوماسي (maroc-diplomatique.net), monthly, Morocco; mostly French. Facts of 2026, feed implied."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class MarocDiplomatiqueSpider(NewsSpider):
    """Maroc Diplomatique; its MAP copy ends with a line «و م ع/هـ». 403 in 2026."""

    name = "maroc_diplomatique"
    site = Site(
        hosts=("maroc-diplomatique.net",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://maroc-diplomatique.net/feed/",)

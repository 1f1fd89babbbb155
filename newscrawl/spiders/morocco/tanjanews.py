"""طنجة نيوز (tanjanews.com), paper of Tangier, Morocco; WordPress. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class TanjanewsSpider(NewsSpider):
    """Tanja News."""

    name = "tanjanews"
    site = Site(
        hosts=("tanjanews.com",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://tanjanews.com/feed",)

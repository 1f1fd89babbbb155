"""وجدة سيتي (oujdacity.net), paper of Oujda, Morocco; WordPress. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class OujdacitySpider(NewsSpider):
    """Oujda City."""

    name = "oujdacity"
    site = Site(
        hosts=("oujdacity.net",),
        timezone="Africa/Casablanca",
    )
    feed_urls = ("https://www.oujdacity.net/feed",)

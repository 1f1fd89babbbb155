"""لكم (lakome2.com), news site, Morocco; ids follow a section's name. Facts of 2021-2026, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Lakome2Spider(NewsSpider):
    """Lakome2; WordPress. The selectors of its scrapers are general ones and are left out."""

    name = "lakome2"
    site = Site(
        hosts=("lakome2.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?lakome2\.com/[a-z0-9-]+/\d+/?$",
    )
    feed_urls = ("https://lakome2.com/feed",)

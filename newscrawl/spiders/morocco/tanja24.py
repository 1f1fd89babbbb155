"""طنجة 24 (tanja24.com), paper of Tangier, Morocco; share counter by the title. Facts of 2023-24, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Tanja24Spider(NewsSpider):
    """Tanja24; WordPress, Publisher theme, which ends its pages with «اترك رد»."""

    name = "tanja24"
    site = Site(
        hosts=("tanja24.com",),
        timezone="Africa/Casablanca",
        rules=SiteRules(
            title=".single-post-title",
            body=".entry-content.clearfix.single-post-content > p",
            section=".current-post-parent > a",
            date=".post-published > b",
        ),
    )
    feed_urls = ("https://www.tanja24.com/feed",)

"""كود (goud.ma), news site, Morocco; much of the text is Darija. Facts of 2019-2026, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class GoudSpider(NewsSpider):
    """Goud; WordPress."""

    name = "goud"
    site = Site(
        hosts=("goud.ma",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?goud\.ma/[^/?#]+-\d+/?$",
        rules=SiteRules(
            title=".col-md-12 > h1",
            body=".content > p",
            section=".cat-link",
        ),
    )
    feed_urls = ("https://www.goud.ma/feed",)

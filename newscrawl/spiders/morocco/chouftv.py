"""شوف تيفي (chouftv.ma), channel, Morocco; articles are a post type of their own, `/press/`. Facts of 2019-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class ChouftvSpider(NewsSpider):
    """ChoufTV; some pages print the time glued to the year: `202518:41`."""

    name = "chouftv"
    site = Site(
        hosts=("chouftv.ma",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?chouftv\.ma/press/(?!page/|presscategory/|feed)[^/?#]+",
        rules=SiteRules(
            title="h1.title-full-content",
            body="div.middleContent p, div.full-content p",
            remove="li.pub300-250",
            section="ul.navbar-head a:last-of-type",
            date="div.left-info",
        ),
    )
    feed_urls = ("https://chouftv.ma/press/feed",)
    listing_urls = ("https://chouftv.ma/press/page/1",)

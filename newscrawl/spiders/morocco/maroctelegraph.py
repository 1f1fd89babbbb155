"""المغرب تلغراف (maroctelegraph.com), news site, Morocco; months in its URLs. Facts of 2019, feed implied."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class MaroctelegraphSpider(NewsSpider):
    """Maroc Telegraph."""

    name = "maroctelegraph"
    site = Site(
        hosts=("maroctelegraph.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?maroctelegraph\.com/\d{4}/\d{2}/[^/?#]+/?$",
        rules=SiteRules(body=".entry-content p"),
    )
    feed_urls = ("https://maroctelegraph.com/feed/",)

"""يابلادي (ar.yabiladi.com), news site, Morocco; its archive mixes three languages. Facts of 2019-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class YabiladiSpider(NewsSpider):
    """Yabiladi, Arabic edition; more than 10,000 archive pages, `/actualites/page:N`."""

    name = "yabiladi"
    site = Site(
        hosts=("ar.yabiladi.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://ar\.yabiladi\.com/articles/details/\d+/",
        rules=SiteRules(body="[itemprop=articleBody] p"),
    )
    feed_urls = ("https://ar.yabiladi.com/rss",)
    listing_urls = ("https://ar.yabiladi.com/actualites/page:1",)

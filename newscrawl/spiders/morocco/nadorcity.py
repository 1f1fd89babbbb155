"""ناظور سيتي (nadorcity.com), paper of Nador, Morocco; drop cap, pages by `?start=N`. Facts of 2019, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class NadorcitySpider(NewsSpider):
    """Nador City; WMaker: articles are `…_aN.html`, sections `…_rN.html`."""

    name = "nadorcity"
    site = Site(
        hosts=("nadorcity.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?nadorcity\.com/[^/?#]+_a\d+\.html$",
        rules=SiteRules(body=".access.firstletter div"),
    )
    feed_urls = ("https://www.nadorcity.com/xml/syndication.rss",)
    listing_urls = ("https://www.nadorcity.com/وطنية_r185.html",)

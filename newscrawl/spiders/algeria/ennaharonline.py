"""النهار أونلاين (ennaharonline.com), daily, Algeria; refuses Scrapy's default agent. Facts of 2021."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class EnnaharonlineSpider(NewsSpider):
    """Ennahar; own WordPress theme. The feed is listed and unproved."""

    name = "ennaharonline"
    site = Site(
        hosts=("ennaharonline.com",),
        timezone="Africa/Algiers",
        rules=SiteRules(
            title="h1.sgb1__attl",
            body="div.artx",
            byline="div.sgb1__aath a",
            section="div.sgb1__acat a",
        ),
    )
    feed_urls = ("https://www.ennaharonline.com/feed/",)

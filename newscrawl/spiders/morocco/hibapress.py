"""هبة بريس (ar.hibapress.com), news site, Morocco; URLs are `/details-N.html`. Facts of 2019-2026, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class HibapressSpider(NewsSpider):
    """Hibapress, Arabic edition."""

    name = "hibapress"
    site = Site(
        hosts=("ar.hibapress.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://ar\.hibapress\.com/details-\d+\.html$",
        rules=SiteRules(
            title="h1.post-title.entry-title",
            body=".entry-content > p, #hibapressarticles p",
        ),
    )
    feed_urls = ("https://ar.hibapress.com/feed",)

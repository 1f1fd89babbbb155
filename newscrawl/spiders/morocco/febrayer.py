"""فبراير (febrayer.com), news site, Morocco; credits the agency on a last line: «(رويترز)». Facts of 2019-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class FebrayerSpider(NewsSpider):
    """Febrayer; WordPress, 403 in 2026 even from Paris."""

    name = "febrayer"
    site = Site(
        hosts=("febrayer.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?febrayer\.com/\d+\.html$",
        rules=SiteRules(body=".single-content p"),
    )
    feed_urls = ("https://www.febrayer.com/feed",)

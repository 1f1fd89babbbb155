"""برلمان.كوم (barlamane.com), news site, Morocco; articles have no mark in their URL. Facts of 2023-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class BarlamaneSpider(NewsSpider):
    """Barlamane; WordPress, the French edition lies under `/fr/`."""

    name = "barlamane"
    site = Site(
        hosts=("barlamane.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?barlamane\.com/(?!fr/|feed|category/|tag/|page/|author/|wp-)[^/?#]+/?$",
        rules=SiteRules(title=".post-content > .title", body=".content > p"),
    )
    feed_urls = ("https://www.barlamane.com/feed/",)

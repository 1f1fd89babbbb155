"""SNRT News (snrtnews.com), broadcaster, Morocco; pages are drawn by scripts and hold no links. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class SnrtnewsSpider(NewsSpider):
    """SNRT News; French articles lie under `/fr`. The feed answers Paris, not every data centre."""

    name = "snrtnews"
    site = Site(
        hosts=("snrtnews.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?snrtnews\.com/(?:fr/)?article/[^/?#]+$",
    )
    feed_urls = ("https://www.snrtnews.com/feed",)

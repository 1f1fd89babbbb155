"""يورونيوز عربي (arabic.euronews.com), channel, France; own CMS. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class EuronewsSpider(NewsSpider):
    """Euronews Arabic."""

    name = "euronews"
    site = Site(
        hosts=("arabic.euronews.com",),
        timezone="Europe/Paris",
        article_pattern=r"^https?://arabic\.euronews\.com/(?:[a-z-]+/)?\d{4}/\d{2}/\d{2}/[^/?#]+",
    )
    feed_urls = ("https://arabic.euronews.com/rss", "https://arabic.euronews.com/rss?level=vertical&name=next")

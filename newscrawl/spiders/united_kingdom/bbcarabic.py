"""بي بي سي عربي (bbc.com), broadcaster, UK; most class names are hashes. Facts of 2021-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class BbcarabicSpider(NewsSpider):
    """BBC Arabic; the feeds lie on a host of their own."""

    name = "bbcarabic"
    site = Site(
        hosts=("bbc.com/arabic", "bbc.co.uk/arabic"),
        timezone="Europe/London",
        article_pattern=r"^https?://(?:www\.)?bbc\.(?:com|co\.uk)/arabic/(?:articles/[a-z0-9]+|[a-z-]+-\d+)",
        rules=SiteRules(title="h1#content"),
    )
    feed_urls = (
        "https://feeds.bbci.co.uk/arabic/rss.xml",
        "https://feeds.bbci.co.uk/arabic/middleeast/rss.xml",
        "https://feeds.bbci.co.uk/arabic/worldnews/rss.xml",
        "https://feeds.bbci.co.uk/arabic/business/rss.xml",
        "https://feeds.bbci.co.uk/arabic/sport/rss.xml",
        "https://feeds.bbci.co.uk/arabic/scienceandtech/rss.xml",
    )
    sitemap_urls = ("https://www.bbc.com/arabic/sitemap.xml",)

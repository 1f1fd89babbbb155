"""لو360 (ar.le360.ma), news site, Morocco; Arc XP, slugs end in a token of 26 letters. Facts of 2025 and 2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Le360Spider(NewsSpider):
    """Le360, Arabic edition; sport has its own host. Class names with `sc-` are hashes of a build and are left out."""

    name = "le360"
    site = Site(
        hosts=("ar.le360.ma", "ar.sport.le360.ma"),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:ar|fr)(?:\.sport)?\.le360\.ma/[a-z0-9-]+/[^/?#]+_[A-Z0-9]{26}/?$",
        rules=SiteRules(
            title="h1.headline-container",
            remove="aside, .ad-container, .related-articles",
            byline="a.byline-credits-bold",
            date="div.article-main-information-subheadline-date",
        ),
    )
    feed_urls = ("https://ar.le360.ma/arc/outboundfeeds/rss/?outputType=xml",)
    sitemap_urls = (
        "https://ar.le360.ma/arc/outboundfeeds/sitemap-index/category/politique/",
        "https://ar.le360.ma/arc/outboundfeeds/sitemap-index/category/economie/",
        "https://ar.le360.ma/arc/outboundfeeds/sitemap-index/category/societe/",
        "https://ar.le360.ma/arc/outboundfeeds/sitemap-index/category/culture/",
        "https://ar.le360.ma/arc/outboundfeeds/sitemap-index/category/monde/",
        "https://ar.le360.ma/arc/outboundfeeds/sitemap-index/category/sports/",
        "https://ar.le360.ma/arc/outboundfeeds/sitemap-index/category/medias/",
    )

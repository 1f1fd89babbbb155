"""العربية نت (alarabiya.net), channel, UAE; 403 by Cloudflare. Facts of 2022-2026, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlarabiyaSpider(NewsSpider):
    """Al Arabiya; may print the zone of its clock in Latin letters (GST, KSA)."""

    name = "alarabiya"
    site = Site(
        hosts=("alarabiya.net",),
        timezone="Asia/Dubai",
        article_pattern=r"^https?://(?:www\.)?alarabiya\.net/(?:[a-z-]+/)+\d{4}/\d{2}/\d{2}/[^/?#]+",
        rules=SiteRules(title="h1.headingInfo_title", body="p.body-1.paragraph, #body-text"),
    )
    feed_urls = ("https://www.alarabiya.net/.mrss/ar.xml",)
    sitemap_urls = ("https://www.alarabiya.net/sitemap.xml",)

"""اليوم 24 (alyaoum24.com), news site, Morocco; robots.txt forbids its feed to most crawlers. Facts of 2019-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Alyaoum24Spider(NewsSpider):
    """Al Yaoum 24; the sitemap and the API are those that WordPress implies. `fr.` is the French edition."""

    name = "alyaoum24"
    site = Site(
        hosts=("alyaoum24.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?alyaoum24\.com/\d+\.html$",
        rules=SiteRules(
            title=".infoSingle > h1",
            body=".post_content > p, #post_content p",
            section=".breadcrumb > li:last-child",
            date=".timePost",
        ),
    )
    rest_urls = ("https://alyaoum24.com/wp-json/",)
    sitemap_urls = ("https://alyaoum24.com/wp-sitemap.xml",)

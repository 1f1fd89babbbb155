"""دويتشه فيله عربية (dw.com), broadcaster, Germany; an RDF feed on a host of its own. Facts of 2013-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class DwSpider(NewsSpider):
    """DW, Arabic edition; editors' initials and agencies end the text: «ي.أ/ ع.غ (د ب أ)»."""

    name = "dw"
    site = Site(
        hosts=("dw.com/ar",),
        timezone="Europe/Berlin",
        article_pattern=r"^https?://(?:www\.)?dw\.com/ar/[^/]+/a-\d+",
        rules=SiteRules(body=".content-area p"),
    )
    feed_urls = ("https://rss.dw.com/rdf/rss-ar-all",)
    sitemap_urls = ("https://www.dw.com/ar/sitemap.xml",)

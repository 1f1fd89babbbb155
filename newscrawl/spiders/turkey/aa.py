"""الأناضول (aa.com.tr), news agency, Turkey; redesigned in April 2026; the selectors are of before. Facts of 2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AaSpider(NewsSpider):
    """Anadolu, Arabic edition; datelines are «<مدينة>/ <كاتب>/ الأناضول»."""

    name = "aa"
    site = Site(
        hosts=("aa.com.tr/ar",),
        timezone="Europe/Istanbul",
        article_pattern=r"^https?://(?:www\.)?aa\.com\.tr/ar/[^/]+/[^/]+/\d+",
        rules=SiteRules(body="div.detay-icerik p", date="span.tarih"),
    )
    feed_urls = ("https://www.aa.com.tr/ar/rss/default?cat=guncel",)

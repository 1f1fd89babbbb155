"""بوابة الأهرام (gate.ahram.org.eg), daily, Egypt; no feed, and a firewall. Facts of 2023-2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AhramGateSpider(NewsSpider):
    """Ahram Gate; ASP.NET. The firewall says «Access Denied», sections under `/Portal/`."""

    name = "ahram_gate"
    site = Site(
        hosts=("gate.ahram.org.eg",),
        timezone="Africa/Cairo",
        article_pattern=r"^https?://gate\.ahram\.org\.eg/(?:News|daily/News)/\d+",
        rules=SiteRules(
            title="h1#ContentPlaceHolder1_divTitle, h1.inner-hd",
            body="#ContentPlaceHolder1_divContent, #innerArticleContainer",
            remove="span.colorcaption",
            date="#ContentPlaceHolder1_divdate span",
        ),
    )
    listing_urls = ("https://gate.ahram.org.eg/",)

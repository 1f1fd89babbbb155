"""وكالة الأنباء الكويتية (كونا) (kuna.net.kw), news agency, Kuwait; no feed known. Facts of 2022."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class KunaSpider(NewsSpider):
    """KUNA; ASP.NET. Signs «(كونا)» over the desk's Latin initials."""

    name = "kuna"
    site = Site(
        hosts=("kuna.net.kw",),
        timezone="Asia/Kuwait",
        rules=SiteRules(
            title="h1.post-title a",
            body="div.post-content p",
            date=".article-info-bar time",
        ),
    )
    listing_urls = ("https://www.kuna.net.kw/",)

"""وكالة الأنباء الفلسطينية (وفا) (wafa.ps), news agency, Palestine; ASP.NET. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class WafaSpider(NewsSpider):
    """WAFA; `english.` and others are editions. Datelines are «رام الله <يوم>-<شهر>-<سنة> وفا-»."""

    name = "wafa"
    site = Site(
        hosts=("wafa.ps",),
        timezone="Asia/Hebron",
        article_pattern=r"^https?://(?:www\.|english\.)?wafa\.ps/Pages/Details/\d+",
    )
    feed_urls = ("https://www.wafa.ps/pages/rss.aspx",)
    listing_urls = ("https://wafa.ps/Pages/LastNews",)

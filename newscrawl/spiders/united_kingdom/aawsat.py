"""الشرق الأوسط (aawsat.com), daily, UK; own CMS. Facts of 2015-2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AawsatSpider(NewsSpider):
    """Asharq Al-Awsat; URLs were `/home/article/<id>/<slug>` in 2015."""

    name = "aawsat"
    site = Site(
        hosts=("aawsat.com",),
        timezone="Europe/London",
        article_pattern=r"^https?://aawsat\.com/(?:home/article/\d+|[^?#]+/\d+-[^/?#]+)",
    )
    feed_urls = ("https://aawsat.com/feed",)

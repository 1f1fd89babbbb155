"""الشرق الأوسط (aawsat.com), daily, UK; own CMS. Facts of 2015-2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AawsatSpider(NewsSpider):
    """Asharq Al-Awsat; an article of 2015 stands at `aawsat.com/home/article/<id>/<slug>`."""

    name = "aawsat"
    site = Site(
        hosts=("aawsat.com",),
        timezone="Europe/London",
        article_pattern=r"^https?://aawsat\.com/(?:home/article/\d+|[^?#]+/\d+-[^/?#]+)",
    )
    feed_urls = ("https://aawsat.com/feed",)

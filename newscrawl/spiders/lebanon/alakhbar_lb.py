"""الأخبار (al-akhbar.com), daily, Lebanon; refused every reader in 2026. Facts of July 2025."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlakhbarLbSpider(NewsSpider):
    """Al-Akhbar (Lebanon); Next.js, class names tell nothing. No feed known."""

    name = "alakhbar_lb"
    site = Site(
        hosts=("al-akhbar.com",),
        timezone="Asia/Beirut",
    )
    listing_urls = ("https://www.al-akhbar.com/",)

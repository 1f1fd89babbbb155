"""ميدي1 نيوز (medi1news.com), channel, Morocco; own CMS, no feed known. Facts of 2026."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class Medi1newsSpider(NewsSpider):
    """Medi1 News, Arabic edition; Cloudflare refuses the addresses of some cloud hosts."""

    name = "medi1news"
    site = Site(
        hosts=("medi1news.com/ar",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?medi1news\.com/(?:ar|fr)/article/\d+\.html$",
    )
    listing_urls = ("https://www.medi1news.com/ar",)

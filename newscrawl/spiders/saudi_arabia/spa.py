"""وكالة الأنباء السعودية (واس) (spa.gov.sa), news agency, Saudi Arabia; its pages need scripts. Facts of 2025."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class SpaSpider(NewsSpider):
    """SPA; titles open with «عام / », texts end with «// انتهى //» and a time with «ت م»."""

    name = "spa"
    site = Site(
        hosts=("spa.gov.sa",),
        timezone="Asia/Riyadh",
        article_pattern=r"^https?://(?:www\.)?spa\.gov\.sa/(?:ar/)?[A-Za-z0-9-]{6,}$",
    )
    listing_urls = ("https://www.spa.gov.sa/news/latest-news?page=1",)

"""وكالة الأنباء السعودية (واس) (spa.gov.sa), news agency, Saudi Arabia; its pages need scripts. Facts of 2025-2026."""

from newscrawl.discovery.json_api import JsonApi
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
    json_apis = (
        JsonApi(
            url="https://portalapi.spa.gov.sa/api/v1/news?by_latest=1&per_page=50&w_content=1&l=ar&page={page}",
            items="data",
            link="https://www.spa.gov.sa/ar/{uuid}",
            title="title",
            published="published_at",
            text="content",
            per_page=50,
        ),
    )

"""القبس (alqabas.com), daily, Kuwait; pages are drawn by scripts over a JSON API. Facts of 2022."""

from newscrawl.discovery.json_api import JsonApi
from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class AlqabasSpider(NewsSpider):
    """Al Qabas; texts need a browser. Sections of the API: 22 Kuwait, 3 the economy, 7 sport, 64759 culture."""

    name = "alqabas"
    site = Site(
        hosts=("alqabas.com",),
        timezone="Asia/Kuwait",
        article_pattern=r"^https?://(?:www\.)?alqabas\.com/article/\d+",
    )
    json_apis = tuple(
        JsonApi(
            url=f"https://api.alqabas.com/api/landing/category/elastic/{section}?limit=24&isPremium=false",
            items="data.result.3.data",
            link="https://www.alqabas.com/article/{id}",
            title="title",
            summary="description",
        )
        for section in (22, 3, 7, 64759)
    )

"""وكالة معا (maannews.net), news agency, Palestine; no feed known. Facts of 2021."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class MaannewsSpider(NewsSpider):
    """Maan News."""

    name = "maannews"
    site = Site(
        hosts=("maannews.net",),
        timezone="Asia/Hebron",
        article_pattern=r"^https?://(?:www\.)?maannews\.net/news/\d+\.html$",
        rules=SiteRules(
            body="div.default__item--content.default__item--default-content p",
            date="div.default__item--date",
        ),
    )
    listing_urls = ("https://www.maannews.net/news/latest",)

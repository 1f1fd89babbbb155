"""الإمارات اليوم (emaratalyoum.com), daily, UAE; Polopoly, ids as `-1.951867`. Facts of 2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class EmaratalyoumSpider(NewsSpider):
    """Emarat Al Youm; what is known as its RSS is a page that lists feeds."""

    name = "emaratalyoum"
    site = Site(
        hosts=("emaratalyoum.com",),
        timezone="Asia/Dubai",
        article_pattern=r"^https?://(?:www\.)?emaratalyoum\.com/[^?#]+-1\.\d+$",
        rules=SiteRules(body="div.col p", date="time.date"),
    )
    listing_urls = ("https://www.emaratalyoum.com/",)

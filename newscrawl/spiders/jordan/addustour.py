"""الدستور (addustour.com), daily, Jordan; a Cloudflare challenge in 2020; no feed known. Facts of 2020."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AddustourSpider(NewsSpider):
    """Addustour (Jordan)."""

    name = "addustour"
    site = Site(
        hosts=("addustour.com",),
        timezone="Asia/Amman",
        article_pattern=r"^https?://(?:www\.)?addustour\.com/articles/\d+-",
        rules=SiteRules(
            title="h1.headingInfo_title",
            body="div.box-wrapper p",
            byline="h4.avatar_name",
            date="div.timeDate span.timeDate_element:nth-of-type(1) time",
        ),
    )
    listing_urls = ("https://www.addustour.com/",)

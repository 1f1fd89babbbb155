"""اليوم السابع (youm7.com), daily, Egypt; one story at /story/, /amp/, `m.` and a print page. Facts of 2022-2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class Youm7Spider(NewsSpider):
    """Youm7; the byline is printed after «كتب» or «كتبت». The feeds are listed by several."""

    name = "youm7"
    site = Site(
        hosts=("youm7.com",),
        timezone="Africa/Cairo",
        article_pattern=r"^https?://(?:www|m)\.youm7\.com/(?:story|amp)/\d{4}/\d{1,2}/\d{1,2}/[^/]+/\d+",
        rules=SiteRules(
            title=".articleHeader h1",
            body="#articleBody p",
            byline="span.writeBy",
            section=".breadcumb a",
            tags="div.tags h3 a",
            date="span.newsStoryDate",
        ),
    )
    feed_urls = (
        "https://www.youm7.com/rss/SectionRss?SectionID=65",
        "https://www.youm7.com/rss/SectionRss?SectionID=97",
        "https://www.youm7.com/rss/SectionRss?SectionID=203",
        "https://www.youm7.com/rss/SectionRss?SectionID=297",
        "https://www.youm7.com/rss/SectionRss?SectionID=298",
        "https://www.youm7.com/rss/SectionRss?SectionID=319",
    )

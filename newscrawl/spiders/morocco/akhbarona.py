"""أخبارنا المغربية (akhbarona.com), news site, Morocco; no feed; pages are `/index.N.html`. Facts of 2019-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AkhbaronaSpider(NewsSpider):
    """Akhbarona; own PHP, dates as `14/05/2025 12:30:00` or «… مضت»."""

    name = "akhbarona"
    site = Site(
        hosts=("akhbarona.com",),
        timezone="Africa/Casablanca",
        article_pattern=r"^https?://(?:www\.)?akhbarona\.com/(?:[a-z]+|articles)/\d+\.html$",
        rules=SiteRules(
            title="h1.text-end.artical-content-heads.lc-fs24, h1.page_title",
            body="div.bodystr p, #article_body p",
            byline="h4.mb-3.lc-clr1",
            section="span.ms-2",
            date="span.story_date",
        ),
    )
    listing_urls = (
        "https://www.akhbarona.com/last/index.1.html",
        "https://www.akhbarona.com/politic/index.1.html",
        "https://www.akhbarona.com/economy/index.1.html",
        "https://www.akhbarona.com/national/index.1.html",
        "https://www.akhbarona.com/sport/index.1.html",
        "https://www.akhbarona.com/world/index.1.html",
        "https://www.akhbarona.com/health/index.1.html",
        "https://www.akhbarona.com/technology/index.1.html",
        "https://www.akhbarona.com/religion/index.1.html",
        "https://www.akhbarona.com/culture/index.1.html",
        "https://www.akhbarona.com/society/index.1.html",
    )

"""آر تي عربي (arabic.rt.com), channel, Russia; ends with its source: «المصدر: تاس». Facts of 2022-2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class RtarabicSpider(NewsSpider):
    """RT Arabic; the clock is that of Moscow."""

    name = "rtarabic"
    site = Site(
        hosts=("arabic.rt.com",),
        timezone="Europe/Moscow",
        article_pattern=r"^https?://arabic\.rt\.com/(?:[a-z_-]+/)+\d+-[^/?#]+",
        rules=SiteRules(
            body="div.main-article__editor-content p, .editor-content p, .article__text p",
        ),
    )
    feed_urls = (
        "https://arabic.rt.com/rss/",
        "https://arabic.rt.com/rss/world/",
        "https://arabic.rt.com/rss/middle_east/",
        "https://arabic.rt.com/rss/business/",
        "https://arabic.rt.com/rss/sport/",
        "https://arabic.rt.com/rss/culture/",
        "https://arabic.rt.com/rss/space/",
        "https://arabic.rt.com/rss/health/",
        "https://arabic.rt.com/rss/technology/",
    )

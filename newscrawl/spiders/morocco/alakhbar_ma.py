"""الأخبار (alakhbar.press.ma), daily, Morocco; WordPress, Jannah theme. Facts of 2023-24, feed implied."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class AlakhbarMaSpider(NewsSpider):
    """Al Akhbar (Morocco)."""

    name = "alakhbar_ma"
    site = Site(
        hosts=("alakhbar.press.ma",),
        timezone="Africa/Casablanca",
        rules=SiteRules(
            title="h1.post-title.entry-title",
            body=".entry-content > p",
            section=".post-cat-wrap a:last-child",
            date="span.date.meta-item.tie-icon",
        ),
    )
    feed_urls = ("https://alakhbar.press.ma/feed/",)

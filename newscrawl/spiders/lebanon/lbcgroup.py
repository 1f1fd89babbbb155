"""إل بي سي آي (lbcgroup.tv), channel, Lebanon; lines of a text are split by `br`. Facts of 2026."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class LbcgroupSpider(NewsSpider):
    """LBCI, Arabic edition; a last line «Reuters» or «AFP» in Latin letters."""

    name = "lbcgroup"
    site = Site(
        hosts=("lbcgroup.tv",),
        timezone="Asia/Beirut",
        rules=SiteRules(body="div.LongDesc"),
    )
    feed_urls = ("https://www.lbcgroup.tv/Rss/latest-news/ar", "https://www.lbcgroup.tv/Rss/NewsHighlights/ar")
    sitemap_urls = ("https://www.lbcgroup.tv/newssitemap.xml",)

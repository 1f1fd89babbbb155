"""الشروق أونلاين (echoroukonline.com), daily, Algeria; own WordPress theme. Facts of 2020-2025."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class EchoroukonlineSpider(NewsSpider):
    """Echorouk; nine scrapers agree on its selectors, many list its feed, nobody proved it."""

    name = "echoroukonline"
    site = Site(
        hosts=("echoroukonline.com",),
        timezone="Africa/Algiers",
        article_pattern=r"^https?://(?:www\.)?echoroukonline\.com/(?!feed|category/|tag/|page/|author/)[^/?#]+/?$",
        rules=SiteRules(
            title="h1.ech-sgmn__title.ech-sgmn__sdpd",
            body="div.ech-artx p",
            byline="a.ech-sgmn__aanm._link, .ech-sgmn__aanm._noap, article div.d-f.fxd-c.ai-fs a",
            section="article a.ech-bkbt._albk",
            tags="ul.ech-sgmn__tgls a",
            date="article.ech-sgmn__article time, time.ech-card__mtil",
        ),
    )
    feed_urls = ("https://www.echoroukonline.com/feed/",)

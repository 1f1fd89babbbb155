"""وكالة الأنباء الجزائرية (aps.dz), news agency, Algeria; Joomla until 2023. Facts of 2021-23, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class ApsSpider(NewsSpider):
    """APS, Arabic edition; signs «وأج», also «واج»."""

    name = "aps"
    site = Site(
        hosts=("aps.dz/ar",),
        timezone="Africa/Algiers",
        rules=SiteRules(
            title="div.itemHeader h2.itemTitle",
            body="div.itemIntroText strong, div.itemFullText, div.itemBody",
            section="nav.t3-navhelper ol li a",
            tags="ul.itemTags li",
            date="span.itemDateCreated",
        ),
    )
    feed_urls = ("https://www.aps.dz/ar/feed",)

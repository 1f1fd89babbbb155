"""سبوتنيك عربي (sputnikarabic.ae), news agency, UAE; days in its URLs. Facts undated, feed unproved."""

from newscrawl.sites import Site
from newscrawl.spiders.base import NewsSpider


class SputnikarabicSpider(NewsSpider):
    """Sputnik Arabic; the URL pattern is that of other Sputnik hosts."""

    name = "sputnikarabic"
    site = Site(
        hosts=("sputnikarabic.ae",),
        timezone="Asia/Dubai",
        article_pattern=r"^https?://sputnikarabic\.ae/\d{8}/[^/?#]+-\d+\.html$",
    )
    feed_urls = ("https://sputnikarabic.ae/export/rss2/archive/index.xml",)

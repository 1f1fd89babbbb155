"""الخبر (elkhabar.com), daily, Algeria; three designs since 2019. Facts of 2019-2025, feed unproved."""

from newscrawl.sites import Site, SiteRules
from newscrawl.spiders.base import NewsSpider


class ElkhabarSpider(NewsSpider):
    """El Khabar; own CMS."""

    name = "elkhabar"
    site = Site(
        hosts=("elkhabar.com",),
        timezone="Africa/Algiers",
        article_pattern=r"^https?://(?:www\.)?elkhabar\.com/press/article/\d+/",
        rules=SiteRules(
            title="h2#article_title, h2.title",
            body="p.module-article-section.overlay-wine, #article_body_content",
            byline="span.time-blog b",
            section="span.category-blog",
            tags="div#article_tags_title",
            date="li.stronger.overlay-theme.size-26.text-uppercase, div.subinfo",
        ),
    )
    feed_urls = ("https://www.elkhabar.com/feed/",)
